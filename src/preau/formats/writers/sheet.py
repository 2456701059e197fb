"""A paper as the rows of one sheet: what stands where, how wide and how high. XLSX, ODS, CSV and TSV share it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise, takewhile
from typing import Literal, NamedTuple

from preau.core.document.blocks import Align, Cell, Document, Heading, Paragraph, Table
from preau.formats.writers.cells import clean
from preau.formats.writers.places import Places, blocks, rows
from preau.formats.writers.widths import Sizes, fitted

Kind = Literal["title", "heading", "paragraph", "caption", "head", "body", "row", "foot", "blank"]
"""What a row is; "row" is said of a cell alone, one that heads its row."""

Number = Literal["text", "whole", "cents"]

CHARACTERS = 190
"""How many characters of the body text a sheet is wide: printed on a landscape A4, they are still 6 points high."""

_CHARACTER = 1.9
"""The width of a character, in millimetres."""

_PADDING = 2.6
"""What the edges of a cell take of its width, in millimetres."""

_SIZES: Sizes = {"head": 9, "body": 10, "foot": 11}
_DENSE, _LOST = 1.15, 2
"""Running text is narrower than the digits columns are counted in; a line loses some signs, as words are not cut."""

_LARGER = {"title": 1.6, "heading": 1.2}
_LONGEST_NAME = 31
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\\n\t]+")


class Line(NamedTuple):
    """One row of a sheet. `table` is the table it belongs to, None for a heading, a paragraph or a blank row.

    `cents` are the columns of that table where some amount has cents: two decimals are shown there in every row.
    """

    kind: Kind
    places: Places
    table: Table | None = None
    cents: frozenset[int] = frozenset()


class Look(NamedTuple):
    """How a cell is to look: what it is, its side, and the format of its number."""

    kind: Kind
    align: Align
    number: Number


def lines(document: Document) -> Iterator[Line]:
    """The paper as rows: one for each heading, paragraph and caption, in its first cell, then those of the table.

    A blank row follows a table that is followed by something, so that one who reads the sheet sees where it ends.
    """
    width = breadth(document)
    for block, following in pairwise((*blocks(document), None)):
        if isinstance(block, Heading):
            yield Line("title" if block.level == 1 else "heading", _across(block.text, width))
        elif isinstance(block, Paragraph):
            yield Line("paragraph", _across(block.text, width))
        elif isinstance(block, Table):
            yield from _of_table(block, width)
            if following is not None:
                yield Line("blank", ())


def _of_table(table: Table, width: int) -> Iterator[Line]:
    if table.caption:
        yield Line("caption", _across(table.caption, width))
    cents = _columns_with_cents(table)
    for part, places in rows(table):
        yield Line(part, places, table, cents)


def _across(text: str, width: int) -> Places:
    """A text above or below a table: in the first cell, merged over the columns so that it wraps at their edge."""
    return ((0, Cell(text, colspan=width)),)


def tables(document: Document) -> list[Table]:
    """The tables of the paper, in its order."""
    return [block for block in blocks(document) if isinstance(block, Table)]


def breadth(document: Document) -> int:
    """How many columns the sheet has: those of its widest table, or one."""
    return max((len(table.columns) for table in tables(document)), default=1) or 1


def widths(document: Document) -> list[float]:
    """The width of each column of the sheet, in characters, as the widest table needs them."""
    widest = max(tables(document), key=lambda table: len(table.columns), default=None)
    if widest is None:
        return [CHARACTERS / 2]
    return [round(width / _CHARACTER, 1) for width in fitted(widest, CHARACTERS * _CHARACTER, _PADDING, _SIZES)]


def rooms(document: Document) -> list[float]:
    """How many signs of running text a line of each column holds."""
    return [max(1, width * _DENSE - _LOST) for width in widths(document)]


def height(line: Line, rooms: Sequence[float]) -> int:
    """How many lines of body text the row is high, at least one, by the length of its texts.

    Spreadsheets fit rows to their text when it is typed, not all of them when a file is opened, and none of them to the
    text of merged cells.
    """
    scale = _LARGER.get(line.kind, 1)
    most = 1
    for column, cell in line.places:
        text = cell.value
        if isinstance(text, str) and (len(text) * scale > rooms[column] or "\n" in text):
            room = sum(rooms[column : column + cell.colspan]) / scale
            rows_of_text = sum(max(1, math.ceil(len(part) / room)) for part in text.split("\n"))
            most = max(most, math.ceil(rows_of_text / cell.rowspan))
    return math.ceil(most * scale)


def frozen(document: Document) -> tuple[int, int] | None:
    """The first row of the head and the first row below it, from 0, when the sheet holds one table with a head.

    Those rows stay in sight when one scrolls, and come back on each printed page. Several tables have no such rows.
    """
    if [bool(table.head) for table in tables(document)] != [True]:
        return None
    above = list(takewhile(lambda block: not isinstance(block, Table), blocks(document)))
    (table,) = tables(document)
    first = len(above) + bool(table.caption)
    return first, first + len(table.head)


def _columns_with_cents(table: Table) -> frozenset[int]:
    return frozenset(
        column
        for _, places in rows(table)
        for column, cell in places
        if isinstance(cell.value, Decimal) and cell.value != cell.value.to_integral_value()
    )


def filtered(document: Document) -> tuple[int, int] | None:
    """The row that carries the buttons of a filter and the last one it acts on: under the head, above the total."""
    rows_of_body = sum(len(table.body) for table in tables(document))
    head = frozen(document)
    return (head[1] - 1, head[1] + rows_of_body - 1) if head and rows_of_body else None


def look(line: Line, column: int, cell: Cell) -> Look:
    """How the cell of that line looks; the same in every kind of sheet."""
    if line.table is None:
        return _look(line.kind, "left", "text")
    number: Number = "text"
    if isinstance(cell.value, Decimal):
        number = "cents" if column in line.cents else "whole"
    if cell.role is None:
        return _look(line.kind, line.table.columns[column].align, number)
    kind: Kind = "row" if line.kind == "body" and cell.role == "row" else line.kind
    centred = cell.role == "column" and cell.colspan > 1
    return _look(kind, "center" if centred else line.table.columns[column].align, number)


@cache
def _look(kind: Kind, align: Align, number: Number) -> Look:
    return Look(kind, align, number)


def name(document: Document) -> str:
    """The name of the sheet: the title of the paper, in the 31 characters and the signs that spreadsheets allow."""
    plain = " ".join(_NOT_IN_NAME.sub(" ", clean(document.title)).split()).strip("' ")
    if len(plain) > _LONGEST_NAME:
        plain = plain[: _LONGEST_NAME + 1].rpartition(" ")[0] or plain[:_LONGEST_NAME]
    return plain.strip("' -–—,") or "Feuille"
