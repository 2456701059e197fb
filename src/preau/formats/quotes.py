"""Rows of a delimited text whose quotes cannot be trusted: left open, in mid cell, or doubled where they need not be.

Refuses nothing, and loses no line: a quote that is never closed is text, and is reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from preau.core.findings import Finding

_QUOTES = re.compile('"+')
_LOOKED_AT = 20
_LONGEST_CELL = 2000
"""Lines: how many are looked at to tell a cell from swallowed rows, and beyond how many it is no cell anyway."""
_LONG = 1 << 16
"""Characters: on longer lines, cells are not counted again and again to choose between two readings."""
_MOST_FINDINGS = 50


class Shape(NamedTuple):
    """How a text is cut: its delimiter (None: one cell a line) and the number of cells of most of its rows."""

    delimiter: str | None
    width: int = 1


class Table(NamedTuple):
    """The rows of a text without the empty ones, the physical line where each starts, and the quotes left open."""

    rows: list[list[str]]
    lines: list[int]
    findings: list[Finding]


class Tokeniser:
    """Reads, row by row, a text whose quotes cannot be trusted. Every step is linear in the length of the text."""

    def __init__(self, text: str, shape: Shape) -> None:
        self.lines = text.split("\n")
        self.delimiter = delimiter = shape.delimiter or ";"
        self.width = shape.width
        # A quote closes when an odd run of them ends before a delimiter or the end of the line: pairs stand for one.
        self.closing = re.compile(rf'(?<!")(?:"")*+"(?={re.escape(delimiter)}|$)')
        self.opening = re.compile(rf'(?:^|{re.escape(delimiter)})"(?!"|{re.escape(delimiter)}|$)')
        quoted = [number for number, line in enumerate(self.lines) if '"' in line]
        self.closing_lines = [number for number in quoted if self.closing.search(self.lines[number])]
        self.opening_lines = [number for number in quoted if self.opening.search(self.lines[number])]
        self.marks: tuple[int, list[int], list[int]] = (-1, [], [])
        self.refused: tuple[int, int] = (-1, -1)
        self.findings: list[Finding] = []
        self.open_count = 0

    def table(self) -> Table:
        """All the rows but the empty ones."""
        rows: list[list[str]] = []
        starts: list[int] = []
        number = 0
        while number < len(self.lines):
            start = number
            if '"' in self.lines[number]:
                cells, number = self._record(number)
            else:
                cells = self.lines[number].split(self.delimiter)
            number += 1
            if any(cell.strip() for cell in cells):
                rows.append(cells)
                starts.append(start + 1)
        if self.open_count > len(self.findings):
            message = f"{self.open_count - len(self.findings)} autres guillemets ouverts ne sont jamais refermés."
            self.findings.append(Finding("quote-unclosed", message))
        return Table(rows, starts, self.findings)

    def _record(self, number: int) -> tuple[list[str], int]:
        """The cells of the record that starts on a line, and the line where it ends."""
        cells: list[str] = []
        position = 0
        while True:
            line = self.lines[number]
            if line.startswith('"', position):
                text, number, end = self._quoted(number, position, len(cells))
                line = self.lines[number]
            else:
                end = self._stop(line, position)
                text = line[position:end]
            cells.append(text)
            if end >= len(line):
                return cells, number
            position = end + 1

    def _quoted(self, number: int, position: int, column: int) -> tuple[str, int, int]:
        """The cell that a quote opens, the line where it ends, and its end on that line."""
        line = self.lines[number]
        run = _end_of_quotes(line, position)
        stop = self._stop(line, run)
        if run == stop and (run - position) % 2 == 0:  # quotes only, in pairs: nothing, or quotes between quotes
            return '"' * ((run - position) // 2 - 1), number, run
        # An odd number of quotes before the first delimiter: the cell is still open there, as a quoted cell should be.
        still_open = line.count('"', position, stop) % 2 == 1
        end, reopened = self._next_on(number, run)
        closes = end is not None and not reopened and (still_open or self._completes(number, position, column, end))
        if end is not None and (end == stop or closes):
            return line[position + 1 : end - 1].replace('""', '"'), number, end
        if end is None and not reopened:
            last = self._closing_line(number, position, column, surely=still_open)
            if last is not None:
                return self._joined(number, position, last)
        if still_open:
            self._report(number, column, line[position:stop])
        return line[position:stop], number, stop

    def _joined(self, number: int, position: int, last: int) -> tuple[str, int, int]:
        """The cell that opens on a line and closes on another, below."""
        match = self.closing.search(self.lines[last])
        end = match.end() if match else 0
        parts = [self.lines[number][position + 1 :], *self.lines[number + 1 : last], self.lines[last][: end - 1]]
        return "\n".join(parts).replace('""', '"'), last, end

    def _stop(self, line: str, position: int) -> int:
        """Where a cell taken as text ends."""
        end = line.find(self.delimiter, position)
        return len(line) if end < 0 else end

    def _next_on(self, number: int, after: int) -> tuple[int | None, bool]:
        """Where a quote opened before `after` closes on its line, and whether another cell opens one before that."""
        if self.marks[0] != number:
            line = self.lines[number]
            ends = [match.end() for match in self.closing.finditer(line)]
            self.marks = (number, ends, [match.start() for match in self.opening.finditer(line)])
        _, ends, openings = self.marks
        end, opening = bisect_right(ends, after), bisect_left(openings, after)
        if end == len(ends):
            return None, opening < len(openings)
        return ends[end], opening < len(openings) and openings[opening] < ends[end]

    def _completes(self, number: int, position: int, column: int, end: int) -> bool:
        """Whether a cell that ends there leaves the row its usual number of cells, which it has not as text."""
        line, rest = self.lines[number], self.width - 1 - column
        return len(line) < _LONG and line.count(self.delimiter, end) == rest != line.count(self.delimiter, position)

    def _closing_line(self, number: int, position: int, column: int, *, surely: bool) -> int | None:
        """The line below where the quote closes, None when it never does or when what it would hold are rows.

        Unless the cell is `surely` open at the end of its line, what is joined must make a row of the usual width.
        """
        index = bisect_right(self.closing_lines, number)
        if index == len(self.closing_lines):
            return None
        last = self.closing_lines[index]
        if (number, last) == self.refused or last - number > _LONGEST_CELL:
            return None
        if self._reopened_before(number, last) or self._swallows(number, last, position, column):
            # Every quote opened further on this line would swallow the same rows.
            self.refused = (number, last)
            return None
        return last if surely or self._joins(number, last, position, column) else None

    def _reopened_before(self, number: int, last: int) -> bool:
        """Whether a cell of a line below opens the quote that closes on the last one."""
        index = bisect_right(self.opening_lines, number)
        if index == len(self.opening_lines) or self.opening_lines[index] > last:
            return False
        opening, closing = self.opening.search(self.lines[last]), self.closing.search(self.lines[last])
        return self.opening_lines[index] < last or (
            opening is not None and closing is not None and opening.end() < closing.end()
        )

    def _joins(self, number: int, last: int, position: int, column: int) -> bool:
        closing = self.closing.search(self.lines[last])
        after = self.lines[last].count(self.delimiter, closing.end() if closing else 0)
        rest = self.width - 1 - column
        return len(self.lines[number]) < _LONG and after == rest != self.lines[number].count(self.delimiter, position)

    def _swallows(self, number: int, last: int, position: int, column: int) -> bool:
        """Whether the lines between an opening quote and a closing one are rows of the table.

        With few columns a sentence is easily cut like a row: then one line proves nothing.
        """
        rest = self.width - 1
        inner = [line for line in self.lines[number + 1 : min(last, number + 1 + _LOOKED_AT)] if line.strip()]
        full = sum(line.count(self.delimiter) == rest for line in inner)
        if inner:
            return 2 * full >= len(inner) and (full > 1 or self.delimiter != "," or rest > 2)  # noqa: PLR2004
        complete = column + self.lines[number].count(self.delimiter, position) == rest
        return complete and self.lines[last].count(self.delimiter) == rest > 1

    def _report(self, number: int, column: int, raw: str) -> None:
        self.open_count += 1
        if self.open_count > _MOST_FINDINGS:
            return
        message = (
            "Un guillemet ouvert n’est jamais refermé : il a été lu comme du texte, "
            "et les lignes suivantes comme des lignes du tableau. Vérifiez cette cellule."
        )
        self.findings.append(Finding("quote-unclosed", message, line=number + 1, column=column + 1, raw=raw[:200]))


def _end_of_quotes(line: str, position: int) -> int:
    match = _QUOTES.match(line, position)
    return match.end() if match else position
