"""A paper as blocks: headings, paragraphs and tables, of plain values, before any format."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title line. Level 1 is the title of the paper; a level is never skipped."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or a paragraph of text, with its line breaks."""

    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. A Decimal is an amount in euros, an int a number, a str a text, None nothing.

    `role` says what the cell is to a screen reader: "column" heads its column, "row" heads its row, None is data.
    """

    value: str | Decimal | int | None = None
    colspan: int = 1
    rowspan: int = 1
    role: Literal["column", "row"] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is laid out: `width` is a share of the table (any unit), the same for every column."""

    width: float
    align: Align = "left"


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Head rows (repeated on each page), body rows, foot rows (totals). Every row covers all columns.

    A cell covered by a rowspan of a row above is absent from its own row, as in HTML.
    """

    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    foot: tuple[Row, ...] = ()
    caption: str = ""


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A paper. `title` names it in metadata and title bar; `footer` stands on every page beside "page / pages"."""

    title: str
    blocks: tuple[Block, ...]
    footer: str = ""
    landscape: bool = True
    author: str = ""
