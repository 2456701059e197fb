"""The amounts of a table: read column by column by the convention of each, and summed over any block of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate

from preau.core.annex.rows import ColumnMap, Totals
from preau.core.grid import Cell
from preau.core.money import ONE, ZERO, Convention, Unreadable, from_number, parse_amount

_UNIT = re.compile("k ?€|\\bk ?euros?|milliers d.euros?|m€|\\bm ?euros|millions d.euros?")
_UNIT_OF_ALL = re.compile("(?:en|\\() ?(?:k ?€|k ?euros?|milliers d.euros?)")

Figure = Decimal | Unreadable | None
"""An amount in euros, nothing, or what could not be read (the exception that says so)."""


def unit_of(heading: str, *, everywhere: Iterable[str] = ()) -> Decimal:
    """What a bare number under this heading is worth in euros: 1000 under "Coût (k€)", or under a title "en k€"."""
    found = _UNIT.search(heading.lower()) or next(
        filter(None, map(_UNIT_OF_ALL.search, map(str.lower, everywhere))), None
    )
    if found is None:
        return ONE
    return Decimal(1_000_000 if found.group().startswith("m") and "illier" not in found.group() else 1_000)


class FigureColumn:
    """One column of amounts. The numbers of a spreadsheet are taken as they stand; texts by their convention."""

    def __init__(self, column: ColumnMap, concept: str, texts: Iterable[str], unit: Decimal) -> None:
        self.concept, self.heading, self.position = concept, column.heading, column.position
        self.at = column.position - 1
        self.convention = Convention.of(texts, unit)
        self._known: dict[str, Figure] = {"": None}

    def read(self, cells: Sequence[Cell], texts: Sequence[str]) -> list[Figure]:
        """The amounts of the column in some rows: of each its cell, and the text of it."""
        known, of_text = self._known, self._of_text
        return [
            _of_number(cell, self.convention.unit)
            if type(cell) is float or type(cell) is int
            else known[text]
            if text in known
            else of_text(text)
            for cell, text in zip(cells, texts, strict=True)
        ]

    def _of_text(self, text: str) -> Figure:
        figure: Figure
        try:
            figure = parse_amount(text, self.convention)
        except Unreadable as unreadable:
            figure = unreadable
        self._known[text] = figure
        return figure


def _of_number(number: float, unit: Decimal) -> Figure:
    try:
        return from_number(number) if unit == 1 else from_number(Decimal(repr(number)) * unit)
    except Unreadable as unreadable:
        return unreadable


class Sums:
    """The sums of columns of amounts over any block of rows, each found at once."""

    def __init__(self, columns: Mapping[str, Sequence[Figure]], rows: int) -> None:
        self.rows = rows
        self._up_to = {
            concept: list(accumulate((f if isinstance(f, Decimal) else ZERO for f in figures), initial=ZERO))
            for concept, figures in columns.items()
        }

    def between(self, first: int, last: int, concept: str) -> Decimal:
        """The sum of a concept over the rows `first` to `last`, last excluded."""
        up_to = self._up_to.get(concept)
        return up_to[last] - up_to[first] if up_to else ZERO

    def are(self, amounts: Totals, first: int, last: int) -> bool:
        """Whether the rows sum to these amounts, which are not all zero."""
        return any(amounts.values()) and all(
            self.between(first, last, concept) == amount for concept, amount in amounts.items()
        )
