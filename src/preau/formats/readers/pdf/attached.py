"""The tables that a PDF of ours carries with it, as long as they are what its pages show.

Somebody may have edited the pages since: then the attached copy is stale, and what people see wins.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator

import pikepdf

from preau.core.grid import Grid
from preau.core.refusal import Refusal
from preau.formats.attached import MAX_BYTES, NAME, load
from preau.formats.readers.pdf.page import texts
from preau.formats.readers.pdf.raw import is_atom

MISSING = 0.005
FEW_MISSING = 2
"""Share of the words of the copy that need not be found on the pages, and how many in a short one: a page break inside
a word hides it."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"\d+")
_CENTS = re.compile(r"[.,]00(?!\d)")
_SPELT = re.compile(r"\[U\+([0-9A-F]{4,6})\]")
"""How our writer prints a sign that its fonts do not have."""
_LEFT_OUT = re.compile(r"[\s\x02\u00ad\u2010\-.,'’]+")


def grids(document: pikepdf.Pdf, data: bytes, deadline: float) -> list[Grid] | None:
    """The attached tables; None when there are none, when they are damaged, or when the pages say something else."""
    content = _content(document)
    if content is None:
        return None
    try:
        found = load(content)
    except Refusal:
        return None
    return found if _are_shown(found, texts(data, deadline)) else None


def _content(document: pikepdf.Pdf) -> bytes | None:
    """The bytes of the attached file, unpacked no further than what a copy of ours may weigh."""
    if NAME not in document.attachments:
        return None
    files = document.attachments[NAME].obj.get("/EF")
    stream = files.get("/F") if isinstance(files, pikepdf.Dictionary) else None
    if not isinstance(stream, pikepdf.Stream):
        return None
    raw = stream.read_raw_bytes()
    if "/Filter" not in stream:
        return raw
    if stream.get("/Filter") != "/FlateDecode" or "/DecodeParms" in stream:
        return None
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(raw, MAX_BYTES)
    except zlib.error:
        return None
    return content if unpacking.eof else None


def _are_shown(found: list[Grid], pages: list[str]) -> bool:
    """Whether the numbers of the tables, all of them, and their words, nearly all, stand on the pages as often."""
    shown = _SPELT.sub(_sign, "".join(pages))
    squeezed = _squeezed(shown)
    numbers = Counter(number for text in _texts(found) if is_atom(text) for number in _numbers(text))
    words = Counter(word for text in _texts(found) for word in _words(text))
    if any(squeezed.count(number) < times for number, times in numbers.items()):
        return False
    known = Counter(_words(shown))
    absent = sum(times for word, times in words.items() if known[word] < times and squeezed.count(word) < times)
    return absent <= max(FEW_MISSING, MISSING * words.total())


def _sign(spelt: re.Match[str]) -> str:
    code = int(spelt[1], 16)
    return chr(code) if code <= sys.maxunicode else spelt[0]


def _texts(found: Iterable[Grid]) -> Iterator[str]:
    for grid in found:
        for row in grid.rows:
            yield from (cell for cell in row if isinstance(cell, str))


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(_squeezed(_CENTS.sub("", text)))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _squeezed(text: str) -> str:
    """The text without what line ends, thousands and typography may change in it."""
    return _LEFT_OUT.sub("", text).casefold()
