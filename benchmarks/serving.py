"""Requests per second and the 95th percentile, from the real server, against an empty page of the same server.

`python -m benchmarks serving` measures on SQLite, then on a PostgreSQL of its own. Only the ratios of one run mean
something: a page against the empty one, many clients against one.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.annexes import text
from benchmarks.load import ask
from benchmarks.measure import title

ROOT = Path(__file__).parent.parent
CLIENTS = (1, 10, 50)
SECONDS = 3.0
WORKERS = 2
PAGES = {
    "empty page": "/vide/",
    "Aujourd’hui": "/cite/",
    "programme, 100 actions": "/cite/2020/",
    "search, one word": "/cite/chercher/?q=ecole",
}


def main() -> None:
    """Each database in a process of its own, for its settings are read once."""
    here = [sys.executable, "-m", "benchmarks.serving"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))}
    environment.pop("DATABASE_URL", None)
    for command in (here, [sys.executable, str(ROOT / "tools" / "postgres.py"), *here]):
        subprocess.run(command, check=True, cwd=ROOT, env=environment)


def measure() -> None:
    """Fill a database, serve it, and ask."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "PREAU_DATA": folder,
            "PREAU_HOSTS": "127.0.0.1,testserver",
            "DJANGO_SETTINGS_MODULE": "benchmarks.served",
        }
        engine, cookie = _fill()
        title(f"Served by preau serve ({WORKERS} processes) on {engine}, {SECONDS:g} s each")
        with _served() as port:
            for address in PAGES.values():
                ask(port, address, cookie, clients=4, seconds=1)
            for clients in CLIENTS:
                found = {
                    name: ask(port, address, cookie, clients=clients, seconds=SECONDS)
                    for name, address in PAGES.items()
                }
                floor = found["empty page"]
                for name, load in found.items():
                    print(
                        f"{clients:>3} {'client' if clients == 1 else 'clients'}  {name:<24}"
                        f"{load.per_second:>8.1f} requests/s ({load.per_second / floor.per_second:>5.2f} × empty)"
                        f"   p95 {load.p95 * 1000:>7.1f} ms ({load.p95 / floor.p95:>5.2f} × empty)",
                        flush=True,
                    )


def _fill() -> tuple[str, str]:
    """A programme of 100 actions brought by a colleague; which database holds it, and the cookie of who reads it."""
    from preau.config.database import wake

    wake()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from preau.annexes.operations import import_annex, target_of
    from preau.formats.annex import read_annex
    from preau.people.models import Cite, Membership, User
    from preau.people.roles import Role

    claire, paul = (User.objects.create_user(f"{name}@preau.example", name) for name in ("claire", "paul"))
    cite = Cite.objects.create(slug="cite", name="Cité")
    Membership.objects.bulk_create(Membership(user=one, cite=cite, role=Role.COORDINATION) for one in (claire, paul))
    data = text(100)
    file = read_annex(data, "annexe.txt")
    import_annex(file=file, data=data, target=target_of(file, slug="cite", year=2020), by=paul)
    client = Client()
    client.force_login(claire)
    engine = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    connection.close()
    return engine, f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def _served() -> Iterator[int]:
    """The port of a server that lives as long as the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    preau = str(Path(sys.executable).with_name("preau"))
    command = [preau, "serve", "--port", str(port), "--workers", str(WORKERS)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            _wait(port, server)
            yield port
        finally:
            server.terminate()


def _wait(port: int, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait until somebody listens on the port."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("preau serve did not start")


if __name__ == "__main__":
    measure()
