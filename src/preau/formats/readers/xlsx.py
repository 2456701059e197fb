"""Excel workbooks (XLSX, XLSM): the visible sheets in their order, then the hidden ones; empty sheets are left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from preau.core.grid import Cell, Grid, Reading
from preau.formats.formulas import Place
from preau.formats.sheets import computed, grid, refusals
from preau.formats.workbook import prepare

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def read(data: bytes) -> Reading:
    """One grid a sheet, without its empty rows; `lines` are the rows of the sheet. Refusal for what cannot be opened.

    A number is a float, as the file holds it. A formula saved without its value is computed when it is a plain sum,
    else given as its text; an error is given as it is shown ("#REF!").
    """
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = prepare(data)
    visible: list[Grid] = []
    hidden: list[Grid] = []
    with refusals(), CalamineWorkbook.from_filelike(book.file) as workbook:
        for index, metadata in enumerate(workbook.sheets_metadata):
            sheet = workbook.get_sheet_by_index(index)
            found = _grid(sheet, metadata.name, book.formulas_of(index))
            if found.rows:
                (visible if metadata.visible == SheetVisibleEnum.Visible else hidden).append(found)
    return Reading([*visible, *hidden])


def _grid(sheet: CalamineSheet, name: str, formulas: Mapping[Place, str]) -> Grid:
    rows: list[list[Cell]] = []
    lines: list[int] = []
    if sheet.start is not None:
        indent: list[Cell] = [""] * sheet.start[1]
        read: Iterator[list[Cell]] = sheet.iter_rows()  # type: ignore[assignment] # lists are invariant
        for line, row in enumerate(read, 1):
            if any(row) or row.count("") != len(row):  # 0 is a content, "" is none
                rows.append(indent + row if indent else row)
                lines.append(line)
    if formulas:
        rows, lines = computed(rows, lines, formulas)
    areas = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return grid(name, rows, lines, areas)
