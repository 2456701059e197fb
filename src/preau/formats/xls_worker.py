"""A program apart: an XLS on standard input, its sheets as JSON on standard output. Only `readers.xls` starts it.

Whatever a hostile file does to calamine (abort, panic, endless loop, all the memory) happens to this process alone, and
JSON lets nothing else out.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta

MEMORY = 2 << 30
NEEDS_PASSWORD = 3


def main() -> int:
    """Write (name, visible, rows, lines, merged areas) for each sheet; the exit code says what went wrong."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    with suppress(ImportError, OSError, ValueError):  # systems that set no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sheets = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        return NEEDS_PASSWORD
    for index, metadata in enumerate(workbook.sheets_metadata):
        sheet = workbook.get_sheet_by_index(index)
        rows, lines = [], []
        if sheet.start is not None:
            indent = [""] * sheet.start[1]
            for line, row in enumerate(sheet.iter_rows(), 1):
                if any(row) or row.count("") != len(row):
                    rows.append([*indent, *map(_with_line_feeds, row)])
                    lines.append(line)
        areas = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
        sheets.append((metadata.name, metadata.visible == SheetVisibleEnum.Visible, rows, lines, areas))
    json.dump(sheets, sys.stdout, default=tagged)
    return 0


def tagged(cell: date | time | timedelta) -> dict[str, str | float]:
    """What JSON has no word for: a date, a time, a duration. The inverse is `kept.untagged`."""
    if isinstance(cell, timedelta):
        return {"seconds": cell.total_seconds()}
    kind = "moment" if isinstance(cell, datetime) else "day" if isinstance(cell, date) else "time"
    return {kind: cell.isoformat()}


def _with_line_feeds(cell: object) -> object:
    return cell.replace("\r\n", "\n").replace("\r", "\n") if isinstance(cell, str) and "\r" in cell else cell


if __name__ == "__main__":
    sys.exit(main())
