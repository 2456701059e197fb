"""From the values of a grid to clean text: what a person reads in the cell, without the file's mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from preau.core.grid import Cell
from preau.core.text import squeeze

_TAG = re.compile(
    "</?(?:p|br|b|i|u|strong|em|span|div|ul|ol|li|a|font|h[1-6]|table|tbody|tr|td|th|sub|sup)(?:\\s[^<>]*)?/?>",
    re.IGNORECASE | re.ASCII,
)
_BREAKING = ("p", "br", "div", "ul", "ol", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6")
_ENTITY = re.compile("&(?:[a-zA-Z]{2,8}|#[0-9]{2,5}|#[xX][0-9a-fA-F]{2,4});")
SHORT = 100
"""Texts of up to this many signs are often the same from row to row, and are cleaned once."""
EXACT = 1e16
"""Up to here a float holds every integer."""


def text_of(cell: Cell) -> str:
    """What a person reads in the cell: "" when empty, 24 for 24.0, 03/06/2019 for a date, VRAI for true."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return squeeze(cell)
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.strftime("%d/%m/%Y") if midnight else cell.strftime("%d/%m/%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(cell)


class _Squeezed(dict[str, str]):
    """Clean texts by the texts they come from; the short ones are remembered."""

    def __missing__(self, text: str) -> str:
        clean = squeeze(text)
        if len(text) <= SHORT:
            self[text] = clean
        return clean


def texts_of(rows: Iterable[Sequence[Cell]]) -> Iterable[list[str]]:
    """The texts of each row."""
    squeezed = _Squeezed()
    for row in rows:
        yield [squeezed[c] if type(c) is str else "" if c is None else text_of(c) for c in row]


def has_markup(text: str) -> bool:
    """Whether tags or entities of a web page were left in the text: "<p>", "<br/>", "&nbsp;"."""
    return ("<" in text and _TAG.search(text) is not None) or ("&" in text and _ENTITY.search(text) is not None)


def without_markup(text: str) -> str:
    """The text as the web page would show it: tags gone, each paragraph on its line, entities read."""
    if not has_markup(text):
        return text
    import html

    return squeeze(html.unescape(_TAG.sub(_shown, text)))


def _shown(tag: re.Match[str]) -> str:
    """What a tag shows as: a line break where it ends a paragraph, nothing elsewhere."""
    name = tag.group().strip("</>").split()[0].lower()
    return "\n" if name in _BREAKING else ""


def one_line(text: str) -> str:
    """The text of a heading on one line, whatever its wrapping."""
    return " ".join(text.split())
