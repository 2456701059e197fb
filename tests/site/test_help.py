"""The guides: one for each role, complete, light, and found from every page."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles import finders

from preau.people.roles import Role
from preau.site.guides import GUIDES
from preau.site.help import OF_ROLE
from tests.factories.people import a_member, a_user
from tests.factories.programmes import CiteFactory, OrganisationFactory, a_programme
from tests.site.seen import Seen

pytestmark = pytest.mark.django_db

EVERY_GUIDE = [guide.slug for guide in GUIDES]


def test_every_guide_is_that_of_a_role_and_the_other_way_round():
    assert sorted(set(OF_ROLE.values())) == sorted(EVERY_GUIDE)
    assert set(Role) - set(OF_ROLE) == {Role.FACILITATOR}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_a_guide_shows_each_of_its_steps(visit, guide):
    seen = visit(f"/aide/{guide.slug}/")

    assert seen.status == 200
    assert [one.text for one in seen.tree.xpath("//ol[@class='how']//h2")] == [step.title for step in guide.steps]
    assert [one.get("alt") != "" for one in seen.all("img")] == [True] * len(guide.steps)
    assert [one.get("loading") for one in seen.all("img")] == [None, *["lazy"] * (len(guide.steps) - 1)]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_the_pictures_of_a_guide_are_there(guide):
    assert [step.picture for step in guide.steps if finders.find(step.file) is None] == []


@pytest.mark.parametrize(
    ("role", "leads"),
    [
        (Role.COORDINATION, "/aide/coordination/"),
        (Role.EDUCATION, "/aide/troika/"),
        (Role.MANAGER, "/aide/gestionnaire/"),
        (Role.HOLDER, "/aide/porteur/"),
        (Role.READER, "/aide/lecture/"),
        (Role.FACILITATOR, "/aide/"),
    ],
)
def test_help_leads_to_the_guide_of_one_s_role(client, role, leads):
    cite = a_programme().cite
    whose = OrganisationFactory(cite=cite) if role in {Role.HOLDER, Role.FACILITATOR} else None
    client.force_login(a_member(role, cite, organisation=whose))

    seen = Seen(client.get("/allonnes/"))

    assert seen.tree.xpath("//footer//a[.='Aide']/@href") == [leads]


def test_the_list_begins_with_one_s_own_guide(client):
    client.force_login(a_member(Role.READER, CiteFactory(slug="allonnes")))

    seen = Seen(client.get("/aide/"))

    assert seen.texts(".tag") == ["votre rôle"]
    assert [one.rstrip("/").rpartition("/")[2] for one in seen.tree.xpath("//main//ul//a/@href")] == [
        "lecture",
        *(slug for slug in EVERY_GUIDE if slug != "lecture"),
    ]


def test_there_is_no_guide_of_a_role_that_is_none(client):
    client.force_login(a_user())

    assert client.get("/aide/roi/").status_code == 404


def test_the_guides_are_for_whoever_is_signed_in(client):
    assert [client.get(address).status_code for address in ("/aide/", "/aide/porteur/")] == [302, 302]
