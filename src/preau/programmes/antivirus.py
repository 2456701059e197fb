"""Asking clamd, where one is configured, whether bytes hold a virus. A clamd that does not answer refuses: fail closed.

The protocol is INSTREAM over TCP: pieces, each after its length in four bytes, then a length of nought.
"""

from __future__ import annotations

import logging
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

from preau.core.refusal import Refusal

TIMEOUT = 30
"""Seconds that clamd has to take or to answer anything: it looks into 20 MB in two or three."""
PORT = 3310
_PIECE = 1 << 16
_LONGEST_ANSWER = 4096

_SILENT = (
    "L’antivirus ne répond pas : par prudence, rien n’est joint. Réessayez dans quelques minutes ; "
    "si cela dure, prévenez la personne qui administre Préau."
)
_log = logging.getLogger(__name__)


def scan(data: bytes) -> None:
    """Return where clamd finds nothing, or where none is configured (PREAU_CLAMD).

    Raises Refusal for a virus, for an answer that is not understood, and for no answer within `TIMEOUT`.
    """
    if not settings.PREAU_CLAMD:
        return
    try:
        answer = _ask(settings.PREAU_CLAMD, data)
    except (OSError, ValueError) as failure:
        _log.warning("clamd at %s does not answer: %s", settings.PREAU_CLAMD, failure)
        raise Refusal(_SILENT) from failure
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        virus = answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise Refusal(
            f"L’antivirus a trouvé un virus dans ce fichier ({virus}) : il n’est pas joint. "
            "Prévenez la personne de qui vous le tenez, et faites examiner votre ordinateur."
        )
    _log.warning("clamd at %s answers %r", settings.PREAU_CLAMD, answer)
    if "size limit" in answer:
        raise Refusal(
            "Ce fichier est trop gros pour l’antivirus : il n’est pas joint. "
            "Réduisez-le, ou demandez à la personne qui administre Préau de relever la limite de clamd."
        )
    raise Refusal(_SILENT)


def _ask(address: str, data: bytes) -> str:
    """What clamd at "host:port" answers of the bytes. Raises OSError, or ValueError for an address that is none."""
    where = urlsplit(f"//{address}")
    with socket.create_connection((where.hostname or "", where.port or PORT), timeout=TIMEOUT) as link:
        try:
            link.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), _PIECE):
                piece = data[start : start + _PIECE]
                link.sendall(struct.pack("!L", len(piece)) + piece)
            link.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            # clamd closes in the middle of what is too large for it; what it had to say may be read still.
            _log.info("clamd at %s closed before the end", address)
        answer = _read(link)
    if not answer:
        raise ConnectionError("closed without an answer")
    return answer


def _read(link: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (more := link.recv(_LONGEST_ANSWER)):
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
