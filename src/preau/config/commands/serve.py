"""`preau serve`: the pages, served by granian over WSGI."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from argparse import Namespace
from typing import NamedTuple

from preau.config.database import wake
from preau.config.worker import worker_beside
from preau.core.refusal import Refusal
from preau.core.typography import french

_IN_CLEAR = (
    "Attention : mots de passe et pages voyagent en clair sur le réseau. Mettez un serveur TLS devant, et PREAU_TLS=1."
)


class Address(NamedTuple):
    """Where the pages are served."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address of the first page."""
        return f"http://{self.literal}:{self.port}/"

    @property
    def literal(self) -> str:
        """The host as addresses write it."""
        return f"[{self.host}]" if ":" in self.host else self.host


def run(options: Namespace) -> int:
    """Serve until Ctrl C. Raises Refusal for an address that others reach where the settings are not meant for them."""
    address = Address(options.host, options.port)
    if not is_loopback(address.host):
        open_to_others(address)
    wake()
    serve(address, workers=options.workers, ready=f"Préau est servi sur {address.url} (Ctrl C pour arrêter).")
    return 0


def open_to_others(address: Address) -> None:
    """See that pages which others reach have a name, are no demonstration, and say where they travel in clear."""
    if os.environ.get("PREAU_DEMO") == "1":
        raise Refusal("La démonstration n’est servie qu’à cette machine. Retirez PREAU_DEMO, ou --host.")
    if is_any(address.host) and "PREAU_HOSTS" not in os.environ:
        raise Refusal(
            f"{address.host} est toute adresse de cette machine. Dites sous quels noms les pages seront ouvertes : "
            "PREAU_HOSTS=preau.ville.example."
        )
    os.environ.setdefault("PREAU_HOSTS", f"{address.literal},127.0.0.1,localhost,[::1]")
    if os.environ.get("PREAU_TLS") != "1":
        print(french(_IN_CLEAR), file=sys.stderr)


def is_any(host: str) -> bool:
    """Whether the address stands for all those of the machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def free_port(first: int) -> int:
    """The first port at or after `first` that nobody listens on. Raises Refusal when ten are taken."""
    for port in range(first, first + 10):
        if is_free("127.0.0.1", port):
            return port
    raise Refusal(f"Les ports {first} à {first + 9} sont tous pris. Choisissez-en un avec --port.")


def is_free(host: str, port: int) -> bool:
    """Whether one may listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def serve(address: Address, *, workers: int, ready: str, page: str | None = None) -> None:
    """Serve the pages until Ctrl C; `ready` is printed once they answer, `page` opened in the browser.

    Raises Refusal when the port is taken.
    """
    if not is_free(*address):
        raise Refusal(f"Le port {address.port} est déjà pris. Choisissez-en un autre avec --port.")
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "preau.config.wsgi:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
        websockets=False,
    )

    def announce() -> None:
        print(french(ready), flush=True)
        if page:
            import webbrowser

            webbrowser.open(page)

    server.on_startup(announce)
    with worker_beside():
        server.serve()
    sys.stdout.flush()
