"""The common shape of everything that is read: rows of cells, as the file holds them, and nothing interpreted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal

from preau.core.findings import Finding

Cell = str | int | float | Decimal | bool | date | time | timedelta | None
"""A cell as its container gives it. Text is kept whole, with its line breaks as "\\n"; an empty cell is None or ""."""


@dataclass(slots=True)
class Grid:
    """One table, or one sheet, or one text.

    `rows` may be ragged. `lines[i]` is the number of `rows[i]` as a person counts it in the file, from 1.
    `before` holds the paragraphs that stand above the table (since the previous one), `after` those below the last.
    `merged` lists the merged areas as (first row, first column, last row, last column), from 0, inclusive; their text
    stands in the first cell only and the other cells are empty.
    """

    rows: Sequence[Sequence[Cell]]
    lines: Sequence[int]
    sheet: str | None = None
    page: int | None = None
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    merged: Sequence[tuple[int, int, int, int]] = ()


@dataclass(slots=True)
class Reading:
    """All the grids of a file, in its order, and what reading had to say about it.

    `encoding` is the encoding of the text for text formats ("utf-8", "cp1252"…), None for the others.
    """

    grids: list[Grid]
    encoding: str | None = None
    findings: list[Finding] = field(default_factory=list)
