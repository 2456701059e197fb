"""Findings as the pages show them: a statement, what to do about it, the text of the file, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from preau.annexes.models import Acceptance, Finding, StandingFinding
from preau.core.annex.living import FIELDS
from preau.core.findings import cut
from preau.programmes.models import Action
from preau.site.labels import KINDS, LEVELS
from preau.site.places import Places

TO_CHECK = frozenset({"error", "warning"})


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding, of a file or of the programme as it stands.

    `statement` is its first sentence, `advice` the rest, `raw` the text it is about if it says more, `field` the field
    of the action that it speaks of, `place` the cell of the file it was found in, where it has one. It is `kept` where
    somebody keeps what it speaks of as it is; `acceptance` says who and why, where the page asked.
    """

    code: str
    level: str
    anchor: str
    action_id: int | None
    action: Action | None
    statement: str
    advice: str
    raw: str
    field: str
    place: str = ""
    line: int | None = None
    column: int | None = None
    kept: bool = False
    acceptance: Acceptance | None = None

    @property
    def mark(self) -> str:
        """The mark of what is said of what, for a finding of the programme."""
        return self.anchor.removeprefix("f-")

    @property
    def of_plan(self) -> bool:
        """Whether it speaks of the funding plan of the action, and is put right there."""
        return self.code.startswith("plan-")

    @property
    def title(self) -> str:
        """What kind of finding it is."""
        return KINDS[self.code].title

    @property
    def flag(self) -> str:
        """The word or two for the cell of a table."""
        return KINDS[self.code].flag


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
        texts = list(dict.fromkeys(remark.raw for remark in self.remarks if remark.raw))
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


def of_file(finding: Finding, places: Places) -> Remark:
    """The finding of a file, with its place in it in words."""
    statement, advice = cut(finding.message)
    return Remark(
        finding.code,
        finding.level,
        f"f{finding.position}",
        finding.action_id,
        None,
        statement,
        advice,
        finding.raw if finding.raw and finding.raw not in finding.message else "",
        FIELDS.get(concept := places.concept(finding.table, finding.column) or "", concept),
        places.text(finding.table, finding.line, finding.column),
        finding.line,
        finding.column,
    )


def of_programme(
    finding: StandingFinding, actions: Mapping[int, Action], acceptances: Mapping[int, Acceptance] | None = None
) -> Remark:
    """The finding of a programme as it stands; its `accepted` must have been annotated (`standing_for`)."""
    statement, advice = cut(finding.message)
    accepted: int | None = getattr(finding, "accepted", None)
    return Remark(
        finding.code,
        finding.level,
        f"f-{finding.mark}",
        finding.action_id,
        actions.get(finding.action_id or 0),
        statement,
        advice,
        finding.raw if finding.raw and finding.raw not in finding.message else "",
        finding.field,
        kept=accepted is not None,
        acceptance=(acceptances or {}).get(accepted or 0),
    )


def chapters(remarks: Iterable[Remark]) -> list[Chapter]:
    """The remarks by gravity, the gravest first, then by kind in the order in which they come."""
    by_level: dict[str, dict[str, list[Remark]]] = {level: {} for level in LEVELS}
    for one in remarks:
        by_level[one.level].setdefault(one.code, []).append(one)
    return [
        Chapter(level, tuple(Topic(code, level, tuple(found)) for code, found in kinds.items()))
        for level, kinds in by_level.items()
        if kinds
    ]


def count_to_check(remarks: Iterable[Remark]) -> int:
    """How many remarks ask for something: errors and warnings."""
    return sum(remark.level in TO_CHECK for remark in remarks)
