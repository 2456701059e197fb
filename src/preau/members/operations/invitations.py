"""Asking somebody to join, asking again, taking it back, accepting. Of a link only the digest is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from preau.core.refusal import Refusal
from preau.journal.operations import Told
from preau.members.operations.records import facts, require_place, require_right, take_turn, write
from preau.members.queries import account_of
from preau.members.states import LIFE, InvitationState, sent_at, state_of
from preau.people.models import Cite, Invitation, Membership, Organisation, User
from preau.people.roles import Role

AGAIN = timedelta(minutes=1)
"""Asking the same thing twice within this time is one gesture: a finger that clicked twice."""
DEAD = "Ce lien ne mène plus à rien. Demandez une nouvelle invitation à la personne qui vous l’a envoyé."


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with the secret of its link, known at this moment alone: empty where the link was just sent."""

    invitation: Invitation
    secret: str


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256."""
    return sha256(secret.encode()).hexdigest()


def invite(
    *, email: str, role: Role, cite: Cite | None, organisation: Organisation | None = None, by: User | None
) -> Invited:
    """Invite the address to have the role in the cité, or in the installation for None. The caller sends the link.

    Asked twice within a minute by the same person, it is the same invitation, and its link is not made again. Raises
    Refusal for an address that is none, where the role does not go there, where its person has it already, and where an
    invitation to the same thing is waiting.
    """
    require_right(by, cite, role)
    email = _address(email)
    with transaction.atomic():
        take_turn(cite)
        require_place(role, cite, organisation)
        person = account_of(email)
        held = {"cite": cite, "role": role, "organisation": organisation}
        if person is not None and Membership.objects.filter(user=person, **held).exists():
            raise Refusal(f"{person.name} a déjà ce rôle.")
        now = timezone.now()
        asked = Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None, **held)
        asked.filter(expires_at__lte=now).update(revoked_at=now)  # this one takes its place
        waiting = asked.first()
        if waiting is not None and waiting.by == by and now - sent_at(waiting) < AGAIN:
            return Invited(waiting, "")
        if waiting is not None:
            raise Refusal(
                f"L’adresse {email} est déjà invitée pour ce rôle. Renvoyez l’invitation de la liste, ou annulez-la."
            )
        secret = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            email=email, digest=digest_of(secret), expires_at=now + LIFE, by=by, link_by=by, **held
        )
        write(cite, f"{invitation}", by, [Told(invitation, {}, facts(invitation))])
    return Invited(invitation, secret)


def resend(*, invitation: Invitation, mark: str, by: User) -> Invited:
    """A new link for the invitation, good for fourteen days; the former leads nowhere. The caller sends it.

    `mark` is that of the invitation as the person saw it: where a new link was made since, none is made again. Raises
    Refusal for an invitation that was accepted or revoked.
    """
    require_right(by, invitation.cite, invitation.role)
    with transaction.atomic():
        take_turn(invitation.cite)
        invitation = Invitation.objects.select_related("organisation", "cite", "by").get(pk=invitation.pk)
        _require_waiting(invitation)
        if mark_of(invitation) != mark:
            return Invited(invitation, "")
        secret = _renew(invitation, by)
    return Invited(invitation, secret)


def new_link(*, invitation: Invitation, by: User) -> Invited:
    """The invitation with a new link, for whoever made the former a moment ago and lost the answer with it.

    Raises Refusal for anybody else, and later: somebody may have given that link, and it leads on.
    """
    require_right(by, invitation.cite, invitation.role)
    with transaction.atomic():
        take_turn(invitation.cite)
        invitation = Invitation.objects.select_related("organisation", "cite", "by").get(pk=invitation.pk)
        _require_waiting(invitation)
        if invitation.link_by_id != by.pk or timezone.now() - sent_at(invitation) >= AGAIN:
            raise Refusal(
                "Cette invitation a reçu un nouveau lien depuis que vous avez ouvert cette page. Rien n’a changé. "
                "Relisez la liste, puis renvoyez-la si personne n’a donné ce lien."
            )
        secret = _renew(invitation, by)
    return Invited(invitation, secret)


def note_shown(invited: Invited) -> None:
    """Remember that the link is shown to be copied, so that it proves nothing of who opens it."""
    Invitation.objects.filter(digest=digest_of(invited.secret)).update(link_shown=True)


def mark_of(invitation: Invitation) -> str:
    """What tells this link of the invitation from the former and the next."""
    return invitation.digest[:12]


def revoke(*, invitation: Invitation, by: User) -> None:
    """Take the invitation back: its link leads nowhere. Done twice, it is done once. Raises Refusal once accepted."""
    require_right(by, invitation.cite, invitation.role)
    with transaction.atomic():
        take_turn(invitation.cite)
        invitation = Invitation.objects.select_related("organisation", "cite").get(pk=invitation.pk)
        if invitation.revoked_at is not None:
            return
        _require_waiting(invitation)
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        write(invitation.cite, f"{invitation}, annulée", by, [Told(invitation, facts(invitation), {})])


def standing_invitation(secret: str) -> Invitation | None:
    """The invitation that the link leads to; None for a link that is unknown, used, revoked or expired."""
    found = _of_link(secret).first()
    return found if found is not None and state_of(found) == InvitationState.PENDING else None


def just_accepted(secret: str) -> Invitation | None:
    """The invitation that the link led to less than a minute ago: the second click of a finger that clicked twice."""
    return _of_link(secret).filter(accepted_at__gt=timezone.now() - AGAIN).select_related("accepted_by").first()


def accept(*, secret: str, user: User) -> Membership:
    """Give the user the role of the invitation. Accepted twice by the same person, it is accepted once.

    Raises Refusal for a link that leads nowhere, and for somebody whose address is another.
    """
    with transaction.atomic():
        found = _of_link(secret).first()
        if found is None:
            raise Refusal(DEAD)
        take_turn(found.cite)
        invitation = _of_link(secret).select_related("organisation__merged_into").get()
        if account_of(invitation.email) != user:
            raise Refusal(
                "Cette invitation est adressée à une autre adresse que la vôtre. Connectez-vous avec celle-ci."
            )
        if invitation.accepted_by_id != user.pk and state_of(invitation) != InvitationState.PENDING:
            raise Refusal(DEAD)
        organisation = _standing(invitation.organisation)
        membership, new = Membership.objects.get_or_create(
            user=user, cite=invitation.cite, role=invitation.role, organisation=organisation
        )
        if invitation.accepted_at is None:
            invitation.accepted_at, invitation.accepted_by = timezone.now(), user
            invitation.save(update_fields=["accepted_at", "accepted_by"])
            told = [Told(membership, {}, facts(membership))] if new else []
            write(invitation.cite, f"{user.name} rejoint la cité : {membership}", user, told)
    return membership


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal("Écrivez une adresse complète, par exemple c.morin@exemple.fr.") from error
    return email


def _of_link(secret: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(digest=digest_of(secret)).select_related("cite", "organisation", "by")


def _renew(invitation: Invitation, by: User) -> str:
    """Make its link anew, under the lock, and tell the journal; the secret of the link."""
    secret = secrets.token_urlsafe(32)
    invitation.digest, invitation.expires_at = digest_of(secret), timezone.now() + LIFE
    invitation.link_by, invitation.link_shown = by, False
    invitation.save(update_fields=["digest", "expires_at", "link_by", "link_shown"])
    write(invitation.cite, f"{invitation}, renvoyée", by, [Told(invitation, {}, facts(invitation))])
    return secret


def _require_waiting(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise Refusal("Cette invitation est déjà acceptée. Changez ou retirez le rôle dans la liste des membres.")
    if invitation.revoked_at is not None:
        raise Refusal("Cette invitation est annulée. Invitez de nouveau la personne si elle doit venir.")


def _standing(organisation: Organisation | None) -> Organisation | None:
    """The organisation that took its place, where it was merged since."""
    while organisation is not None and organisation.merged_into is not None:
        organisation = organisation.merged_into
    return organisation
