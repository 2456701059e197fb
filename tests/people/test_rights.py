"""Who may do what: the table of roles and verbs, and what it makes seen of cités and of actions."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from preau.people.access import Forbidden, access_to, cites_for, readable_cites, whole_cites
from preau.people.models import Membership, Organisation, User
from preau.people.roles import INSTALLATION, LABELS, OF_AN_ORGANISATION, SAID, Role, Verb
from preau.programmes.queries import actions_for, live_actions_for
from tests.factories.people import a_member, a_user
from tests.factories.programmes import ActionFactory, CiteFactory, OrganisationFactory, a_programme

pytestmark = pytest.mark.django_db

EVERYTHING = set(Verb) - {Verb.MANAGE_INSTALLATION}
PARTNER = {Verb.READ, Verb.READ_PEOPLE, Verb.COMMENT, Verb.ATTACH}
INSIDE = PARTNER | {Verb.READ_BUDGETS, Verb.READ_DRAFTS}
SEAT = INSIDE | {Verb.ASSENT}
MAY = {
    Role.COORDINATION: EVERYTHING,
    Role.PREFECTURE: SEAT,
    Role.EDUCATION: SEAT,
    Role.TOWN: SEAT,
    Role.MANAGER: INSIDE | {Verb.MANAGE_ORGANISATIONS, Verb.MANAGE_BUDGETS},
    Role.HOLDER: PARTNER,
    Role.FACILITATOR: set(),
    Role.READER: {Verb.READ, Verb.READ_BUDGETS},
    Role.NATIONAL: {Verb.READ, Verb.READ_BUDGETS},
    Role.ADMINISTRATOR: set(),
}
"""What each role may do in a cité, written a second time on purpose: a change of the rule is a change of this test."""

OF_HERE = ["allonnes"]
ALL = ["allonnes", "le-mans"]
SEEN = {
    Role.COORDINATION: (OF_HERE, OF_HERE, OF_HERE),
    Role.PREFECTURE: (OF_HERE, OF_HERE, OF_HERE),
    Role.EDUCATION: (OF_HERE, OF_HERE, OF_HERE),
    Role.TOWN: (OF_HERE, OF_HERE, OF_HERE),
    Role.MANAGER: (OF_HERE, OF_HERE, OF_HERE),
    Role.HOLDER: (OF_HERE, OF_HERE, []),
    Role.FACILITATOR: (OF_HERE, [], []),
    Role.READER: (OF_HERE, OF_HERE, OF_HERE),
    Role.NATIONAL: (ALL, ALL, ALL),
    Role.ADMINISTRATOR: ([], [], []),
}
"""The cités that a role in Allonnes has something to do with, those it reads, those it reads every action of."""


@pytest.fixture
def two():
    """Two programmes, of two cités that nobody coordinates yet; the first has an action of the Ludothèque."""
    first, second = a_programme("allonnes"), a_programme("le-mans", actions=2)
    ActionFactory(programme=first, serial=9, holder_written="Ludothèque")
    Membership.objects.all().delete()
    return first, second


def who(role, cite):
    """A person who has that role alone, in the cité where it is one of a cité."""
    organisation = OrganisationFactory(cite=cite, name="Ludothèque") if role in OF_AN_ORGANISATION else None
    return a_member(role, None if role in INSTALLATION else cite, email="x@ville.example", organisation=organisation)


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_table_says_and_is_told_who_else_may(role, verb):
    cite = CiteFactory()
    access = access_to(who(role, cite), cite)

    if verb in MAY[role]:
        access.require(verb)
    else:
        with pytest.raises(Forbidden, match="Rôles qui le peuvent"):
            access.require(verb)

    assert access.may(verb) is (verb in MAY[role])


@pytest.mark.parametrize("role", Role)
def test_the_installation_is_kept_by_its_administration_alone(role):
    access = access_to(who(role, CiteFactory()), None)

    assert access.may(Verb.MANAGE_INSTALLATION) is (role == Role.ADMINISTRATOR)
    assert access.may(Verb.MANAGE_MEMBERS) is False


def test_every_role_and_every_verb_is_said_in_words():
    assert (set(SAID), set(LABELS)) == (set(Role), set(Verb))


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_the_cites_it_has_to_do_with(two, role):
    user = who(role, two[0].cite)

    seen = [[cite.slug for cite in found(user)] for found in (cites_for, readable_cites, whole_cites)]

    assert tuple(seen) == SEEN[role]


@pytest.mark.parametrize(
    ("role", "here", "live"),
    [
        (Role.COORDINATION, [1, 2, 3, 9], 4),
        (Role.PREFECTURE, [1, 2, 3, 9], 4),
        (Role.HOLDER, [9], 1),
        (Role.FACILITATOR, [], 0),
        (Role.NATIONAL, [1, 2, 3, 9], 6),
        (Role.ADMINISTRATOR, [], 0),
    ],
)
def test_a_holder_reads_the_actions_of_their_organisation(two, role, here, live):
    user = who(role, two[0].cite)

    assert sorted(actions_for(user, two[0]).values_list("serial", flat=True)) == here
    assert live_actions_for(user).count() == live


def test_an_organisation_of_the_same_name_elsewhere_is_another(two):
    first, second = two
    ActionFactory(programme=second, serial=9, holder_written="Ludothèque")
    user = who(Role.HOLDER, first.cite)

    assert Organisation.objects.filter(name="Ludothèque").count() == 2
    assert [action.programme for action in live_actions_for(user)] == [first]


def test_two_roles_add_up(two):
    first, second = two
    a_member(Role.READER, first.cite, email="x@ville.example")
    user = a_member(Role.MANAGER, second.cite, email="x@ville.example")

    assert access_to(user, first.cite).may(Verb.COMMENT) is False
    assert access_to(user, second.cite).may(Verb.COMMENT) is True


@pytest.mark.parametrize("visitor", ["signed out", "no role", "closed account"])
def test_without_a_role_there_is_nothing(two, visitor):
    user = AnonymousUser() if visitor == "signed out" else a_user("x@ville.example")
    if visitor == "closed account":
        who(Role.COORDINATION, two[0].cite)
        User.objects.filter(pk=user.pk).update(is_active=False)
        user.refresh_from_db()

    assert [list(found(user)) for found in (cites_for, readable_cites, whole_cites)] == [[], [], []]
    assert access_to(user, two[0].cite).roles == frozenset()
    assert list(actions_for(user, two[0])) == []


def test_memberships_are_read_once_a_request(two, django_assert_num_queries):
    user = User.objects.get(pk=who(Role.READER, two[0].cite).pk)

    with django_assert_num_queries(1):
        for programme in two:
            access_to(user, programme.cite_id)
        access_to(user, None)
