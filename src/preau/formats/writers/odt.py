"""ODT, written as its XML: a landscape page, titles with their styles, a table whose head comes back on each page."""

from __future__ import annotations

from collections.abc import Iterator

from preau.core.document.blocks import Align, Document, Heading, Paragraph, Table
from preau.formats.writers import odf
from preau.formats.writers.cells import shown
from preau.formats.writers.package import Member
from preau.formats.writers.places import Part, Place, Places, blocks, rows
from preau.formats.writers.widths import Sizes, fitted

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"

_TALL = 700
"""A text of that many signs may fill half a page: its row is then allowed to break across pages."""

_LANDSCAPE, _PORTRAIT = 269, 182
"""What A4 leaves between margins of 14 mm, in millimetres."""

_PADDING = 2.6
"""What the edges of a cell take of its width, in millimetres."""

_SIZES: Sizes = {"head": 7.5, "body": 8.5, "foot": 8.5}
_DEEPEST = 6
_SIDES: dict[Align, str] = {"left": "start", "center": "center", "right": "end"}
_GREY, _INK, _RULE = "#55606a", "#1f2a33", "#b9b0a0"
_BOXES = {
    "head": f'style:vertical-align="bottom" fo:border-bottom="0.75pt solid {_INK}"',
    "body": f'style:vertical-align="top" fo:border-bottom="0.25pt solid {_RULE}"',
    "group": f'style:vertical-align="top" fo:background-color="#f1ece2" fo:border-bottom="0.75pt solid {_INK}"',
    "foot": f'style:vertical-align="top" fo:border-top="1.5pt solid {_INK}"',
}
_TEXTS = {
    "head": (7.5, "bold", _GREY),
    "body": (8.5, "normal", _INK),
    "row": (8.5, "bold", _INK),
    "foot": (8.5, "bold", _INK),
}
_HEADINGS = (20, 13, 11, 10, 10, 10)
_ABOVE = {False: "0mm", True: "4mm"}
_KEPT = 'fo:keep-with-next="always"'
_PADDED = 'fo:padding-top="1.4mm" fo:padding-bottom="1.2mm" fo:padding-left="1.2mm" fo:padding-right="1.2mm"'


def write(document: Document) -> bytes:
    """The paper as a text document in French, without macros, links or dates."""
    members: list[Member] = [
        ("content.xml", _content(document)),
        ("styles.xml", _styles(document)),
        ("meta.xml", odf.meta(document)),
    ]
    return odf.package(MEDIA_TYPE, members)


def _content(document: Document) -> Iterator[str]:
    yield f"{odf.XML}<office:document-content {odf.NAMESPACES}>{_automatic_styles(document)}"
    yield "<office:body><office:text>"
    number = 0
    for block in blocks(document):
        if isinstance(block, Heading):
            level = min(block.level, _DEEPEST)
            yield (
                f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">'
                f"{odf.inline(block.text)}</text:h>"
            )
        elif isinstance(block, Paragraph):
            yield f'<text:p text:style-name="Text_20_body">{odf.inline(block.text)}</text:p>'
        elif isinstance(block, Table):
            number += 1
            if block.caption:
                yield f'<text:p text:style-name="Caption">{odf.inline(block.caption)}</text:p>'
            yield from _table(block, number)
            # A text cannot end with a table: LibreOffice would add a line, on a page of its own when the last is full.
            yield '<text:p text:style-name="after"/>'
    yield "</office:text></office:body></office:document-content>"


def _table(table: Table, number: int) -> Iterator[str]:
    yield f'<table:table table:name="Tableau{number}" table:style-name="table">'
    yield "".join(f'<table:table-column table:style-name="t{number}c{at}"/>' for at in range(len(table.columns)))
    opened: Part | None = None
    for part, places in rows(table):
        if part == "head" and opened is None:
            yield "<table:table-header-rows>"
        elif part != "head" and opened == "head":
            yield "</table:table-header-rows>"
        opened = part
        yield _row(table, part, places)
    yield "</table:table-header-rows></table:table>" if opened == "head" else "</table:table>"


def _row(table: Table, part: Part, places: Places) -> str:
    tall = any(len(shown(cell.value)) > _TALL for _, cell in places)
    cells, column = [], 0
    for at, cell in places:
        cells.append(_covered(at - column))
        cells.append(_cell(table, part, (at, cell)))
        column = at + 1
    cells.append(_covered(len(table.columns) - column))
    return f'<table:table-row table:style-name="{"tall" if tall else "whole"}">{"".join(cells)}</table:table-row>'


def _covered(count: int) -> str:
    return f'<table:covered-table-cell table:number-columns-repeated="{count}"/>' if count else ""


