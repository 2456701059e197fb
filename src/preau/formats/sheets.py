"""What the readers of spreadsheets share: a grid from numbered rows, and refusals from the failures of calamine."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from preau.core.grid import Cell, Grid
from preau.core.refusal import Refusal
from preau.formats.formulas import Place, evaluate

MOST_CELLS = 26_000_000
"""The largest area, from the first filled cell of a sheet to the last, that is read: 26 columns of a million rows.

Calamine holds an area whole, the empty cells too, and needs 32 bytes for each.
"""

PROTECTED = (
    "Ce classeur est protégé par un mot de passe. Ouvrez-le, enregistrez-en une copie sans mot de passe, "
    "puis envoyez cette copie."
)
DAMAGED = (
    "Ce classeur est abîmé ou incomplet : il ne se lit pas. Ouvrez-le dans votre tableur et enregistrez-le de nouveau, "
    "ou téléchargez-le encore une fois."
)

Area = tuple[int, int, int, int]


def grid(name: str, rows: Sequence[Sequence[Cell]], lines: Sequence[int], areas: Iterable[Area]) -> Grid:
    """The grid of a sheet from its filled rows. `areas` are merged cells as the sheet counts them, from 0."""
    return Grid(rows=rows, lines=lines, sheet=name, merged=_in_rows(areas, lines))


def computed(
    rows: list[list[Cell]], lines: list[int], formulas: Mapping[Place, str]
) -> tuple[list[list[Cell]], list[int]]:
    """The rows of a sheet, and their numbers, with the values of the formulas that had none."""
    by_line = dict(zip(lines, rows, strict=True))

    def value(place: Place) -> Cell:
        row = by_line.get(place.row + 1, ())
        return row[place.column] if place.column < len(row) else None

    for place, result in evaluate(formulas, value).items():
        row = by_line.setdefault(place.row + 1, [])
        row.extend([""] * (place.column + 1 - len(row)))
        row[place.column] = result
    return [by_line[line] for line in sorted(by_line)], sorted(by_line)


def too_far(cell: str) -> Refusal:
    """The refusal of a sheet where one filled cell stands so far away that the area would not fit in memory."""
    return Refusal(
        f"Une cellule est remplie très loin du tableau ({cell}) : la feuille est trop grande pour être lue. "
        "Effacez cette cellule, ou copiez le seul tableau utile dans un nouveau classeur, puis envoyez-le."
    )


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what calamine raises into a Refusal."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as failure:
        raise Refusal(PROTECTED) from failure
    except CalamineError as failure:
        raise Refusal(DAMAGED) from failure
    except BaseException as failure:
        # A panic of the Rust library is no Exception, on purpose; here it only means that the file is damaged.
        if type(failure).__name__ == "PanicException":
            raise Refusal(DAMAGED) from failure
        raise


def _in_rows(areas: Iterable[Area], lines: Sequence[int]) -> list[Area]:
    """The areas counted in kept rows; those of one cell, or whose first cell is in a row left out, say nothing."""
    kept = []
    for top, left, bottom, right in sorted(areas):
        first, last = bisect_left(lines, top + 1), bisect_right(lines, bottom + 1) - 1
        if first < len(lines) and lines[first] == top + 1 and (first, left) != (last, right):
            kept.append((first, left, last, right))
    return kept
