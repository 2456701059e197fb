"""From the values of a grid to clean text: what a person reads in the cell, without the file's mark-up."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import date, datetime, time

from preau.core.grid import Cell
from preau.core.text import squeeze

_TAG = re.compile(
    r"</?(?:p|br|b|i|u|strong|em|span|div|ul|ol|li|a|font|h[1-6]|table|tbody|tr|td|th|sub|sup)(?:\s[^<>]*)?/?>", re.I
)
_BREAKING = re.compile(r"<(?:/?(?:p|div|ul|ol|li|tr|h[1-6])|br)(?:\s[^<>]*)?/?>", re.I)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,4});", re.I)


def text_of(cell: Cell) -> str:
    """What a person reads in the cell: "" when empty, 24 for 24.0, 03/06/2019 for a date, VRAI for true."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return squeeze(cell)
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)  # noqa: PLR2004 - exact integers
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.strftime("%d/%m/%Y") if midnight else cell.strftime("%d/%m/%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(cell)


def texts_of(row: Sequence[Cell]) -> list[str]:
    """The texts of a row."""
    return [
        (squeeze(cell) if cell else "") if type(cell) is str else "" if cell is None else text_of(cell) for cell in row
    ]


def has_markup(text: str) -> bool:
    """Whether tags or entities of a web page were left in the text: "<p>", "<br/>", "&nbsp;"."""
    return ("<" in text and _TAG.search(text) is not None) or ("&" in text and _ENTITY.search(text) is not None)


def without_markup(text: str) -> str:
    """The text as the web page would show it: tags gone, each paragraph on its line, entities read."""
    if not has_markup(text):
        return text
    broken = _BREAKING.sub("\n", text)
    return squeeze(html.unescape(_TAG.sub("", broken)))


def one_line(text: str) -> str:
    """The text of a heading on one line, whatever its wrapping."""
    return " ".join(text.split())
