"""A revision as a page shows it: every action side by side with what it becomes, the sums, what each envelope keeps.

What was decided is shown as it was compared then; what is still open, as it stands now. Sums are made here, once, for
every page and every part of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from preau.annexes.typed import shown
from preau.budgets.models import Envelope, Revision, RevisionLine
from preau.budgets.queries import positions_of, reaching
from preau.budgets.rules import rules_passed
from preau.budgets.states import Fate, RevisionState
from preau.core.budget.rules import Passed
from preau.core.money import ZERO
from preau.core.text import squeeze
from preau.journal.models import Line
from preau.journal.moments import NOW, Moment
from preau.people.models import name_key
from preau.programmes.looks import pair_of
from preau.programmes.models import Action, Programme, Theme
from preau.programmes.queries import themes_by_key
from preau.revisions.queries import LEAVING, Weighed, asked_of, cost_of, programmed

OPEN = (RevisionState.DRAFT, RevisionState.PROPOSED)
"""The states of a revision that is still compared with what is programmed now."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one envelope gives to an action: when it was compared, as proposed, and as programmed at the moment shown.

    `envelope` is None for that of the annex where nobody opened it yet.
    """

    envelope: Envelope | None
    before: Decimal
    amount: Decimal
    now: Decimal

    @property
    def key(self) -> int:
        """The key of the envelope, 0 for that of the annex."""
        return self.envelope.pk if self.envelope else 0

    @property
    def difference(self) -> Decimal:
        """What the action gains; negative where it loses."""
        return self.amount - self.before

    @property
    def text(self) -> str:
        """The amount in a field to type in."""
        return shown(self.amount)


@dataclass(frozen=True, slots=True)
class Row:
    """An action of the sheet; one that the revision adds has no number yet, and its line names it."""

    action: Action | None
    line: RevisionLine | None
    theme: Theme | None
    cells: tuple[Cell, ...]
    open: bool = False

    @property
    def slug(self) -> str:
        """The row in a page and in a form: "12" by the serial of the action, "n45" by the line that adds one."""
        return str(self.action.serial) if self.action else f"n{self.line.pk if self.line else 0}"

    @property
    def number(self) -> str:
        """What the annex prints; nothing for an action that does not exist yet."""
        return (self.action.number or str(self.action.serial)) if self.action else ""

    @property
    def name(self) -> str:
        """The title, or else the holder."""
        if self.action:
            return self.action.name
        fields = self.line.fields if self.line else {}
        return squeeze(fields.get("title", "")) or squeeze(fields.get("holder_written", ""))

    @property
    def cost(self) -> Decimal | None:
        """All that the action costs, where it is known."""
        return self.action.total_cost if self.action else self.line and cost_of(self.line)

    @property
    def before(self) -> Decimal:
        """What every envelope gave together."""
        return sum((cell.before for cell in self.cells), ZERO)

    @property
    def amount(self) -> Decimal:
        """What every envelope gives together, as proposed."""
        return sum((cell.amount for cell in self.cells), ZERO)

    @property
    def difference(self) -> Decimal:
        """What the action gains; negative where it loses."""
        return self.amount - self.before

    @property
    def changed(self) -> bool:
        """Whether the revision says anything of it."""
        return self.line is not None

    @property
    def leaves(self) -> bool:
        """Whether it is dropped or postponed, and gets nothing any more."""
        return self.line is not None and self.line.fate in LEAVING

    @property
    def added(self) -> bool:
        """Whether the revision brings it."""
        return self.line is not None and self.line.fate == Fate.ADD

    @property
    def stale(self) -> list[Cell]:
        """The amounts compared with what is no longer programmed, while that still matters."""
        return [cell for cell in self.cells if self.open and self.changed and cell.before != cell.now]

    @property
    def said(self) -> str:
        """What becomes of it beside its amount, in two words."""
        if self.line is None or self.line.fate == Fate.KEEP:
            return ""
        year = f" à {self.line.year}" if self.line.year else ""
        return f"{self.line.get_fate_display()}{year}"


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of some rows; `part` of `whole` is what is proposed for those whose cost is known."""

    before: Decimal
    amount: Decimal
    part: Decimal
    whole: Decimal

    @property
    def difference(self) -> Decimal:
        """What they gain together."""
        return self.amount - self.before

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Sums:
        """In one pass."""
        before = amount = part = whole = ZERO
        for row in rows:
            before, amount = before + row.before, amount + row.amount
            if row.cost:
                part, whole = part + row.amount, whole + row.cost
        return cls(before, amount, part, whole)


@dataclass(frozen=True, slots=True)
class Group:
    """The actions of a theme."""

    theme: Theme | None
    rows: tuple[Row, ...]
    sums: Sums
    rest: Sums

    @property
    def slug(self) -> str:
        """The group in a page."""
        return str(self.theme.pk if self.theme else 0)

    @property
    def letter(self) -> str:
        """What its badge says."""
        return (self.theme.letter or "") if self.theme else "–"

    @property
    def name(self) -> str:
        """The theme in words."""
        return self.theme.name if self.theme else "Sans thème"

    @property
    def look(self) -> tuple[int, int]:
        """Its colour and its pattern."""
        return pair_of(self.theme.look) if self.theme else (0, 0)

    @property
    def changed(self) -> list[Row]:
        """The rows that the revision says something of."""
        return [row for row in self.rows if row.changed]

    @property
    def same(self) -> int:
        """How many it says nothing of."""
        return sum(not row.changed for row in self.rows)

    @classmethod
    def of(cls, theme: Theme | None, rows: Sequence[Row]) -> Group:
        """With its sums, and those of the rows that do not change."""
        return cls(theme, tuple(rows), Sums.of(rows), Sums.of(row for row in rows if not row.changed))


@dataclass(frozen=True, slots=True)
class Warned:
    """A rule of an envelope that the proposal does not keep; whether it blocks."""

    sentence: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Purse:
    """An envelope: what is notified, what was programmed, what would be; the rules that this would not keep."""

    envelope: Envelope
    notified: Decimal
    before: Decimal
    after: Decimal
    touched: bool
    passed: tuple[Warned, ...] = ()

    @property
    def remaining(self) -> Decimal:
        """What may still be programmed once the revision is adopted; negative where there is too little."""
        return self.notified - self.after

    @property
    def balanced(self) -> bool:
        """Whether nothing is left, and nothing lacks."""
        return self.remaining == 0


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
    """The sheet of the revision: a constant number of queries, whatever the number of actions.

    The rules of each envelope are asked while the revision is open: four queries more for each that has any.
    """
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
        return Moment(number=revision.operation.number)
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
    targets, added = asked_of(lines) if revision.state in OPEN else ({}, {})
    purses = []
    for pk, envelope in envelopes.items():
        known = positions[pk]
        adopted = revision.state == RevisionState.ADOPTED
        before = known.programmed - moved[pk] if adopted else known.programmed
        passed = rules_passed(envelope, targets.get(pk), added.get(pk, ())) if revision.state in OPEN else ()
        warned = tuple(_warned(one, blocks=rule.level == "block") for rule, one in passed)
        purses.append(Purse(envelope, known.notified, before, before + moved[pk], pk in touched, warned))
    return tuple(purses)


def _warned(passed: Passed, *, blocks: bool) -> Warned:
    return Warned(passed.sentence, blocks)
