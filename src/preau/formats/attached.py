"""The copy of its own tables that a PDF of ours carries as an attached file, written and read back.

Nothing in it is believed: a file that is not exactly of this form is refused as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal

from preau.core.grid import Cell, Grid
from preau.core.refusal import Refusal

NAME = "annexe.json"
"""The name of the attached file."""

VERSION = 1
MAX_BYTES = 64 << 20
MAX_GRIDS = 10_000
MAX_CELLS = 5_000_000

Merged = tuple[int, int, int, int]


def dump(grids: Sequence[Grid]) -> bytes:
    """The grids as JSON in UTF-8; the same grids always give the same bytes.

    Numbers and dates become their exact text ("55200.00", "2020-09-01"), so that no reader of JSON rounds an amount.
    """
    content = {"preau": VERSION, "grids": [_written(grid) for grid in grids]}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def load(data: bytes) -> list[Grid]:
    """The grids that `dump` wrote; Refusal for anything else: another version, a wrong type, an area out of bounds."""
    if len(data) > MAX_BYTES:
        raise _refusal()
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as damage:
        raise _refusal() from damage
    if not isinstance(content, dict) or content.get("preau") != VERSION:
        raise _refusal()
    grids = [_grid(grid) for grid in _list(content.get("grids"), MAX_GRIDS)]
    if not grids or sum(len(row) for grid in grids for row in grid.rows) > MAX_CELLS:
        raise _refusal()
    return grids


def _written(grid: Grid) -> dict[str, object]:
    return {
        "rows": [[_text(cell) for cell in row] for row in grid.rows],
        "lines": list(grid.lines),
        "sheet": grid.sheet,
        "page": grid.page,
        "before": list(grid.before),
        "after": list(grid.after),
        "merged": [list(area) for area in grid.merged],
    }


def _text(cell: Cell) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def _grid(content: object) -> Grid:
    if not isinstance(content, dict):
        raise _refusal()
    rows = [[_cell(cell) for cell in _list(row, MAX_CELLS)] for row in _list(content.get("rows"), MAX_CELLS)]
    lines = [_count(line) for line in _list(content.get("lines"), MAX_CELLS)]
    if len(lines) != len(rows):
        raise _refusal()
    sheet, page = content.get("sheet"), content.get("page")
    return Grid(
        rows,
        lines,
        sheet=None if sheet is None else _string(sheet),
        page=None if page is None else _count(page),
        before=[_string(text) for text in _list(content.get("before"), MAX_CELLS)],
        after=[_string(text) for text in _list(content.get("after"), MAX_CELLS)],
        merged=[_area(area, rows) for area in _list(content.get("merged"), MAX_CELLS)],
    )


def _list(value: object, limit: int) -> list[object]:
    if not isinstance(value, list) or len(value) > limit:
        raise _refusal()
    return value


def _cell(value: object) -> str | None:
    return None if value is None else _string(value)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise _refusal()
    return value


def _count(value: object) -> int:
    """A positive number; a bool is none, though Python holds it for one."""
    if type(value) is not int or value < 1:
        raise _refusal()
    return value


def _area(value: object, rows: list[list[str | None]]) -> Merged:
    corners = _list(value, 4)
    if len(corners) != len(("top", "left", "bottom", "right")):
        raise _refusal()
    top, left, bottom, right = (corner if type(corner) is int else -1 for corner in corners)
    if not (0 <= top <= bottom < len(rows) and 0 <= left <= right < max(map(len, rows))):
        raise _refusal()
    return top, left, bottom, right


def _refusal() -> Refusal:
    return Refusal(
        "Les données jointes à ce PDF ne sont pas celles qu’écrit ce logiciel. "
        "Demandez le fichier d’origine, ou enregistrez de nouveau le document."
    )
