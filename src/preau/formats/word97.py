"""The text of a Word 97-2003 document, paragraph by paragraph, from its binary streams ([MS-DOC]).

Only what says where text stands is read: the pieces of text, and of each paragraph whether it is in a table, ends a
row, and where the cells of that row begin.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from preau.formats.compound import stream

MAGIC = 0xA5EC
_CLX, _PAPX = 0x01A2, 0x0102
_PAGE = 512
_IN_TABLE, _END_OF_ROW, _ROW, _ELSEWHERE = 0x2416, 0x2417, 0xD608, 0x6646
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_FIELDS = re.compile(r"\x13[^\x13\x14\x15]*(?:\x14([^\x13\x15]*))?\x15")
_SIGNS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x1f": "", "\xa0": "\u00a0", "\x01": "", "\x08": ""})


class NotWord97(Exception):
    """The streams are not those of such a document, or are damaged: another way must be found."""


class Paragraph(NamedTuple):
    """A paragraph and what ends it. `edges` are the places of the cells (twentieths of a point) at the end of a row."""

    text: str
    in_table: bool
    ends_cell: bool
    ends_row: bool
    edges: tuple[int, ...] = ()


class _Properties(NamedTuple):
    in_table: bool = False
    ends_row: bool = False
    edges: tuple[int, ...] = ()


def paragraphs(data: bytes) -> Iterator[Paragraph]:
    """Every paragraph of the document's main text, in order. Raises NotWord97, also for an encrypted one."""
    try:
        yield from _paragraphs(data)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise NotWord97 from error


def _paragraphs(data: bytes) -> Iterator[Paragraph]:
    document = stream(data, "WordDocument")
    if len(document) < _PAGE or struct.unpack_from("<H", document)[0] != MAGIC:
        raise NotWord97
    flags = struct.unpack_from("<H", document, 10)[0]
    tables = stream(data, "1Table" if flags & 0x0200 else "0Table")
    if flags & 0x0100 or not tables:
        raise NotWord97
    text, places = _text(document, tables)
    starts, properties = _all_properties(document, tables, stream(data, "Data"))
    begin = 0
    for found in re.finditer(r"[\r\x07]|\x0c(?=.)", text, re.DOTALL):
        end = found.end()
        at = bisect_right(starts, places[end - 1]) - 1
        kind = properties[at] if at >= 0 else _Properties()
        yield Paragraph(
            _plain(text[begin : end - 1]), kind.in_table, found.group() == "\x07", kind.ends_row, kind.edges
        )
        begin = end
    if text[begin:].strip():
        yield Paragraph(_plain(text[begin:]), in_table=False, ends_cell=False, ends_row=False)


def _plain(text: str) -> str:
    """The text as it is read: a field shows its result, never its code."""
    while (shown := _FIELDS.sub(lambda found: found[1] or "", text)) != text:
        text = shown
    return text.translate(_SIGNS)


def _text(document: bytes, tables: bytes) -> tuple[str, list[int]]:
    """The main text from its pieces, and for each sign its place in the stream."""
    start, length = struct.unpack_from("<II", document, _CLX)
    signs = struct.unpack_from("<I", document, 0x4C)[0]
    pieces: list[str] = []
    places: list[int] = []
    for first, last, offset in _pieces(tables[start : start + length]):
        last = min(last, signs)  # noqa: PLW2901 - footnotes and headers follow the main text
        count = max(last - first, 0)
        width = 1 if offset & 0x40000000 else 2
        place = (offset & 0x3FFFFFFF) // (2 if width == 1 else 1)
        raw = document[place : place + count * width]
        pieces.append(raw.decode("cp1252" if width == 1 else "utf-16-le", errors="replace"))
        places.extend(range(place, place + count * width, width))
    text = "".join(pieces)
    if not text or len(text) != len(places):
        raise NotWord97
    return text, places


def _pieces(clx: bytes) -> Iterator[tuple[int, int, int]]:
    """First sign, last sign excluded, and place, of each piece."""
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:  # noqa: PLR2004 - the mark of the table of pieces
        raise NotWord97
    table = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
    count = (len(table) - 4) // 12
    signs = struct.unpack_from(f"<{count + 1}I", table)
    for i, (first, last) in enumerate(pairwise(signs)):
        yield first, last, struct.unpack_from("<I", table, (count + 1) * 4 + i * 8 + 2)[0]


def _all_properties(document: bytes, tables: bytes, more: bytes) -> tuple[list[int], list[_Properties]]:
    """Where each paragraph starts in the stream, and what is said of it there."""
    start, length = struct.unpack_from("<II", document, _PAPX)
    table = tables[start : start + length]
    count = (len(table) - 4) // 8
    found: list[tuple[int, _Properties]] = []
    for page in struct.unpack_from(f"<{count}I", table, (count + 1) * 4):
        found.extend(_page(document[(page & 0x3FFFFF) * _PAGE :][:_PAGE], more))
    found.sort(key=lambda pair: pair[0])
    return [place for place, _ in found], [kind for _, kind in found]


def _page(page: bytes, more: bytes) -> Iterator[tuple[int, _Properties]]:
    count = page[_PAGE - 1]
    places = struct.unpack_from(f"<{count + 1}I", page)
    for i in range(count):
        at = page[(count + 1) * 4 + i * 13] * 2
        if not at:
            yield places[i], _Properties()
            continue
        size, head = (page[at] * 2 - 1, at + 1) if page[at] else (page[at + 1] * 2, at + 2)
        yield places[i], _properties(page[head + 2 : head + size], more)


def _properties(said: bytes, more: bytes) -> _Properties:
    """What the changes of a paragraph's style say of tables. Long ones are told elsewhere, in the stream of data."""
    if len(said) == 6 and struct.unpack_from("<H", said)[0] == _ELSEWHERE:  # noqa: PLR2004 - a code and a place
        place = struct.unpack_from("<I", said, 2)[0]
        said = more[place + 2 : place + 2 + struct.unpack_from("<H", more, place)[0]]
    found, at = _Properties(), 0
    while at + 2 < len(said):
        code = struct.unpack_from("<H", said, at)[0]
        at += 2
        kind = code >> 13
        if kind == 6:  # noqa: PLR2004 - of variable length, told before it
            wide = code == _ROW
            size = struct.unpack_from("<H", said, at)[0] - 1 if wide else said[at]
            at += 2 if wide else 1
        else:
            size = _OPERANDS[kind]
        operand = said[at : at + size]
        at += size
        if code == _IN_TABLE:
            found = found._replace(in_table=bool(operand[0]))
        elif code == _END_OF_ROW:
            found = found._replace(ends_row=bool(operand[0]))
        elif code == _ROW and operand:
            found = found._replace(edges=struct.unpack_from(f"<{operand[0] + 1}h", operand, 1))
    return found
