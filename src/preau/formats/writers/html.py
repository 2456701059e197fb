"""HTML: one page that stands alone, readable by all, without script; a spreadsheet that opens it runs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from preau.core.document.blocks import Document, Heading, Paragraph, Table
from preau.formats.writers.cells import clean, escape, shown
from preau.formats.writers.places import Part, Place, blocks, rows

_STYLE = """
body{margin:2rem auto;padding:0 1.5rem;max-width:90rem;color:#1f2a33;background:#fff;
font:1rem/1.45 "Bricolage Grotesque",system-ui,sans-serif;font-variant-numeric:tabular-nums;mso-number-format:"\\@"}
h1{font-size:1.75rem;line-height:1.1;margin:0 0 .5rem}h2{font-size:1.3rem;line-height:1.2;margin:1.5rem 0 .5rem}
h3,h4,h5,h6{font-size:1.06rem;margin:1.25rem 0 .5rem}p{margin:0 0 1rem;max-width:70ch}
.table{overflow-x:auto;margin:1.5rem 0}table{border-collapse:collapse;width:100%;font-size:.875rem}
caption{text-align:left;font-weight:600;padding:0 0 .5rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #b9b0a0;mso-number-format:"\\@"}
thead th,thead td{vertical-align:bottom;color:#55606a;font-size:.8125rem;font-weight:600;
border-bottom:1px solid #1f2a33}
th{font-weight:600}tfoot th,tfoot td{font-weight:600;border-top:3px solid #1f2a33;border-bottom:0}
.center{text-align:center}.right{text-align:right}.n{white-space:nowrap}
main::after{content:FOOTER;color:#55606a;font-size:.8125rem}
@page{size:A4 SIDE;margin:14mm;@bottom-left{content:FOOTER;font:7.5pt sans-serif;color:#55606a}
@bottom-right{content:counter(page)" / "counter(pages);font:7.5pt sans-serif;color:#55606a}}
@media print{html{font-size:9pt}body{margin:0;padding:0}thead{display:table-header-group}
tfoot{display:table-row-group}.table{overflow:visible}main::after{content:none}}
"""
_NOT_PLAIN = re.compile(r"[^\w .,–-]")


def write(document: Document) -> bytes:
    """The paper as a page in French. Every text is escaped, and is text to a spreadsheet that opens it."""
    return "".join(_page(document)).encode()


def _page(document: Document) -> Iterator[str]:
    style = _STYLE.replace("SIDE", "landscape" if document.landscape else "portrait")
    style = style.replace("FOOTER", _css(document.footer))
    author = f'<meta name="author" content="{escape(document.author)}">\n' if document.author else ""
    yield (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n{author}<style>{style}</style>\n</head>\n<body>\n<main>\n"
    )
    heading = document.title
    for block in blocks(document):
        if isinstance(block, Heading):
            heading, level = block.text, min(block.level, 6)
            yield f"<h{level}>{_lines(block.text)}</h{level}>\n"
        elif isinstance(block, Paragraph):
            yield f"<p>{_lines(block.text)}</p>\n"
        elif isinstance(block, Table):
            yield from _table(block, block.caption or heading)
    yield "</main>\n</body>\n</html>\n"


def _table(table: Table, label: str) -> Iterator[str]:
    """The table in a box that scrolls by itself on a phone, and can be reached with the keyboard to do so."""
    label = escape(label.replace("\n", " "))
    yield f'<div class="table" tabindex="0" role="region" aria-label="Tableau&nbsp;: {label}">\n<table>\n'
    if table.caption:
        yield f"<caption>{_lines(table.caption)}</caption>\n"
    whole = sum(column.width for column in table.columns) or 1
    shares = (f'<col style="width:{100 * column.width / whole:.1f}%">' for column in table.columns)
    yield f"<colgroup>{''.join(shares)}</colgroup>\n"
    opened: Part | None = None
    for part, places in rows(table):
        if part != opened:
            yield f"{_end(opened)}<{_PARTS[part]}>\n"
            opened = part
        yield f"<tr>{''.join(_cell(table, part, place) for place in places)}</tr>\n"
    yield f"{_end(opened)}</table>\n</div>\n"


_TAGS = {"column": ("th", ' scope="col"'), "row": ("th", ' scope="row"'), None: ("td", "")}
_PARTS: dict[Part, str] = {"head": "thead", "body": "tbody", "foot": "tfoot"}


def _end(part: Part | None) -> str:
    return f"</{_PARTS[part]}>\n" if part else ""


def _cell(table: Table, part: Part, place: Place) -> str:
    column, cell = place
    name, attributes = _TAGS[cell.role]
    centred = part == "head" and cell.colspan > 1
    kinds = [*(["n"] if isinstance(cell.value, Decimal) else []), "center" if centred else table.columns[column].align]
    if kinds != ["left"]:
        attributes += f' class="{" ".join(kinds)}"'
    if cell.colspan > 1:
        attributes += f' colspan="{cell.colspan}"'
    if cell.rowspan > 1:
        attributes += f' rowspan="{cell.rowspan}"'
    return f"<{name}{attributes}>{_lines(shown(cell.value))}</{name}>"


def _css(text: str) -> str:
    """The text as a string of a style sheet, every sign that could end it written as its number.

    The footer belongs to the pages, not to the text: whoever reads the page back does not take it for a note.
    """
    return '"' + _NOT_PLAIN.sub(lambda sign: f"\\{ord(sign.group()):x} ", clean(text)) + '"'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
