"""A funding plan in a browser: typed and pasted, its totals follow, and nothing a machine can check is broken."""

from __future__ import annotations

from decimal import Decimal

import pytest

from preau.annexes.plans import TypedPlan, save_plan
from preau.budgets.models import Envelope
from preau.core.budget.funding import PlanLine
from preau.programmes.models import Action
from tests.factories.programmes import ActionFactory, ProgrammeFactory
from tests.journeys.test_accessibility import faults, screen

__all__ = ["screen"]
PASTED = "60 Achats\t700\n64 Personnel\t300\nVille d’Allonnes\tdroit commun\t1000\nLa lune\t5"


@pytest.fixture
def planned(allonnes, claire):
    """The programme of Allonnes, action 2 with its whole plan and a year before; its address."""
    action = Action.objects.get(programme__year=2020, serial=2)
    cite = action.programme.cite
    before = ActionFactory(programme=ProgrammeFactory(cite=cite, year=2019), serial=7, total_cost=Decimal(15000))
    Action.objects.filter(pk=action.pk).update(renewed_from=before)
    lines = [
        ("60.1", 9000, "Intervenants théâtre"),
        ("60.3", 1200, ""),
        ("62.3", 1800, "Cars"),
        ("64", 4000, ""),
        ("74.1", 8000, "", "specific", Envelope.objects.get().pk),
        ("74.5", 5000, "Ville d’Allonnes", "ordinary"),
        ("74.6", 2500, "CAF de la Sarthe", "ordinary"),
        ("RP", 300, ""),
        ("864", 900, ""),
        ("870", 900, ""),
    ]
    kept = [PlanLine(account, Decimal(amount), *more) for account, amount, *more in lines]
    save_plan(action=action, plan=TypedPlan(kept, short=False), by=claire)
    return allonnes


def test_the_pages_of_a_plan(screen, planned):
    found = {}
    for path in ("2/plan/", "2/plan/modifier/", "3/plan/", "3/plan/modifier/", "2/"):
        screen.goto(f"{planned}actions/{path}")
        found[path] = faults(screen)
    screen.goto(f"{planned}actions/3/plan/modifier/")
    screen.get_by_text("Coller un budget").click()
    screen.fill("#pasted", PASTED)
    screen.get_by_role("button", name="Voir ce qui est compris").click()
    found["pasted"] = faults(screen)

    assert {name: what for name, what in found.items() if what} == {}


def test_totals_follow_what_is_typed(page, planned):
    page.goto(f"{planned}actions/2/plan/modifier/")

    page.get_by_label("Montant en euros, Ressources propres affectées à l’action").fill("500")

    assert page.locator("[data-balance]").inner_text() == "Équilibré."
    page.keyboard.press("Enter")
    page.wait_for_url("**/plan/")
    assert page.url.endswith("/actions/2/plan/")
