"""A revision as a page shows it: every action side by side with what it becomes, the sums, what each envelope keeps.

What was decided is shown as it was compared then; what is still open, as it stands now. Sums are made here, once, for
every page and every part of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from preau.budgets.models import Envelope, Revision, RevisionLine
from preau.budgets.queries import positions_of, reaching
from preau.budgets.rules import rules_passed_of
from preau.budgets.states import Fate, RevisionState
from preau.core.money import ZERO
from preau.core.text import squeeze
from preau.journal.models import Line
from preau.journal.moments import NOW, Moment
from preau.people.models import name_key
from preau.programmes.models import Action, Programme
from preau.programmes.queries import themes_by_key
from preau.revisions.queries import Weighed, asked_of, programmed
from preau.revisions.rows import Cell, Group, Purse, Row, Sums, Warned

OPEN = (RevisionState.DRAFT, RevisionState.PROPOSED)
"""The states of a revision that is still compared with what is programmed now."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of it."""

    revision: Revision
    groups: tuple[Group, ...]
    sums: Sums
    weighed: Weighed
    purses: tuple[Purse, ...]

    @property
    def rows(self) -> list[Row]:
        """Every row, in the order of the page."""
        return [row for group in self.groups for row in group.rows]

    @property
    def changed(self) -> list[Row]:
        """Those that the revision says something of."""
        return [row for row in self.rows if row.changed]

    @property
    def stale(self) -> list[Row]:
        """Those that were compared with what is no longer programmed."""
        return [row for row in self.rows if row.stale]

    @property
    def several(self) -> bool:
        """Whether more than one envelope gives to the actions: each amount then says from which."""
        return len({cell.key for row in self.rows for cell in row.cells}) > 1

    @property
    def touched(self) -> list[Purse]:
        """The envelopes that the revision moves; that of the annex where it moves none."""
        return [one for one in self.purses if one.touched] or [one for one in self.purses if one.envelope.is_default]

    @property
    def blocked(self) -> bool:
        """Whether a rule that blocks is not kept."""
        return any(one.blocks for purse in self.purses for one in purse.passed)

    @property
    def largest(self) -> Decimal:
        """The largest difference of a row, by which the bars are drawn."""
        return max((abs(row.difference) for row in self.rows), default=ZERO)


def sheet_of(revision: Revision) -> Sheet:
    """The sheet of the revision: a constant number of queries, whatever the number of actions and of envelopes."""
    programme = revision.programme
    at = moment_shown(revision)
    lines = list(revision.lines.prefetch_related("amounts"))
    envelopes = _envelopes(programme)
    given = programmed(programme, at)
    rows = [*_known(revision, at, lines, envelopes, given), *_added(revision, lines, envelopes)]
    groups = _grouped(rows)
    purses = _purses(revision, at, lines, envelopes, rows)
    return Sheet(revision, groups, Sums.of(rows), Weighed.of(row.difference for row in rows), purses)


def moment_shown(revision: Revision) -> Moment:
    """When the revision was compared for the last time: now while it is open, else when it was decided."""
    if revision.state in OPEN:
        return NOW
    if revision.operation is not None:
        return revision.moment
    decided = Line.objects.filter(kind=Line.Kind.REVISION, object_id=revision.pk).order_by("-operation__number")
    number = decided.values_list("operation__number", flat=True).first()
    return Moment(number=number) if number else NOW


def _envelopes(programme: Programme) -> dict[int, Envelope]:
    """Those that reach the year of the programme, that of the annex first."""
    found = reaching(Envelope.objects.filter(cite=programme.cite_id), programme.year)
    return {one.pk: one for one in sorted(found, key=lambda one: (not one.is_default, one.name))}


