"""A programme as the fields of an annex, both ways: what is kept becomes values, values become what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from preau.budgets.queries import with_grant
from preau.core.annex.names import holders_in, partners_in
from preau.core.annex.plan import FIELDS, Kept, Value
from preau.core.annex.rows import ActionRow, Status
from preau.people.models import name_key
from preau.programmes.models import Action, Programme, Theme

TEXTS = (
    "number", "title", "status", "holder_written", "description", "audience", "partners_written", "siret", "rna", "uai",
)  # fmt: skip
AMOUNTS = ("total_cost", "requested")
"""The amounts that an action itself holds; the grant is movements."""


def kept_actions(programme: Programme) -> list[Kept[int]]:
    """Every action of the programme, withdrawn ones too, by its primary key. One query."""
    actions = with_grant(Action.objects.filter(programme=programme)).select_related("theme").order_by("rank", "serial")
    return [Kept(action.pk, values_of_action(action), live=not action.withdrawn) for action in actions]


def values_of_action(action: Action) -> dict[str, Value]:
    """The fields of an action kept, as an annex gives them. The grant must have been annotated (`with_grant`)."""
    values: dict[str, Value] = {name: getattr(action, name) or None for name in TEXTS}
    values |= {name: getattr(action, name) for name in AMOUNTS}
    values["theme"] = action.theme.name if action.theme else None
    grant = cast("Decimal | None", getattr(action, "grant"))  # noqa: B009 - an annotation, unknown to the type
    values["grant"] = None if action.withdrawn else grant
    values["other"] = dict(action.other) or None
    return {name: values[name] for name in FIELDS}


def set_values(action: Action, values: Mapping[str, Value], themes: Mapping[str, Theme]) -> None:
    """Give the fields to the action, unsaved; the grant is the envelope's business. `themes` are by their keys."""
    for name, value in values.items():
        if name in TEXTS:
            setattr(action, name, value or "")
        elif name in AMOUNTS:
            setattr(action, name, value)
        elif name == "theme":
            action.theme = themes[name_key(cast("str", value))] if value else None
        elif name == "other":
            action.other = [list(pair) for pair in value.items()] if isinstance(value, dict) else []


def as_told(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values for the journal: amounts as texts with two decimals, nothing for None."""
    return {name: f"{value:.2f}" if isinstance(value, Decimal) else value for name, value in values.items()}


def from_told(told: Mapping[str, Any]) -> dict[str, Value]:
    """The inverse of `as_told`."""
    amounts = {*AMOUNTS, "grant"}
    return {name: Decimal(value) if name in amounts and value is not None else value for name, value in told.items()}


def as_rows(actions: Iterable[Action]) -> list[ActionRow]:
    """Actions kept, as rows of an annex to lay out. The grant must have been annotated (`with_grant`)."""
    rows = []
    for action in actions:
        values = values_of_action(action)
        row = ActionRow(0, 0)
        for name in FIELDS:
            setattr(row, name, values[name])
        row.other = dict(action.other)
        row.status = cast("Status | None", action.status or None)
        row.holders = holders_in(action.holder_written) if action.holder_written else ()
        row.partners = partners_in(action.partners_written)
        rows.append(row)
    return rows
