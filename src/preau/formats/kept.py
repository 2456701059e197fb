"""What was read of a file as JSON, and back: it is parsed again as a person chooses, and no file is read twice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from preau.core.findings import Finding
from preau.core.grid import Cell, Grid, Reading
from preau.core.text import storable
from preau.formats.xls_worker import tagged


def as_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain values. Empty cells at the end of a row are left off."""
    return {
        "encoding": reading.encoding,
        "findings": [[_kept(part) for part in finding] for finding in reading.findings],
        "grids": [_grid(grid) for grid in reading.grids],
    }


def from_json(kept: dict[str, Any]) -> Reading:
    """The inverse of `as_json`."""
    return Reading(
        [_grid_from(one) for one in kept["grids"]],
        kept["encoding"],
        [Finding(*parts) for parts in kept["findings"]],
    )


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "rows": [_row(row) for row in grid.rows],
        "lines": list(grid.lines),
        "sheet": _kept(grid.sheet),
        "page": grid.page,
        "before": [_kept(text) for text in grid.before],
        "after": [_kept(text) for text in grid.after],
        "merged": [list(area) for area in grid.merged],
    }


def _grid_from(kept: dict[str, Any]) -> Grid:
    rows = [[untagged(cell) if isinstance(cell, dict) else cell for cell in row] for row in kept["rows"]]
    merged = [(top, left, bottom, right) for top, left, bottom, right in kept["merged"]]
    return Grid(rows, kept["lines"], kept["sheet"], kept["page"], kept["before"], kept["after"], merged)


def _row(row: Sequence[Cell]) -> list[Any]:
    kept = [_kept(cell) for cell in row]
    while kept and kept[-1] in (None, ""):
        kept.pop()
    return kept


def _kept(cell: Cell) -> Any:  # noqa: ANN401 - whatever JSON has a word for
    """A cell as JSON says it, with a tag for what it has no word for."""
    match cell:
        case str():
            return storable(cell)
        case Decimal():
            return {"amount": str(cell)}
        case float() if not math.isfinite(cell):
            return str(cell)
        case date() | time() | timedelta():
            return tagged(cell)
        case _:
            return cell


def untagged(kept: dict[str, str | float]) -> date | time | timedelta | Decimal:
    """The date, the time, the duration or the amount that was tagged."""
    ((kind, value),) = kept.items()
    match kind:
        case "seconds":
            return timedelta(seconds=float(value))
        case "moment":
            return datetime.fromisoformat(str(value))
        case "day":
            return date.fromisoformat(str(value))
        case "time":
            return time.fromisoformat(str(value))
        case _:
            return Decimal(str(value))
