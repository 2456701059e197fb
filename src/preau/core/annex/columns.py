"""Which column of a table stands for what. A heading is known by its words; the values decide where words cannot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from preau.core.annex.rows import AMOUNTS, ColumnMap, Concept
from preau.core.annex.vocabulary import concepts, respelled
from preau.core.text import fold

MAX_HEADING = 120
"""A longer text is no heading of a column (in signs)."""
SURE = 80
"""Score under which the choice of a concept is announced as unsure."""
VERY_SURE = 95
GUESSED = 50
"""Score of a heading known only once a word of it is put right."""
OLDER = 30
"""What an amount of another year than the annex's loses of its score."""
LONGEST_NUMBER = 20
"""Values longer than this (in signs) on average are no numbers of actions."""

Values = Literal["amounts", "words", "long words"] | None
"""What a column holds, most of the time; None where it is empty or mixed."""

_CAMEL = re.compile("(?<=[a-zéè])(?=[A-Z])")
_YEAR = re.compile("(?<![0-9])20[0-9][0-9](?![0-9])")
_PAST = re.compile("n 1|anterieure?|precedente?|rappel|pour memoire")
_TEXTS: frozenset[Concept] = frozenset(("holder", "theme", "title", "description", "expected_partners", "status"))


class Match(NamedTuple):
    """How well a heading stands for a concept: 100 is the very words of the field."""

    score: int
    concept: Concept


@lru_cache(maxsize=1 << 12)
def matches(heading: str) -> tuple[Match, ...]:
    """The concepts a heading may stand for, the surest first."""
    if not heading or len(heading) > MAX_HEADING:
        return ()
    found = concepts(fold(_CAMEL.sub(" ", heading)) if " " not in heading else fold(heading))
    kept = (Match(score, concept) for concept, score in found.items() if "%" not in heading or concept not in AMOUNTS)
    return tuple(sorted(kept, reverse=True))


def nearly(heading: str) -> tuple[Match, ...]:
    """The concepts of a heading with a slip of the pen in a word or two ("Intitlé", "Cout totla")."""
    folded = fold(heading)
    right = respelled(folded) if len(heading) <= MAX_HEADING and "%" not in heading else folded
    return tuple(Match(GUESSED, match.concept) for match in matches(right)) if right != folded else ()


class Heading(NamedTuple):
    """A column to be understood: its heading, the text that stands over it and others (a hat), what it holds."""

    text: str
    over: str = ""
    values: Values = None

    @property
    def years(self) -> list[int]:
        """The years that the heading names, or else its hat."""
        return [int(year) for year in _YEAR.findall(self.text) or _YEAR.findall(self.over)]


def choose(headings: Sequence[Heading], year: int | None = None) -> list[ColumnMap]:
    """One column map a heading; each concept goes to one column, the surest first, the leftmost of equals.

    An amount is never found in a column of words, nor a name in a column of amounts. Of several columns of amounts,
    that of the annex's `year` is meant, or the latest; the others stay without concept.
    """
    wanted: list[tuple[int, int, Concept]] = []
    for i, heading in enumerate(headings):
        for score, concept in matches(heading.text) or nearly(heading.text):
            if _can_hold(concept, heading.values, score):
                wanted.append((score, i, concept))
    wanted = _of_the_year(wanted, headings, year)
    chosen: dict[int, tuple[Concept, int]] = {}
    taken: set[Concept] = set()
    for score, i, concept in sorted(wanted, key=lambda want: (-want[0], want[1], want[2])):
        if i not in chosen and concept not in taken:
            chosen[i] = (concept, score)
            taken.add(concept)
    rivals = {(concept, score) for score, i, concept in wanted if i not in chosen and concept in AMOUNTS}
    return [
        ColumnMap(i + 1, heading.text, chosen[i][0], chosen[i][1] >= SURE and chosen[i] not in rivals)
        if i in chosen
        else ColumnMap(i + 1, heading.text, None)
        for i, heading in enumerate(headings)
    ]


def _can_hold(concept: Concept, values: Values, score: int) -> bool:
    """Whether the values may be of the concept; a heading that says nothing else is believed against amounts."""
    if concept in AMOUNTS:
        return values not in ("words", "long words")
    if concept == "number":
        return values != "long words"
    return values != "amounts" or concept not in _TEXTS or score >= VERY_SURE


def _of_the_year(
    wanted: list[tuple[int, int, Concept]], headings: Sequence[Heading], year: int | None
) -> list[tuple[int, int, Concept]]:
    """Make less of the amounts of other years, where a concept is offered for several."""
    years = {i: max(headings[i].years) for _, i, concept in wanted if concept in AMOUNTS and headings[i].years}
    meant = {
        concept: year if year in offered else max(offered)
        for concept in AMOUNTS
        if (offered := {years[i] for _, i, other in wanted if other == concept and i in years})
    }

    def past(i: int, concept: Concept) -> bool:
        if concept not in AMOUNTS:
            return False
        return (i in years and years[i] != meant[concept]) or _PAST.search(fold(headings[i].text)) is not None

    return [(score - OLDER if past(i, concept) else score, i, concept) for score, i, concept in wanted]
