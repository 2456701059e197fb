"""Positions: sums of dated movements, the identities between them, and the first day on which they do not hold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.core.budget.position import KINDS, NOTHING, Entry, Position, first_breach, position

FIRST = date(2020, 1, 1)


def day(n):
    """So many days after the first."""
    return FIRST + timedelta(days=n)


cents = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n).scaleb(-2))
entries = st.lists(st.builds(Entry, st.sampled_from(KINDS), cents, st.integers(0, 9).map(day)), max_size=30)


@given(moved=entries)
def test_the_identities_hold_whatever_moved(moved):
    now = position(moved)

    sums = {kind: sum((one.amount for one in moved if one.kind == kind), Decimal(0)) for kind in KINDS}
    assert now.available == sums["notified"] - sums["programmed"]
    assert now.to_commit == now.programmed - now.committed
    assert now.to_pay == now.committed - now.paid == sums["committed"] - sums["released"] - sums["paid"]
    assert now.available + now.to_commit + now.to_pay + now.paid == now.notified


@given(moved=entries, other=entries)
def test_two_envelopes_together_are_the_sum_of_both(moved, other):
    assert position(moved) + position(other) == position([*other, *moved])


@given(moved=entries, n=st.integers(-1, 10))
def test_the_position_at_a_date_is_that_of_what_moved_until_then(moved, n):
    assert position(moved, day(n)) == position([one for one in moved if one.on <= day(n)])


@given(moved=entries, chance=st.randoms())
def test_the_order_in_which_movements_were_noted_changes_nothing(moved, chance):
    shuffled = chance.sample(moved, len(moved))

    assert position(shuffled) == position(moved)
    assert first_breach(shuffled) == first_breach(moved)


@given(moved=entries)
def test_a_breach_is_the_first_day_on_which_an_identity_fails(moved):
    def holds(at):
        now = position(moved, at)
        return now.notified >= 0 and 0 <= now.paid <= now.committed <= max(now.programmed, Decimal(0))

    failing = [on for on in sorted({one.on for one in moved}) if not holds(on)]

    found = first_breach(moved)

    assert (found and found.on) == (failing[0] if failing else None)
    assert found is None or found.excess > 0


def moved(*lines):
    """Movements in a line: ("programmed", 500, 0)."""
    return [Entry(kind, Decimal(amount), day(n)) for kind, amount, n in lines]


def test_money_that_came_back_is_neither_paid_nor_committed():
    lines = moved(("programmed", 500, 0), ("committed", 500, 1), ("paid", 400, 2), ("recovered", 150, 3))

    now = position(lines)

    assert now == Position(programmed=Decimal(500), committed=Decimal(350), paid=Decimal(250))
    assert (now.to_commit, now.to_pay) == (Decimal(150), Decimal(100))


def test_nothing_moved_is_nothing():
    assert position([]) == NOTHING == Position.of({"notified": None})


@pytest.mark.parametrize(
    ("lines", "what", "on", "excess"),
    [
        ([("programmed", 500, 0), ("committed", 501, 1)], "committed", 1, 1),
        ([("committed", 500, 0), ("programmed", 500, 1)], "committed", 0, 500),
        ([("programmed", 500, 0), ("paid", 20, 2)], "paid", 2, 20),
        ([("programmed", 500, 0), ("released", 30, 2)], "negative", 2, 30),
        ([("programmed", 9, 0), ("committed", 9, 0), ("paid", 5, 1), ("recovered", 6, 3)], "negative", 3, 1),
        ([("programmed", 500, 0), ("committed", 500, 0), ("programmed", -200, 4)], "committed", 4, 200),
        ([("programmed", -10, 0), ("committed", 1, 0)], "committed", 0, 1),
    ],
)
def test_the_first_day_that_does_not_hold_is_said(lines, what, on, excess):
    assert first_breach(moved(*lines)) == (what, day(on), Decimal(excess))


def test_what_is_set_right_within_the_day_is_no_breach():
    lines = moved(("committed", 500, 1), ("paid", 500, 1), ("programmed", 500, 1))

    assert first_breach(lines) is None
    assert first_breach(moved(("programmed", -10, 0))) is None, "an annex may print less than nothing"
