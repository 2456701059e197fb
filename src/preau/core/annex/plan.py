"""What an import would do to a programme: create, change, withdraw, leave; field by field. Decides; writes nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, Literal, NamedTuple, TypeVar

from preau.core.annex.rows import ActionRow, TableRead
from preau.core.annex.said import FIELDS, Value, said_by, same_writing, values_of
from preau.core.text import fold, one_edit_apart

__all__ = (
    "FIELDS", "KINDS", "Change", "Kept", "Kind", "Plan", "Step", "Value",
    "accept", "hold_voted", "make_plan", "marks_of", "values_of",
)  # fmt: skip

Kind = Literal["create", "change", "withdraw", "unchanged", "left"]
KINDS: tuple[Kind, ...] = ("create", "change", "withdraw", "unchanged", "left")
Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Kept(Generic[Id]):
    """An action as the programme keeps it; `live` is false once it was withdrawn."""

    id: Id
    values: dict[str, Value]
    live: bool = True


class Change(NamedTuple):
    """One field, before and after."""

    field: str
    before: Value
    after: Value


@dataclass(slots=True)
class Step(Generic[Id]):
    """What happens to one action. `id` is None for one that is new; `row` is None for one that the file lacks.

    `name` is what a person calls it: its number and its title. `held` is what the file asks for and is not done: left
    out by a person, or a voted amount. Where nothing is done for that reason, the kind is "left".
    """

    kind: Kind
    id: Id | None
    row: ActionRow | None
    name: str
    changes: list[Change] = field(default_factory=list)
    held: list[Change] = field(default_factory=list)


@dataclass(slots=True)
class Plan(Generic[Id]):
    """The whole import: one step for every action of the file, in its order, then those that the file lacks."""

    steps: list[Step[Id]]

    def of(self, kind: Kind) -> list[Step[Id]]:
        """The steps of one kind."""
        return [step for step in self.steps if step.kind == kind]

    @property
    def is_empty(self) -> bool:
        """Whether applying the plan would change nothing."""
        return all(step.kind in ("unchanged", "left") for step in self.steps)

    @property
    def digest(self) -> str:
        """What the plan does, in 20 signs: two plans that do the same have the same."""
        said = repr([(step.kind, step.id, step.name, step.changes, step.held) for step in self.steps])
        return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:20]


def make_plan(kept: Sequence[Kept[Id]], rows: Sequence[ActionRow], tables: Sequence[TableRead]) -> Plan[Id]:
    """Compare the actions of a file, each of one of its `tables`, with those of a programme.

    Rows find their action by title and holder, then by number and title, then by number and holder, then by title
    alone, then by number where each word of the title is the same but for a letter. An action that was withdrawn and is
    in the file again comes back as created. What the file lacks is withdrawn, never deleted; a field whose column its
    table lacks stays as it is (`said_by`).
    """
    pairs = _match(kept, rows)
    steps: list[Step[Id]] = []
    for i, row in enumerate(rows):
        found = pairs.get(i)
        before: dict[str, Value] = found.values if found else dict.fromkeys(FIELDS)
        after = said_by(row, tables[row.table], before)
        changes = [Change(name, before[name], after[name]) for name in FIELDS if not _same(name, before, after)]
        is_new = found is None or not found.live
        kind: Kind = "create" if is_new else "change" if changes else "unchanged"
        steps.append(Step(kind, found.id if found else None, row, _name(after), changes))
    matched = {id(found) for found in pairs.values()}
    steps.extend(_withdrawal(one) for one in kept if one.live and id(one) not in matched)
    return Plan(steps)


def hold_voted(plan: Plan[Id]) -> Plan[Id]:
    """The plan for a programme that was voted: no amount granted moves, and no action leaves.

    A new action enters without its grant. What is not done is `held`, so that it can be said.
    """
    return Plan([_refused(step) if step.kind == "withdraw" else _held(step, {"grant"}) for step in plan.steps])


def marks_of(step: Step[Id], position: int) -> list[str]:
    """The name of each thing that a person may accept in a step: "4" for a whole action, "4.grant" for a field."""
    if step.kind == "change":
        return [f"{position}.{change.field}" for change in step.changes]
    return [str(position)] if step.kind in ("create", "withdraw") else []


def accept(plan: Plan[Id], left: Collection[str]) -> Plan[Id]:
    """The plan without what a person leaves out, named as `marks_of` does; the rest is done as it was shown."""
    steps = []
    for position, step in enumerate(plan.steps):
        if step.kind == "change":
            steps.append(_held(step, {change.field for change in step.changes if f"{position}.{change.field}" in left}))
        elif step.kind in ("create", "withdraw") and str(position) in left:
            steps.append(_refused(step))
        else:
            steps.append(step)
    return Plan(steps)


def _held(step: Step[Id], fields: Collection[str]) -> Step[Id]:
    """The step with the changes of those fields held; "left" where it changes an action and no change remains."""
    changes = [change for change in step.changes if change.field not in fields]
    held = [*step.held, *(change for change in step.changes if change.field in fields)]
    kind: Kind = "left" if step.kind == "change" and not changes else step.kind
    return replace(step, kind=kind, changes=changes, held=held)


def _refused(step: Step[Id]) -> Step[Id]:
    """The step of which nothing is done."""
    return replace(step, kind="left", changes=[], held=[*step.held, *step.changes])


def _name(values: dict[str, Value]) -> str:
    title = values["title"] or values["holder_written"]
    return " ".join(str(part) for part in (values["number"], title) if part)


def _same(name: str, one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether a field does not change: a theme written otherwise, another apostrophe, a grant of 0 € for none."""
    before, after = one[name], other[name]
    if name == "grant":
        return (before or 0) == (after or 0)
    if isinstance(before, str) and isinstance(after, str):
        return fold(before) == fold(after) if name == "theme" else same_writing(before, after)
    return before == after


