"""The people of a cité or of the installation, and who was asked to join them."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import Count, Q, QuerySet

from preau.core.accents import pattern
from preau.core.text import fold
from preau.people.access import Visitor, access_to
from preau.people.models import Cite, Invitation, Membership, Organisation, User
from preau.people.roles import Role, Verb

SHOWN = 50
"""Invitations that have ended, of a cité, that its page remembers."""
MOST_WORDS = 8
"""Words of a search for accounts; those after are not looked at."""


def members_of(cite: Cite | None) -> QuerySet[Membership]:
    """The roles that people have in the cité, or in the installation for None, with who has them."""
    return Membership.objects.filter(cite=cite).select_related("user", "organisation").order_by("user__name", "pk")


def members_for(user: Visitor, cite: Cite) -> QuerySet[Membership]:
    """Those of them that the visitor is told of: all of them, or for a holder the coordination and their own."""
    access = access_to(user, cite)
    if access.whole_for(Verb.READ_PEOPLE):
        return members_of(cite)
    return members_of(cite).filter(Q(role=Role.COORDINATION) | Q(organisation__in=access.organisations))


def by_role(memberships: QuerySet[Membership]) -> list[tuple[Role, list[Membership]]]:
    """The memberships under the role they give, in the order of the roles; a role that nobody has is left out."""
    found: dict[str, list[Membership]] = {}
    for one in memberships:
        found.setdefault(one.role, []).append(one)
    return [(role, found[role]) for role in Role if role in found]


def waiting_of(cite: Cite | None) -> QuerySet[Invitation]:
    """The invitations that are neither accepted nor revoked, from the latest: some may have expired."""
    return (
        Invitation.objects.filter(cite=cite, accepted_at=None, revoked_at=None)
        .select_related("organisation", "by")
        .order_by("-expires_at", "-pk")
    )


def ended_of(cite: Cite | None) -> QuerySet[Invitation]:
    """The last invitations that were accepted or revoked."""
    return (
        Invitation.objects.filter(Q(accepted_at__isnull=False) | Q(revoked_at__isnull=False), cite=cite)
        .select_related("organisation", "by", "accepted_by")
        .order_by("-pk")[:SHOWN]
    )


def organisations_to_join(cite: Cite) -> QuerySet[Organisation]:
    """The organisations of the cité that a person may have a role for: those that no other took the place of."""
    return Organisation.objects.filter(cite=cite, merged_into=None).order_by("name")


def account_of(email: str) -> User | None:
    """Whose account that address is: the one they sign in with, or another that was verified to be theirs."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        known = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
        user = known.user if known else None
    return user


def counted_cites() -> QuerySet[Cite]:
    """Every cité with `people`, how many have a role in it, and `coordinations`, how many coordinate it."""
    active = Q(memberships__user__is_active=True)
    return Cite.objects.annotate(
        people=Count("memberships__user", distinct=True, filter=active),
        coordinations=Count("memberships__user", distinct=True, filter=active & Q(memberships__role=Role.COORDINATION)),
    )


def accounts(sought: str = "") -> QuerySet[User]:
    """The accounts whose name or address holds every word, by name, with `roles`, how many they have.

    A name is found whatever its accents, an address as it is typed, be it whole.
    """
    found = User.objects.annotate(roles=Count("memberships")).order_by("name", "pk")
    for word in sought.split()[:MOST_WORDS]:
        parts = [] if "@" in word else fold(word).split()
        named = Q(*(Q(name__iregex=pattern(part)) for part in parts))
        found = found.filter(Q(email__icontains=word) | named if parts else Q(email__icontains=word))
    return found
