"""Putting things back as the journal says they were before an operation."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from preau.annexes.apply import SAVED
from preau.annexes.state import as_told, from_told, set_values, values_of_action
from preau.budgets.operations import program_grants
from preau.budgets.queries import with_grant
from preau.core.annex.plan import Value
from preau.journal.models import Line, Operation
from preau.journal.operations import Told
from preau.programmes.models import Action, Programme
from preau.programmes.operations import set_holders, set_partners
from preau.programmes.queries import themes_by_key


def restore(operation: Operation, programme: Programme, undo: Operation) -> list[Told]:
    """Give back to every action of the operation the values it had before; what was created is withdrawn.

    Themes, organisations and the cité that the operation created stay: others may already lean on them. Returns what
    the journal is to be told.
    """
    lines = {line.object_id: line for line in operation.lines.filter(kind=Line.Kind.ACTION)}
    renamed = operation.lines.filter(kind=Line.Kind.PROGRAMME, before__has_key="title").first()
    actions = list(with_grant(Action.objects.filter(pk__in=lines)).select_related("theme"))
    themes = themes_by_key(programme.cite)
    told: list[Told] = []
    targets: dict[int, Decimal] = {}
    for action in actions:
        line = lines[action.pk]
        before: dict[str, Value] = values_of_action(action) | {"withdrawn": action.withdrawn}
        values = _values_before(line)
        withdrawn = bool(values.pop("withdrawn", action.withdrawn))
        if "grant" in values or withdrawn:
            targets[action.pk] = Decimal(0) if withdrawn else cast("Decimal | None", values.get("grant")) or Decimal(0)
        set_values(action, values, themes)
        action.withdrawn = withdrawn
        action.fold_search()
        told.append(_told(action, before, values))
    Action.objects.bulk_update(actions, SAVED, batch_size=50)
    told += [Told(new, {}, {"name": new.name}) for new in set_holders(cite=programme.cite, actions=actions)]
    set_partners(cite=programme.cite, actions=actions)
    program_grants(programme=programme, grants=targets, cause=undo)
    return told + (set_title(programme, renamed.before["title"]) if renamed else [])


def set_title(programme: Programme, title: str) -> list[Told]:
    """Give its title line to the programme; what the journal is to be told, nothing where it is the same."""
    before = programme.title
    if title == before:
        return []
    programme.title = title
    programme.save(update_fields=["title"])
    return [Told(programme, {"title": before}, {"title": title})]


def _values_before(line: Line) -> dict[str, Value]:
    """The fields to give back: those of the line; for what the operation created, only that it is withdrawn."""
    return from_told(line.before) if line.before else {"withdrawn": True, "grant": None}


def _told(action: Action, before: dict[str, Value], values: dict[str, Value]) -> Told:
    """The line of the undo: the fields that it changed, as they were and as they are again."""
    after = dict(values) | ({"withdrawn": action.withdrawn} if action.withdrawn != before["withdrawn"] else {})
    if action.withdrawn and before["grant"]:
        after["grant"] = None
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    return Told(action, as_told({name: before[name] for name in changed}), as_told(changed))
