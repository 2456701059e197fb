"""The looks of themes: pairs of a colour and a pattern, in the order they are given out, and what each is called."""

from __future__ import annotations

COLOURS = ("ocre", "vert", "bleu", "rose")
PATTERNS = ("diagonales", "points", "lignes couchées", "lignes debout")
_SHIFTS = (0, 2, 1, 3)


def pair_of(look: int) -> tuple[int, int]:
    """The colour and the pattern of a look, each counted from 1; no two of the sixteen are the same pair."""
    turn, colour = divmod(look - 1, len(COLOURS))
    pattern = (colour + _SHIFTS[turn % len(_SHIFTS)]) % len(PATTERNS)
    return colour + 1, pattern + 1


def called(look: int) -> str:
    """What the look is called, "ocre, diagonales": colours are never alone."""
    colour, pattern = pair_of(look)
    return f"{COLOURS[colour - 1]}, {PATTERNS[pattern - 1]}"
