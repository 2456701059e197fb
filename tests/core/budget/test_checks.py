"""What is said of a funding plan."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from preau.core.budget.checks import CODES, Plan, check_plan
from preau.core.budget.funding import PlanLine, totals
from preau.core.findings import LEVELS
from tests.core.budget.test_funding import LINES, line


def codes(lines, **more):
    """The codes of what is said of these lines."""
    return [said.code for said in check_plan(Plan(lines, **more))]


BALANCED = [line("6", 1000), line("74.1", 400, "P147"), line("RP", 600)]


def test_a_plan_in_order_says_nothing():
    assert codes(BALANCED, cost=Decimal(1000)) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ([line("6", 100)], "plan-unbalanced"),
        ([line("864", 50), line("870", 40)], "plan-in-kind-unbalanced"),
        ([line("6", 100), line("74.2", 100)], "plan-funder-unnamed"),
        ([line("6", 50), line("74.1", 50, "Drac", "specific")], "plan-specific-apart"),
        ([line("6", "0.5"), line("RP", "0.5")], "plan-cents"),
        (
            [line("6", 9), line("74.1", 9, envelope=3, envelope_name="P147", programmed=Decimal(8))],
            "plan-envelope-differs",
        ),
        ([line("6", 5000), line("74.5", 5000, "Ville")], "plan-public-share"),
    ],
)
def test_each_check_has_its_word(more, code):
    assert codes([*BALANCED, *more]) == [code]


def test_a_typed_cost_that_differs_is_said_with_both_numbers():
    said = check_plan(Plan(BALANCED, cost=Decimal(900)))

    assert [(one.code, one.message.partition(". ")[0]) for one in said] == [
        (
            "plan-cost-differs",
            "le programme dit 900\u00a0€ de coût total, et le plan de financement 1\u202f000\u00a0€",
        )
    ]


def test_amounts_with_cents_are_at_home_in_a_plan_with_cents():
    assert codes([line("6", "0.5"), line("RP", "0.5")], cents=True) == []


def test_the_name_of_an_envelope_names_the_funder():
    paid = PlanLine("74.1", Decimal(10), envelope=1, envelope_name="P147", programmed=Decimal(10))

    assert codes([line("6", 20), paid, line("RP", 10)]) == []


def test_two_lines_of_one_envelope_count_together():
    half = PlanLine("74.1", Decimal(5), envelope=1, envelope_name="P147", programmed=Decimal(10))

    assert codes([line("6", 20), half, half, line("RP", 10)]) == []


def test_every_code_has_its_level():
    assert [code for code in CODES if code not in LEVELS] == []


@given(LINES)
def test_a_plan_is_said_unbalanced_when_it_is(lines):
    found, said = totals(lines), codes(lines)

    assert ("plan-unbalanced" in said, "plan-in-kind-unbalanced" in said) == (bool(found.gap), bool(found.gap_in_kind))
