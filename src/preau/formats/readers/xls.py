"""Excel 97 workbooks (XLS), read by calamine in a process of its own: damaged ones can stop it dead, or never end.

Not read: the formulas saved without a value, and the errors ("#REF!"), which calamine gives as empty cells.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from preau.core.grid import Cell, Grid, Reading
from preau.core.refusal import Refusal
from preau.formats.kept import untagged
from preau.formats.sheets import DAMAGED, PROTECTED, Area, grid

TIME_LIMIT = 60
"""Seconds. A full sheet of 65 536 rows takes about one."""

_WORKER = Path(__file__).parents[1] / "xls_worker.py"
_NEEDS_PASSWORD = 3


def read(data: bytes) -> Reading:
    """One grid a sheet, the visible ones first, without empty rows; `lines` are the rows of the sheet."""
    try:
        worker = subprocess.run(  # noqa: S603 (our own interpreter, a file of ours)
            [sys.executable, "-I", str(_WORKER)], input=data, capture_output=True, timeout=TIME_LIMIT, check=False
        )
    except subprocess.TimeoutExpired as failure:
        raise Refusal(DAMAGED) from failure
    if worker.returncode == _NEEDS_PASSWORD:
        raise Refusal(PROTECTED)
    if worker.returncode:
        raise Refusal(DAMAGED)
    sheets: list[tuple[str, bool, list[list[Cell]], list[int], list[Area]]]
    sheets = json.loads(worker.stdout, object_hook=untagged)
    visible: list[Grid] = []
    hidden: list[Grid] = []
    for name, shown, rows, lines, areas in sheets:
        if rows:
            (visible if shown else hidden).append(grid(name, rows, lines, areas))
    return Reading([*visible, *hidden])
