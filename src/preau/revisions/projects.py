"""The programme as a revision that is not adopted would leave it: for its amendment and its annex, before any vote.

Reads, and writes nothing; what adoption does itself is in `operations.adopting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import count

from preau.annexes.editing import typed_values
from preau.annexes.history import known_at
from preau.annexes.lifecycle import new_action, next_number
from preau.annexes.state import set_values
from preau.budgets.models import Revision, RevisionLine
from preau.budgets.states import Fate, RevisionState
from preau.core.annex.plan import Value
from preau.core.money import ZERO
from preau.core.text import squeeze
from preau.journal.moments import NOW
from preau.programmes.models import Action, Programme
from preau.programmes.queries import themes_by_key
from preau.revisions.rules import STATES


def is_project(revision: Revision) -> bool:
    """Whether nothing of it holds yet: it was not adopted."""
    return revision.state != RevisionState.ADOPTED


def to_add(programme: Programme, lines: Sequence[RevisionLine]) -> list[tuple[RevisionLine, Action, dict[str, Value]]]:
    """The actions that these lines add, unsaved, each with its values and its number, which no other has.

    One that was typed is kept where it is free (`why_number_taken` says where it is not); the others come after the
    highest.
    """
    if not lines:
        return []
    model = new_action(programme)
    taken, typed = _numbers(programme), {typed_number(line) for line in lines}
    after = count(int(next_number(programme)))
    made = []
    for place, line in enumerate(lines):
        action = Action(programme=programme, serial=model.serial + place, rank=model.rank + place)
        values = typed_values(action, {name: text for name, text in line.fields.items() if name != "number"})
        number = typed_number(line)
        if not number or number in taken:
            number = next(one for one in map(str, after) if one not in taken and one not in typed)
        taken.add(number)
        made.append((line, action, {"number": number, **values}))
    return made


def typed_number(line: RevisionLine) -> str:
    """The number that was typed for an action to add; empty where none was."""
    return squeeze(line.fields.get("number", ""))


def why_number_taken(programme: Programme, lines: Iterable[RevisionLine]) -> str | None:
    """Whether a number typed for an action to add is that of an action of the programme, or of another to add."""
    taken = _numbers(programme)
    for line in lines:
        number = typed_number(line) if line.action_id is None else ""
        if number and number in taken:
            return (
                f"Le numéro {number} d’une action à ajouter est déjà celui d’une autre action. Retirez-la du projet et "
                "ajoutez-la sous un autre numéro, ou changez celui de l’autre."
            )
        taken.add(number)
    return None


def _numbers(programme: Programme) -> set[str]:
    return set(Action.objects.filter(programme=programme, withdrawn=False).values_list("number", flat=True))


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
