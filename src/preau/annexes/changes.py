"""Fields before and after, in words: for the journal of an action, an import that was made, one that is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from preau.annexes.words import AMOUNTS, FIELDS, PROGRAMMED
from preau.core.money import euros
from preau.programmes.states import ActionState, NationalAxis

LONG = 160
"""Signs past which a value before or after a change is folded away."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field before and after, as texts."""

    label: str
    before: str
    after: str

    @property
    def long(self) -> bool:
        """Whether it is better folded away."""
        return len(self.before) + len(self.after) > LONG


def changes_of(changed: Iterable[Sequence[Any]]) -> tuple[Change, ...]:
    """The fields (name, before, after) as the journal and the plan keep them, in words."""
    found: list[Change] = []
    for name, before, after in changed:
        if name == "other":
            found += _other_changes(before or {}, after or {})
        else:
            label = FIELDS.get(name.partition(":")[0], name)
            found.append(Change(label, value_text(name, before), value_text(name, after)))
    return tuple(found)


def _other_changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [Change(name, before.get(name) or "rien", after.get(name) or "rien") for name in names]


def value_text(name: str, value: object) -> str:
    """A value of the journal in words."""
    if value is None or value == "":
        return "rien"
    if name in AMOUNTS or name.partition(":")[0] == PROGRAMMED:
        return euros(Decimal(str(value)))
    if name == "status" and value in ActionState:
        return str(ActionState(str(value)).label)
    if name == "axis" and value in NationalAxis:
        return str(NationalAxis(str(value)).label)
    if name == "priority":
        return f"{value}\u00a0%"
    return str(value)
