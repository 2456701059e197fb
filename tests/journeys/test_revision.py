"""A revision typed in with the keyboard: amounts, rates, Escape, reasons; and no page of it breaks a rule."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from preau.budgets.models import Revision
from preau.people.roles import Role
from preau.revisions.operations.proposing import propose
from preau.revisions.sheet import sheet_of
from tests.factories.revisions import a_draft, a_sitting, a_voted_programme, all_say_yes
from tests.journeys.test_accessibility import faults, screen  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(site, claire):
    """A draft of Allonnes that changes one action of three."""
    return a_draft(a_voted_programme(), {1: "450"})


@pytest.fixture
def at(site, draft):
    """Its page, with every line."""
    return f"{site}/allonnes/2020/reactualisations/{draft.serial}/"


def amounts(draft):
    return {row.number: str(row.amount) for row in sheet_of(draft).rows}


def cell(page, number):
    return page.get_by_role("textbox", name=f"Montant proposé, action {number}", exact=True)


def test_amounts_are_typed_with_the_keyboard(page, at, draft):
    page.goto(f"{at}?lignes=toutes")
    first, second = cell(page, 2), cell(page, 1)
    first.focus()

    page.keyboard.type("+100")
    page.keyboard.press("Enter")
    expect(page.locator("#dit")).to_have_text("Action 2\u00a0: 500\u00a0€. Il manque 150\u00a0€.")
    expect(first).to_have_value("500")
    expect(page.locator("#l-2 td.gap")).to_have_text("+\u00a0100")
    expect(page.locator("#reste")).to_contain_text("au-delà du notifié")
    expect(page.locator("#total .to")).to_have_text("1\u202f350")
    page.keyboard.type("-50%")
    page.keyboard.press("Tab")
    expect(second).to_have_value("200")
    expect(page.locator("#reste")).to_contain_text("il reste 100\u00a0€")

    assert amounts(draft) == {"1": "200.00", "2": "500.00", "3": "400.00"}


def test_escape_gives_the_old_text_back_and_a_slip_keeps_its_own(page, at, draft):
    page.goto(f"{at}?lignes=toutes")
    mine = cell(page, 2)
    mine.focus()

    page.keyboard.type("12")
    page.keyboard.press("Escape")
    expect(mine).to_have_value("400")
    page.keyboard.type("beaucoup")
    page.keyboard.press("Enter")
    expect(mine).to_have_attribute("aria-invalid", "true")
    expect(mine).to_have_value("beaucoup")
    expect(mine).to_be_focused()
    expect(page.locator("#l-2 .err")).to_contain_text("n’est pas un montant")
    page.keyboard.press("Escape")

    expect(page.locator("#l-2 .err")).to_have_count(0)
    assert amounts(draft)["2"] == "400.00"


def test_a_reason_is_typed_where_an_amount_changed(page, at, draft):
    page.goto(f"{at}?lignes=toutes")
    cell(page, 3).fill("1")
    page.keyboard.press("Enter")
    reason = page.get_by_role("textbox", name="Motif, action 3")
    expect(reason).to_be_visible()

    reason.fill("Faute de salle")
    page.keyboard.press("Enter")

    expect(page.locator("[name=o-3]")).to_have_value("Faute de salle")
    assert draft.lines.get(action__number="3").reason == "Faute de salle"


def test_what_another_wrote_is_told_and_may_be_written_over(page, at, draft, as_):
    julie = as_(Role.COORDINATION)
    page.goto(at)
    julie.goto(at)
    for one, text in ((julie, "600"), (page, "700")):
        cell(one, 1).fill(text)
        one.keyboard.press("Tab")
        if one is julie:
            expect(julie.locator("#dit")).to_contain_text("600")

    expect(page.locator("#l-1 .err")).to_contain_text("quelqu’un a écrit 600\u00a0€ entre-temps")
    expect(cell(page, 1)).to_have_value("700")
    cell(page, 1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#dit")).to_contain_text("Action 1\u00a0: 700\u00a0€")
    assert amounts(draft)["1"] == "700.00"


def test_no_page_of_a_revision_breaks_a_rule(screen, at, draft):  # noqa: F811 - the fixture
    claire = draft.created_by
    a_sitting(draft.programme)
    other = propose(revision=a_draft(draft.programme, {2: "1", 3: "600"}, "Autre"), by=claire)
    all_say_yes(other)
    root = at.removesuffix(f"{draft.serial}/")
    mine, theirs = f"{draft.serial}/", f"{other.serial}/"
    pages = (
        "", mine, f"{mine}?lignes=toutes", f"{mine}actions/1/", f"{mine}ajouter/", f"{mine}proposer/", theirs,
        f"{theirs}avis/", f"{theirs}adopter/", "1/", f"comparer/?un={draft.serial}&autre={other.serial}", "importer/",
    )  # fmt: skip

    found = {}
    for one in pages:
        screen.goto(root + one)
        found[one] = faults(screen)

    assert {name: what for name, what in found.items() if what} == {}
    assert Revision.objects.count() == 3
