"""Changing the fields of actions: one cell, a whole form, a column pasted, a state for many. All or nothing.

Nothing is overwritten unseen: each edit says what its author saw before, and one that no longer holds is given back
with both values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, cast

from django.db import transaction

from preau.annexes.apply import SAVED
from preau.annexes.checking import refresh_findings
from preau.annexes.state import AMOUNTS, as_told, set_values, values_of_action
from preau.annexes.typed import shown, typed
from preau.budgets.operations import program_grants
from preau.budgets.queries import with_grant
from preau.core.annex.plan import Value
from preau.core.refusal import Refusal
from preau.journal.models import Line, Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import Organisation, User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme
from preau.programmes.operations import set_holders, set_partners
from preau.programmes.queries import themes_by_key
from preau.programmes.rules import may_change_grant, may_edit, may_move
from preau.programmes.states import ActionState

EDITED = (*SAVED, "axis", "priority")


class Edit(NamedTuple):
    """One field of one action (by its serial): the text that was shown, the text that was typed.

    `before` is None where the author changes it whatever it was, as when a state is given to many actions at once.
    """

    serial: int
    field: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that changed in the meantime: what it is now, what was typed, and the operation that changed it."""

    edit: Edit
    action: Action
    now: Value
    mine: Value
    last: Operation | None


