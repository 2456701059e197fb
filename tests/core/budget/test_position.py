"""Where money stands: sums of dated movements, the identities between them, the days on which they break."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.core.budget.position import KINDS, SIGNS, Breach, Entry, Position, first_breach, position

MARCH, JUNE, OCTOBER = date(2020, 3, 1), date(2020, 6, 1), date(2020, 10, 1)
LIFE = [
    Entry("notified", Decimal(1000), MARCH),
    Entry("programmed", Decimal(800), MARCH),
    Entry("committed", Decimal(700), JUNE),
    Entry("paid", Decimal(500), JUNE),
    Entry("released", Decimal(100), OCTOBER),
    Entry("recovered", Decimal(50), OCTOBER),
]
entries = st.lists(
    st.builds(
        Entry,
        st.sampled_from(KINDS),
        st.integers(-(10**9), 10**9).map(lambda cents: Decimal(cents).scaleb(-2)),
        st.integers(0, 400).map(lambda days: MARCH + timedelta(days)),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 2, 29), (0, 0, 0, 0, 0, 0, 0)),
        (MARCH, (1000, 800, 0, 0, 200, 800, 0)),
        (JUNE, (1000, 800, 700, 500, 200, 100, 200)),
        (OCTOBER, (1000, 800, 550, 450, 200, 250, 100)),
        (None, (1000, 800, 550, 450, 200, 250, 100)),
    ],
)
def test_a_position_at_a_day(day, expected):
    now = position(LIFE, day)

    figures = (now.notified, now.programmed, now.committed, now.paid, now.available, now.to_commit, now.to_pay)
    assert figures == expected


@given(entries)
def test_each_figure_is_the_sum_of_its_movements_with_their_signs(moved):
    now = position(moved)

    for figure, signs in SIGNS.items():
        assert getattr(now, figure) == sum((one.amount * signs.get(one.kind, 0) for one in moved), Decimal(0))


@given(entries, entries)
def test_positions_add_up(one, other):
    assert position(one) + position(other) == position([*one, *other])


@given(entries)
def test_what_is_programmed_is_to_commit_to_pay_or_paid(moved):
    now = position(moved)

    assert now.programmed == now.to_commit + now.to_pay + now.paid
    assert now.notified == now.available + now.programmed


@given(entries)
def test_what_holds_together_keeps_its_order_every_day(moved):
    if first_breach(moved) is not None:
        return

    for day in {one.on for one in moved}:
        now = position(moved, day)
        assert 0 <= now.paid <= now.committed <= max(now.programmed, Decimal(0))


@pytest.mark.parametrize(
    ("moved", "breach"),
    [
        ([], None),
        (LIFE, None),
        ([Entry("programmed", Decimal(-5), MARCH)], None),
        ([Entry("paid", Decimal(5), MARCH)], Breach("paid", MARCH, Decimal(5))),
        ([Entry("released", Decimal(5), MARCH)], Breach("negative", MARCH, Decimal(5))),
        ([*LIFE, Entry("committed", Decimal(200), JUNE)], Breach("committed", JUNE, Decimal(100))),
        ([*LIFE, Entry("programmed", Decimal(-300), OCTOBER)], Breach("committed", OCTOBER, Decimal(50))),
        ([Entry("committed", Decimal(1), MARCH), Entry("programmed", Decimal(1), MARCH)], None),
    ],
)
def test_the_first_day_that_breaks(moved, breach):
    assert first_breach(moved) == breach


def test_nothing_at_all():
    assert position([]) == Position()
