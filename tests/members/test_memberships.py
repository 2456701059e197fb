"""Changing and ending roles: never the last coordination, never the last administration."""

from __future__ import annotations

import pytest

from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.members.operations.memberships import change_membership, end_membership
from preau.people.access import Forbidden
from preau.people.models import Membership
from preau.people.roles import INSTALLATION, OF_AN_ORGANISATION, Role
from tests.factories.invitations import an_invitation
from tests.factories.people import a_member
from tests.factories.programmes import CiteFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def membership_of(user):
    return Membership.objects.get(user=user)


def test_a_role_changes_and_the_journal_tells_before_and_after(allonnes, claire):
    organisation = OrganisationFactory(cite=allonnes, name="Centre social")
    karim = membership_of(a_member(Role.READER, allonnes, email="karim@ville.example"))

    changed = change_membership(membership=karim, role=Role.HOLDER, organisation=organisation, by=claire)

    told = Operation.objects.get()
    assert (changed.role, changed.organisation) == (Role.HOLDER, organisation)
    assert (told.label, told.by) == ("Karim change de rôle : Porteur, Centre social", claire)
    assert [(line.before, line.after) for line in told.lines.all()] == [
        ({"role": "Lecture", "organisation": ""}, {"role": "Porteur", "organisation": "Centre social"})
    ]


def test_the_same_role_again_changes_nothing(allonnes, claire):
    reader = membership_of(a_member(Role.READER, allonnes))

    change_membership(membership=reader, role=Role.READER, organisation=None, by=claire)

    assert Operation.objects.count() == 0


def test_nobody_has_a_role_twice(allonnes, claire):
    user = a_member(Role.READER, allonnes, email="karim@ville.example")
    town = Membership.objects.get(user=a_member(Role.TOWN, allonnes, email="karim@ville.example"), role=Role.TOWN)

    with pytest.raises(Refusal, match="Karim a déjà ce rôle"):
        change_membership(membership=town, role=Role.READER, organisation=None, by=claire)

    assert user.memberships.count() == 2


def test_an_ended_role_opens_nothing_and_ending_it_twice_is_once(allonnes, claire):
    reader = membership_of(a_member(Role.READER, allonnes))

    end_membership(membership=reader, by=claire)
    end_membership(membership=reader, by=claire)

    told = Operation.objects.get()
    assert not Membership.objects.filter(role=Role.READER).exists()
    assert told.label == "Reader n’a plus ce rôle : Lecture"
    assert [(line.before, line.after) for line in told.lines.all()] == [({"role": "Lecture", "organisation": ""}, {})]


@pytest.mark.parametrize("gesture", ["end", "change"])
@pytest.mark.parametrize("other", ["nobody", "a closed account", "elsewhere"])
def test_a_cite_keeps_its_last_coordination(allonnes, claire, gesture, other):
    if other == "a closed account":
        closed = a_member(Role.COORDINATION, allonnes)
        closed.is_active = False
        closed.save()
    elif other == "elsewhere":
        a_member(Role.COORDINATION, CiteFactory(slug="le-mans"))
    mine = Membership.objects.get(user=claire, cite=allonnes)

    with pytest.raises(Refusal, match="seule coordination de la cité éducative d’Allonnes"):
        attempt(gesture, mine, claire)

    assert Membership.objects.filter(pk=mine.pk, role=Role.COORDINATION).exists()


def attempt(gesture, membership, by):
    if gesture == "end":
        end_membership(membership=membership, by=by)
    else:
        change_membership(membership=membership, role=Role.READER, organisation=None, by=by)


@pytest.mark.parametrize("gesture", ["end", "change"])
def test_one_of_two_coordinations_may_leave(allonnes, claire, gesture):
    a_member(Role.COORDINATION, allonnes)

    attempt(gesture, membership_of(claire), claire)

    assert not Membership.objects.filter(user=claire, role=Role.COORDINATION).exists()


def test_the_installation_keeps_its_last_administration(db):
    only = a_member(Role.ADMINISTRATOR)

    with pytest.raises(Refusal, match="seule personne qui administre"):
        end_membership(membership=membership_of(only), by=only)

    other = a_member(Role.ADMINISTRATOR, email="autre@ville.example")
    end_membership(membership=membership_of(other), by=only)
    assert Membership.objects.get().user == only


def test_a_national_reader_may_leave(db):
    reader = a_member(Role.NATIONAL)

    end_membership(membership=membership_of(reader), by=a_member(Role.ADMINISTRATOR))

    assert [one.role for one in Membership.objects.all()] == [Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATION])
def test_nobody_else_decides_who_takes_part(allonnes, role):
    organisation = OrganisationFactory(cite=allonnes, name="Centre social") if role in OF_AN_ORGANISATION else None
    somebody = a_member(role, None if role in INSTALLATION else allonnes, organisation=organisation)
    theirs = Membership.objects.exclude(user=somebody).first()

    for attempt_ in ("end", "change"):
        with pytest.raises(Forbidden):
            attempt(attempt_, theirs, somebody)
    with pytest.raises(Forbidden):
        an_invitation(allonnes, role=Role.READER, by=somebody)


def test_a_coordination_decides_nothing_elsewhere(allonnes, claire):
    theirs = membership_of(a_member(Role.READER, CiteFactory(slug="le-mans", coordinated=False)))

    with pytest.raises(Forbidden):
        end_membership(membership=theirs, by=claire)
