"""The amounts of a table: read column by column by the convention of each, and summed over any block of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from preau.core.annex.rows import ColumnMap, Totals
from preau.core.grid import Cell
from preau.core.money import ONE, ZERO, Convention, Unreadable, from_digits, parse_amount

_UNIT = re.compile("k ?€|\\bk ?euros?|milliers d.euros?|m€|\\bm ?euros|millions d.euros?")
_UNIT_OF_ALL = re.compile("(?:en|\\() ?(?:k ?€|k ?euros?|milliers d.euros?)")

_NUMBERS = (float, int, Decimal)

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

    def read(self, cells: Sequence[Sequence[Cell]], texts: Sequence[Sequence[str]]) -> list[Figure]:
        """The amounts of the column in some rows; what cannot be read stays in its place."""
        at, known, of_text, of_number = self.at, self._known, self._of_text, self._of_number
        return [
            None
            if at >= len(row)
            else of_number(row[at])
            if type(cell[at]) in _NUMBERS
            else known[row[at]]
            if row[at] in known
            else of_text(row[at])
            for cell, row in zip(cells, texts, strict=True)
        ]

    def _of_text(self, text: str) -> Figure:
        figure: Figure
        try:
            figure = parse_amount(text, self.convention)
        except Unreadable as unreadable:
            figure = unreadable
        self._known[text] = figure
        return figure

    def _of_number(self, digits: str) -> Figure:
        try:
            unit = self.convention.unit
            return from_digits(digits) if unit == 1 else from_digits(str(Decimal(digits) * unit))
        except Unreadable as unreadable:
            return unreadable


class Sums:
    """The sums of columns of amounts over any block of rows, each found at once; added up when first asked for."""

    def __init__(self, columns: Mapping[str, Sequence[Figure]], rows: int) -> None:
        self.rows = rows
        self._columns = columns

    @cached_property
    def _up_to(self) -> dict[str, list[Decimal]]:
        return {
            concept: list(accumulate((f if isinstance(f, Decimal) else ZERO for f in figures), initial=ZERO))
            for concept, figures in self._columns.items()
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
