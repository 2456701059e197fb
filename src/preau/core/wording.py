"""Two writings of one text, word by word: what stayed, what went, what came."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

AROUND = 6
"""Words that are kept on each side of what changed; the rest of what stayed is "…"."""
LONGEST = 4_000
"""Words past which the two are given whole: comparing them would take seconds."""


class Piece(NamedTuple):
    """A run of words that stayed, went or came."""

    kind: Literal["same", "gone", "new"]
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The two texts as one, what stayed cut short far from a change. Blanks go with the word before them."""
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    if len(old) + len(new) > LONGEST:
        return [Piece("gone", before), Piece("new", after)]
    found: list[Piece] = []
    steps = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    opcodes = steps.get_opcodes()
    for place, (kind, i, j, k, m) in enumerate(opcodes):
        if kind == "equal":
            found.append(Piece("same", _short(new[k:m], first=place == 0, last=place == len(opcodes) - 1)))
            continue
        if i < j:
            found.append(Piece("gone", "".join(old[i:j])))
        if k < m:
            found.append(Piece("new", "".join(new[k:m])))
    return found


def _short(words: list[str], *, first: bool, last: bool) -> str:
    """The run without its middle, or its end where nothing changes before or after it."""
    head = [] if first else words[:AROUND]
    tail = [] if last else words[-AROUND:]
    if len(words) <= len(head) + len(tail):
        return "".join(words)
    return "".join([*head, "… ", *tail])
