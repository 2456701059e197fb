"""DOCX, written as its XML: a landscape page, titles with their styles, a table whose head comes back on each page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from preau.core.document.blocks import Align, Cell, Document, Heading, Paragraph, Table
from preau.formats.writers import opc
from preau.formats.writers.cells import escape, shown
from preau.formats.writers.docx_parts import CONTENT_TYPES, RELATIONS, SETTINGS, STYLES, WORD
from preau.formats.writers.package import pack
from preau.formats.writers.places import Part, Places, blocks, rows
from preau.formats.writers.widths import Sizes, fitted

_LONG, _SHORT, _MARGIN, _FOOT = 16838, 11906, 794, 454
"""A4 and its margins, in twentieths of a point."""

_TWIPS = 1440 / 25.4
_PADDING = 2.6
"""What the edges of a cell take of its width, in millimetres."""

_SIZES: Sizes = {"head": 7.5, "body": 8.5, "foot": 8.5}
_TALL = 700
"""A text of that many signs may fill half a page: its row is then allowed to break across pages."""

_DEEPEST = 6
_SIDES: dict[Align, str] = {"left": "", "center": '<w:jc w:val="center"/>', "right": '<w:jc w:val="right"/>'}
_STYLES: dict[Part, str] = {"head": "PreauTete", "body": "PreauCellule", "foot": "PreauTotal"}
_BOXES: dict[Part, str] = {
    "head": '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="1F2A33"/></w:tcBorders>',
    "body": "",
    "foot": '<w:tcBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="1F2A33"/></w:tcBorders>',
}
_GROUP = '<w:shd w:val="clear" w:color="auto" w:fill="F1ECE2"/>'

Above = dict[int, tuple[Cell, int]]
"""The cells of the rows above that go on downwards, by column, with the number of rows they still cover."""


class _Box(NamedTuple):
    """A cell as Word counts them: one that goes on from the row above is a box too, `begun` there."""

    column: int
    cell: Cell
    begun: bool


def write(document: Document) -> bytes:
    """The paper as a Word document in French, without macros, links or dates."""
    return pack(
        [
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", opc.root_relations("word/document.xml")),
            ("docProps/core.xml", opc.properties(document)),
            ("word/document.xml", _body(document)),
            ("word/_rels/document.xml.rels", RELATIONS),
            ("word/styles.xml", STYLES),
            ("word/settings.xml", SETTINGS),
            ("word/footer1.xml", _footer(document)),
        ]
    )


def _body(document: Document) -> Iterator[str]:
    yield f"{opc.XML}<w:document {WORD}><w:body>"
    for block in blocks(document):
        if isinstance(block, Heading):
            yield _paragraph(block.text, f"Heading{min(block.level, _DEEPEST)}")
        elif isinstance(block, Paragraph):
            yield _paragraph(block.text, "Normal")
        elif isinstance(block, Table):
            if block.caption:
                yield _paragraph(block.caption, "Caption")
            yield from _table(block, _width(document))
            # Two tables that touch would be one to Word, and the last block of a document must be a paragraph.
            yield _paragraph("", "PreauSuite")
    width, height = (_LONG, _SHORT) if document.landscape else (_SHORT, _LONG)
    turned = ' w:orient="landscape"' if document.landscape else ""
    yield (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" '
        f'w:bottom="{_MARGIN}" w:left="{_MARGIN}" w:header="{_FOOT}" w:footer="{_FOOT}" w:gutter="0"/></w:sectPr>'
        "</w:body></w:document>"
    )


def _width(document: Document) -> int:
    return (_LONG if document.landscape else _SHORT) - 2 * _MARGIN


def _table(table: Table, width: int) -> Iterator[str]:
    widths = [round(column * _TWIPS) for column in fitted(table, width / _TWIPS, _PADDING, _SIZES)]
    grid = "".join(f'<w:gridCol w:w="{share}"/>' for share in widths)
    caption = f'<w:tblCaption w:val="{escape(table.caption)}"/>' if table.caption else ""
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="PreauTableau"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    above: Above = {}
    last = len(table.head) + len(table.body)
    for number, (part, places) in enumerate(rows(table), 1):
        # A total does not go to a page by itself.
        kept = "<w:keepNext/>" if number == last and table.foot and not _tall(places) else ""
        boxes = [_Box(column, cell, begun=True) for column, (cell, _) in above.items()]
        boxes += [_Box(column, cell, begun=False) for column, cell in places]
        cells = (_cell(table, part, box, widths, kept) for box in sorted(boxes))
        yield f"<w:tr><w:trPr>{_behaviour(part, places)}</w:trPr>{''.join(cells)}</w:tr>"
        down = above | {column: (cell, cell.rowspan) for column, cell in places}
        above = {column: (cell, left - 1) for column, (cell, left) in down.items() if left > 1}
    yield "</w:tbl>"


def _behaviour(part: Part, places: Places) -> str:
    return ("" if _tall(places) else "<w:cantSplit/>") + ("<w:tblHeader/>" if part == "head" else "")


def _tall(places: Places) -> bool:
    return any(len(shown(cell.value)) > _TALL for _, cell in places)


def _cell(table: Table, part: Part, box: _Box, widths: list[int], kept: str) -> str:
    column, cell, begun = box
    heads_row = part == "body" and cell.role == "row"
    group = _GROUP if heads_row and cell.colspan == len(widths) else ""
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merge = "<w:vMerge/>" if begun else '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
    bottom = '<w:vAlign w:val="bottom"/>' if part == "head" else ""
    side = "center" if part == "head" and cell.colspan > 1 else table.columns[column].align
    style = "PreauIntitule" if heads_row else _STYLES[part]
    lines = [""] if begun else shown(cell.value).split("\n")
    width = sum(widths[column : column + cell.colspan])
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{_BOXES[part]}{group}'
        f"{bottom}</w:tcPr>{''.join(_paragraph(line, style, kept + _SIDES[side]) for line in lines)}</w:tc>"
    )


def _paragraph(text: str, style: str, side: str = "") -> str:
    runs = f"<w:r>{_run(text)}</w:r>" if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{side}</w:pPr>{runs}</w:p>'


def _run(text: str) -> str:
    text = escape(text)
    for sign, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>")):
        text = text.replace(sign, f'</w:t>{element}<w:t xml:space="preserve">')
    return f'<w:t xml:space="preserve">{text}</w:t>'


def _footer(document: Document) -> str:
    """The footer and "page / pages" in one paragraph: a reader that skips page numbers then skips all of it."""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{_width(document)}"/></w:tabs>'
    return (
        f'{opc.XML}<w:ftr {WORD}><w:p><w:pPr><w:pStyle w:val="Footer"/>{tab}</w:pPr><w:r>{_run(document.footer)}</w:r>'
        f"<w:r><w:tab/></w:r>{_field('PAGE')}<w:r>{_run(' / ')}</w:r>{_field('NUMPAGES')}</w:p></w:ftr>"
    )


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
