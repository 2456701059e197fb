"""From the values of a grid to clean text: what a person reads in the cell, without the file's mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from preau.core.grid import Cell
from preau.core.text import squeeze

_TAG = re.compile(
    "</?(?:(p|br|div|ul|ol|li|tr|h[1-6])|b|i|u|strong|em|span|a|font|table|tbody|td|th|sub|sup)(?:\\s[^<>]*)?/?>",
    re.IGNORECASE | re.ASCII,
)
"""The tags that editors leave; the first group holds those that end a line."""
_COMMON_TAGS = ("<p>", "</p>", "<br>", "<br/>", "<br />")
_ENTITY = re.compile("&(?:[a-zA-Z]{2,8}|#[0-9]{2,5}|#[xX][0-9a-fA-F]{2,4});")
SHORT = 100
"""Texts of up to this many signs are often the same from row to row, and are cleaned once."""
MANY = 4_000
"""No more texts than this are remembered."""
EXACT = 1e15
"""Up to here the fifteen digits that a spreadsheet keeps of a number write it whole."""


def text_of(cell: Cell) -> str:
    """What a person reads in the cell: "" when empty, 24 for 24.0, 03/06/2019 for a date, VRAI for true."""
    if isinstance(cell, str):
        return squeeze(cell)
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.15g}" if -EXACT < cell < EXACT else str(cell)
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.strftime("%d/%m/%Y") if midnight else cell.strftime("%d/%m/%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(cell)


class _Texts(dict[Cell, str]):
    """The texts of cells; those of short texts are remembered, as they often come again."""

    def __missing__(self, cell: Cell) -> str:
        if type(cell) is float:
            return f"{cell:.15g}" if -EXACT < cell < EXACT else str(cell)
        text = text_of(cell)
        if isinstance(cell, str) and len(cell) <= SHORT and len(self) < MANY:
            self[cell] = text
        return text


def texts_of(rows: Iterable[Sequence[Cell]]) -> list[tuple[str, ...]]:
    """The texts of each row."""
    text = _Texts({None: ""}).__getitem__
    return [tuple(map(text, row)) for row in rows]


def has_markup(text: str) -> bool:
    """Whether tags or entities of a web page were left in the text: "<p>", "<br/>", "&nbsp;"."""
    return ("<" in text and _TAG.search(text) is not None) or ("&" in text and _ENTITY.search(text) is not None)


def without_markup(text: str) -> str:
    """The text as the web page would show it: tags gone, each paragraph on its line, entities read."""
    if not has_markup(text):
        return text
    for tag in _COMMON_TAGS:
        text = text.replace(tag, "\n")
    if "<" in text:
        text = _TAG.sub(_shown, text)
    if "&" in text:
        import html

        text = html.unescape(text)
    return squeeze(text)


def _shown(tag: re.Match[str]) -> str:
    """What a tag shows as: a line break where it ends a paragraph, nothing elsewhere."""
    return "\n" if tag[1] else ""


def one_line(text: str) -> str:
    """The text of a heading on one line, whatever its wrapping."""
    return " ".join(text.split())
