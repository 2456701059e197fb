"""The table of contents of an OLE compound file (XLS, DOC, encrypted OOXML); the contents themselves are not read."""

from __future__ import annotations

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAST_SECTOR = 0xFFFFFFFA
_MOST_SECTORS = 4096
_ENTRY_SIZE = 128


def streams(data: bytes) -> frozenset[str]:
    """The names at the root of the file ("Workbook", "WordDocument"…); empty when its directory cannot be followed.

    A document embedded in another has the same streams one level below: only the root says what the file is.
    """
    try:
        directory = _directory(data)
        return frozenset(_siblings(directory, _number(directory, 76)))
    except (struct.error, IndexError):
        return frozenset()


def _directory(data: bytes) -> bytes:
    """The sectors of the directory, followed through the allocation table."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 12)
    table = struct.unpack_from("<109I", data, 76)
    sectors: list[bytes] = []
    sector = _number(data, 48)
    while sector < _LAST_SECTOR and len(sectors) < _MOST_SECTORS:
        start = (sector + 1) * size
        sectors.append(data[start : start + size])
        block, place = divmod(sector, size // 4)
        sector = _number(data, (table[block] + 1) * size + place * 4)
    return b"".join(sectors)


def _siblings(directory: bytes, first: int) -> list[str]:
    """The names of the entries of one storage, which hang from one another as a tree."""
    names: list[str] = []
    seen: set[int] = set()
    waiting = [first]
    while waiting:
        entry = waiting.pop()
        start = entry * _ENTRY_SIZE
        if entry in seen or start >= len(directory):
            continue
        seen.add(entry)
        length = struct.unpack_from("<H", directory, start + 64)[0]
        names.append(directory[start : start + min(max(length - 2, 0), 64)].decode("utf-16-le", errors="replace"))
        waiting += [_number(directory, start + 68), _number(directory, start + 72)]
    return names


def _number(data: bytes, offset: int) -> int:
    value: int = struct.unpack_from("<I", data, offset)[0]
    return value
