"""ODS, written as a stream: amounts are numbers with a euro format, text is text, the head stays in sight."""

from __future__ import annotations

from collections.abc import Iterator

from preau.core.document.blocks import Cell, Document
from preau.formats.formulas import column_name
from preau.formats.writers import odf, sheet
from preau.formats.writers.cells import escape, shown, typed
from preau.formats.writers.ods_parts import FIT, HIGHEST, STYLES, styles
from preau.formats.writers.package import Member

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def write(document: Document) -> bytes:
    """The paper as one sheet. Every cell is typed: a number can be summed, a text is never run as a formula."""
    members: list[Member] = [
        ("content.xml", _content(document)),
        ("styles.xml", _page(document)),
        ("meta.xml", odf.meta(document)),
        ("settings.xml", _settings(document)),
    ]
    return odf.package(MEDIA_TYPE, members)


def _content(document: Document) -> Iterator[str]:
    widths = sheet.widths(document)
    yield f"{odf.XML}<office:document-content {odf.NAMESPACES}>{styles(widths)}"
    yield "<office:body><office:spreadsheet>"
    yield f'<table:table table:name="{escape(sheet.name(document))}" table:style-name="sheet">'
    yield "".join(f'<table:table-column table:style-name="co{number}"/>' for number in range(len(widths)))
    yield from _rows(document)
    yield f"</table:table>{_filter(document)}</office:spreadsheet></office:body></office:document-content>"


def _rows(document: Document) -> Iterator[str]:
    first, after = sheet.frozen(document) or (-1, -1)
    rooms = sheet.rooms(document)
    number = -1
    for number, line in enumerate(sheet.lines(document)):
        if number == first:
            yield "<table:table-header-rows>"
        yield _row(line, rooms)
        if number == after - 1:
            yield "</table:table-header-rows>"
    if number < 0:
        yield "<table:table-row><table:table-cell/></table:table-row>"


def _row(line: sheet.Line, rooms: list[float]) -> str:
    style = f"r{min(sheet.height(line, rooms), HIGHEST)}"
    cells, column = [], 0
    for at, cell in line.places:
        if at > column:
            cells.append(_covered(at - column))
        cells.append(_cell(cell, STYLES[sheet.look(line, at, cell)]))
        column = at + 1
    end = len(line.table.columns) if line.table else sum(cell.colspan for _, cell in line.places)
    if end > column:
        cells.append(_covered(end - column))
    return f'<table:table-row table:style-name="{style}">{"".join(cells) or "<table:table-cell/>"}</table:table-row>'


def _filter(document: Document) -> str:
    if not (filtered := sheet.filtered(document)):
        return ""
    name = escape("'" + sheet.name(document).replace("'", "''") + "'")
    area = f"{name}.A{filtered[0] + 1}:{name}.{column_name(sheet.breadth(document) - 1)}{filtered[1] + 1}"
    return (
        '<table:database-ranges><table:database-range table:name="Filtre" table:display-filter-buttons="true" '
        f'table:target-range-address="{area}"/></table:database-ranges>'
    )


def _covered(count: int) -> str:
    return f'<table:covered-table-cell table:number-columns-repeated="{count}"/>'


def _cell(cell: Cell, style: str) -> str:
    spans = ""
    if cell.colspan > 1 or cell.rowspan > 1:
        spans = f' table:number-columns-spanned="{cell.colspan}" table:number-rows-spanned="{cell.rowspan}"'
    start = f'<table:table-cell table:style-name="{style}"{spans}'
    value = typed(cell.value)
    if isinstance(value, str):
        return f'{start} office:value-type="string">{odf.paragraphs(value)}</table:table-cell>'
    if value is None:
        return f"{start}/>"
    return (
        f'{start} office:value-type="float" office:value="{value}"><text:p>{shown(value)}</text:p></table:table-cell>'
    )


def _page(document: Document) -> str:
    pages = "<text:page-number>1</text:page-number> / <text:page-count>1</text:page-count>"
    footer = (
        f"<style:region-left><text:p>{odf.inline(document.footer)}</text:p></style:region-left>"
        f"<style:region-right><text:p>{pages}</text:p></style:region-right>"
    )
    return odf.document_xml(
        "styles",
        '<office:styles><style:default-style style:family="table-cell">'
        f'<style:text-properties {odf.FONT} fo:font-size="10pt" {odf.FRENCH}/></style:default-style></office:styles>'
        f"<office:automatic-styles>{odf.page_layout(document, FIT)}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="page" style:page-layout-name="page">'
        f'<style:header style:display="false"/><style:footer>{footer}</style:footer>'
        "</style:master-page></office:master-styles>",
    )


def _settings(document: Document) -> str:
    _, below = sheet.frozen(document) or (0, 0)
    items = {
        "VerticalSplitMode": ("short", 2),
        "VerticalSplitPosition": ("int", below),
        "ActiveSplitRange": ("short", 2),
        "PositionBottom": ("int", below),
    }
    view = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, (kind, value) in items.items()
        if below
    )
    return odf.document_xml(
        "settings",
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        '<config:config-item-map-named config:name="Tables">'
        f'<config:config-item-map-entry config:name="{escape(sheet.name(document))}">{view}'
        "</config:config-item-map-entry></config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set></office:settings>",
    )
