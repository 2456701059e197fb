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
        texts = texts_of(grid.rows)
        full = [index for index, row in enumerate(texts) if any(row)]
        self.texts: list[tuple[str, ...]] = [texts[index] for index in full]
        self.cells: list[Sequence[Cell]] = [grid.rows[index] for index in full]
        self.lines: list[int] = [grid.lines[index] for index in full]
        self.spread = self._merged(grid, full) if grid.merged else {}

    def _merged(self, grid: Grid, full: Sequence[int]) -> dict[tuple[int, int], str]:
        spread = {}
        at_row = {index: row for row, index in enumerate(full)}
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

    def titles(self, start: int, stop: int) -> list[str]:
        """The rows of a single text."""
        alone = ([text for text in row if text] for row in self.texts[start:stop])
        return [one_line(texts[0]) for texts in alone if len(texts) == 1]

    def notes(self, start: int = 0, stop: int | None = None) -> list[str]:
        """The rows as lines of text."""
        return [one_line(" ".join(row)) for row in self.texts[start:stop]]
