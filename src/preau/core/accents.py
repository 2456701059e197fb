"""Folded words as regular expressions that any database runs: "ecole" finds "École"."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from preau.core.text import fold

_MARKS = "[\u0300-\u036f]*"


def _alphabet() -> dict[str, str]:
    """For each letter, itself with every accent that the Latin scripts of Europe give it, small and capital."""
    kin: dict[str, str] = {}
    for code in range(0x00C0, 0x0180):
        sign = chr(code)
        plain = fold(sign)
        if len(plain) == 1 and unicodedata.category(sign).startswith("L"):
            kin[plain] = kin.get(plain, "") + sign
    return kin


_KIN = _alphabet()


@lru_cache(maxsize=256)
def pattern(word: str) -> str:
    """A regular expression, for any database, of a folded word with whatever accents: "ecole" finds "École"."""
    parts = []
    rest = word
    while rest:
        if rest[:2] in {"oe", "ae"}:
            joined = "œŒ" if rest[0] == "o" else "æÆ"
            parts.append(f"({_letter(rest[0])}{_letter('e')}|[{joined}])")
            rest = rest[2:]
        else:
            parts.append(_letter(rest[0]))
            rest = rest[1:]
    return "".join(parts)


def _letter(letter: str) -> str:
    return f"[{letter}{letter.upper() if letter.isalpha() else ''}{_KIN.get(letter, '')}]{_MARKS}"
