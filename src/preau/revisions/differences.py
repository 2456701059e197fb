"""What changed in a programme between two moments: action by action, why, and what it makes in all. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from preau.annexes.changes import Change, changes_of
from preau.annexes.history import adopted, known_at, operations_between
from preau.annexes.state import as_told, values_of_action
from preau.budgets.models import Revision, RevisionLine
from preau.core.annex.plan import Value
from preau.core.money import ZERO
from preau.core.wording import Piece, pieces
from preau.journal.models import Operation
from preau.journal.moments import Moment
from preau.programmes.models import Action, Programme, Theme
from preau.programmes.states import ActionState
from preau.revisions.projects import as_adopted, reasons_of

Kind = Literal["came", "left", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is no longer what it was; `pieces` are its words, where it is a long text."""

    name: str
    change: Change

    @property
    def pieces(self) -> list[Piece]:
        """The two texts as one, for a field that is read rather than compared at a glance."""
        return pieces(self.change.before, self.change.after) if self.change.long else []


@dataclass(frozen=True, slots=True)
class Difference:
    """An action on both sides: None where it was not in the programme."""

    kind: Kind
    before: Action | None
    after: Action | None
    fields: tuple[Field, ...] = ()
    reason: str = ""

    @property
    def action(self) -> Action:
        """The action as it is called after; as it was called before where it left."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - it is on a side at least
        return found

    @property
    def granted_before(self) -> Decimal | None:
        """What the cité gave it before; None where it was not there."""
        return _given(self.before)

    @property
    def granted_after(self) -> Decimal | None:
        """What the cité gives it after; None where it is not there."""
        return _given(self.after)

    @property
    def gap(self) -> Decimal:
        """How much more it has, less where negative."""
        return (self.granted_after or ZERO) - (self.granted_before or ZERO)


@dataclass(frozen=True, slots=True)
class Sums:
    """What some actions are granted before and after."""

    count: int
    before: Decimal
    after: Decimal

    @classmethod
    def of(cls, differences: Sequence[Difference]) -> Sums:
        """The sums of these actions, those that are on one side alone too."""
        return cls(
            len(differences),
            sum((one.granted_before or ZERO for one in differences), ZERO),
            sum((one.granted_after or ZERO for one in differences), ZERO),
        )

    @property
    def gap(self) -> Decimal:
        """How much more there is after."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Group:
    """The actions of a theme: those that differ one by one, the others as one."""

    theme: Theme | None
    changed: tuple[Difference, ...]
    unchanged: Sums
    sums: Sums


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two moments of a programme, side by side."""

    programme: Programme
    differences: tuple[Difference, ...]

    @property
    def sums(self) -> Sums:
        """What the whole programme is granted before and after."""
        return Sums.of(self.differences)

    @property
    def changed(self) -> tuple[Difference, ...]:
        """The actions that differ in anything, or are on one side alone."""
        return tuple(one for one in self.differences if one.kind != "unchanged")

    @property
    def taken(self) -> Sums:
        """Of the actions that have less."""
        return Sums.of([one for one in self.differences if one.gap < 0])

    @property
    def given(self) -> Sums:
        """Of the actions that have more."""
        return Sums.of([one for one in self.differences if one.gap > 0])

    def of(self, kind: Kind) -> list[Difference]:
        """The actions of one kind."""
        return [one for one in self.differences if one.kind == kind]

    def groups(self, told: Callable[[Difference], bool] = lambda one: one.kind != "unchanged") -> list[Group]:
        """The actions by theme: one by one those that are `told`, the others as one."""
        found: dict[int | None, list[Difference]] = defaultdict(list)
        for one in self.differences:
            found[one.action.theme.pk if one.action.theme else None].append(one)
        groups = []
        for members in found.values():
            changed = tuple(one for one in members if told(one))
            rest = Sums.of([one for one in members if not told(one)])
            groups.append(Group(members[0].action.theme, changed, rest, Sums.of(members)))
        return sorted(groups, key=lambda group: (group.theme is None, (group.theme and group.theme.rank) or 0))


def compare(programme: Programme, before: Moment, after: Moment, project: Revision | None = None) -> Comparison:
    """What changed in the programme from a moment to another. Some fifteen queries, whatever the number of actions.

    Why an action changed is what the revisions adopted in between say of it, else what the last operation on it was.
    With a `project`, what it would change of the programme as it is after, and why.
    """
    old = {one.pk: one for one in known_at(programme, before) if not one.withdrawn}
    then = known_at(programme, after) if project is None else as_adopted(project)
    new = {one.pk: one for one in then if not one.withdrawn}
    reasons = _reasons(programme, before, after) | (reasons_of(project) if project else {})
    operations = operations_between(programme, before, after)
    order = [*new.values(), *(one for pk, one in old.items() if pk not in new)]
    order.sort(key=lambda one: (one.theme is None, (one.theme and one.theme.rank) or 0, one.rank, one.serial))
    found = []
    for action in order:
        was, now = old.get(action.pk), new.get(action.pk)
        fields = _fields(was, now) if was and now else ()
        moved = _grant(was) != _grant(now)
        kind: Kind = "came" if was is None else "left" if now is None else "changed" if fields or moved else "unchanged"
        reason = "" if kind == "unchanged" else reasons.get(action.pk) or _said(operations.get(action.pk))
        found.append(Difference(kind, was, now, fields, reason))
    return Comparison(programme, tuple(found))


def _grant(action: Action | None) -> Decimal | None:
    grant: Decimal | None = getattr(action, "grant", None)
    return grant


def _given(action: Action | None) -> Decimal | None:
    return None if action is None else _grant(action) or ZERO


def _values(action: Action) -> dict[str, Value]:
    state = action.status or ActionState.PLANNED.value  # a file that says nothing of it says that it is planned
    values = values_of_action(action) | {"axis": action.axis or None, "status": state}
    del values["grant"]
    return values


def _fields(before: Action, after: Action) -> tuple[Field, ...]:
    """The fields that differ, but the grant, which is compared by itself."""
    was, now = _values(before), _values(after)
    changed = [name for name in now if was[name] != now[name]]
    told: list[tuple[str, Any, Any]] = [
        (name, *as_told({"before": was[name], "after": now[name]}).values()) for name in changed
    ]
    return tuple(Field(name, change) for name, *values in told for change in changes_of([(name, *values)]))


def _reasons(programme: Programme, before: Moment, after: Moment) -> dict[int, str]:
    """What the revisions adopted between the two moments say of each action, the oldest first. Two queries."""
    between = [
        one.pk
        for one in adopted(programme)
        if before.holds(one.operation.number, one.operation.on) != after.holds(one.operation.number, one.operation.on)
    ]
    if not between:
        return {}
    lines = RevisionLine.objects.filter(revision__in=between, action__isnull=False).exclude(reason="")
    found: dict[int, list[str]] = defaultdict(list)
    for pk, reason in lines.order_by("revision__number", "pk").values_list("action_id", "reason"):
        if pk is not None and reason not in found[pk]:
            found[pk].append(reason)
    return {pk: _joined(texts) for pk, texts in found.items()}


def _joined(texts: Iterable[str]) -> str:
    return " ".join(text if text.endswith((".", "!", "?", "…")) else f"{text}." for text in texts)


def _said(operation: Operation | None) -> str:
    """What an operation was, where no revision gives a reason; an adoption without one has none."""
    if operation is None or operation.verb == Operation.Verb.ADOPT:
        return ""
    return f"{operation}, {operation.label}" if operation.label else str(operation)
