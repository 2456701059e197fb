"""What the three ways to read a page have in common: cells made of lines, before the lines are put together again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from preau.formats.readers.flow import Block, Box, Table
from preau.formats.readers.pdf.lines import Joiner, Line

Paragraph = list[Line]

_ATOM = re.compile(r"[\d.,'’/+\-\u2212\u2013\s]*\d[\d.,'’\s]*(?:€|k€|M€|EUR|euros?|TTC|HT|%|\s)*", re.IGNORECASE)


@dataclass(slots=True)
class RawCell:
    """A cell with its paragraphs, and the tables that may stand in it."""

    content: list[Element]
    column: int = 0
    colspan: int = 1
    rowspan: int = 1

    @property
    def text(self) -> str:
        """What it says, without its spaces and line ends: enough to compare and to recognise."""
        return "".join(
            "".join(line.text for line in part)
            if isinstance(part, list)
            else "".join(line.text for line in part.lines())
            for part in self.content
        ).replace(" ", "")


@dataclass(slots=True)
class RawTable:
    """A table, each cell with its column; `edges` are the places of its vertical lines, where it has some."""

    rows: list[list[RawCell]] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)

    @property
    def width(self) -> int:
        """The number of its columns."""
        return max((cell.column + cell.colspan for row in self.rows for cell in row), default=0)

    def lines(self) -> Iterator[Line]:
        """Every line of its cells."""
        for row in self.rows:
            for cell in row:
                for part in cell.content:
                    yield from part if isinstance(part, list) else part.lines()


Element = Paragraph | RawTable


def is_atom(text: str) -> bool:
    """Whether a text is one number or one amount, which stands on one line and is never cut over two pages."""
    return _ATOM.fullmatch(text) is not None


def compose(elements: Iterable[Element]) -> list[Block]:
    """The paragraphs and tables as text, with the words that line ends had cut whole again."""
    kept = list(elements)
    joiner = Joiner(_texts(kept))
    return [_block(element, joiner) for element in kept]


def _block(element: Element, joiner: Joiner) -> Block:
    if isinstance(element, list):
        return joiner.text(element, max((line.width for line in element), default=0))
    widest = _widths(element)
    rows = [
        [
            Box(
                [_cell_block(part, joiner, widest[cell.column]) for part in cell.content],
                cell.colspan,
                cell.rowspan,
                cell.column,
            )
            for cell in row
        ]
        for row in element.rows
    ]
    return Table(rows, page=min((line.page for line in element.lines()), default=None))


def _cell_block(element: Element, joiner: Joiner, widest: float) -> Block:
    return joiner.text(element, widest) if isinstance(element, list) else _block(element, joiner)


def _widths(table: RawTable) -> dict[int, float]:
    """For each column, its widest line: as much room as the column is sure to have."""
    widest: dict[int, float] = defaultdict(float)
    for row in table.rows:
        for cell in row:
            for part in cell.content:
                if isinstance(part, list) and cell.colspan == 1:
                    widest[cell.column] = max(widest[cell.column], *(line.width for line in part), 0)
    return widest


def _texts(elements: Iterable[Element]) -> Iterator[Paragraph]:
    for element in elements:
        if isinstance(element, list):
            yield element
        else:
            for row in element.rows:
                for cell in row:
                    yield from _texts(cell.content)
