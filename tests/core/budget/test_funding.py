"""A funding plan as numbers: its totals, who brings what, and whether the share of the cité falls."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.core.budget.chart import ACCOUNTS, account_of, heads_of, under
from preau.core.budget.funding import PlanLine, Totals, YearShare, balance, funders, not_falling, printed, totals
from preau.core.money import ZERO

AMOUNTS = st.decimals(min_value="0", max_value="99999999.99", places=2)
LINES = st.lists(
    st.builds(
        PlanLine,
        st.sampled_from(list(ACCOUNTS)),
        AMOUNTS,
        st.sampled_from(["", "Ville", "CAF"]),
        st.sampled_from(["", "ordinary", "specific"]),
        of_cite=st.booleans(),
    ),
    max_size=20,
)


def line(account, amount, label="", nature="", **more):
    """A line, in a line."""
    return PlanLine(account, Decimal(amount), label, nature, **more)


@given(LINES)
def test_every_euro_is_counted_once(lines):
    found = totals(lines)

    whole = sum((one.amount for one in lines), ZERO)
    brought = sum((one.amount for one in funders(lines)), ZERO)
    assert (found.all_charges + found.all_products, brought) == (whole, found.products)
    assert found.balanced == (found.charges == found.products and found.charges_in_kind == found.products_in_kind)
    assert max(found.ordinary + found.specific, found.public, found.cite) <= found.products


@given(LINES)
def test_what_is_printed_sums_to_the_totals(lines):
    found = totals(lines)

    sums = {
        (side, in_kind): sum(
            (row.amount or ZERO for row in printed(lines, heads_of(side, in_kind=in_kind), empty=True) if row.is_head),
            ZERO,
        )
        for side in ("charges", "products")
        for in_kind in (False, True)
    }

    assert sums == {
        ("charges", False): found.charges,
        ("charges", True): found.charges_in_kind,
        ("products", False): found.products,
        ("products", True): found.products_in_kind,
    }


def test_a_plan_of_two_funders():
    lines = [
        line("60.1", 600),
        line("64", 400),
        line("864", 150),
        line("74.1", 400, "P147", "specific", of_cite=True),
        line("74.5", 500, "Ville", "ordinary"),
        line("RP", 100),
        line("870", 150),
    ]

    found = totals(lines)

    d = Decimal
    assert found == Totals(d(1000), d(1000), d(150), d(150), d(500), d(400), d(900), d(400))
    assert (found.cost, found.cite_share, found.public_share, balance(found)) == (1000, 40, 90, "Équilibré")


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (100, "Équilibré"),
        (40, "Il manque 60\u00a0€ de produits"),
        (160, "Il y a 60\u00a0€ de produits de trop"),
    ],
)
def test_the_balance_is_said_with_its_numbers(amount, said):
    assert balance(totals([line("6", 100), line("RP", amount)])) == said


@pytest.mark.parametrize(
    ("code", "account"),
    [("60", "60"), ("6064", "60.3"), ("604", "60.1"), ("69", None), ("74.2", "74.2"), ("864", "864"), ("x", None)],
)
def test_where_an_account_falls(code, account):
    found = account_of(code)

    assert (found.code if found else None) == account


def test_the_chart_holds_the_lines_of_the_form():
    assert [head.code for head in heads_of("charges", in_kind=False)] == [
        "6", "60", "61", "62", "63", "64", "65", "66", "67", "68", "IND",
    ]  # fmt: skip
    assert [head.code for head in heads_of("products", in_kind=False)] == [
        "70", "73", "74", "75", "76", "77", "78", "79", "RP",
    ]  # fmt: skip
    assert [one.code for one in under(ACCOUNTS["86"])] == ["860", "861", "862", "864"]
    assert ACCOUNTS["60.1"].path == "60 Achats, prestations de services"


def test_a_share_that_does_not_fall_is_said():
    years = [
        YearShare(2020, Decimal(1000), Decimal(400)),
        YearShare(2021, Decimal(1000), Decimal(300)),
        YearShare(2022, None, Decimal(300)),
        YearShare(2023, Decimal(1000), Decimal(300)),
        YearShare(2024, Decimal(1000), Decimal(450)),
    ]

    assert [said.partition(" : ")[0] for said in not_falling(years)] == [
        "En 2023, la part de la cité éducative reste la même",
        "En 2024, la part de la cité éducative augmente",
    ]
