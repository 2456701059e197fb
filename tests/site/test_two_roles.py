"""Who reads everything and holds some actions: each role for what it is for, and no more than their sum."""

from __future__ import annotations

import pytest

from preau.people.roles import Role
from tests.factories.people import a_member
from tests.factories.programmes import ActionFactory, a_programme
from tests.site.seen import Seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit_both(client):
    """Go somewhere as a reader of the cité who is a holder for the Micro-Folie too."""
    programme = a_programme(actions=1)
    theirs = ActionFactory(programme=programme, serial=2, holder_written="Micro-Folie")
    person = a_member(Role.READER, programme.cite, email="deux@roles.example")
    a_member(Role.HOLDER, programme.cite, email=person.email, organisation=theirs.holders.get().organisation)
    client.force_login(person)
    return lambda address: Seen(client.get(address))


def test_they_read_every_action(visit_both):
    assert [visit_both(f"/allonnes/2020/actions/{serial}/").status for serial in (1, 2)] == [200, 200]
    assert visit_both("/allonnes/2020/").texts(".big")[0] == "2"


def test_they_see_what_people_do_on_their_own_alone(visit_both):
    seen = [visit_both(f"/allonnes/2020/actions/{serial}/").texts("h2") for serial in (1, 2)]

    assert ["Journal" in titles for titles in seen] == [False, True]


def test_they_comment_and_attach_on_their_own_alone(visit_both, client):
    answers = [
        client.post(f"/allonnes/2020/actions/{serial}/{what}/", {"text": "Vu."}).status_code
        for serial in (1, 2)
        for what in ("commentaires", "pieces")
    ]

    assert answers == [403, 403, 302, 409]


def test_a_holder_is_told_no_total_of_the_whole(visit_as, bring, seed_text):
    programme = bring(seed_text.read_text()).programme
    centre = programme.cite.organisations.get(key="centre social")

    seen = visit_as("holder", "/allonnes/2020/?q=a", organisation=centre)

    assert "594" not in seen.text
    assert "250 000" not in seen.text


@pytest.mark.parametrize("role", ["reader", "national"])
def test_who_sees_no_person_is_not_told_who_imported(visit_as, role):
    a_programme()

    seen = visit_as(role, "/allonnes/2020/imports/1/", email="lecture@ville.example")

    assert seen.status == 200
    assert "la ligne de commande" not in seen.text
