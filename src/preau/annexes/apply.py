"""Doing what a plan says: themes, organisations, actions, money. Inside the transaction of the import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from django.db.models import Max

from preau.annexes.state import AMOUNTS, TEXTS, as_told, set_values
from preau.budgets.operations import program_grants
from preau.core.annex.plan import Plan, Step
from preau.journal.models import Operation
from preau.journal.operations import Told
from preau.people.models import Cite, Organisation
from preau.programmes.models import Action, Programme, Theme
from preau.programmes.operations import ensure_themes, set_holders, set_partners, set_ranks

SAVED = (*TEXTS, *AMOUNTS, "theme", "other", "withdrawn", "search")
"""Every field that a plan may change on an action."""
STILL = ("unchanged", "left")
"""The kinds of steps that leave the action as it is."""


@dataclass(slots=True)
class Applied:
    """What was done: the action of each step of the plan, and what the journal is to be told.

    A new action that was left out is None: it is nowhere.
    """

    actions: list[Action | None]
    told: list[Told] = field(default_factory=list)


def apply_plan(programme: Programme, plan: Plan[int], operation: Operation) -> Applied:
    """Bring the programme to what the plan says. A constant number of statements, whatever the number of actions."""
    cite = programme.cite
    steps = [step for step in plan.steps if step.kind != "left" or step.id is not None]
    themes, new_themes = _themes(cite, steps)
    before = serials_in_order(programme)
    done = list(zip(steps, _actions(programme, steps, themes), strict=True))
    organisations = _names(cite, done)
    envelope = program_grants(programme=programme, grants=_targets(done), cause=operation)
    told = [Told(theme, {}, theme_told(theme)) for theme in new_themes]
    told += [Told(organisation, {}, {"name": organisation.name}) for organisation in organisations]
    if envelope is not None:
        told.append(Told(envelope, {}, {"name": envelope.name, "year": envelope.year}))
    told += _order_told(programme, before)
    told += [_tell(step, action) for step, action in done if step.kind not in STILL]
    by_step = {id(step): action for step, action in done}
    return Applied([by_step.get(id(step)) for step in plan.steps], told)


def _themes(cite: Cite, steps: Sequence[Step[int]]) -> tuple[dict[str, Theme], list[Theme]]:
    named = (change.after for step in steps for change in step.changes if change.field == "theme")
    return ensure_themes(cite=cite, names=dict.fromkeys(cast("str", name) for name in named if name))


def _actions(programme: Programme, steps: Sequence[Step[int]], themes: dict[str, Theme]) -> list[Action]:
    """The action of each step, written: new ones created, others changed or withdrawn."""
    known = {action.pk: action for action in Action.objects.filter(pk__in=[s.id for s in steps if s.id is not None])}
    last = Action.objects.filter(programme=programme).aggregate(last=Max("serial"))["last"] or 0
    actions: list[Action] = []
    for rank, step in enumerate(steps, start=1):
        if step.id is None:
            last += 1
            actions.append(Action(programme=programme, serial=last, rank=rank))
        else:
            actions.append(known[step.id])
        if step.kind in STILL:
            continue
        if step.row is not None:
            set_values(actions[-1], {change.field: change.after for change in step.changes}, themes)
        actions[-1].withdrawn = step.kind == "withdraw"
    for action in actions:
        action.fold_search()
    Action.objects.bulk_create([a for a, s in zip(actions, steps, strict=True) if s.id is None], batch_size=200)
    touched = [a for a, s in zip(actions, steps, strict=True) if s.id is not None and s.kind not in STILL]
    Action.objects.bulk_update(touched, SAVED, batch_size=50)
    ranks = {a.pk: rank for rank, (a, s) in enumerate(zip(actions, steps, strict=True), start=1) if s.row is not None}
    set_ranks(ranks)
    return actions


def serials_in_order(programme: Programme) -> list[int]:
    """The actions of the programme, withdrawn ones too, by their serials, in the order of the annex."""
    return list(Action.objects.filter(programme=programme).order_by("rank", "serial").values_list("serial", flat=True))


def _order_told(programme: Programme, before: list[int]) -> list[Told]:
    """What the journal is to be told of the order: nothing where the new actions only came after the others."""
    after = serials_in_order(programme)
    known = set(before)
    if after == [*before, *sorted(serial for serial in after if serial not in known)]:
        return []
    return [Told(programme, {"order": before}, {"order": after})]


def theme_told(theme: Theme) -> dict[str, object]:
    """What the journal is told of a new theme."""
    return {"name": theme.name, "letter": theme.letter, "look": theme.look, "rank": theme.rank}


def _names(cite: Cite, done: Sequence[tuple[Step[int], Action]]) -> list[Organisation]:
    """Holders and partners, where the plan changes what is written; returns the organisations created."""
    holders = [a for s, a in done if any(change.field == "holder_written" for change in s.changes)]
    partners = [a for s, a in done if any(change.field == "partners_written" for change in s.changes)]
    created = set_holders(cite=cite, actions=holders) if holders else []
    if partners:
        set_partners(cite=cite, actions=partners)
    return created


def _targets(done: Sequence[tuple[Step[int], Action]]) -> dict[int, Decimal]:
    """What is to be programmed, in euros, for each action whose grant the plan changes."""
    return {
        action.pk: cast("Decimal | None", change.after) or Decimal(0)
        for step, action in done
        for change in step.changes
        if change.field == "grant"
    }


def _tell(step: Step[int], action: Action) -> Told:
    before = as_told({change.field: change.before for change in step.changes})
    after = as_told({change.field: change.after for change in step.changes})
    if step.kind == "withdraw":
        return Told(action, {"withdrawn": False} | before, {"withdrawn": True} | after)
    if step.kind == "create" and step.id is None:
        return Told(action, {}, after)
    if step.kind == "create":
        return Told(action, {"withdrawn": True} | before, {"withdrawn": False} | after)
    return Told(action, before, after)
