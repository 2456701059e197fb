"""Two organisations made one. What moved stands in the journal, so that `unmerging` puts it back exactly.

The organisation that is merged stays, and points at the other: it refuses to be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction

from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import Invitation, Membership, Organisation, OrganisationAlias, User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import ActionHolder, ActionPartner
from preau.programmes.organisations import IDENTIFIERS, Facts, remember_writing, standing

CHOSEN = ("kind", *IDENTIFIERS)
"""The facts of which only one can stay."""
_SAME = {"kind": "la même nature", "siret": "le même SIRET", "rna": "le même RNA", "uai": "le même UAI"}


class Contradiction(Refusal):
    """The two say different things of one fact, and nobody chose which is right."""


def contradictions(kept: Organisation, gone: Organisation) -> list[str]:
    """The facts that the two give, and give differently."""
    return [
        name
        for name in CHOSEN
        if getattr(kept, name) and getattr(gone, name) and getattr(kept, name) != getattr(gone, name)
    ]


def merge_organisations(
    *, kept: Organisation, gone: Organisation, by: User, chosen: Mapping[str, str] | None = None
) -> Operation:
    """Make one organisation of two: all that was of `gone` is of `kept`, and files that name it find `kept`.

    `chosen` gives the value that stays of each fact that the two give differently. Raises Contradiction where it lacks
    one, Refusal where the two are one already.
    """
    access_to(by, kept.cite_id).require(Verb.MANAGE_ORGANISATIONS)
    with transaction.atomic():
        cite = lock(kept.cite)
        kept, gone = standing(cite, kept.pk), standing(cite, gone.pk)
        if kept == gone:
            raise Refusal("Un organisme ne se réunit pas à lui-même. Choisissez-en deux.")
        before = asdict(Facts.of(kept))
        _complete(kept, gone, chosen or {})
        moved = {
            "holders": _move_holders(kept, gone),
            "partners": _move_partners(kept, gone),
            "aliases": _move_aliases(kept, gone),
            "members": _move_members(kept, gone),
            "invitations": _move(Invitation.objects.filter(organisation=gone), kept),
        }
        gone.merged_into = kept
        gone.save(update_fields=["merged_into"])
        operation = begin(cite=cite, verb=Operation.Verb.MERGE, label=f"« {gone} » réuni à « {kept} »", by=by)
        after = asdict(Facts.of(kept))
        changed = [name for name in CHOSEN if after[name] != before[name]]
        tell(
            operation,
            [
                Told(
                    kept,
                    {name: before[name] for name in changed} | {"merged": None},
                    {name: after[name] for name in changed} | {"merged": gone.name},
                ),
                Told(gone, {"merged_into": None}, {"merged_into": kept.name, "into": kept.pk, "moved": moved}),
            ],
        )
    return operation


def _complete(kept: Organisation, gone: Organisation, chosen: Mapping[str, str]) -> None:
    """Give to the one that stays the facts that only the other has, and those that were chosen."""
    for name in contradictions(kept, gone):
        if chosen.get(name) not in {getattr(kept, name), getattr(gone, name)}:
            raise Contradiction(f"Les deux organismes n’ont pas {_SAME[name]} : choisissez celui qui reste.")
        setattr(kept, name, chosen[name])
    for name in CHOSEN:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    kept.save(update_fields=[*CHOSEN])


def _move_holders(kept: Organisation, gone: Organisation) -> list[list[Any]]:
    """The actions of `gone` are carried by `kept`, once each: action, place and doubt, then the other's where both did.

    The one that stays has the better of the two places, and no doubt where one of them had none.
    """
    both = {row.action_id: row for row in ActionHolder.objects.filter(organisation=kept)}
    moved: list[list[Any]] = []
    for row in ActionHolder.objects.filter(organisation=gone).order_by("action_id"):
        other = both.get(row.action_id)
        if other is None:
            moved.append([row.action_id, row.position, row.tentative])
            continue
        moved.append([row.action_id, row.position, row.tentative, other.position, other.tentative])
        row.delete()
        other.position = min(row.position, other.position)
        other.tentative = row.tentative and other.tentative
        other.save(update_fields=["position", "tentative"])
    ActionHolder.objects.filter(organisation=gone).update(organisation=kept)
    return moved


def _move_partners(kept: Organisation, gone: Organisation) -> list[list[Any]]:
    """The partners that were `gone`: action and writing of each."""
    rows = ActionPartner.objects.filter(organisation=gone)
    moved = [list(row) for row in rows.order_by("action_id", "position").values_list("action_id", "written")]
    rows.update(organisation=kept)
    return moved


def _move_aliases(kept: Organisation, gone: Organisation) -> dict[str, Any]:
    """The writings of `gone`, and whether its name had to be written down as one more."""
    rows = OrganisationAlias.objects.filter(organisation=gone)
    moved = list(rows.values_list("written", flat=True))
    rows.update(organisation=kept)
    return {"moved": moved, "new": remember_writing(kept, gone.name)}


def _move_members(kept: Organisation, gone: Organisation) -> dict[str, Any]:
    """The people of `gone` are of `kept`; who had the role for both keeps it once: user, role, since when."""
    roles = set(Membership.objects.filter(organisation=kept).values_list("user_id", "role"))
    twice = [one for one in Membership.objects.filter(organisation=gone) if (one.user_id, one.role) in roles]
    Membership.objects.filter(pk__in=[one.pk for one in twice]).delete()
    moved = _move(Membership.objects.filter(organisation=gone), kept)
    return {"moved": moved, "dropped": [[one.user_id, one.role, one.since.isoformat()] for one in twice]}


def _move(rows: Any, kept: Organisation) -> list[int]:  # noqa: ANN401 - a query of whatever names an organisation
    moved = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.update(organisation=kept)
    return moved
