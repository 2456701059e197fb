"""The styles of an ODS: the look and the format of each kind of cell, the widths of columns, the heights of rows."""

from __future__ import annotations

from itertools import product

from preau.core.document.blocks import Align
from preau.formats.writers import odf
from preau.formats.writers.sheet import Kind, Look, Number

FIT = ' style:scale-to-X="1" style:scale-to-Y="0"'
"""Printed one page wide, and as many pages high as it takes."""

HIGHEST = 60
"""The most lines a row is high."""

_CHARACTER, _LINE = 1.9, 4.6
"""The width of a character of the body text and the height of its lines, in millimetres."""

_PADDED = 'fo:padding-top="0.8mm" fo:padding-bottom="0.8mm" fo:padding-left="1.3mm" fo:padding-right="1.3mm"'
_GREY, _INK, _RULE = "#55606a", "#1f2a33", "#b9b0a0"
_UNDER_ROW = f'fo:border-bottom="0.25pt solid {_RULE}" {_PADDED}'
_KINDS: dict[Kind, tuple[str, int, str, str, str]] = {
    "title": ("middle", 16, "bold", _INK, ""),
    "heading": ("middle", 12, "bold", _INK, ""),
    "caption": ("middle", 10, "bold", _INK, ""),
    "paragraph": ("top", 10, "normal", _INK, ""),
    "head": ("bottom", 9, "bold", _GREY, f'fo:border-bottom="0.75pt solid {_INK}" {_PADDED}'),
    "body": ("top", 10, "normal", _INK, _UNDER_ROW),
    "row": ("top", 10, "bold", _INK, _UNDER_ROW),
    "foot": ("top", 11, "bold", _INK, f'fo:border-top="1.5pt solid {_INK}" {_PADDED}'),
}
_ALIGNED: dict[Align, str] = {"left": "start", "center": "center", "right": "end"}
_FORMATS: dict[Number, str] = {
    "text": "",
    "whole": ' style:data-style-name="euros"',
    "cents": ' style:data-style-name="cents"',
}
STYLES = {Look(*key): f"c{number}" for number, key in enumerate(product(_KINDS, _ALIGNED, _FORMATS), 1)}
"""The name of the style of each look; short, since it is written in every cell."""


def styles(widths: list[float]) -> str:
    """All automatic styles: columns "co0"…, rows "r1"… by their number of lines, the sheet, the cells."""
    sheet = odf.style("sheet", "table", 'table-properties table:display="true"', about=' style:master-page-name="page"')
    columns = (f'table-column-properties style:column-width="{width * _CHARACTER:.1f}mm"' for width in widths)
    rows = (f'table-row-properties style:row-height="{count * _LINE + 2:.1f}mm"' for count in range(1, HIGHEST + 1))
    return "".join(
        (
            f"<office:automatic-styles>{sheet}",
            *(odf.style(f"co{at}", "table-column", column) for at, column in enumerate(columns)),
            *(odf.style(f"r{count}", "table-row", row) for count, row in enumerate(rows, 1)),
            _euros("euros", 0),
            _euros("cents", 2),
            *map(_cell_style, STYLES),
            "</office:automatic-styles>",
        )
    )


def _euros(name: str, decimals: int) -> str:
    return (
        f'<number:currency-style style:name="{name}" number:language="fr" number:country="FR">'
        f'<number:number number:decimal-places="{decimals}" number:min-decimal-places="{decimals}" '
        'number:min-integer-digits="1" number:grouping="true"/><number:text>\u00a0</number:text>'
        '<number:currency-symbol number:language="fr" number:country="FR">€</number:currency-symbol>'
        "</number:currency-style>"
    )


def _cell_style(look: Look) -> str:
    vertical, size, weight, colour, border = _KINDS[look.kind]
    return odf.style(
        STYLES[look],
        "table-cell",
        f'table-cell-properties style:vertical-align="{vertical}" fo:wrap-option="wrap" {border}',
        f'paragraph-properties fo:text-align="{_ALIGNED[look.align]}"',
        f'text-properties fo:font-size="{size}pt" fo:font-weight="{weight}" fo:color="{colour}"',
        about=_FORMATS[look.number],
    )
