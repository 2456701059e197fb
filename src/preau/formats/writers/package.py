"""Zip containers whose bytes depend on their content alone: no clock, no permissions of this machine."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The date of everything that must bear one: the first that a zip can hold. A paper says its own dates in its text."""

_UNIX = 3
_READABLE_FILE = 0o100644 << 16
_CHUNK = 1 << 16

Member = tuple[str, str | Iterable[str]]


def pack(members: Iterable[Member], *, mimetype: str = "") -> bytes:
    """The container of the members, in their order; content given in pieces is never held whole.

    `mimetype` writes first, uncompressed, the member of that name by which an OpenDocument file is known.
    """
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as package:
        if mimetype:
            package.writestr(_entry("mimetype", ZIP_STORED), mimetype)
        for name, content in members:
            with package.open(_entry(name, ZIP_DEFLATED), "w") as member:
                for piece in _gathered([content] if isinstance(content, str) else content):
                    member.write(piece)
    return buffer.getvalue()


def _entry(name: str, compression: int) -> ZipInfo:
    entry = ZipInfo(name, EPOCH.timetuple()[:6])
    entry.create_system = _UNIX
    entry.external_attr = _READABLE_FILE
    entry.compress_type = compression
    return entry


def _gathered(pieces: Iterable[str]) -> Iterable[bytes]:
    """The pieces joined until they are worth a call to the compressor."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size > _CHUNK:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()
