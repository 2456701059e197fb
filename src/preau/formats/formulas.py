"""The value of the simple formulas that a program wrote without computing them: sums, additions, subtractions.

Refuses the rest, by giving the formula back as text: the annex then says that this cell could not be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from preau.core.grid import Cell

MOST_CELLS = 1_000_000
"""How many cells may be added up for one sheet; the formulas beyond are given back as text."""

_DEEPEST = 60
_TOKEN = re.compile(
    r"\s*(?:(?P<range>\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?)(?![\w(!.])"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>SUM|SUBTOTAL)(?=\()|(?P<sign>[-+(),;]))",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![\w(])", re.IGNORECASE)
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_SUBTOTALS = ("9", "109")
_SEPARATORS = (",", ";")


class Place(NamedTuple):
    """A cell: its row and its column, from 0."""

    row: int
    column: int


class _NotSimple(Exception):
    """The formula is not one of those that are evaluated here."""


def evaluate(formulas: Mapping[Place, str], value: Callable[[Place], Cell]) -> dict[Place, Decimal | str]:
    """The value of each formula (written without its "="), or "=" and its text when it is not a simple one.

    `value` gives the other cells of the sheet. A text between quotes is itself; in a sum, texts count for nothing.
    """
    sheet = _Sheet(formulas, value)
    return {place: sheet.result(place) for place in formulas}


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads when it is copied so many rows down and columns to the right."""

    def move(match: re.Match[str]) -> str:
        fixed_column, column, fixed_row, row = match.groups()
        new_column = column if fixed_column else column_name(column_number(column) + columns)
        new_row = row if fixed_row else str(int(row) + rows)
        return f"{fixed_column}{new_column}{fixed_row}{new_row}"

    return _REFERENCE.sub(move, formula)


def column_number(name: str) -> int:
    """The number of a column from its letters: "A" is 0, "AA" is 26."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_name(number: int) -> str:
    """The letters of a column from its number: 0 is "A", 26 is "AA"."""
    name = ""
    number += 1
    while number > 0:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name


class _Sheet:
    """The formulas of one sheet, each evaluated once."""

    def __init__(self, formulas: Mapping[Place, str], value: Callable[[Place], Cell]) -> None:
        self.formulas = formulas
        self.value = value
        self.known: dict[Place, Decimal | str] = {}
        self.running: set[Place] = set()
        self.cells_left = MOST_CELLS

    def result(self, place: Place) -> Decimal | str:
        if place not in self.known:
            text = self.formulas[place]
            if _TEXT.fullmatch(text):
                self.known[place] = text[1:-1].replace('""', '"')
                return self.known[place]
            self.running.add(place)
            try:
                self.known[place] = _Expression(self, text).value()
            except _NotSimple:
                self.known[place] = f"={text}"
            self.running.discard(place)
        return self.known[place]

    def cell(self, place: Place) -> Cell:
        self.cells_left -= 1
        if self.cells_left < 0:
            raise _NotSimple
        if place not in self.formulas:
            return self.value(place)
        if place in self.running or len(self.running) > _DEEPEST:
            raise _NotSimple
        found = self.result(place)
        if isinstance(found, str):
            raise _NotSimple
        return found

    def is_subtotal(self, place: Place) -> bool:
        return self.formulas.get(place, "").lstrip(" +").upper().startswith("SUBTOTAL(")


class _Expression:
    """One formula: terms joined by + and -, a term being a number, a cell, a sum or an expression in parentheses."""

    def __init__(self, sheet: _Sheet, text: str) -> None:
        self.sheet = sheet
        self.tokens: list[tuple[str, str]] = []
        self.depth = 0
        position = 0
        text = text.strip()
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None or match.lastgroup is None:
                raise _NotSimple
            self.tokens.append((match.lastgroup, match[match.lastgroup].upper().replace("$", "")))
            position = match.end()
        self.tokens.reverse()

    def value(self) -> Decimal:
        total = self._terms()
        if self.tokens:
            raise _NotSimple
        return total

    def _terms(self) -> Decimal:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _NotSimple
        total = self._signed()
        while self.tokens and self.tokens[-1][1] in ("+", "-"):
            total += self._signed()
        self.depth -= 1
        return total

    def _signed(self) -> Decimal:
        sign = 1
        while self.tokens and self.tokens[-1][1] in ("+", "-"):
            sign = -sign if self._next()[1] == "-" else sign
        return sign * self._term()

    def _term(self) -> Decimal:
        kind, text = self._next()
        if kind == "number":
            return Decimal(text)
        if kind == "range":
            return self._alone(text)
        if text == "(":
            total = self._terms()
            self._expect(")")
            return total
        if kind == "name":
            return self._function(text)
        raise _NotSimple

    def _function(self, name: str) -> Decimal:
        self._expect("(")
        if name == "SUBTOTAL" and (self._next()[1] not in _SUBTOTALS or self._next()[1] not in _SEPARATORS):
            raise _NotSimple
        total = self._argument(skip_subtotals=name == "SUBTOTAL")
        while (separator := self._next()[1]) in _SEPARATORS:
            total += self._argument(skip_subtotals=name == "SUBTOTAL")
        if separator != ")":
            raise _NotSimple
        return total

    def _argument(self, *, skip_subtotals: bool) -> Decimal:
        if not self.tokens or self.tokens[-1][0] != "range":
            return self._terms()
        if len(self.tokens) > 1 and self.tokens[-2][1] in ("+", "-"):
            return self._terms()
        places = _area(self._next()[1])
        numbers = (
            _number(self.sheet.cell(place))
            for place in places
            if not (skip_subtotals and self.sheet.is_subtotal(place))
        )
        return sum((number for number in numbers if number is not None), Decimal(0))

    def _alone(self, text: str) -> Decimal:
        if ":" in text:
            raise _NotSimple
        cell = self.sheet.cell(_place(text))
        number = Decimal(0) if cell is None or cell == "" else _number(cell)
        if number is None:
            raise _NotSimple
        return number

    def _next(self) -> tuple[str, str]:
        if not self.tokens:
            raise _NotSimple
        return self.tokens.pop()

    def _expect(self, text: str) -> None:
        if self._next()[1] != text:
            raise _NotSimple


def _number(cell: Cell) -> Decimal | None:
    """The number of a cell, exact to the figures that were typed; None for what is no number."""
    if isinstance(cell, str) and cell.startswith("#"):
        raise _NotSimple
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return None
    return Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)


def _place(text: str) -> Place:
    letters = text.rstrip("0123456789")
    return Place(int(text[len(letters) :]) - 1, column_number(letters))


def _area(text: str) -> Iterator[Place]:
    first, _, last = text.partition(":")
    start = _place(first)
    end = _place(last or first)
    for row in range(min(start.row, end.row), max(start.row, end.row) + 1):
        for column in range(min(start.column, end.column), max(start.column, end.column) + 1):
            yield Place(row, column)
