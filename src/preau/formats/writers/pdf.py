"""PDF for everyone: tagged (PDF/UA-1), made to last (PDF/A-3a), its cells attached so that it reads back whole."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import typst

from preau.core.document.blocks import Document, Heading, Paragraph, Table
from preau.core.grid import Grid
from preau.formats.attached import dump
from preau.formats.writers import sheet
from preau.formats.writers.cells import clean, shown
from preau.formats.writers.package import EPOCH
from preau.formats.writers.places import Part, Place, blocks, parts, rows
from preau.formats.writers.widths import WORD, Sizes, fitted, text_width

_FOLDER = Path(__file__).parent
_LONG, _LONG_LINES = 200, 5
"""Beyond so many signs or line breaks the real height of a cell is measured: fewer are never half a page high."""

_ROOM = {True: 269, False: 182}
"""The width between the margins, in millimetres, of a landscape and of a portrait page."""

_PADDING = 3.2
"""What the edges of a cell take of its width, in millimetres."""

_WIDEST_SIGN = 0.36
"""The width of the widest sign, in millimetres for each point of the type: a word of few signs always fits."""

_SIZES: Sizes = {"head": 7.5, "body": 8.75, "foot": 9.25}

_DRAWN = frozenset(
    "\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    "ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŸŒàâäæçèéêëîïôöùûüÿœ«»\u2039\u203a’‘“”…–—·•°²×÷±−€§\u00a0\u202f"
)
"""What our own font draws. Other signs are tried first: those that no font has would make the whole paper fail."""

_TRIAL = b"""
#set document(title: "-", date: datetime(year: 1980, month: 1, day: 1))
#set text(lang: "fr", font: ("Bricolage Grotesque", "Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"))
#json(bytes(sys.inputs.signs)).join(parbreak())
"""
_REFUSED = re.compile(r'`"((?:[^"\\]|\\.)+)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def write(document: Document) -> bytes:
    """The paper as a PDF, its head on every page, "page / pages" in its foot.

    A sign that no embedded font has is written as its number, "[U+1F600]"; the attached cells keep the sign itself.
    """
    paper = json.dumps(_paper(document), ensure_ascii=False, separators=(",", ":"))
    foreign = frozenset(paper) - _DRAWN
    inputs = {"paper": _spelt(paper, _undrawable(foreign)), "attached": dump([_grid(document)]).decode()}
    template = (_FOLDER / "paper.typ").read_bytes()
    # The second tool takes as long to load as Typst to print: it does so meanwhile.
    with ThreadPoolExecutor(1) as meanwhile:
        rowheads = meanwhile.submit(import_module, "preau.formats.writers.rowheads")
        try:
            printed = _compiled(template, inputs)
        except typst.TypstError:
            if not foreign:
                raise
            # Signs that can be drawn alone may fail together; then none of them is tried.
            printed = _compiled(template, inputs | {"paper": _spelt(paper, foreign)})
    return bytes(rowheads.result().tagged(printed, document))


def _undrawable(signs: frozenset[str]) -> frozenset[str]:
    """Those of the signs that no font has, or that the standards forbid."""
    if not signs:
        return signs
    try:
        _compiled(_TRIAL, {"signs": json.dumps(sorted(signs))})
    except typst.TypstError as failure:
        named = "".join(_REFUSED.findall(failure.diagnostic))
        return signs & frozenset(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), named))
    return frozenset()


def _spelt(text: str, signs: frozenset[str]) -> str:
    return text.translate({ord(sign): f"[U+{ord(sign):04X}]" for sign in signs})


def _compiled(source: bytes, inputs: dict[str, str]) -> bytes:
    compiled = typst.compile(
        source,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=["ua-1", "a-3a"],
        timestamp=int(EPOCH.timestamp()),
    )
    return bytes(compiled)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[_FOLDER / "fonts"])


def _paper(document: Document) -> dict[str, Any]:
    return {
        "title": clean(document.title).strip() or "Document",
        "author": clean(document.author),
        "footer": clean(document.footer),
        "landscape": document.landscape,
        "blocks": [_block(block, _ROOM[document.landscape]) for block in blocks(document)],
    }


def _block(block: Heading | Paragraph | Table, room: int) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": clean(block.text)}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": clean(block.text)}
    of_part: dict[str, list[list[dict[str, Any]]]] = {part: [] for part, _ in parts(block)}
    widths = fitted(block, room, _PADDING, _SIZES)
    for part, places in rows(block):
        of_part[part].append([_cell(place, part, widths) for place in places])
    columns = [{"width": width, "align": column.align} for width, column in zip(widths, block.columns, strict=True)]
    return {"kind": "table", "caption": clean(block.caption), "columns": columns, **of_part}


def _cell(place: Place, part: Part, widths: list[float]) -> dict[str, Any]:
    column, cell = place
    text = shown(cell.value)
    heads = part == "body" and cell.role == "row"
    return {
        "text": text,
        "column": column,
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        "heads": heads,
        "group": heads and cell.colspan == len(widths),
        "centred": part == "head" and cell.colspan > 1,
        "long": len(text) > _LONG or text.count("\n") > _LONG_LINES,
        "wide": _may_be_wide(text, part, sum(widths[column : column + cell.colspan]) - _PADDING),
    }


def _may_be_wide(text: str, part: Part, room: float) -> bool:
    """Whether some word might not fit in the column; the doubtful ones are measured when the page is laid out."""
    least = room / _SIZES[part] / _WIDEST_SIGN
    return any(len(word) > least and text_width(word, _SIZES[part]) > room for word in WORD.findall(text))


def _grid(document: Document) -> Grid:
    """The cells of the paper as a sheet lays them out, each the text that is printed."""
    width = sheet.breadth(document)
    grid: list[list[str]] = []
    merged: list[tuple[int, int, int, int]] = []
    for row, line in enumerate(sheet.lines(document)):
        grid.append([""] * width)
        for column, cell in line.places:
            grid[row][column] = shown(cell.value)
            if cell.colspan > 1 or cell.rowspan > 1:
                merged.append((row, column, row + cell.rowspan - 1, column + cell.colspan - 1))
    return Grid(grid, range(1, len(grid) + 1), merged=merged)
