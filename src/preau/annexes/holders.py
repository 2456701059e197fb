"""Holders that an annex only expects ("JSA ?"): confirmed, or replaced by another organisation."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from preau.annexes.checking import refresh_findings
from preau.core.annex.names import holders_in, is_tentative, without_doubt
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Action
from preau.programmes.operations import set_holders


@dataclass(frozen=True, slots=True)
class _Cell:
    """What the cell of the holder says: the names, and which of them are only expected."""

    names: tuple[str, ...]
    doubted: tuple[bool, ...]

    @classmethod
    def of(cls, written: str) -> _Cell:
        holders = holders_in(written) if written else ()
        return cls(tuple(one.name for one in holders), tuple(one.tentative for one in holders))


def confirm_holder(*, action: Action, by: User) -> Operation:
    """Say that the expected holder carries the action: its name loses its question mark.

    Raises Refusal where the holder is sure already, or where the cell names nobody.
    """
    with transaction.atomic():
        action, cell = _doubted(action, by)
        if not cell.names:
            raise Refusal("Aucun organisme n’est nommé : il n’y a personne à confirmer. Nommez un porteur.")
        bare = squeeze(without_doubt(action.holder_written)[0])
        settled = bare if not any(_Cell.of(bare).doubted) else " / ".join(cell.names)
        return _write(action, settled, by, f"Porteur confirmé : {settled}")


def replace_holder(*, action: Action, name: str, by: User) -> Operation:
    """Give the action to another organisation than the one expected; a name that is new joins the directory.

    Where the cell names several, the one that is expected is replaced. Raises Refusal where the holder is sure already,
    or for a name that is empty or doubted again.
    """
    name = " ".join(squeeze(name).split())
    if not name:
        raise Refusal("Écrivez le nom de l’organisme qui porte l’action.")
    if is_tentative(name) or not holders_in(name):
        raise Refusal(f"« {name} » n’est pas un nom sûr. Écrivez le nom de l’organisme, sans point d’interrogation.")
    with transaction.atomic():
        action, cell = _doubted(action, by)
        return _write(action, _replaced(cell, name), by, f"Porteur remplacé : {name}")


def _doubted(action: Action, by: User) -> tuple[Action, _Cell]:
    """The action under the lock of its cité, and its cell. Raises Refusal where there is no doubt in it."""
    cite = action.programme.cite
    access_to(by, cite).require(Verb.EDIT)
    lock(cite)
    action = Action.objects.select_related("programme__cite").get(pk=action.pk)
    cell = _Cell.of(action.holder_written)
    if not any(cell.doubted) and not is_tentative(action.holder_written):
        who = f"le porteur, {action.holder_written}, est déjà sûr" if action.holder_written else "aucun porteur attendu"
        raise Refusal(f"Action {action.number or action.serial} : {who}. Il n’y a rien à confirmer.")
    return action, cell


def _replaced(cell: _Cell, name: str) -> str:
    """The cell with the new name in place of what was expected. Raises Refusal where it could not be read back."""
    first = next((at for at, doubted in enumerate(cell.doubted) if doubted), 0)
    kept = [one for one, doubted in zip(cell.names, cell.doubted, strict=True) if not doubted]
    names = [*kept[:first], name, *kept[first:]]
    written = " / ".join(names)
    if len(names) > 1 and _Cell.of(written).names != tuple(names):
        raise Refusal(f"Cette action a plusieurs porteurs. Ouvrez-la et écrivez-les ensemble, avec « {name} ».")
    return written


def _write(action: Action, written: str, by: User, label: str) -> Operation:
    """Put the name in the cell, with all that follows from it."""
    programme, before = action.programme, action.holder_written
    action.holder_written = written
    action.fold_search()
    action.save(update_fields=["holder_written", "search"])
    new = set_holders(cite=programme.cite, actions=[action])
    operation = begin(cite=programme.cite, verb=Operation.Verb.EDIT, label=label, by=by)
    told = [Told(action, {"holder_written": before}, {"holder_written": written})]
    tell(operation, [*told, *(Told(one, {}, {"name": one.name}) for one in new)])
    refresh_findings(programme)
    return operation
