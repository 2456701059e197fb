"""No page breaks a rule that a machine can check, on any screen, in light and in dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from preau.people.models import Cite
from preau.people.roles import Role
from tests.factories.committees import a_paper, a_revision, a_sitting, an_assent, with_agenda
from tests.factories.people import a_member
from tests.journeys.visitors import sign_in

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark"), (320, "light")]
PAGES = {
    "programme": "",
    "filtered": "?q=ecole&theme=S&verifier=1",
    "action": "actions/15/",
    "withdrawn action": "actions/14/",
    "findings": "a-verifier/",
    "grouped and sorted": "?groupe=axe&tri=-cost",
    "written": "actions/15/modifier/",
    "added": "ajouter/",
    "renewed": "reconduire/",
    "years": "annees/",
    "numbers": "numeros/",
    "first import": "imports/1/",
    "undone import": "imports/3/",
    "differences": "differences/",
    "before it begins": "?au=2019-12-31",
    "lost": "actions/99/",
}


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}-{screen[1]}")
def screen(browser, request, site, claire):
    """Claire's page on each kind of screen."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fr-FR")
    sign_in(context, site, claire)
    yield context.new_page()
    context.close()


def faults(page):
    """What axe finds with everything unfolded, what stands out of the screen, what the browser complained of."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [(fault["id"], fault["nodes"][0]["target"]) for fault in found] + ([overflow] if overflow > 0 else [])


def test_pages_of_a_programme(screen, history):
    found = {}
    for name, path in PAGES.items():
        screen.goto(history + path)
        found[name] = faults(screen)

    assert {name: what for name, what in found.items() if what} == {}


def test_first_pages(screen, site, bring, seed_text):
    screen.goto(site)
    empty = faults(screen)
    bring(seed_text.read_text())
    bring(seed_text.read_text(), slug="le-mans")
    screen.goto(site)
    several = faults(screen)

    assert (empty, several) == ([], [])


def test_pages_of_the_day(screen, site, history):
    found = {}
    for address in (
        "/allonnes/",
        "/allonnes/chercher/?q=ecole",
        "/allonnes/chercher/?q=rien",
        "/aide/",
        "/aide/troika/",
    ):
        screen.goto(site + address)
        found[address] = faults(screen)

    assert {address: what for address, what in found.items() if what} == {}


def test_pages_of_sittings_and_papers(screen, site, history):
    cite = Cite.objects.get(slug="allonnes")
    sitting = with_agenda(a_sitting(cite, held=True), "Bilan", "Budget", people=[("Nadia Benali", "Principale")])
    revision = a_revision(cite.programmes.get(year=2020), sitting, (533, 0), (3000, 4500))
    an_assent(revision, cite.seats.first(), "no", text="Trop vite")
    a_paper(cite)

    found = {}
    here = f"seances/{sitting.pk}/"
    of_sittings = ("seances/", "seances/prevoir/", here, f"{here}compte-rendu/", f"{here}modifier/")
    others = (
        "instances/",
        f"instances/{sitting.committee_id}/",
        "papiers/",
        "papiers/1/",
        "../verifier/?empreinte=abc",
    )
    for path in (*of_sittings, *others):
        screen.goto(f"{site}/allonnes/{path}")
        found[path] = faults(screen)

    assert {path: what for path, what in found.items() if what} == {}


def test_every_cite_side_by_side(screen, site, bring, seed_text, claire):
    a_member(Role.NATIONAL, email=claire.email)
    bring(seed_text.read_text())
    bring(seed_text.read_text(), slug="le-mans")

    screen.goto(f"{site}/?tri=cout&sens=desc")

    assert faults(screen) == []


def test_a_programme_of_the_longest_words(screen, site, bring, seed_text):
    lines = seed_text.read_text().split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("1\t"))
    model = lines[first].split("\t")
    long = f"Anticonstitutionnellement{'-anticonstitutionnellement' * 6} {model[3] * 9}"
    rows = ["\t".join([str(n), *model[1:3], f"{long} {n}", *model[4:]]) for n in range(1, 61)]
    bring("\n".join([*lines[:first], *rows]), slug="long")

    screen.goto(f"{site}/long/2020/")
    programme = faults(screen)
    screen.goto(f"{site}/long/2020/actions/7/")

    assert (programme, faults(screen)) == ([], [])
