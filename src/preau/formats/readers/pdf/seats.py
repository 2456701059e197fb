"""The columns of rows whose empty cells the structure leaves out, as browsers do: told from where their text stands."""

from __future__ import annotations

from collections.abc import Sequence

from preau.formats.readers.pdf.lines import Line
from preau.formats.readers.pdf.raw import RawCell

Span = tuple[float, float]


def seat_by_place(rows: Sequence[Sequence[RawCell]]) -> None:
    """Move the cells of rows that are too short under the columns they stand in; the other rows say where those are.

    Without this the amounts of a row with an empty cell would slide into the column before.
    """
    width = max((cell.column + cell.colspan for row in rows for cell in row), default=0)
    covered = _covered(rows)
    lengths = [sum(cell.colspan for cell in row) + taken for row, taken in zip(rows, covered, strict=True)]
    columns = _columns([row for row, length in zip(rows, lengths, strict=True) if length == width], width)
    for row, length in zip(rows, lengths, strict=True):
        if length < width:
            _seat(row, columns, width)


def _covered(rows: Sequence[Sequence[RawCell]]) -> list[int]:
    """For each row, how many of its columns cells of the rows above cover."""
    covered = [0] * len(rows)
    for index, row in enumerate(rows):
        for cell in row:
            for below in range(index + 1, min(index + cell.rowspan, len(rows))):
                covered[below] += cell.colspan
    return covered


def _columns(rows: Sequence[Sequence[RawCell]], width: int) -> list[Span | None]:
    """From where to where the text of each column stands in rows that have all their cells."""
    columns: list[Span | None] = [None] * width
    for row in rows:
        for cell in row:
            place = _place(cell)
            if place is not None and cell.colspan == 1:
                known = columns[cell.column] or place
                columns[cell.column] = min(known[0], place[0]), max(known[1], place[1])
    return columns


def _seat(row: Sequence[RawCell], columns: Sequence[Span | None], width: int) -> None:
    """Give each cell the column that its text shares most with, from left to right; without text, the next one."""
    free = 0
    for index, cell in enumerate(row):
        after = sum(other.colspan for other in row[index + 1 :])
        choices = range(free, max(free, width - after - cell.colspan) + 1)
        place = _place(cell)
        if place is not None and cell.colspan == 1:
            cell.column = max(choices, key=lambda column: (_shared(place, columns[column]), -column))
        else:
            cell.column = free
        free = cell.column + cell.colspan


def _shared(place: Span, column: Span | None) -> float:
    """How much of a place lies in a column, in points; negative for how far it is away."""
    return float("-inf") if column is None else min(place[1], column[1]) - max(place[0], column[0])


def _place(cell: RawCell) -> Span | None:
    lines: list[Line] = [line for part in cell.content if isinstance(part, list) for line in part]
    if not lines:
        return None
    return min(line.left for line in lines), max(line.right for line in lines)
