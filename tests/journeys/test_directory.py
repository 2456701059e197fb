"""The directory and the themes in a browser: merged and undone, walked with a keyboard, seen on every screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from preau.people.models import Cite, Organisation
from preau.people.roles import Role
from preau.programmes.models import Theme
from preau.programmes.organisations import Facts, add_organisation, edit_organisation
from tests.journeys.test_accessibility import faults
from tests.journeys.test_accessibility import screen as screen  # noqa: PLC0414 - the fixture, used below
from tests.journeys.test_keyboard import stops


@pytest.fixture
def directory(allonnes, claire):
    """The directory of Allonnes, with organisations that look alike; its address."""
    cite = Cite.objects.get()
    for name in ("Maison des Adolescents", "Maison des Ados", "Ville d’Allonne"):
        add_organisation(cite=cite, facts=Facts(name), by=claire)
    return allonnes.replace("2020/", "organismes/")


def one(name):
    return Organisation.objects.get(name=name)


def contradicted(claire):
    """The two houses do not say the same kind."""
    for name, kind in (("Maison des Adolescents", "public"), ("Maison des Ados", "association")):
        edit_organisation(organisation=one(name), facts=Facts(name, kind), by=claire)


def test_two_organisations_become_one_and_two_again(page, directory):
    page.goto(directory)
    page.get_by_role("link", name="doublons possibles").click()
    pair = page.get_by_role("region", name="Un mot abrégé")

    pair.get_by_role("button", name="Garder ce nom « Maison des Adolescents »").click()
    expect(page.get_by_role("status")).to_contain_text("« Maison des Ados » est réuni à « Maison des Adolescents »")
    expect(pair).to_have_count(0)

    page.goto(f"{directory}?q=ados")
    page.get_by_role("link", name="Maison des Adolescents").click()
    page.get_by_role("button", name="Annuler la fusion").click()

    expect(page.get_by_role("status")).to_contain_text("les deux organismes sont comme avant")
    assert one("Maison des Ados").merged_into is None


def test_what_differs_is_chosen_before(page, directory, claire):
    contradicted(claire)
    page.goto(f"{directory}doublons/")

    page.get_by_role("link", name="Choisir et réunir à « Maison des Ados »").click()
    page.get_by_role("radio", name="Autre organisme public").check()
    page.get_by_role("button", name="Garder « Maison des Ados »").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Maison des Ados")
    assert one("Maison des Ados").kind == "public"


def test_an_expected_holder_is_replaced_from_its_page(page, directory):
    page.goto(f"{directory}{one('JSA').pk}/")

    page.get_by_label("Organisme qui porte l’action 4").fill("Inalta")
    page.get_by_role("button", name="Remplacer").click()

    expect(page.get_by_role("status")).to_contain_text("porteur remplacé : Inalta")
    expect(page.get_by_text("Aucune action portée.")).to_be_visible()


def test_a_theme_goes_up_with_the_keyboard(page, directory):
    page.goto(directory.replace("organismes", "themes"))

    page.get_by_role("button", name="Monter « Environnement »").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("« Environnement » est à la place 1")
    assert Theme.objects.order_by("rank").first().name == "Environnement"


def test_a_theme_is_merged_and_comes_back(page, directory):
    page.goto(directory.replace("organismes", "themes"))
    page.get_by_role("link", name="Modifier « Environnement »").click()
    page.get_by_label("Thème qui reste").select_option("Santé et citoyenneté")
    page.get_by_role("button", name="Réunir", exact=True).click()
    expect(page.locator("table.themes tbody tr")).to_have_count(3)

    page.get_by_role("button", name="Annuler la fusion").click()

    expect(page.locator("table.themes tbody tr")).to_have_count(4)


def pages():
    """Every page of the directory and of the themes, by name."""
    ados, theme = one("Maison des Ados").pk, Theme.objects.order_by("rank").first().pk
    return {
        "directory": "organismes/",
        "filtered": "organismes/?q=rien",
        "organisation": f"organismes/{one('JSA').pk}/",
        "added": "organismes/ajouter/",
        "edited": f"organismes/{ados}/modifier/",
        "duplicates": "organismes/doublons/",
        "merged": f"organismes/{ados}/reunir/?avec={one('Maison des Adolescents').pk}",
        "themes": "themes/",
        "theme": f"themes/{theme}/modifier/",
    }


def test_no_page_breaks_a_rule(screen, directory, claire):
    contradicted(claire)
    found = {}
    for name, path in pages().items():
        screen.goto(directory.replace("organismes/", path))
        found[name] = faults(screen)

    assert {name: what for name, what in found.items() if what} == {}


def test_every_stop_is_seen_and_nothing_covers_it(page, directory, claire):
    contradicted(claire)
    found = {}
    for name, path in pages().items():
        page.goto(directory.replace("organismes/", path))
        found[name] = [stop["name"] for stop in stops(page) if not (stop["outlined"] and stop["clear"])]

    assert {name: what for name, what in found.items() if what} == {}


def test_a_reader_is_offered_nothing_to_change(as_, directory):
    page = as_(Role.READER)
    for path in pages().values():
        if "?avec" not in path and "ajouter" not in path and "modifier" not in path:
            page.goto(directory.replace("organismes/", path))
            assert page.locator("main form[method=post]").count() == 0
