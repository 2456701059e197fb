"""One organisation made two again, as the journal says they were; what came since goes to whichever it names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from preau.core.annex.names import holders_in
from preau.core.refusal import Refusal
from preau.journal.models import Line, Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import Cite, Invitation, Membership, Organisation, OrganisationAlias, User, name_key
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.merging import CHOSEN
from preau.programmes.models import Action, ActionHolder, ActionPartner
from preau.programmes.operations import set_holders

_WORDS = {"kind": "La nature", "siret": "Le SIRET", "rna": "Le RNA", "uai": "L’UAI"}


def merge_of(cite: Cite, number: int) -> Operation | None:
    """The merge of two organisations that bears that number in the cité, undone or not."""
    merges = Operation.objects.filter(cite=cite, verb=Operation.Verb.MERGE, number=number)
    return merges.filter(lines__kind=Line.Kind.ORGANISATION).distinct().first()


def undo_merge(*, operation: Operation, by: User) -> Operation:
    """Make two again of what the operation made one, by a new operation.

    Raises Refusal where it is undone already, another merge of one of the two followed, or a fact that it gave was
    changed since.
    """
    access_to(by, operation.cite_id).require(Verb.MANAGE_ORGANISATIONS)
    with transaction.atomic():
        cite = lock(operation.cite)
        if Operation.objects.filter(undoes=operation).exists():
            raise Refusal("Cette fusion est déjà annulée.")
        lines = {line.object_id: line for line in operation.lines.filter(kind=Line.Kind.ORGANISATION)}
        moved = next(line for line in lines.values() if "moved" in line.after)
        completed = lines[moved.after["into"]]
        gone = Organisation.objects.get(cite=cite, pk=moved.object_id)
        kept = Organisation.objects.get(cite=cite, pk=completed.object_id)
        _refuse_if_built_upon(operation, kept, gone)
        _take_back(kept, completed)
        gone.merged_into = None
        gone.save(update_fields=["merged_into"])
        _give_back(kept, gone, moved.after["moved"], operation)
        label = f"Annulation de la fusion n° {operation.number} : {operation.label}"
        undo = begin(cite=cite, verb=Operation.Verb.UNDO, label=label, by=by, undoes=operation)
        back = Told(gone, {"merged_into": kept.name}, {"merged_into": None})
        tell(undo, [Told(kept, completed.after, completed.before), back])
    return undo


def _refuse_if_built_upon(operation: Operation, kept: Organisation, gone: Organisation) -> None:
    later = (
        Operation.objects.filter(cite=operation.cite_id, verb=Operation.Verb.MERGE, number__gt=operation.number)
        .filter(lines__kind=Line.Kind.ORGANISATION, lines__object_id__in=[kept.pk, gone.pk], undone_by=None)
        .order_by("-number")
        .first()
    )
    if later is not None:
        raise Refusal(f"Une autre fusion a suivi, {later.label} (n° {later.number}). Annulez-la d’abord.")


def _take_back(kept: Organisation, line: Line) -> None:
    """Give back to the one that stays the facts it had before the merge."""
    given = {name: value for name, value in line.after.items() if name in CHOSEN}
    for name, value in given.items():
        if getattr(kept, name) != value:
            shown = Organisation.Kind(value).label if name == "kind" else value
            raise Refusal(
                f"{_WORDS[name]} de « {kept} » a changé depuis la fusion. Remettez {shown}, puis annulez la fusion."
            )
        setattr(kept, name, line.before[name])
    kept.save(update_fields=list(given) or ["name"])


def _give_back(kept: Organisation, gone: Organisation, moved: Mapping[str, Any], merge: Operation) -> None:
    aliases = OrganisationAlias.objects.filter(organisation=kept)
    if moved["aliases"]["new"]:
        aliases.filter(written=gone.name).delete()
    own = aliases.filter(written__in=moved["aliases"]["moved"])
    keys = {gone.key, *own.values_list("key", flat=True)}
    aliases.filter(key__in=keys).update(organisation=gone)
    _give_partners(kept, gone, {(action, written) for action, written in moved["partners"]}, keys)
    _give_members(kept, gone, moved)
    _give_holders(kept, gone, moved["holders"], merge, keys)


def _give_partners(
    kept: Organisation, gone: Organisation, moved: Collection[tuple[int, str]], keys: Collection[str]
) -> None:
    rows = ActionPartner.objects.filter(organisation=kept).values_list("pk", "action_id", "written")
    mine = [pk for pk, action, written in rows if (action, written) in moved or name_key(written) in keys]
    for start in range(0, len(mine), 500):
        ActionPartner.objects.filter(pk__in=mine[start : start + 500]).update(organisation=gone)


def _give_members(kept: Organisation, gone: Organisation, moved: Mapping[str, Any]) -> None:
    """People go back to the one they were of; who left meanwhile has left."""
    Membership.objects.filter(pk__in=moved["members"]["moved"], organisation=kept).update(organisation=gone)
    Invitation.objects.filter(pk__in=moved["invitations"], organisation=kept).update(organisation=gone)
    still = set(Membership.objects.filter(organisation=kept).values_list("user_id", "role"))
    for user, role, since in moved["members"]["dropped"]:
        if (user, role) in still:
            one = Membership.objects.create(user_id=user, cite_id=kept.cite_id, role=role, organisation=gone)
            Membership.objects.filter(pk=one.pk).update(since=datetime.fromisoformat(since))


def _give_holders(
    kept: Organisation, gone: Organisation, moved: list[list[Any]], merge: Operation, keys: Collection[str]
) -> None:
    """Actions go back to the one that carried them, as it did; what was written since, to the one that it names."""
    written_since = _written_since(merge)
    read_anew = {action for action, *_ in moved if action in written_since}
    for action, position, tentative, *other in moved:
        if action in written_since:
            continue
        if not other:
            ActionHolder.objects.filter(action_id=action, organisation=kept).update(organisation=gone)
        elif not _part(kept, gone, action, (position, tentative), (other[0], other[1])):
            read_anew.add(action)
    known = {action for action, *_ in moved} - read_anew
    carried = Action.objects.filter(holders__organisation=kept).exclude(pk__in=known)
    named = [one for one in carried if any(name_key(holder.name) in keys for holder in holders_in(one.holder_written))]
    anew = {one.pk: one for one in (*named, *Action.objects.filter(pk__in=read_anew))}
    if anew:
        set_holders(cite=Cite(pk=kept.cite_id), actions=list(anew.values()))


def _written_since(merge: Operation) -> set[int]:
    """The actions whose holder was written anew after the merge."""
    lines = Line.objects.filter(
        kind=Line.Kind.ACTION, operation__cite=merge.cite_id, operation__number__gt=merge.number
    )
    return {pk for pk, after in lines.values_list("object_id", "after") if "holder_written" in after}


def _part(
    kept: Organisation, gone: Organisation, action: int, mine: tuple[int, bool], theirs: tuple[int, bool]
) -> bool:
    """Put both back on an action that both carried; whether their places were still free."""
    rows = ActionHolder.objects.filter(action_id=action)
    taken = set(rows.exclude(organisation=kept).values_list("position", flat=True))
    changed = rows.filter(organisation=kept)
    if taken & {mine[0], theirs[0]} or not changed.update(position=theirs[0], tentative=theirs[1]):
        return False
    ActionHolder.objects.create(action_id=action, organisation=gone, position=mine[0], tentative=mine[1])
    return True
