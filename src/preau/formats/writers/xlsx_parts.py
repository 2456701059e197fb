"""The parts of an XLSX that hold no cell: the list of parts, and the styles that give each kind of cell its look."""

from __future__ import annotations

from itertools import product

from preau.core.document.blocks import Align
from preau.formats.writers.opc import OFFICE, SCHEMAS, XML, content_types, relations
from preau.formats.writers.sheet import Kind, Look, Number

SHEET = f'xmlns="{SCHEMAS}/spreadsheetml/2006/main" xmlns:r="{OFFICE}"'
CONTENT_TYPES = content_types(
    {
        "/xl/workbook.xml": "officedocument.spreadsheetml.sheet.main+xml",
        "/xl/worksheets/sheet1.xml": "officedocument.spreadsheetml.worksheet+xml",
        "/xl/styles.xml": "officedocument.spreadsheetml.styles+xml",
    }
)
RELATIONS = relations({f"{OFFICE}/worksheet": "worksheets/sheet1.xml", f"{OFFICE}/styles": "styles.xml"})

_GREY, _INK, _RULE = "FF55606A", "FF1F2A33", "FFB9B0A0"
_FONTS = (
    (10, "", _INK),
    (10, "<b/>", _INK),
    (16, "<b/>", _INK),
    (12, "<b/>", _INK),
    (9, "<b/>", _GREY),
    (11, "<b/>", _INK),
)
_PLAIN, _BOLD, _TITLE, _HEADING, _HEAD, _TOTAL = range(len(_FONTS))
_BORDERS = (
    "<top/><bottom/>",
    f'<top/><bottom style="thin"><color rgb="{_INK}"/></bottom>',
    f'<top/><bottom style="hair"><color rgb="{_RULE}"/></bottom>',
    f'<top style="medium"><color rgb="{_INK}"/></top><bottom/>',
)
_NONE, _UNDER_HEAD, _UNDER_ROW, _ABOVE_TOTAL = range(len(_BORDERS))
_KINDS: dict[Kind, tuple[int, int, str]] = {
    "title": (_TITLE, _NONE, "center"),
    "heading": (_HEADING, _NONE, "center"),
    "caption": (_BOLD, _NONE, "center"),
    "paragraph": (_PLAIN, _NONE, "top"),
    "head": (_HEAD, _UNDER_HEAD, "bottom"),
    "body": (_PLAIN, _UNDER_ROW, "top"),
    "row": (_BOLD, _UNDER_ROW, "top"),
    "foot": (_TOTAL, _ABOVE_TOTAL, "top"),
}
_EUROS = "#,##0&quot;\u00a0&quot;[$€-40C]", "#,##0.00&quot;\u00a0&quot;[$€-40C]"
_FORMATS: dict[Number, int] = {"text": 0, "whole": 164, "cents": 165}

_ALIGNED: tuple[Align, ...] = ("left", "center", "right")
_LOOKS = [Look(kind, align, number) for kind, align, number in product(_KINDS, _ALIGNED, _FORMATS)]
STYLES: dict[tuple[Look, bool], int] = {key: index for index, key in enumerate(product(_LOOKS, (False, True)), 1)}
"""The number of the style of each look; True for a text that a spreadsheet would take for a formula, once edited."""


def styles() -> str:
    """The part that defines the styles, in the order of their numbers; 0 is a cell without a look."""
    fonts = "".join(
        f'<font>{bold}<sz val="{size}"/><color rgb="{colour}"/><name val="Arial"/><family val="2"/></font>'
        for size, bold, colour in _FONTS
    )
    borders = "".join(f"<border><left/><right/>{sides}<diagonal/></border>" for sides in _BORDERS)
    formats = "".join(f'<numFmt numFmtId="{164 + at}" formatCode="{code}"/>' for at, code in enumerate(_EUROS))
    cells = "".join(_cell_format(look, quoted=quoted) for look, quoted in STYLES)
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'{XML}<styleSheet {SHEET}><numFmts count="{len(_EUROS)}">{formats}</numFmts>'
        f'<fonts count="{len(_FONTS)}">{fonts}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        f'<fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="{len(_BORDERS)}">{borders}</borders><cellStyleXfs count="1">{plain}/></cellStyleXfs>'
        f'<cellXfs count="{len(STYLES) + 1}">{plain} xfId="0"/>{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _cell_format(look: Look, *, quoted: bool) -> str:
    font, border, vertical = _KINDS[look.kind]
    quote = ' quotePrefix="1"' if quoted else ""
    return (
        f'<xf numFmtId="{_FORMATS[look.number]}" fontId="{font}" fillId="0" borderId="{border}" xfId="0"{quote} '
        'applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{look.align}" vertical="{vertical}" wrapText="1"/></xf>'
    )
