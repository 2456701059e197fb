"""The table of contents of an OLE compound file (XLS, DOC, encrypted OOXML), and the first bytes of each content."""

from __future__ import annotations

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAST_SECTOR = 0xFFFFFFFA
_MOST_SECTORS = 4096
_ENTRY_SIZE = 128


def streams(data: bytes) -> dict[str, bytes]:
    """The names at the root of the file ("Workbook", "WordDocument"…), each with its first 512 bytes.

    Empty when the directory cannot be followed. A document embedded in another has the same streams one level below:
    only the root says what the file is.
    """
    try:
        size = _sector_size(data)
        found = _siblings(_directory(data))
        return {name: data[(sector + 1) * size : (sector + 1) * size + 512] for name, sector in found.items()}
    except (struct.error, IndexError):
        return {}


def _sector_size(data: bytes) -> int:
    shift: int = struct.unpack_from("<H", data, 30)[0]
    return 1 << min(shift, 12)


def _directory(data: bytes) -> bytes:
    """The sectors of the directory, followed through the allocation table."""
    size = _sector_size(data)
    table = struct.unpack_from("<109I", data, 76)
    sectors: list[bytes] = []
    sector = _number(data, 48)
    while sector < _LAST_SECTOR and len(sectors) < _MOST_SECTORS:
        start = (sector + 1) * size
        sectors.append(data[start : start + size])
        block, place = divmod(sector, size // 4)
        sector = _number(data, (table[block] + 1) * size + place * 4)
    return b"".join(sectors)


def _siblings(directory: bytes) -> dict[str, int]:
    """The entries of the root, which hang from one another as a tree: names and first sectors."""
    found: dict[str, int] = {}
    seen: set[int] = set()
    waiting = [_number(directory, 76)]
    while waiting:
        entry = waiting.pop()
        start = entry * _ENTRY_SIZE
        if entry in seen or start >= len(directory):
            continue
        seen.add(entry)
        length = struct.unpack_from("<H", directory, start + 64)[0]
        name = directory[start : start + min(max(length - 2, 0), 64)].decode("utf-16-le", errors="replace")
        found[name] = _number(directory, start + 116)
        waiting += [_number(directory, start + 68), _number(directory, start + 72)]
    return found


def _number(data: bytes, offset: int) -> int:
    value: int = struct.unpack_from("<I", data, offset)[0]
    return value
