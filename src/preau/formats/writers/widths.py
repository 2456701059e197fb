"""How wide each column is: as its share says, but no narrower than its longest word, as far as signs can be guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from preau.core.document.blocks import Table
from preau.formats.writers.cells import shown
from preau.formats.writers.places import Part, rows

Sizes = Mapping[Part, float]
"""The size of the text of each part of a table, in points."""

WORD = re.compile(r"[^ \n\t/-]+[/-]?")
"""What no line break may part: blanks that do not break are inside."""

_THIN, _SLIM, _BROAD = frozenset("ijlI|.,;:!'’ \u00a0\u202f"), frozenset("fJrt()[]-/°"), frozenset("mwMW@%œŒæÆ—…")
_LATIN = re.compile(r"[a-zà-ÿ0-9]")
_LAST_OF_EUROPE = 0x52F
_MILLIMETRES = 25.4 / 72
_WIDEST = 45
"""What a column may take for the sake of one word, in millimetres: a longer one is cut."""

_ROWS = 1_000
"""How many rows are looked at; beyond, a longer word may be cut."""


def text_width(text: str, points: float) -> float:
    """How wide a text is at most in the types of our papers, in millimetres."""
    ems = 0.0
    for sign in text:
        if sign in _THIN:
            ems += 0.3
        elif sign in _SLIM:
            ems += 0.43
        elif sign in _BROAD or ord(sign) > _LAST_OF_EUROPE:
            ems += 1
        else:
            ems += 0.63 if _LATIN.match(sign) else 0.75
    return ems * points * _MILLIMETRES


def fitted(table: Table, room: float, padding: float, sizes: Sizes) -> list[float]:
    """The widths of the columns, in millimetres, that make up `room`; `padding` is what the edges of a cell take.

    Where the longest words do not all fit side by side, the shares alone decide.
    """
    shares = [column.width for column in table.columns]
    needs = _needs(table, padding, sizes)
    given: dict[int, float] = {}
    while sum(needs) <= room:
        free = [at for at in range(len(shares)) if at not in given]
        unit = (room - sum(given.values())) / (sum(shares[at] for at in free) or 1)
        short = [at for at in free if shares[at] * unit < needs[at]]
        if not short:
            return [given.get(at, share * unit) for at, share in enumerate(shares)]
        given |= {at: needs[at] for at in short}
    whole = sum(shares) or 1
    return [room * share / whole for share in shares]


def _needs(table: Table, padding: float, sizes: Sizes) -> list[float]:
    """The width that the longest word of each column needs, among those that stand in one column only."""
    words: list[dict[str, float]] = [{} for _ in table.columns]
    for part, places in islice(rows(table), _ROWS):
        for column, cell in places:
            if cell.colspan == 1 and (found := WORD.findall(shown(cell.value))):
                words[column][max(found, key=len)] = sizes[part]
    return [
        max((min(text_width(word, size) + padding, _WIDEST) for word, size in of_column.items()), default=0)
        for of_column in words
    ]
