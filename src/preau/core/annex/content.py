"""The rows of a grid that hold something: as texts, with the cells they come from and their lines in the file."""

from __future__ import annotations

from collections.abc import Sequence

from preau.core.annex.cells import one_line, texts_of
from preau.core.grid import Cell, Grid


class Content:
    """Rows with content, in parallel lists: their texts, their cells, their lines.

    `spread` gives, for areas merged over several rows, their text by (row, column) for every row under the first.
    """

    __slots__ = ("after", "before", "cells", "lines", "page", "sheet", "spread", "texts")

    def __init__(self, grid: Grid) -> None:
        self.sheet, self.page = grid.sheet, grid.page
        self.before, self.after = list(grid.before), list(grid.after)
        self.cells: list[Sequence[Cell]] = []
        self.texts: list[list[str]] = []
        self.lines: list[int] = []
        at_row: dict[int, int] = {}
        for index, texts in enumerate(texts_of(grid.rows)):
            if any(texts):
                at_row[index] = len(self.texts)
                self.cells.append(grid.rows[index])
                self.texts.append(texts)
                self.lines.append(grid.lines[index])
        self.spread = self._merged(grid, at_row) if grid.merged else {}

    def _merged(self, grid: Grid, at_row: dict[int, int]) -> dict[tuple[int, int], str]:
        spread = {}
        for first, column, last, _ in grid.merged:
            row = at_row.get(first)
            text = self.texts[row][column] if row is not None and column < len(self.texts[row]) else ""
            if text:
                under = (at_row[index] for index in range(first + 1, last + 1) if index in at_row)
                spread.update({(index, column): text for index in under})
        return spread

    @property
    def width(self) -> int:
        """The number of columns that hold something."""
        return max((i + 1 for row in self.texts for i, text in enumerate(row) if text), default=0)

    def extend(self, other: Content) -> None:
        """Put the rows of another content under these, as where a table goes on after a page break."""
        rows = len(self.texts)
        self.cells += other.cells
        self.texts += other.texts
        self.lines += other.lines
        self.spread.update({(row + rows, column): text for (row, column), text in other.spread.items()})
        self.after = other.after

    def notes(self, start: int = 0, stop: int | None = None) -> list[str]:
        """The rows as lines of text."""
        return [one_line(" ".join(texts)) for texts in self.texts[start:stop]]