def _cell(table: Table, part: Part, place: Place) -> str:
    column, cell = place
    heads_row = part == "body" and cell.role == "row"
    box = "group" if heads_row and cell.colspan == len(table.columns) else part
    side = "center" if part == "head" and cell.colspan > 1 else table.columns[column].align
    spans = ""
    if cell.colspan > 1 or cell.rowspan > 1:
        spans = f' table:number-columns-spanned="{cell.colspan}" table:number-rows-spanned="{cell.rowspan}"'
    text = odf.paragraphs(shown(cell.value), f"{'row' if heads_row else part}-{side}")
    return f'<table:table-cell table:style-name="{box}" office:value-type="string"{spans}>{text}</table:table-cell>'


def _automatic_styles(document: Document) -> str:
    width = _width(document)
    table = f'table-properties style:width="{width}mm" table:align="left" table:border-model="collapsing"'
    return "".join(
        (
            "<office:automatic-styles>",
            odf.style("table", "table", table),
            *_column_styles(document),
            odf.style("whole", "table-row", 'table-row-properties fo:keep-together="always"'),
            odf.style("tall", "table-row", 'table-row-properties fo:keep-together="auto"'),
            *(odf.style(name, "table-cell", f"table-cell-properties {how} {_PADDED}") for name, how in _BOXES.items()),
            odf.style("after", "paragraph", 'text-properties fo:font-size="2pt"'),
            *(_text_style(name, side) for name in _TEXTS for side in _SIDES),
            "</office:automatic-styles>",
        )
    )


def _width(document: Document) -> int:
    return _LANDSCAPE if document.landscape else _PORTRAIT


def _column_styles(document: Document) -> Iterator[str]:
    tables = [block for block in blocks(document) if isinstance(block, Table)]
    for number, table in enumerate(tables, 1):
        for at, width in enumerate(fitted(table, _width(document), _PADDING, _SIZES)):
            properties = f'table-column-properties style:column-width="{width:.2f}mm"'
            yield odf.style(f"t{number}c{at}", "table-column", properties)


def _text_style(name: str, side: Align) -> str:
    size, weight, colour = _TEXTS[name]
    return odf.style(
        f"{name}-{side}",
        "paragraph",
        f'paragraph-properties fo:text-align="{_SIDES[side]}" fo:margin-bottom="0.3mm"',
        f'text-properties fo:font-size="{size}pt" fo:font-weight="{weight}" fo:color="{colour}"',
        about=' style:parent-style-name="Table_20_Contents"',
    )


def _styles(document: Document) -> str:
    # The footer and "page / pages" in one paragraph: a reader that skips page numbers then skips all of it.
    footer = (
        f'<text:p text:style-name="Footer">{odf.inline(document.footer)}<text:tab/><text:page-number '
        'text:select-page="current">1</text:page-number> / <text:page-count>1</text:page-count></text:p>'
    )
    return odf.document_xml(
        "styles",
        '<office:styles><style:default-style style:family="paragraph">'
        f'<style:text-properties {odf.FONT} fo:font-size="10pt" {odf.FRENCH} fo:color="{_INK}" fo:hyphenate="false"/>'
        f"</style:default-style>{''.join(_named_styles(_width(document)))}</office:styles>"
        f"<office:automatic-styles>{odf.page_layout(document)}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page">'
        f"<style:footer>{footer}</style:footer></style:master-page></office:master-styles>",
    )


def _named_styles(width: int) -> Iterator[str]:
    based = ' style:parent-style-name="Standard"'
    yield odf.style("Standard", "paragraph", about=' style:class="text"')
    for level, size in enumerate(_HEADINGS, 1):
        yield odf.style(
            f"Heading_20_{level}",
            "paragraph",
            f'paragraph-properties fo:margin-top="{_ABOVE[level > 1]}" fo:margin-bottom="2mm" {_KEPT}',
            f'text-properties fo:font-size="{size}pt" fo:font-weight="bold"',
            about=f'{based} style:display-name="Heading {level}" style:default-outline-level="{level}"',
        )
    spaced = 'paragraph-properties fo:margin-top="2mm" fo:margin-bottom="1.5mm" ' + _KEPT
    yield odf.style("Caption", "paragraph", spaced, 'text-properties fo:font-weight="bold"', about=based)
    running = 'paragraph-properties fo:margin-bottom="2.5mm" fo:line-height="125%"'
    yield odf.style("Text_20_body", "paragraph", running, about=f'{based} style:display-name="Text body"')
    tight = 'paragraph-properties fo:line-height="115%"'
    yield odf.style("Table_20_Contents", "paragraph", tight, about=f'{based} style:display-name="Table Contents"')
    stop = f'<style:tab-stops><style:tab-stop style:position="{width}mm" style:type="right"/></style:tab-stops>'
    yield (
        f'<style:style style:name="Footer" style:family="paragraph"{based}><style:paragraph-properties>{stop}'
        f'</style:paragraph-properties><style:text-properties fo:font-size="7.5pt" fo:color="{_GREY}"/></style:style>'
    )
