"""The pictures of the guides are true: each is what a person of that role sees, on a day that never changes.

`PREAU_PICTURE=1 make journeys ARGS="-k picture"` takes them all anew, and that of the README.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from preau.annexes.editing import Edit, edit_actions
from preau.annexes.lifecycle import withdraw_action
from preau.core.text import fold
from preau.people.models import Cite, Membership, User
from preau.people.roles import Role
from preau.programmes.models import Attachment, AttachmentContent, Comment, Mention
from preau.site.guides import GUIDES
from tests.factories.people import a_member
from tests.factories.programmes import ActionFactory, CiteFactory, OrganisationFactory, ProgrammeFactory, a_programme
from tests.journeys.pictures import FARTHEST, difference
from tests.journeys.visitors import a_page

KEPT = Path(__file__).parents[2] / "src" / "preau" / "ui" / "static" / "help"
HEAVIEST = 60_000
COLOURS = 64


@dataclass(frozen=True)
class Scene:
    """Who looks, where, what they open, and the text that stands at the top of the window."""

    role: Role | None
    address: str
    opens: str = ""
    down_to: str = ""


ACTION = "/allonnes/2020/actions/11/"
SCENES = {
    "coordination-aujourdhui": Scene(Role.COORDINATION, "/allonnes/"),
    "coordination-importer": Scene(Role.COORDINATION, "/allonnes/importer/"),
    "coordination-relire": Scene(Role.COORDINATION, "/allonnes/importer/1/"),
    "coordination-programme": Scene(Role.COORDINATION, "/allonnes/2020/"),
    "coordination-a-verifier": Scene(Role.COORDINATION, "/allonnes/2020/a-verifier/"),
    "coordination-action": Scene(Role.COORDINATION, ACTION),
    "coordination-organismes": Scene(Role.COORDINATION, "/allonnes/organismes/"),
    "coordination-annees": Scene(Role.COORDINATION, "/allonnes/2020/reconduire/"),
    "coordination-exporter": Scene(Role.COORDINATION, "/allonnes/2020/", opens="Exporter"),
    "coordination-membres": Scene(Role.COORDINATION, "/allonnes/membres/"),
    "troika-aujourdhui": Scene(Role.PREFECTURE, "/allonnes/"),
    "troika-programme": Scene(Role.PREFECTURE, "/allonnes/2020/"),
    "troika-commentaires": Scene(Role.PREFECTURE, ACTION, down_to="Commentaires"),
    "troika-exporter": Scene(Role.PREFECTURE, "/allonnes/2020/", opens="Exporter"),
    "gestionnaire-aujourdhui": Scene(Role.MANAGER, "/allonnes/"),
    "gestionnaire-organismes": Scene(Role.MANAGER, "/allonnes/organismes/"),
    "gestionnaire-pieces": Scene(Role.MANAGER, ACTION, down_to="Pièces"),
    "porteur-connexion": Scene(None, "/compte/login/"),
    "porteur-aujourdhui": Scene(Role.HOLDER, "/allonnes/"),
    "porteur-action": Scene(Role.HOLDER, "/allonnes/2020/actions/1/"),
    "porteur-repondre": Scene(Role.HOLDER, "/allonnes/2020/actions/1/", down_to="Commentaires"),
    "lecture-aujourdhui": Scene(Role.READER, "/allonnes/"),
    "lecture-chercher": Scene(Role.READER, "/allonnes/chercher/?q=ecole"),
    "lecture-cites": Scene(Role.NATIONAL, "/"),
    "lecture-exporter": Scene(Role.READER, "/allonnes/2020/", opens="Exporter"),
    "administration-installation": Scene(Role.ADMINISTRATOR, "/installation/"),
    "administration-nouvelle": Scene(Role.ADMINISTRATOR, "/installation/cites/nouvelle/"),
    "administration-comptes": Scene(Role.ADMINISTRATOR, "/installation/comptes/"),
}

PEOPLE = {
    Role.COORDINATION: "Claire Morin",
    Role.PREFECTURE: "Hélène Roy",
    Role.MANAGER: "Sophie Martin",
    Role.HOLDER: "Karim Benali",
    Role.READER: "Louis Petit",
    Role.NATIONAL: "Anne Leroy",
    Role.ADMINISTRATOR: "Marc Dubois",
}
"""Invented, as every name in the pictures that is not that of an organisation."""


@pytest.fixture
def story(known_day, allonnes, seed_text):
    """Allonnes in use: its people, two comments, a piece, an earlier year, what a colleague changed."""
    cite = Cite.objects.get(slug="allonnes")
    programme = cite.programmes.get()
    people = {role: member(role, cite, name) for role, name in PEOPLE.items()}
    paul = member(Role.COORDINATION, cite, "Paul Le Gall", "paul@ville.example")
    edit_actions(programme=programme, edits=[Edit(one, "axis", None, "school") for one in (2, 5, 9)], by=paul)
    withdraw_action(action=programme.actions.get(serial=14), by=paul)
    calls(programme, 11, people[Role.PREFECTURE], people[Role.COORDINATION], "qui reçoit les 10 000 € ?")
    calls(programme, 1, people[Role.COORDINATION], people[Role.HOLDER], "le public est-il bien celui de cette année ?")
    join(programme.actions.get(serial=11), "devis-observatoire.pdf", people[Role.MANAGER])
    for number, name in enumerate(("Le Mans", "Nantes", "Trappes"), start=2):
        CiteFactory(slug=fold(name).replace(" ", "-"), name=name, coordinated=False)
        a_programme(fold(name).replace(" ", "-"), number=number, actions=number * 3)
    earlier = ProgrammeFactory(cite=cite, year=2019)
    for serial, title in enumerate(("Petits-déjeuners à l’école", "Fête du livre", "Jardin partagé"), start=1):
        ActionFactory(programme=earlier, serial=serial, title=title)
    Membership.objects.update(since=datetime(2026, 11, 2, tzinfo=UTC))
    User.objects.update(date_joined=datetime(2026, 11, 2, tzinfo=UTC))
    return people


def member(role, cite, name, email=""):
    """The member of that name; a holder is one of the Centre social, which carries action 1."""
    first = fold(name).partition(" ")[0]
    whose = OrganisationFactory(cite=cite, name="Centre social", key="centre social") if role == Role.HOLDER else None
    place = None if role in {Role.NATIONAL, Role.ADMINISTRATOR} else cite
    user = a_member(role, place, email=email or f"{first}@ville.example", organisation=whose)
    user.name = name
    user.save()
    return user


def calls(programme, serial, by, whom, text):
    """Somebody calls on somebody about an action."""
    said = f"@{whom.name} {text}"
    comment = Comment.objects.create(action=programme.actions.get(serial=serial), by=by, text=said)
    Mention.objects.create(comment=comment, user=whom)


def join(action, name, by):
    """Join a small file to the action."""
    piece = Attachment.objects.create(
        action=action, number=1, name=name, media_type="application/pdf", size=48_213, sha256="0" * 64, by=by
    )
    AttachmentContent.objects.create(attachment=piece, data=b"%PDF-1.7")


def bring_anew(page, site, seed_text):
    """Paste the annex with a cost changed, as far as its preview."""
    page.goto(f"{site}/allonnes/importer/")
    page.locator("textarea").fill(seed_text.read_text().replace("16 000 €", "17 000 €"))
    page.get_by_role("button", name="Lire et vérifier").click()


def test_every_picture_of_a_guide_has_its_scene():
    assert [step.picture for guide in GUIDES for step in guide.steps] == list(SCENES)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_the_pictures_of_a_guide_are_true(guide, story, visitor, site, seed_text):
    found = {}
    for step in guide.steps:
        scene, kept = SCENES[step.picture], KEPT / f"{step.picture}.png"
        page = visitor(story.get(scene.role), step.window)
        if step.picture == "coordination-relire":
            bring_anew(page, site, seed_text)
        answer = page.goto(site + scene.address)
        look(page, scene)
        gap = difference(page, kept, COLOURS)
        found[step.picture] = (answer.status, gap < FARTHEST, kept.stat().st_size < HEAVIEST)

    assert found == dict.fromkeys(found, (200, True, True))


@pytest.fixture
def visitor(browser, site):
    """A page of a person, None for nobody, in a window."""
    opened = []

    def visitor(user, window):
        width, height = window
        opened.append(a_page(browser, site, user, {"viewport": {"width": width, "height": height}}))
        return next(opened[-1])

    yield visitor
    for one in opened:
        next(one, None)


def look(page, scene):
    """Open what the scene opens, and go down to where it looks; nothing blinks in a picture."""
    if scene.opens:
        page.locator("summary", has_text=scene.opens).click()
    if scene.down_to:
        heading = page.locator("h2", has_text=scene.down_to).first
        heading.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 24)")
    page.evaluate("document.activeElement.blur()")
