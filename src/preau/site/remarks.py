"""Findings as the pages show them: a statement, what to do about it, the text of the file, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from preau.annexes.models import Finding
from preau.programmes.models import Action
from preau.site.labels import KINDS, LEVELS
from preau.site.places import Places

TO_CHECK = frozenset({"error", "warning"})
OF_THE_TABLE = frozenset({"total-missing", "total-mismatch", "subtotal-mismatch", "total-rounded", "columns-unsure"})
"""Kinds that speak of a whole table, even where the line they name is that of an action."""

_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀÂÇÉÈÊÎÔÛ«])")


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding. `statement` is its first sentence, `advice` the rest, `raw` the text of the file if it says more."""

    finding: Finding
    action_id: int | None
    action: Action | None
    statement: str
    advice: str
    raw: str
    place: str
    concept: str | None

    @property
    def title(self) -> str:
        """What kind of finding it is."""
        return KINDS[self.finding.code].title

    @property
    def flag(self) -> str:
        """The word or two for the cell of a table."""
        return KINDS[self.finding.code].flag


@dataclass(frozen=True, slots=True)
class Topic:
    """The findings of one kind."""

    code: str
    level: str
    remarks: tuple[Remark, ...]

    @property
    def title(self) -> str:
        """What kind of findings they are."""
        return KINDS[self.code].title

    @property
    def raws(self) -> list[str]:
        """The different texts of the file they are about, when they are short enough to stand in a line."""
        texts = list(dict.fromkeys(remark.finding.raw for remark in self.remarks if remark.finding.raw))
        return texts if sum(map(len, texts)) < 90 else []  # noqa: PLR2004 - about two lines of the rail


@dataclass(frozen=True, slots=True)
class Chapter:
    """The kinds of one gravity."""

    level: str
    topics: tuple[Topic, ...]

    @property
    def title(self) -> str:
        """What to do about them."""
        return LEVELS[self.level]

    @property
    def count(self) -> int:
        """How many findings they are."""
        return sum(len(topic.remarks) for topic in self.topics)


def remark(finding: Finding, places: Places, actions: Mapping[int, Action]) -> Remark:
    """The finding, cut into what it says and what to do, with its action and its place in words."""
    statement, advice = cut(finding.message)
    shown = finding.raw and finding.raw not in finding.message
    place = places.text(finding.table, finding.line, finding.column)
    concept = places.concept(finding.table, finding.column)
    action_id = None if finding.code in OF_THE_TABLE else finding.action_id
    return Remark(
        finding, action_id, actions.get(action_id or 0), statement, advice, finding.raw if shown else "", place, concept
    )


def cut(message: str) -> tuple[str, str]:
    """The first sentence of a message without its full stop, and the rest. A quotation is never cut."""
    for end in _END.finditer(message):
        head = message[: end.start()]
        if head.count("«") == head.count("»"):
            return head.removesuffix("."), message[end.end() :]
    return message.removesuffix("."), ""


def chapters(remarks: Iterable[Remark]) -> list[Chapter]:
    """The remarks by gravity, the gravest first, then by kind in the order in which they come."""
    by_level: dict[str, dict[str, list[Remark]]] = {level: {} for level in LEVELS}
    for one in remarks:
        by_level[one.finding.level].setdefault(one.finding.code, []).append(one)
    return [
        Chapter(level, tuple(Topic(code, level, tuple(found)) for code, found in kinds.items()))
        for level, kinds in by_level.items()
        if kinds
    ]


def count_to_check(remarks: Iterable[Remark]) -> int:
    """How many remarks ask for something: errors and warnings."""
    return sum(remark.finding.level in TO_CHECK for remark in remarks)
