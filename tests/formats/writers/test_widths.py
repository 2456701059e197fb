"""How wide columns are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from preau.core.document.blocks import Cell, Column, Table
from preau.formats.writers.widths import fitted, text_width

SIZES = {"head": 8, "body": 8, "foot": 8}


def table(shares, *rows):
    return Table(tuple(Column(share) for share in shares), (), tuple(tuple(map(Cell, row)) for row in rows))


def test_columns_have_their_shares_where_words_fit():
    widths = fitted(table((1, 2, 1), ("un", "deux", "trois")), 200, 2, SIZES)

    assert widths == [50, 100, 50]


def test_a_column_grows_for_its_longest_word_at_the_expense_of_the_others():
    word = "interprofessionnelles"
    need = text_width(word, 8) + 2

    widths = fitted(table((1, 19), ("des formations " + word, "x")), 100, 2, SIZES)

    assert widths == [pytest.approx(need), pytest.approx(100 - need)]


def test_an_amount_is_one_word():
    amount = Decimal("1594268.00")
    need = text_width("1\u202f594\u202f268\u00a0€", 8) + 2

    assert fitted(table((1, 99), (amount, "x")), 100, 2, SIZES)[0] == pytest.approx(need)


def test_a_word_wider_than_any_column_may_be_takes_a_bounded_width():
    assert fitted(table((1, 9), ("x" * 500, "x")), 100, 2, SIZES) == [45, 55]


def test_shares_alone_decide_where_the_words_do_not_all_fit():
    assert fitted(table((1, 1, 2), *[["x" * 90] * 3]), 100, 2, SIZES) == [25, 25, 50]


def test_columns_without_a_width_share_nothing_but_do_not_fail():
    assert fitted(table((0, 0), ("", "")), 100, 2, SIZES) == [0, 0]
