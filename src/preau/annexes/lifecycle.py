"""Actions that come, are copied, leave, come back and are numbered anew. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from preau.annexes.checking import refresh_findings
from preau.annexes.editing import current_values, typed_values, write_changes
from preau.annexes.state import as_told
from preau.budgets.operations import unprogram
from preau.budgets.queries import with_grant
from preau.core.annex.plan import Value
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme
from preau.programmes.queries import in_order
from preau.programmes.rules import may_restore, may_withdraw

COPIED = (
    "title", "holder_written", "theme", "axis", "description", "audience", "priority", "partners_written", "total_cost",
)  # fmt: skip
"""What a copy of an action takes over. Its number, its state and the money given to it are its own."""


def add_action(*, programme: Programme, values: dict[str, str], by: User) -> Action:
    """A new action at the end of the programme, with the fields typed; numbered after the last where none is given.

    Raises Wrong (annexes.editing) for texts that mean no value, Refusal where there is neither a title nor a holder.
    """
    access_to(by, programme.cite_id).require(Verb.EDIT)
    if not squeeze(values.get("title", "")) and not squeeze(values.get("holder_written", "")):
        raise Refusal("Donnez au moins un intitulé ou un porteur à l’action.")
    with transaction.atomic():
        lock(programme.cite)
        programme.refresh_from_db(fields=["state"])
        action = new_action(programme)
        typed = typed_values(action, values)
        typed.setdefault("number", next_number(programme))
        operation = begin(cite=programme.cite, verb=Operation.Verb.ADD, label=f"Action {_called(typed)}", by=by)
        _create(action, typed, operation)
    return action


def duplicate_action(*, action: Action, by: User) -> Action:
    """A copy of the action at the end of its programme, without its state or its grant, numbered after the last."""
    programme = action.programme
    access_to(by, programme.cite_id).require(Verb.EDIT)
    with transaction.atomic():
        lock(programme.cite)
        copy = new_action(programme)
        values = copied_values(action)
        values["title"] = f"{values['title'] or action.name} (copie)"
        values["number"] = next_number(programme)
        operation = begin(cite=programme.cite, verb=Operation.Verb.DUPLICATE, label=f"Action {action}"[:300], by=by)
        _create(copy, values, operation)
    return copy


def withdraw_action(*, action: Action, by: User) -> Operation:
    """Take the action out of a draft; what was programmed for it is given back. It stays readable, with its journal."""
    return _move(action, by, Operation.Verb.WITHDRAW, withdrawn=True)


def restore_action(*, action: Action, by: User) -> Operation:
    """Put a withdrawn action back, as it was but for its grant, which is to be given again."""
    return _move(action, by, Operation.Verb.RESTORE, withdrawn=False)


def _move(action: Action, by: User, verb: Operation.Verb, *, withdrawn: bool) -> Operation:
    programme = action.programme
    access_to(by, programme.cite_id).require(Verb.EDIT)
    with transaction.atomic():
        lock(programme.cite)
        programme.refresh_from_db(fields=["state"])
        action = with_grant(Action.objects.filter(pk=action.pk)).select_related("programme__cite", "theme").get()
        refusal = may_withdraw(action) if withdrawn else may_restore(action)
        if refusal:
            raise Refusal(refusal)
        operation = begin(cite=programme.cite, verb=verb, label=f"Action {action}"[:300], by=by)
        before: dict[str, Value] = {"withdrawn": not withdrawn}
        after: dict[str, Value] = {"withdrawn": withdrawn}
        grant = current_values(action)["grant"]
        if withdrawn:
            unprogram(action=action, cause=operation)
        if withdrawn and grant:
            before["grant"], after["grant"] = grant, None
        Action.objects.filter(pk=action.pk).update(withdrawn=withdrawn)
        tell(operation, [Told(action, as_told(before), as_told(after))])
        refresh_findings(programme)
    return operation


def renumber(*, programme: Programme, by: User) -> Operation | None:
    """Number the actions from 1 in the order of the programme's page, without a gap; None where they already are.

    Numbers are how people call actions: the journal keeps the old ones.
    """
    access_to(by, programme.cite_id).require(Verb.EDIT)
    with transaction.atomic():
        lock(programme.cite)
        live = Action.objects.filter(programme=programme, withdrawn=False)
        actions = in_order(with_grant(live).select_related("theme"))
        changes: list[tuple[Action, dict[str, Value]]] = [
            (action, {"number": str(number)})
            for number, action in enumerate(actions, start=1)
            if action.number != str(number)
        ]
        if not changes:
            return None
        label = f"{len(changes)} actions numérotées de 1 à {len(actions)}"
        operation = begin(cite=programme.cite, verb=Operation.Verb.RENUMBER, label=label, by=by)
        tell(operation, write_changes(programme, changes, operation))
        refresh_findings(programme)
    return operation


def new_action(programme: Programme) -> Action:
    """An action that is not written yet, the last of the programme."""
    last = Action.objects.filter(programme=programme).aggregate(serial=Max("serial"), rank=Max("rank"))
    return Action(programme=programme, serial=(last["serial"] or 0) + 1, rank=(last["rank"] or 0) + 1)


def next_number(programme: Programme) -> str:
    """The number after the highest of the programme; 1 for the first action."""
    numbers = Action.objects.filter(programme=programme, withdrawn=False).values_list("number", flat=True)
    return str(max((int(number) for number in numbers if number.isascii() and number.isdecimal()), default=0) + 1)


def copied_values(action: Action) -> dict[str, Value]:
    """What a copy takes over from the action."""
    whole = with_grant(Action.objects.filter(pk=action.pk)).select_related("theme").get()
    return copied(whole)


def copied(action: Action) -> dict[str, Value]:
    """The same, of an action whose grant was annotated (`with_grant`)."""
    return {name: value for name, value in current_values(action).items() if name in COPIED}


def create_all(actions: Sequence[tuple[Action, dict[str, Value]]], operation: Operation) -> list[Told]:
    """Write new actions with their values; what the journal is to be told. The caller holds the lock."""
    Action.objects.bulk_create([action for action, _ in actions], batch_size=200)
    for action, _ in actions:
        setattr(action, "grant", None)  # noqa: B010 - what `with_grant` would find of a new action
    told = []
    for line in write_changes(actions[0][0].programme, actions, operation) if actions else []:
        after = {name: value for name, value in line.after.items() if value is not None}
        told.append(Told(line.thing, {}, after))
    return told


def _create(action: Action, values: dict[str, Value], operation: Operation) -> None:
    tell(operation, create_all([(action, values)], operation))
    refresh_findings(action.programme)


def _called(values: dict[str, Value]) -> str:
    name = values.get("title") or values.get("holder_written")
    return f"{values.get('number') or ''} {name}".strip()[:280]