def _known(
    revision: Revision,
    at: Moment,
    lines: Sequence[RevisionLine],
    envelopes: dict[int, Envelope],
    given: dict[int, dict[int, Decimal]],
) -> list[Row]:
    """The rows of the actions that are there, at the moment shown."""
    by_action = {line.action_id: line for line in lines if line.action_id is not None}
    actions = Action.objects.filter(programme=revision.programme).select_related("theme").order_by("rank", "serial")
    later = _added_later(revision, at)
    rows = []
    for action in actions:
        line, amounts = by_action.get(action.pk), given.get(action.pk, {})
        if line is None and (action.pk in later or (action.withdrawn and not amounts)):
            continue
        cells = _cells(line, amounts, envelopes)
        rows.append(Row(action, line, action.theme, cells, open=revision.state in OPEN))
    return rows


def _added_later(revision: Revision, at: Moment) -> set[int]:
    """The actions that a revision adopted after the moment brought."""
    if at.number is None:
        return set()
    later = RevisionLine.objects.filter(
        revision__programme=revision.programme_id, fate=Fate.ADD, revision__operation__number__gt=at.number
    )
    return {pk for pk in later.values_list("action_id", flat=True) if pk is not None}


def _cells(line: RevisionLine | None, given: dict[int, Decimal], envelopes: dict[int, Envelope]) -> tuple[Cell, ...]:
    typed = {one.envelope_id: one for one in line.amounts.all()} if line else {}
    cells = [
        Cell(
            envelope,
            typed[pk].before if pk in typed else given[pk],
            typed[pk].amount if pk in typed else given[pk],
            given.get(pk, ZERO),
        )
        for pk, envelope in envelopes.items()
        if pk in typed or pk in given
    ]
    first = next(iter(envelopes.values()), None)
    return tuple(cells) or (Cell(first if first and first.is_default else None, ZERO, ZERO, ZERO),)


def _added(revision: Revision, lines: Sequence[RevisionLine], envelopes: dict[int, Envelope]) -> list[Row]:
    """The rows of the actions that the revision would bring, and that do not exist yet."""
    new = [line for line in lines if line.action_id is None]
    themes = themes_by_key(revision.programme.cite) if new else {}
    letters = {theme.letter: theme for theme in themes.values()}
    rows = []
    for line in new:
        written = squeeze(line.fields.get("theme", ""))
        theme = themes.get(name_key(written)) or letters.get(written) if written else None
        rows.append(Row(None, line, theme, _cells(line, {}, envelopes)))
    return rows


def _grouped(rows: Sequence[Row]) -> tuple[Group, ...]:
    """By theme, in the order of the themes; within one, as in the annex, then what is added."""

    def place(row: Row) -> tuple[bool, int, int]:
        rank = row.theme.rank if row.theme else None
        return rank is None, rank or 0, row.theme.pk if row.theme else 0

    ordered = sorted(rows, key=place)
    return tuple(
        Group.of(members[0].theme, members) for members in (list(found) for _, found in groupby(ordered, key=place))
    )


def _purses(
    revision: Revision, at: Moment, lines: Sequence[RevisionLine], envelopes: dict[int, Envelope], rows: Sequence[Row]
) -> tuple[Purse, ...]:
    positions = positions_of(envelopes.values(), at)
    moved = dict.fromkeys(envelopes, ZERO)
    for row in rows:
        for cell in row.cells:
            if cell.envelope is not None:
                moved[cell.key] += cell.amount - (cell.now if revision.state != RevisionState.ADOPTED else cell.before)
    touched = {one.envelope_id for line in lines for one in line.amounts.all()}
    targets, added = asked_of(lines, revision.programme.cite) if revision.state in OPEN else ({}, {})
    passed = rules_passed_of(list(envelopes.values()), targets, added) if revision.state in OPEN else {}
    purses = []
    for pk, envelope in envelopes.items():
        known = positions[pk]
        adopted = revision.state == RevisionState.ADOPTED
        before = known.programmed - moved[pk] if adopted else known.programmed
        warned = tuple(Warned(one.sentence, rule.level == "block") for rule, one in passed.get(pk, ()))
        purses.append(Purse(envelope, known.notified, before, before + moved[pk], pk in touched, warned))
    return tuple(purses)
