"""Runs a command beside a PostgreSQL of its own: `python tools/postgres.py COMMAND…`, told where by `DATABASE_URL`.

The cluster lives in a temporary folder, listens on the loopback alone, and goes when the command ends, however it ends.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import system

USER = "postgres"
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""What makes a database fast that nobody will miss."""


class Absent(Exception):
    """There is no PostgreSQL to run, and why."""


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the block."""
    programs = system.postgresql()
    if programs is None:
        raise Absent("PostgreSQL is not installed")
    prefix = other_than_root()
    folder = Path(tempfile.mkdtemp(prefix="preau-postgres-"))
    control = [*prefix, str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w", "-s"]
    try:
        password = make(folder, [*prefix, str(programs / "initdb")])
        port = free_port()
        settings = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *SPEED)
        options = " ".join(f"-c {setting}" for setting in settings)
        subprocess.run([*control, "-l", str(folder / "log"), "-o", options, "start"], check=True)
        try:
            yield f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def other_than_root() -> list[str]:
    """PostgreSQL refuses to be root: the words that make root somebody else, none for anybody else."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("runuser") or subprocess.run(["id", USER], check=False, capture_output=True).returncode:
        raise Absent(f"PostgreSQL refuses to run as root, and root cannot become the user {USER} here")
    return ["runuser", "-u", USER, "--"]


def make(folder: Path, initdb: list[str]) -> str:
    """Make a cluster in `folder/data`; the answer is the password of its only user."""
    password, secret = secrets.token_hex(16), folder / "password"
    secret.write_text(password, encoding="utf-8")
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
        shutil.chown(secret, USER)
    access = ["-U", USER, "--pwfile", str(secret), "-A", "scram-sha-256"]
    kind = ["-D", str(folder / "data"), "-E", "UTF8", "--locale", "C", "--no-sync"]
    subprocess.run([*initdb, *kind, *access], check=True, stdout=subprocess.DEVNULL)
    return password


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def main(command: list[str]) -> int:
    """Run the command, and answer as it does; without PostgreSQL say so and answer that all is well."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with cluster() as address:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode
    except Absent as reason:
        print(f"postgres: skipped, nothing was run on PostgreSQL: {reason}")
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
