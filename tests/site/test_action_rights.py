"""Who sees what people brought to an action, and who may bring and take away what."""

from __future__ import annotations

import pytest
from django.test import Client

from preau.annexes.checking import refresh_findings
from preau.people.roles import Role
from preau.programmes.attachments import attach
from preau.programmes.comments import comment_on
from preau.programmes.models import ActionHolder, ActionPartner, Attachment, Comment, Target
from preau.programmes.targets import add_target
from tests.factories.people import a_member, a_user
from tests.factories.programmes import CiteFactory, OrganisationFactory
from tests.programmes.papers import PDF
from tests.site.bringing import PAGE, an_action, as_somebody, file
from tests.site.seen import Seen, plain

pytestmark = pytest.mark.django_db

GESTURES = {
    "pieces/": {"file": ["Devis.pdf"]},
    "pieces/1/retirer": {},
    "commentaires/": {"text": "Bonjour"},
    "commentaires/1/retirer": {},
    "objectifs/": {"number": "985", "whom": "enfants"},
    "objectifs/retirer": {"whom": "familles"},
}
MEMBERS = [Role.PREFECTURE, Role.EDUCATION, Role.TOWN, Role.MANAGER, Role.HOLDER]
MAY = {
    Role.COORDINATION: (302, 302, 302, 302, 302, 302),
    **dict.fromkeys(
        [Role.PREFECTURE, Role.EDUCATION, Role.TOWN, Role.MANAGER, Role.HOLDER], (302, 403, 302, 403, 403, 403)
    ),
    **dict.fromkeys([Role.FACILITATOR, Role.READER, Role.NATIONAL], (403,) * 6),
    Role.ADMINISTRATOR: (404,) * 6,
}
"""What each role gets of the gestures above, on what Claire brought."""


@pytest.fixture
def filled():
    """An action with a file, a comment and a target, brought by Claire."""
    action = an_action()
    attach(action=action, name="Plan.pdf", data=PDF + b"%", by=a_user())
    comment_on(action=action, text="Bonjour Claire", by=a_user())
    add_target(action=action, number=165, whom="familles", by=a_user(), then=refresh_findings)
    return action


def gestures(client, page):
    """How each gesture of the page is answered."""
    answers = []
    for path, data in GESTURES.items():
        sent = data | ({"file": file()} if "file" in data else {})
        answers.append(client.post(page + path, sent).status_code)
    return tuple(answers)


@pytest.mark.parametrize("role", list(Role))
def test_what_each_role_may_do(filled, role):
    client = as_somebody(role, filled)

    assert gestures(client, PAGE) == MAY[role]


SEES = {
    **dict.fromkeys(
        [Role.COORDINATION, Role.PREFECTURE, Role.EDUCATION, Role.TOWN, Role.MANAGER, Role.HOLDER], (200, True)
    ),
    **dict.fromkeys([Role.READER, Role.NATIONAL], (403, False)),
}


@pytest.mark.parametrize("role", list(SEES))
def test_what_each_role_sees(filled, role):
    client = as_somebody(role, filled)

    seen = Seen(client.get(PAGE))

    download, people = SEES[role]
    assert client.get(f"{PAGE}pieces/1/").status_code == download
    assert [word in seen.body for word in ("Plan.pdf", "Bonjour Claire", 'id="t-journal"')] == [people] * 3
    assert "165" in seen.text


def test_who_reads_is_offered_no_gesture(filled):
    seen = Seen(as_somebody(Role.READER, filled).get(PAGE))

    assert seen.tree.xpath("//main//form/@action") == []
    assert seen.tree.xpath("//script") == []


def test_a_name_leads_only_where_the_visitor_may_go(filled):
    """An action that two organisations hold, with a partner that the cité knows."""
    both = [OrganisationFactory(cite=filled.programme.cite, name=name) for name in ("Autre association", "Mission")]
    ActionHolder.objects.create(action=filled, organisation=both[0], position=2)
    ActionPartner.objects.create(action=filled, organisation=both[1], position=1, written="La Mission")

    links = {
        role: Seen(as_somebody(role, filled).get(PAGE)).tree.xpath(
            "//main//a[starts-with(@href, '/allonnes/organismes/')]/text()"
        )
        for role in (Role.TOWN, Role.HOLDER)
    }

    assert links == {Role.TOWN: ["Centre social", "Autre association", "La Mission"], Role.HOLDER: ["Centre social"]}


def test_a_holder_of_another_organisation_finds_nothing(filled):
    client = as_somebody(Role.HOLDER, filled, "Autre association")

    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}pieces/1/").status_code == 404
    assert gestures(client, PAGE) == (404, 404, 404, 404, 403, 403)


def test_somebody_of_another_cite_finds_nothing(filled):
    elsewhere = a_member(Role.COORDINATION, CiteFactory(slug="le-mans", coordinated=False), email="le@mans.example")
    client = Client()
    client.force_login(elsewhere)

    assert client.get(f"{PAGE}pieces/1/").status_code == 404
    assert gestures(client, PAGE) == (404,) * 6


def test_nobody_gets_anything_without_signing_in(filled):
    client = Client()

    assert gestures(client, PAGE) == (302,) * 6
    assert client.get(f"{PAGE}pieces/1/")["Location"].startswith("/compte/login/")
    assert (Attachment.objects.count(), Comment.objects.count(), Target.objects.count()) == (1, 1, 1)


def test_the_people_offered_are_those_of_this_cite_and_action(filled):
    other = CiteFactory(slug="le-mans", coordinated=False)
    a_member(Role.TOWN, other, email="secret@le-mans.example")
    a_member(Role.PREFECTURE, filled.programme.cite, email="paul@allonnes.example")

    seen = Seen(as_somebody(Role.TOWN, filled).get(PAGE))

    assert [plain(name) for name in seen.tree.xpath("//*[@data-person]")] == ["Claire", "Paul"]
