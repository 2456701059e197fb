"""The streams of an OLE compound file (XLS, DOC, encrypted OOXML): their names, their beginnings, one of them whole."""

from __future__ import annotations

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAST_SECTOR = 0xFFFFFFFA
_MOST_SECTORS = 4096
_MOST_CHAINED = 500_000
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


def stream(data: bytes, name: str) -> bytes:
    """The whole content of a stream at the root; empty when there is none, or when its sectors cannot be followed."""
    try:
        size = _sector_size(data)
        entries = _directory(data)
        found = _entry(entries, name)
        if found is None:
            return b""
        start, length = found
        if length >= _number(data, 56):
            return _chain(data, start, size)[:length]
        root_start = _number(entries, 116)
        small = _chain(data, root_start, size)
        table = _chain(data, _number(data, 60), size)
        return _small_chain(small, table, start)[:length]
    except (struct.error, IndexError):
        return b""


def _entry(directory: bytes, name: str) -> tuple[int, int] | None:
    """The first sector and the length of the stream of that name."""
    for start in range(0, len(directory) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
        length = struct.unpack_from("<H", directory, start + 64)[0]
        if directory[start : start + max(length - 2, 0)].decode("utf-16-le", errors="replace") == name:
            return _number(directory, start + 116), _number(directory, start + 120)
    return None


def _sector_size(data: bytes) -> int:
    shift: int = struct.unpack_from("<H", data, 30)[0]
    return 1 << min(shift, 12)


def _directory(data: bytes) -> bytes:
    """The sectors of the directory, followed through the allocation table."""
    return _chain(data, _number(data, 48), _sector_size(data), _MOST_SECTORS)


def _chain(data: bytes, sector: int, size: int, most: int = _MOST_CHAINED) -> bytes:
    """The sectors that follow one another from `sector` on, at most so many: a damaged table may turn in circles."""
    blocks = _allocation(data, size)
    sectors: list[bytes] = []
    while sector < _LAST_SECTOR and len(sectors) < most:
        start = (sector + 1) * size
        sectors.append(data[start : start + size])
        block, place = divmod(sector, size // 4)
        sector = _number(data, (blocks[block] + 1) * size + place * 4)
    return b"".join(sectors)


def _allocation(data: bytes, size: int) -> list[int]:
    """The sectors of the allocation table: 109 in the head of the file, others in chained sectors."""
    blocks = list(struct.unpack_from("<109I", data, 76))
    extra = _number(data, 68)
    while extra < _LAST_SECTOR and len(blocks) < _MOST_SECTORS:
        words = struct.unpack_from(f"<{size // 4}I", data, (extra + 1) * size)
        blocks += words[:-1]
        extra = words[-1]
    return blocks


def _small_chain(small: bytes, table: bytes, sector: int) -> bytes:
    """The sectors of 64 bytes, within the stream that holds all the small ones."""
    sectors: list[bytes] = []
    while sector < _LAST_SECTOR and len(sectors) < _MOST_CHAINED:
        sectors.append(small[sector * 64 : sector * 64 + 64])
        sector = _number(table, sector * 4)
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
