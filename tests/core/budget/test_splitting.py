"""A sum that is shared never loses a cent, and takes from nobody more than they have."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from preau.core.budget.typed import shared
from preau.core.money import CENT, split
from preau.core.refusal import Refusal

cents = st.integers(0, 10**9).map(lambda n: Decimal(n).scaleb(-2))
several = st.dictionaries(st.integers(), cents, min_size=1, max_size=30)


@given(amounts=several, total=cents)
def test_what_is_given_is_given_to_the_cent(amounts, total):
    assume(any(amounts.values()))

    after = shared(total, amounts)

    assert sum(after.values()) == sum(amounts.values()) + total
    assert after.keys() == amounts.keys()
    assert all(after[key] >= amounts[key] for key in amounts)


@given(amounts=several, share=st.integers(0, 1000))
def test_what_is_taken_is_taken_to_the_cent_and_leaves_nobody_below_nothing(amounts, share):
    whole = sum(amounts.values())
    assume(whole)
    total = -(whole * share / 1000).quantize(CENT)

    after = shared(total, amounts)

    assert sum(after.values()) == whole + total
    assert all(0 <= after[key] <= amounts[key] for key in amounts)


@given(amounts=several, total=cents)
def test_each_part_is_its_exact_share_but_for_a_cent(amounts, total):
    whole = sum(amounts.values())
    assume(whole)

    after = shared(total, amounts)

    assert all(abs((after[key] - amount) * whole - total * amount) < CENT * whole for key, amount in amounts.items())


@given(total=cents, weights=st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_a_split_sums_to_its_total_both_ways(total, weights):
    assume(any(weights))

    parts = split(total, weights)

    assert sum(parts) == total
    assert split(-total, weights) == [-part for part in parts]


@pytest.mark.parametrize(
    ("total", "amounts", "words"),
    [
        ("10", {}, "aucun montant"),
        ("10", {1: "0", 2: "0"}, "aucun montant"),
        ("10", {1: "-5", 2: "20"}, "moins que rien"),
        ("-30.01", {1: "10", 2: "20"}, "plus que ce que"),
    ],
)
def test_what_cannot_be_shared_is_refused(total, amounts, words):
    with pytest.raises(Refusal, match=words):
        shared(Decimal(total), {key: Decimal(amount) for key, amount in amounts.items()})


def test_the_cents_left_go_to_the_first_of_equals():
    assert shared(Decimal(100), dict.fromkeys("abc", Decimal(1))) == {
        "a": Decimal("34.34"),
        "b": Decimal("34.33"),
        "c": Decimal("34.33"),
    }
