"""Inviting: who, to what, once; the link is sent or shown, its digest alone is kept, the journal knows no address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.members.operations.invitations import (
    accept,
    digest_of,
    invite,
    new_link,
    resend,
    revoke,
    standing_invitation,
)
from preau.members.states import InvitationState, state_of
from preau.people.access import Forbidden
from preau.people.models import Invitation, Membership
from preau.people.roles import Role
from tests.factories.invitations import an_invitation
from tests.factories.people import a_member, a_user
from tests.factories.programmes import CiteFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def mark(invitation):
    return invitation.digest[:12]


def test_an_invitation_is_good_for_fourteen_days_and_keeps_the_digest_of_its_link(allonnes, claire):
    invited = an_invitation(allonnes, email=" Nouveau@Ville.Example ", by=claire)

    kept = Invitation.objects.get()
    assert (kept.email, kept.role, kept.by, kept.digest) == (
        "nouveau@ville.example",
        Role.READER,
        claire,
        digest_of(invited.secret),
    )
    assert round((kept.expires_at - timezone.now()) / timedelta(days=1), 3) == 14
    assert invited.secret not in {str(value) for value in vars(kept).values()}


def test_the_journal_tells_of_it_without_the_address(allonnes, claire):
    invitation = an_invitation(allonnes, by=claire).invitation
    resend(invitation=invitation, mark=mark(invitation), by=claire)
    revoke(invitation=invitation, by=claire)

    told = [(one.verb, one.label, one.by) for one in Operation.objects.order_by("number")]
    lines = [
        (line.kind, line.label, line.before, line.after) for one in Operation.objects.all() for line in one.lines.all()
    ]
    assert told == [
        ("members", "Invitation, Lecture", claire),
        ("members", "Invitation, Lecture, renvoyée", claire),
        ("members", "Invitation, Lecture, annulée", claire),
    ]
    assert "nouveau" not in str(lines)
    assert {kind for kind, *_ in lines} == {"membership"}


def test_asked_twice_in_a_minute_it_is_one_invitation(allonnes, claire):
    first = an_invitation(allonnes, by=claire)
    again = an_invitation(allonnes, by=claire)

    assert (again.invitation, again.secret) == (first.invitation, "")
    assert standing_invitation(first.secret) == first.invitation
    assert Operation.objects.count() == 1


def test_an_invitation_that_waits_is_not_made_again(allonnes, claire):
    an_invitation(allonnes, by=a_member(Role.COORDINATION, allonnes))

    with pytest.raises(Refusal, match="est déjà invitée pour ce rôle"):
        an_invitation(allonnes, by=claire)


def test_one_that_has_expired_gives_its_place(allonnes, claire):
    old = an_invitation(allonnes, by=claire).invitation
    Invitation.objects.update(expires_at=timezone.now())

    new = an_invitation(allonnes, by=claire).invitation

    old.refresh_from_db()
    assert (state_of(old), state_of(new)) == (InvitationState.REVOKED, InvitationState.PENDING)


def test_who_has_the_role_is_not_invited_to_it(allonnes, claire):
    with pytest.raises(Refusal, match="Claire a déjà ce rôle"):
        an_invitation(allonnes, email=claire.email.upper(), role=Role.COORDINATION, by=claire)


@pytest.mark.parametrize("email", ["", "zob", "a b@c.example", "a@b.example\nBcc: c@d.example"])
def test_what_is_no_address_is_refused(allonnes, claire, email):
    with pytest.raises(Refusal, match="Écrivez une adresse complète"):
        an_invitation(allonnes, email=email, by=claire)


@pytest.mark.parametrize(
    ("role", "organisation", "in_cite"),
    [
        (Role.ADMINISTRATOR, None, True),
        (Role.NATIONAL, None, True),
        (Role.READER, None, False),
        (Role.HOLDER, None, True),
        (Role.READER, "Centre social", True),
        (Role.HOLDER, "elsewhere", True),
        (Role.HOLDER, "merged", True),
    ],
)
def test_a_role_goes_where_it_belongs(allonnes, claire, role, organisation, in_cite):
    standing = OrganisationFactory(cite=allonnes, name="Centre social")
    OrganisationFactory(cite=allonnes, name="merged", merged_into=standing)
    OrganisationFactory(cite=CiteFactory(slug="le-mans"), name="elsewhere")
    chosen = type(standing).objects.get(name=organisation) if organisation else None

    with pytest.raises(Refusal):
        invite(email="a@b.example", role=role, cite=allonnes if in_cite else None, organisation=chosen, by=claire)

    assert Invitation.objects.count() == 0


def test_sent_again_the_former_link_leads_nowhere(allonnes, claire):
    first = an_invitation(allonnes, by=claire)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=30))

    again = resend(invitation=first.invitation, mark=mark(first.invitation), by=claire)

    assert standing_invitation(first.secret) is None
    assert standing_invitation(again.secret) == first.invitation


def test_sent_again_by_a_finger_that_clicked_twice_it_is_sent_once(allonnes, claire):
    invitation = an_invitation(allonnes, by=claire).invitation
    seen = mark(invitation)
    sent = resend(invitation=invitation, mark=seen, by=claire)

    again = resend(invitation=invitation, mark=seen, by=claire)

    assert again.secret == ""
    assert standing_invitation(sent.secret) == invitation


def test_a_link_that_a_colleague_just_made_is_kept(client, visit, allonnes, claire):
    paul = a_member(Role.COORDINATION, allonnes, email="paul@ville.example")
    first = an_invitation(allonnes, by=claire).invitation
    given = resend(invitation=first, mark=mark(first), by=paul)

    seen = visit(f"/allonnes/membres/invitations/{first.pk}/renvoyer/", {"mark": mark(first)})

    assert standing_invitation(given.secret) == first
    assert "a reçu un nouveau lien depuis que vous avez ouvert cette page" in seen.texts(".note")[0]
    assert "preau_lien" not in client.cookies


def test_a_link_is_made_anew_by_who_may_and_the_journal_tells(allonnes, claire):
    invitation = an_invitation(allonnes, by=claire).invitation

    with pytest.raises(Forbidden):
        new_link(invitation=invitation, by=a_member(Role.READER, allonnes))
    again = new_link(invitation=invitation, by=claire)

    assert standing_invitation(again.secret) == invitation
    assert list(Operation.objects.order_by("number").values_list("label", "by")) == [
        ("Invitation, Lecture", claire.pk),
        ("Invitation, Lecture, renvoyée", claire.pk),
    ]


def test_a_link_of_more_than_a_minute_is_not_made_anew_unasked(allonnes, claire):
    invited = an_invitation(allonnes, by=claire)
    Invitation.objects.update(expires_at=invited.invitation.expires_at - timedelta(minutes=2))

    with pytest.raises(Refusal, match="a reçu un nouveau lien"):
        new_link(invitation=invited.invitation, by=claire)

    assert standing_invitation(invited.secret) == invited.invitation


def test_taken_back_its_link_leads_nowhere_and_twice_is_once(allonnes, claire):
    invited = an_invitation(allonnes, by=claire)
    revoke(invitation=invited.invitation, by=claire)
    revoke(invitation=invited.invitation, by=claire)

    assert standing_invitation(invited.secret) is None
    assert Operation.objects.count() == 2


@pytest.mark.parametrize("verb", [resend, revoke])
def test_once_accepted_it_is_neither_sent_again_nor_taken_back(allonnes, claire, verb):
    invited = an_invitation(allonnes, by=claire)
    accept(secret=invited.secret, user=a_user("nouveau@ville.example"))

    with pytest.raises(Refusal, match="déjà acceptée"):
        verb(invitation=invited.invitation, by=claire, **({"mark": "x"} if verb is resend else {}))


def test_accepted_it_is_a_membership_told_by_name(allonnes, claire):
    organisation = OrganisationFactory(cite=allonnes, name="Centre social")
    invited = an_invitation(allonnes, role=Role.HOLDER, organisation=organisation, by=claire)
    user = a_user("nouveau@ville.example", name="Karim Haddad")

    membership = accept(secret=invited.secret, user=user)
    again = accept(secret=invited.secret, user=user)

    invited.invitation.refresh_from_db()
    told = Operation.objects.first()
    assert (membership.cite, membership.role, membership.organisation) == (allonnes, "holder", organisation)
    assert (again, invited.invitation.accepted_by) == (membership, user)
    assert (told.label, told.by) == ("Karim Haddad rejoint la cité : Porteur, Centre social", user)
    assert [(line.before, line.after) for line in told.lines.all()] == [
        ({}, {"role": "Porteur", "organisation": "Centre social"})
    ]


def test_an_organisation_that_was_merged_meanwhile_gives_the_one_that_took_its_place(allonnes, claire):
    standing = OrganisationFactory(cite=allonnes, name="Centre social d’Allonnes")
    merged = OrganisationFactory(cite=allonnes, name="Centre social")
    invited = an_invitation(allonnes, role=Role.HOLDER, organisation=merged, by=claire)
    merged.merged_into = standing
    merged.save()

    membership = accept(secret=invited.secret, user=a_user("nouveau@ville.example"))

    assert membership.organisation == standing


@pytest.mark.parametrize("why", ["unknown", "revoked", "expired", "another person"])
def test_what_leads_nowhere_gives_nothing(allonnes, claire, why):
    invited = an_invitation(allonnes, by=claire)
    user = a_user("autre@ville.example" if why == "another person" else "nouveau@ville.example")
    if why == "revoked":
        revoke(invitation=invited.invitation, by=claire)
    elif why == "expired":
        Invitation.objects.update(expires_at=timezone.now())

    with pytest.raises(Refusal):
        accept(secret="x" if why == "unknown" else invited.secret, user=user)

    assert not Membership.objects.filter(user=user).exists()
