"""What is typed in the column of proposed amounts: an amount, a difference, a rate, a share; and what means none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.core.budget.typed import proposed
from preau.core.refusal import Refusal

VOTED, COST = Decimal(10_000), Decimal(24_999)
cents = st.integers(0, 10**10).map(lambda n: Decimal(n).scaleb(-2))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("8 000", "8000.00"),
        ("8\u202f000,50\u00a0€", "8000.50"),
        ("12 k€", "12000.00"),
        ("0", "0.00"),
        ("", "10000.00"),
        ("  ", "10000.00"),
        ("—", "0.00"),
        ("néant", "0.00"),
        ("+500", "10500.00"),
        ("+ 500 €", "10500.00"),
        ("-500", "9500.00"),
        ("−\u00a0500", "9500.00"),
        ("– 0,01", "9999.99"),
        ("− 10 000", "0.00"),
        ("+10%", "11000.00"),
        ("− 10 %", "9000.00"),
        ("-33,33 %", "6667.00"),
        ("-100 %", "0.00"),
        ("50 %", "12500.00"),
        ("0 %", "0.00"),
        ("1 000 000 000", "1000000000.00"),
    ],
)
def test_a_text_means_an_amount(text, amount):
    assert proposed(text, VOTED, COST) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("huit mille", "n’est pas un montant"),
        ("8 000 ou 9 000", "n’est pas un montant"),
        ("1e5", "n’est pas un montant"),
        ("+", "ne dit pas de combien"),
        ("−", "ne dit pas de combien"),
        ("+ inconnu", "ne dit pas de combien"),
        ("à définir", "n’est pas un montant"),
        ("+-500", "ne dit pas de combien"),
        ("--500", "ne dit pas de combien"),
        ("-(500)", "ne dit pas de combien"),
        ("−10 001", "laisserait moins que rien"),
        ("(500)", "laisserait moins que rien"),
        ("−101 %", "laisserait moins que rien"),
        ("%", "n’est pas un taux"),
        ("dix %", "n’est pas un taux"),
        ("10 %%", "n’est pas un taux"),
        ("100000 %", "n’est pas un taux"),
        ("1 000 000 001", "passe le milliard"),
    ],
)
def test_a_text_that_means_none_is_refused_with_an_example(text, words):
    with pytest.raises(Refusal, match=words):
        proposed(text, VOTED, COST)


def test_a_share_of_an_unknown_cost_is_refused():
    with pytest.raises(Refusal, match="Le coût de l’action n’est pas connu"):
        proposed("50 %", VOTED)


@given(voted=cents, change=cents)
def test_a_difference_and_its_contrary_come_back(voted, change):
    more = proposed(f"+{change}", voted)

    assert more == voted + change
    assert proposed(f"-{change}", more) == voted


@given(voted=cents, rate=st.integers(0, 100))
def test_a_rate_gives_whole_euros_at_most_half_a_euro_away(voted, rate):
    amount = proposed(f"−{rate} %", voted)

    assert amount == amount.to_integral_value()
    assert abs(amount - voted * (100 - rate) / 100) <= Decimal("0.5")


@given(text=st.text(max_size=30), voted=cents)
def test_whatever_is_typed_is_an_amount_or_a_refusal(text, voted):
    try:
        amount = proposed(text, voted, voted)
    except Refusal:
        return

    assert 0 <= amount <= Decimal(1_000_000_000)
    assert amount == amount.quantize(Decimal("0.01"))
