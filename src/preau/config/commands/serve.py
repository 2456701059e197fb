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


class Address(NamedTuple):
    """Where the pages are served."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address of the first page."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


def run(options: Namespace) -> int:
    """Serve until Ctrl C. Raises Refusal for an address that others reach, as long as reading needs no account."""
    address = Address(options.host, options.port)
    if not is_loopback(address.host) and not options.public:
        raise Refusal(
            "Les comptes n’existent pas encore : les pages ne sont servies qu’à cette machine. "
            "Pour laisser lire quiconque atteint l’adresse, ajoutez --public."
        )
    os.environ["PREAU_OPEN"] = "1"
    if options.public:
        os.environ.setdefault("PREAU_HOSTS", "*")
    wake()
    serve(address, workers=options.workers, ready=f"Préau est servi sur {address.url} (Ctrl C pour arrêter).")
    return 0


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
