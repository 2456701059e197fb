"""The programme as a revision that is not adopted would leave it: for its amendment and its annex, before any vote.

Reads, and writes nothing; what adoption does itself is in `operations.adopting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from preau.annexes.editing import typed_values
from preau.annexes.history import known_at
from preau.annexes.lifecycle import new_action, next_number
from preau.annexes.state import set_values
from preau.budgets.models import Revision, RevisionLine
from preau.budgets.states import Fate, RevisionState
from preau.core.annex.plan import Value
from preau.core.money import ZERO
from preau.journal.moments import NOW
from preau.programmes.models import Action, Programme
from preau.programmes.queries import themes_by_key
from preau.revisions.rules import STATES


def is_project(revision: Revision) -> bool:
    """Whether nothing of it holds yet: it was not adopted."""
    return revision.state != RevisionState.ADOPTED


def to_add(programme: Programme, lines: Sequence[RevisionLine]) -> list[tuple[RevisionLine, Action, dict[str, Value]]]:
    """The actions that these lines add, unsaved, each with its values; numbered after the last where none was typed."""
    if not lines:
        return []
    model = new_action(programme)
    number = int(next_number(programme))
    made = []
    for place, line in enumerate(lines):
        action = Action(programme=programme, serial=model.serial + place, rank=model.rank + place)
        values = typed_values(action, line.fields)
        if "number" not in values:
            values["number"], number = str(number), number + 1
        made.append((line, action, values))
    return made


def as_adopted(revision: Revision) -> list[Action]:
    """Every action as the revision would leave it now, with its grant; those that it adds have a key below nothing."""
    programme = revision.programme
    lines = list(revision.lines.prefetch_related("amounts__envelope"))
    by_action = {line.action_id: line for line in lines if line.action_id is not None}
    found = known_at(programme, NOW)
    for action in found:
        if (line := by_action.get(action.pk)) is not None:
            _grant(action, line)
            if (fate := Fate(line.fate)) in STATES:
                action.status = STATES[fate].value
    themes = themes_by_key(programme.cite)
    for line, action, values in to_add(programme, [line for line in lines if line.action_id is None]):
        action.pk = -line.pk
        known = {name: value for name, value in values.items() if name != "theme" or value}
        set_values(action, known, themes)
        _grant(action, line)
        found.append(action)
    return found


def reasons_of(revision: Revision) -> dict[int, str]:
    """Why each action changes, by its key in `as_adopted`."""
    lines = revision.lines.exclude(reason="").values_list("action_id", "pk", "reason")
    return {action if action is not None else -pk: reason for action, pk, reason in lines}


def _grant(action: Action, line: RevisionLine) -> None:
    """Give the action what the line proposes, of the envelopes that are part of the grant."""
    given: Decimal = getattr(action, "grant", None) or ZERO
    given += sum((one.amount - one.before for one in line.amounts.all() if one.envelope.in_grant), ZERO)
    setattr(action, "grant", given or None)  # noqa: B010 - what `with_grant` would find