class Conflict(Refusal):
    """Some fields are no longer what the author saw. Nothing was written; they choose, value by value."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        names = ", ".join(sorted({str(clash.action) for clash in clashes}))
        super().__init__(f"Quelqu’un d’autre a modifié entre-temps : {names}. Choisissez la valeur à garder.")
        self.clashes = tuple(clashes)


class Wrong(Refusal):
    """Some texts mean no value. `sentences` says of each (serial, field) what is wrong and how to write it."""

    def __init__(self, sentences: Mapping[tuple[int, str], str]) -> None:
        super().__init__(" ".join(dict.fromkeys(sentences.values())))
        self.sentences = dict(sentences)


def edit_actions(*, programme: Programme, edits: Sequence[Edit], by: User) -> Operation | None:
    """Make all the edits, in one operation with a line for each action that changes; None where nothing does.

    Raises Wrong for texts that mean no value or that a rule refuses, Conflict where a field is no longer what its
    author saw (and is not already what they typed), Refusal for an action that is not there.
    """
    access_to(by, programme.cite_id).require(Verb.EDIT)
    with transaction.atomic():
        lock(programme.cite)
        programme.refresh_from_db(fields=["state"])
        actions = _actions(programme, edits)
        changed = _changes(programme, actions, edits)
        if not changed:
            return None
        operation = begin(cite=programme.cite, verb=Operation.Verb.EDIT, label=_label(changed, actions), by=by)
        changes = [(actions[serial], values) for serial, values in changed.items()]
        tell(operation, write_changes(programme, changes, operation))
        refresh_findings(programme)
    return operation


def _actions(programme: Programme, edits: Sequence[Edit]) -> dict[int, Action]:
    serials = {edit.serial for edit in edits}
    found = with_grant(Action.objects.filter(programme=programme, serial__in=serials)).select_related("theme")
    actions = {action.serial: action for action in found}
    if missing := serials - actions.keys():
        raise Refusal(f"L’action {min(missing)} n’est pas dans ce programme. Rechargez la page.")
    for action in actions.values():
        if refusal := may_edit(action):
            raise Refusal(refusal)
        action.programme = programme
    return actions


def current_values(action: Action) -> dict[str, Value]:
    """The fields that a person edits, as they are. The grant must have been annotated (`with_grant`)."""
    return values_of_action(action) | {"axis": action.axis or None, "priority": action.priority}


def _changes(programme: Programme, actions: Mapping[int, Action], edits: Sequence[Edit]) -> dict[int, dict[str, Value]]:
    """The values to write, by serial; fields that already are what was typed are left alone."""
    themes = themes_by_key(programme.cite)
    wrong: dict[tuple[int, str], str] = {}
    clashes: list[Clash] = []
    changed: dict[int, dict[str, Value]] = {}
    for edit in edits:
        action = actions[edit.serial]
        now = current_values(action).get(edit.field)
        try:
            mine = typed(edit.field, edit.after, themes)
            if _same(edit.field, mine, now):
                continue
            if refusal := _refusal(action, edit.field, mine):
                raise Refusal(refusal)  # noqa: TRY301 - the same way out as a text that means nothing
        except Refusal as refused:
            wrong[edit.serial, edit.field] = str(refused)
            continue
        if edit.before is not None and not _saw(edit, now):
            clashes.append(Clash(edit, action, now, mine, last_change(action, edit.field)))
            continue
        changed.setdefault(edit.serial, {})[edit.field] = mine
    wrong |= _twice(programme, changed)
    if wrong:
        raise Wrong(wrong)
    if clashes:
        raise Conflict(clashes)
    return changed


def typed_values(action: Action, values: Mapping[str, str]) -> dict[str, Value]:
    """The values that the texts mean for a new action, those that mean nothing left out.

    Raises Wrong for those that mean no value or that a rule refuses.
    """
    themes = themes_by_key(action.programme.cite)
    found: dict[str, Value] = {}
    wrong: dict[tuple[int, str], str] = {}
    for field, text in values.items():
        try:
            value = typed(field, text, themes)
            if value is not None:
                if refusal := _refusal(action, field, value):
                    raise Refusal(refusal)  # noqa: TRY301 - the same way out as a text that means nothing
                found[field] = value
        except Refusal as refused:
            wrong[action.serial, field] = str(refused)
    wrong |= _twice(action.programme, {action.serial: found})
    if wrong:
        raise Wrong(wrong)
    return found


def _same(field: str, one: Value, other: Value) -> bool:
    """Whether two values are one: no text and an empty one, no state and planned; a share of 0 is said, none is not."""
    if field == "status":
        return (one or ActionState.PLANNED) == (other or ActionState.PLANNED)
    if field == "priority":
        return one == other
    return one == other or (not one and not other)


def _saw(edit: Edit, now: Value) -> bool:
    """Whether what the author saw is what is there, up to blanks, which browsers write their own way."""
    seen = edit.before or ""
    if isinstance(now, Decimal) or edit.field in AMOUNTS or edit.field == "grant":
        return _digits(seen) == _digits(shown(now))
    if edit.field == "status":
        return (seen or ActionState.PLANNED) == (now or ActionState.PLANNED)
    return seen.split() == shown(now).split()


def _digits(text: str) -> str:
    """An amount as it is shown, without its blanks and its sign of euros."""
    return re.sub(r"[\s\u00a0\u202f€]", "", text).replace("−", "-").replace(",00", "")


def _refusal(action: Action, field: str, value: Value) -> str | None:
    if field == "grant":
        return may_change_grant(action.programme)
    if field == "status":
        return may_move(action, cast("str", value or ""))
    return None


def _twice(programme: Programme, changed: Mapping[int, Mapping[str, Value]]) -> dict[tuple[int, str], str]:
    """What is wrong with the numbers given, once all of them are: two may be swapped, none given twice."""
    given = {serial: str(values["number"]) for serial, values in changed.items() if values.get("number")}
    if not given:
        return {}
    live = Action.objects.filter(programme=programme, withdrawn=False)
    changing = [serial for serial, values in changed.items() if "number" in values]
    counts = Counter([*live.exclude(serial__in=changing).values_list("number", flat=True), *given.values()])
    return {
        (serial, "number"): f"Le numéro {number} est déjà celui d’une autre action. Choisissez-en un autre."
        for serial, number in given.items()
        if counts[number] > 1
    }


def last_change(action: Action, field: str) -> Operation | None:
    """The last operation that changed the field of the action."""
    lines = Line.objects.filter(kind=Line.Kind.ACTION, object_id=action.pk, after__has_key=field)
    line = lines.select_related("operation__by").order_by("-operation__number").first()
    return line.operation if line else None


def write_changes(
    programme: Programme, changes: Sequence[tuple[Action, Mapping[str, Value]]], operation: Operation
) -> list[Told]:
    """Write the values; what the journal is to be told. The caller holds the lock and has asked the rules."""
    themes = themes_by_key(programme.cite)
    told, targets = [], {}
    for action, values in changes:
        before = {name: value for name, value in current_values(action).items() if name in values}
        set_values(action, values, themes)
        if "axis" in values:
            action.axis = cast("str", values["axis"] or "")
        if "priority" in values:
            action.priority = cast("int | None", values["priority"])
        if "grant" in values:
            targets[action.pk] = cast("Decimal | None", values["grant"]) or Decimal(0)
        action.fold_search()
        told.append(Told(action, as_told(before), as_told(values)))
    Action.objects.bulk_update([action for action, _ in changes], EDITED, batch_size=50)
    told += [Told(new, {}, {"name": new.name}) for new in _names(programme, changes)]
    if targets:
        envelope = program_grants(programme=programme, grants=targets, cause=operation)
        if envelope is not None:
            told.append(Told(envelope, {}, {"name": envelope.name, "year": envelope.year}))
    return told


def _names(programme: Programme, changes: Sequence[tuple[Action, Mapping[str, Value]]]) -> list[Organisation]:
    """Holders and partners of the actions whose written cell changed; the organisations created for it."""
    created: list[Organisation] = []
    if held := [action for action, values in changes if "holder_written" in values]:
        created = set_holders(cite=programme.cite, actions=held)
    if partnered := [action for action, values in changes if "partners_written" in values]:
        set_partners(cite=programme.cite, actions=partnered)
    return created


def _label(changed: Mapping[int, Mapping[str, Value]], actions: Mapping[int, Action]) -> str:
    if len(changed) == 1:
        return f"Action {actions[next(iter(changed))]}"
    return f"{len(changed)} actions"
