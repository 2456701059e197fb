"""The page of the day and the search, as people go through them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from preau.annexes.editing import Edit, edit_actions
from preau.people.models import Cite, Membership
from preau.people.roles import Role
from tests.factories.people import a_member


@pytest.fixture
def changed(allonnes, site):
    """Allonnes after a colleague, who was there first, changed two actions; the address of the day."""
    cite = Cite.objects.get(slug="allonnes")
    Membership.objects.update(since="2020-01-01T00:00:00Z")
    paul = a_member(Role.COORDINATION, cite, email="paul@ville.example")
    edit_actions(programme=cite.programmes.get(), edits=[Edit(one, "axis", None, "school") for one in (2, 5)], by=paul)
    return f"{site}/allonnes/"


def test_from_what_waits_to_where_it_is_put_right(page, changed):
    page.goto(changed)

    page.get_by_role("link", name="Corriger\u00a0: Action 15").click()

    expect(page.locator("li:target b")).to_contain_text("Action 15")
    expect(page.locator("li:target")).to_be_in_viewport()


def test_what_was_read_is_new_no_more(page, changed):
    page.goto(changed)
    news = page.get_by_role("region", name="Depuis votre dernière visite")
    expect(news.get_by_role("listitem").first).to_contain_text("a modifié les actions 2 et 5.")

    page.get_by_role("button", name="Tout marquer comme lu").click()

    expect(news).to_contain_text("Personne d’autre n’a rien changé")
    page.reload()
    expect(news.get_by_role("listitem")).to_have_count(0)


def test_a_word_typed_in_the_head_of_any_page_finds_its_action(page, allonnes):
    page.goto(f"{allonnes}a-verifier/")

    page.get_by_label("Chercher une action, un organisme, une pièce").fill("petits dejeuners")
    page.keyboard.press("Enter")
    page.locator(".found a").first.click()

    expect(page.locator("h1")).to_contain_text("etit")
    assert "/actions/" in page.url


def test_one_searches_on_a_phone_too(phone, allonnes):
    phone.goto(allonnes)

    phone.get_by_role("link", name="Chercher", exact=True).tap()
    phone.get_by_label("Ce que vous cherchez").fill("école")
    phone.get_by_role("button", name="Chercher").tap()

    expect(phone.locator("mark").first).to_be_visible()
