"""XLSX, written as a stream: amounts are numbers with a euro format, text is text whatever it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from preau.core.document.blocks import Cell, Document
from preau.core.refusal import Refusal
from preau.formats.formulas import column_name
from preau.formats.writers import opc, sheet
from preau.formats.writers.cells import clean, escape, like_formula, typed
from preau.formats.writers.package import pack
from preau.formats.writers.xlsx_parts import CONTENT_TYPES, RELATIONS, SHEET, STYLES, styles

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_LONGEST, _LONGEST_FOOTER = 32_767, 200
_LINE, _HIGHEST = 12.75, 409
"""The height of a line of text and that of the highest row, in points; past it, a text is seen in its cell."""

_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What begins as the code of a sign would be read as that sign: its underscore is itself written as a code."""

_MARGIN = f"{14 / 25.4:.3f}"

Covered = dict[int, dict[int, int]]
"""The style of each column that a merged cell covers, by row."""


def write(document: Document) -> bytes:
    """The paper as one sheet.

    Raises Refusal for what the format cannot hold whole: a text above 32 767 signs, too many rows or columns.
    """
    return pack(
        [
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", opc.root_relations("xl/workbook.xml")),
            ("docProps/core.xml", opc.properties(document)),
            ("xl/workbook.xml", _workbook(document)),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/styles.xml", styles()),
            ("xl/worksheets/sheet1.xml", _sheet(document)),
        ]
    )


def _workbook(document: Document) -> str:
    name = sheet.name(document)
    there = escape("'" + name.replace("'", "''") + "'")
    names = ""
    if filtered := sheet.filtered(document):
        area = f"$A${filtered[0] + 1}:${column_name(sheet.breadth(document) - 1)}${filtered[1] + 1}"
        names += f'<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{there}!{area}</definedName>'
    if frozen := sheet.frozen(document):
        head = f"${frozen[0] + 1}:${frozen[1]}"
        names += f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{there}!{head}</definedName>'
    return (
        f"{opc.XML}<workbook {SHEET}><bookViews><workbookView/></bookViews>"
        f'<sheets><sheet name="{escape(name)}" sheetId="1" r:id="rId1"/></sheets>'
        f"{f'<definedNames>{names}</definedNames>' if names else ''}</workbook>"
    )


def _sheet(document: Document) -> Iterator[str]:
    widths = sheet.widths(document)
    yield (
        f'{opc.XML}<worksheet {SHEET}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView tabSelected="1" workbookViewId="0">{_pane(document)}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="{_LINE}"/><cols>{"".join(map(_column, range(1, len(widths) + 1), widths))}'
        "</cols><sheetData>"
    )
    merged: list[str] = []
    yield from _rows(document, widths, merged)
    yield "</sheetData>"
    if filtered := sheet.filtered(document):
        yield f'<autoFilter ref="A{filtered[0] + 1}:{column_name(len(widths) - 1)}{filtered[1] + 1}"/>'
    if merged:
        yield f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>'
    yield _printed(document)
    yield "</worksheet>"


def _pane(document: Document) -> str:
    if not (frozen := sheet.frozen(document)):
        return ""
    below = frozen[1]
    return (
        f'<pane ySplit="{below}" topLeftCell="A{below + 1}" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/>'
    )


def _column(number: int, width: float) -> str:
    return f'<col min="{number}" max="{number}" width="{width + 0.71:.2f}" customWidth="1"/>'


def _printed(document: Document) -> str:
    footer = escape(clean(document.footer)[:_LONGEST_FOOTER].replace("&", "&&"))
    turned = "landscape" if document.landscape else "portrait"
    margins = " ".join(f'{side}="{_MARGIN}"' for side in ("left", "right", "top", "bottom"))
    return (
        f'<pageMargins {margins} header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="{turned}" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>&amp;L{footer}&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
    )


def _rows(document: Document, widths: list[float], merged: list[str]) -> Iterator[str]:
    """The rows; the merged areas are known once they are written, and stand after them."""
    rooms = sheet.rooms(document)
    letters = [column_name(number) for number in range(len(widths))]
    covered: Covered = {}
    for number, line in enumerate(sheet.lines(document), 1):
        if number > _MOST_ROWS or len(widths) > _MOST_COLUMNS:
            raise Refusal(
                f"Ce tableau dépasse ce que tient une feuille XLSX ({_MOST_ROWS} lignes, {_MOST_COLUMNS} colonnes). "
                "Choisissez le format CSV."
            )
        cells: list[tuple[int, str]] = []
        for column, cell in line.places:
            style = STYLES[sheet.look(line, column, cell), isinstance(cell.value, str) and like_formula(cell.value)]
            cells.append((column, _cell(f"{letters[column]}{number}", style, cell)))
            if cell.colspan > 1 or cell.rowspan > 1:
                corner = f"{letters[column + cell.colspan - 1]}{number + cell.rowspan - 1}"
                merged.append(f'<mergeCell ref="{letters[column]}{number}:{corner}"/>')
                _cover(covered, number, column, cell, style)
        blanks = covered.pop(number, None)
        if blanks:
            cells += [(column, f'<c r="{letters[column]}{number}" s="{style}"/>') for column, style in blanks.items()]
            cells.sort()
        height = min(sheet.height(line, rooms) * _LINE + 4, _HIGHEST)
        yield f'<row r="{number}" ht="{height}">{"".join([cell for _, cell in cells])}</row>'


def _cover(covered: Covered, row: int, column: int, cell: Cell, style: int) -> None:
    for under in range(row, row + cell.rowspan):
        right = range(column + (under == row), column + cell.colspan)
        covered.setdefault(under, {}).update(dict.fromkeys(right, style))


def _cell(place: str, style: int, cell: Cell) -> str:
    value = typed(cell.value)
    if value is None:
        return f'<c r="{place}" s="{style}"/>'
    if isinstance(value, str):
        return (
            f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_text(value, place)}</t></is></c>'
        )
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def _text(value: str, place: str) -> str:
    if len(value) > _LONGEST // 2 and len(value.encode("utf-16-le")) // 2 > _LONGEST:
        raise Refusal(
            f"Le texte de la cellule {place} a {len(value)} signes : une cellule XLSX n’en tient que 32\u202f767. "
            "Choisissez le format ODS."
        )
    return _escaped(value)


@lru_cache(maxsize=4096)
def _escaped(value: str) -> str:
    return _CODE.sub("_x005F_", escape(value))