def _withdrawal(kept: Kept[Id]) -> Step[Id]:
    """Taking an action out of the programme; what was programmed for it is given back."""
    grant = kept.values["grant"]
    return Step("withdraw", kept.id, None, _name(kept.values), [Change("grant", grant, None)] if grant else [])


Key = Callable[[dict[str, Value]], Hashable]


def _text(values: dict[str, Value], name: str) -> str:
    value = values[name]
    return fold(value) if isinstance(value, str) else ""


def _both(one: str, other: str) -> Key:
    def key(values: dict[str, Value]) -> Hashable:
        pair = (_text(values, one), _text(values, other))
        return pair if all(pair) else None

    return key


def _title(values: dict[str, Value]) -> Hashable:
    return _text(values, "title") or None


def _whole_but_amounts(values: dict[str, Value]) -> Hashable:
    """For annexes without titles: the holder and what else identifies the row."""
    other = values["other"]
    return (
        (_text(values, "holder_written"), str(sorted(other.items())) if isinstance(other, dict) else "")
        if not values["title"]
        else None
    )


def _match(kept: Sequence[Kept[Id]], rows: Sequence[ActionRow]) -> dict[int, Kept[Id]]:
    """For each row of the file the action it speaks of; rows and actions are each used once.

    Actions of the programme come before withdrawn ones, and alike ones are taken in their order.
    """
    values = [values_of(row) for row in rows]
    pairs: dict[int, Kept[Id]] = {}
    used: set[int] = set()
    keys: tuple[Key, ...] = (
        lambda v: (_text(v, "number"), _text(v, "title"), _text(v, "holder_written")),
        _both("title", "holder_written"),
        _both("number", "title"),
        _both("number", "holder_written"),
        _title,
        _whole_but_amounts,
    )
    ordered = [*(k for k in kept if k.live), *(k for k in kept if not k.live)]
    for key in keys:
        _pair_by(key, ordered, values, pairs, used)
    _pair_near_titles(ordered, values, pairs, used)
    return pairs


def _pair_by(
    key: Key, kept: Iterable[Kept[Id]], values: Sequence[dict[str, Value]], pairs: dict[int, Kept[Id]], used: set[int]
) -> None:
    waiting: dict[Hashable, list[Kept[Id]]] = defaultdict(list)
    for one in kept:
        if id(one) not in used and (at := key(one.values)) is not None:
            waiting[at].append(one)
    for i, value in enumerate(values):
        if i not in pairs and (queue := waiting.get(key(value) or ())):
            pairs[i] = queue.pop(0)
            used.add(id(pairs[i]))


def _pair_near_titles(
    kept: Sequence[Kept[Id]], values: Sequence[dict[str, Value]], pairs: dict[int, Kept[Id]], used: set[int]
) -> None:
    """Pair what is left where one number carries a title corrected by a letter: a typing error put right."""
    by_number: dict[str, Kept[Id]] = {}
    for one in kept:
        if id(one) not in used and one.values["number"]:
            by_number.setdefault(_text(one.values, "number"), one)
    for i, value in enumerate(values):
        found = by_number.get(_text(value, "number")) if i not in pairs else None
        if found is not None and id(found) not in used and _near(found.values, value):
            pairs[i] = found
            used.add(id(found))


def _near(one: dict[str, Value], other: dict[str, Value]) -> bool:
    mine, theirs = _text(one, "title").split(), _text(other, "title").split()
    if not mine or len(mine) != len(theirs):
        return False
    return all(a == b or one_edit_apart(a, b) for a, b in zip(mine, theirs, strict=True))
