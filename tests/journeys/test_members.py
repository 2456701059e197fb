"""Inviting somebody and joining, in a real browser: without a rule broken on any screen, by the keyboard alone."""

from __future__ import annotations

import pytest

from preau.people.models import Cite, Membership, User
from preau.people.roles import Role
from tests.factories.invitations import an_invitation, link_of
from tests.factories.people import a_member, coordinates
from tests.factories.programmes import OrganisationFactory, a_programme
from tests.journeys.test_accessibility import SCREENS, faults

PASSWORD = "un préau sous la pluie"  # noqa: S105 - of nobody
LONG = f"{'association-' * 9}de-la-rue-qui-n-en-finit-pas@ville-au-nom-interminable.example"


@pytest.fixture
def cite(site, claire):
    """A cité with members of every role, an organisation, and invitations that wait, one of a very long address."""
    cite = a_programme().cite
    organisation = OrganisationFactory(cite=cite, name="Centre social")
    for role in (Role.PREFECTURE, Role.READER):
        a_member(role, cite)
    a_member(Role.HOLDER, cite, organisation=organisation)
    an_invitation(cite, by=coordinates(cite))
    an_invitation(cite, email=LONG, role=Role.HOLDER, organisation=organisation)
    return cite


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen[0]}-{screen[1]}")
def test_pages_of_members_break_no_rule(as_, site, cite, screen):
    width, scheme = screen
    options = {"screen": {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}}
    own = Membership.objects.filter(role=Role.COORDINATION).first()
    reader = Membership.objects.get(role=Role.READER)
    visits = {
        Role.COORDINATION: ["/allonnes/membres/", f"/allonnes/membres/{own.pk}/", f"/allonnes/membres/{reader.pk}/"],
        Role.PREFECTURE: ["/allonnes/membres/"],
        Role.ADMINISTRATOR: [
            f"/installation/{page}" for page in ("", "comptes/", "cites/nouvelle/", "cites/allonnes/")
        ],
        None: [link_of(an_invitation(cite, email="jean@asso.example")), "/invitation/perdue/"],
    }

    found = {}
    for role, pages in visits.items():
        page = as_(role, slug=None if role == Role.ADMINISTRATOR else "allonnes", **options)
        for address in pages:
            page.goto(site + address)
            found[address] = faults(page)

    assert {address: what for address, what in found.items() if what} == {}


def test_the_entrance_of_the_demonstration_breaks_no_rule(as_, site, cite, settings):
    from preau.members.demonstration import ensure_hats

    settings.PREAU_DEMO = True
    ensure_hats(Cite.objects.get())
    page = as_(None, screen={"viewport": {"width": 390, "height": 900}})
    page.goto(f"{site}/allonnes/2020/")
    entrance = faults(page)

    page.get_by_role("button", name="Entrer comme Claire Morin").press("Enter")
    page.wait_for_url(f"{site}/allonnes/2020/")

    assert (entrance, faults(page)) == ([], [])


def test_somebody_is_invited_and_joins_by_the_keyboard(page, as_, site, cite):
    page.goto(f"{site}/allonnes/membres/")
    organisation = page.locator("#id_organisation")
    assert not organisation.is_visible()
    page.locator("#id_email").fill("jean@asso.example")
    page.keyboard.press("Tab")
    page.keyboard.type("Porteur")
    organisation.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.type("Centre")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    link = page.locator(".command").inner_text()

    other = as_(None)
    other.goto(link)
    other.locator("#id_name").fill("Jean Petit")
    other.locator("#id_password").fill(PASSWORD)
    other.get_by_role("button", name="Créer mon compte").click()
    other.wait_for_url(f"{site}/allonnes/")

    joined = User.objects.get(email="jean@asso.example").memberships.get()
    assert (joined.role, str(joined.organisation)) == (Role.HOLDER, "Centre social")
