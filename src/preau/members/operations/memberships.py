"""Changing the role of a member, and ending it. Never the last coordination, nor the last administration."""

from __future__ import annotations

from django.db import transaction

from preau.core.refusal import Refusal
from preau.core.typography import of_place
from preau.journal.operations import Told
from preau.members.operations.records import facts, require_place, require_right, take_turn, write
from preau.people.models import Membership, Organisation, User
from preau.people.roles import Role

_KEEPS = (Role.COORDINATION, Role.ADMINISTRATOR)


def change_membership(*, membership: Membership, role: Role, organisation: Organisation | None, by: User) -> Membership:
    """Give the member another role in the same cité, or the same for another organisation.

    Raises Refusal where the role does not go there, where they have it already beside this one, and where the cité
    would lose its last coordination. The same role again changes nothing.
    """
    require_right(by, membership.cite)
    with transaction.atomic():
        take_turn(membership.cite)
        membership = Membership.objects.select_related("user", "cite", "organisation").get(pk=membership.pk)
        require_place(role, membership.cite, organisation)
        if (membership.role, membership.organisation) == (role, organisation):
            return membership
        if membership.role != role:
            require_another(membership)
        held = {"cite": membership.cite, "role": role, "organisation": organisation}
        if Membership.objects.filter(user=membership.user, **held).exists():
            raise Refusal(f"{membership.user.name} a déjà ce rôle. Retirez l’autre si vous n’en voulez qu’un.")
        before = facts(membership)
        membership.role, membership.organisation = role, organisation
        membership.save(update_fields=["role", "organisation"])
        label = f"{membership.user.name} change de rôle : {membership}"
        write(membership.cite, label, by, [Told(membership, before, facts(membership))])
    return membership


def end_membership(*, membership: Membership, by: User) -> None:
    """Take the role away; what the person did stays in the journal. Ended twice, it is ended once.

    Raises Refusal for the last coordination of a cité, and for the last administration of the installation.
    """
    require_right(by, membership.cite)
    with transaction.atomic():
        take_turn(membership.cite)
        found = Membership.objects.select_related("user", "cite", "organisation").filter(pk=membership.pk).first()
        if found is None:
            return
        require_another(found)
        write(found.cite, f"{found.user.name} n’a plus ce rôle : {found}", by, [Told(found, facts(found), {})])
        found.delete()


def is_last(membership: Membership) -> bool:
    """Whether nobody else, with an active account, has this role there, and there must be somebody."""
    return membership.role in _KEEPS and not (
        Membership.objects.filter(cite=membership.cite, role=membership.role, user__is_active=True)
        .exclude(user=membership.user_id)
        .exists()
    )


def require_another(membership: Membership) -> None:
    """Raise Refusal where nobody else has this role there, and there must be somebody."""
    if not is_last(membership):
        return
    if membership.cite is None:
        raise Refusal(
            f"{membership.user.name} est la seule personne qui administre l’installation. "
            "Invitez d’abord quelqu’un d’autre à l’administrer."
        )
    raise Refusal(
        f"{membership.user.name} est la seule coordination de la cité éducative {of_place(membership.cite.name)}. "
        "Invitez d’abord quelqu’un d’autre à la coordination."
    )
