"""Amounts: every form seen in real files, and what must hold of any amount."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.core.money import LARGEST, Convention, Unreadable, euros, from_number, parse_amount, split

MARKS = Convention(frozenset(","))
THOUSANDS = Convention(unit=Decimal(1_000))

amounts = st.decimals(Decimal("-1e9"), Decimal("1e9"), places=2)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("55 200 €", "55200.00"),
        ("55\u00a0200\u00a0€", "55200.00"),
        ("55\u202f200\u202f€", "55200.00"),
        ("55\u2009200 €", "55200.00"),
        ("1,500 €", "1500.00"),
        ("25.225 €", "25225.00"),
        ("2.500.000,00 EUR", "2500000.00"),
        ("1,234,567.89", "1234567.89"),
        ("242 795,50 €", "242795.50"),
        ("24000.0", "24000.00"),
        ("0,500", "0.50"),
        ("1234,567", "1234.57"),
        ("650 000€TTC", "650000.00"),
        ("650 000 € T.T.C.", "650000.00"),
        ("800 euros", "800.00"),
        ("€ 1 500", "1500.00"),
        ("1'500", "1500.00"),
        ("12 500 €*", "12500.00"),
        ("90 k€", "90000.00"),
        ("90K€", "90000.00"),
        ("1,3 M€", "1300000.00"),
        ("1,250 M€", "1250000.00"),
        ("2 millions d'euros", "2000000.00"),
        ("-1 500", "-1500.00"),
        ("−1 500 €", "-1500.00"),
        ("(1 500)", "-1500.00"),
        ("0", "0.00"),
        ("12.", "12.00"),
        ("1 500\n€", "1500.00"),
    ],
)
def test_an_amount_is_read(written, amount):
    assert str(parse_amount(written)) == amount


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "€",
        "-",
        "–",
        "-   €",
        "NC",
        "n.c.",
        "X",
        "/",
        "Néant",
        "à définir",
        "A préciser",
        "Refusé",
        "sans objet",
    ],
)
def test_the_absence_of_an_amount_is_read(written):
    assert parse_amount(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "1.726.04 €",
        "12 5000",
        "1 500 00",
        "1,500 k€",
        "3 000 + 500",
        "env. 8 000 €",
        "12,5 %",
        "01/02/2023",
        "5 €/h",
        "douze",
        "k€",
        ",5",
        "1.²",
        "٣",
        "41177507500046",
        "9" * 60,
    ],
)
def test_what_could_be_two_amounts_or_none_is_never_guessed(written):
    with pytest.raises(Unreadable):
        parse_amount(written)


def test_a_column_that_marks_decimals_makes_three_digits_ambiguous():
    assert Convention.of(["1 200,50 €", "1,500 €"]) == MARKS
    with pytest.raises(Unreadable):
        parse_amount("1,500", MARKS)


@pytest.mark.parametrize("written", [["1,500 €", "2,000 €"], ["25.225"], ["12", "à définir"], ["1.726.04 €"]])
def test_a_column_may_show_no_mark(written):
    assert Convention.of(written) == Convention()


@pytest.mark.parametrize(
    ("written", "amount"), [("120", "120000.00"), ("15,5", "15500.00"), ("120 000 €", "120000.00")]
)
def test_the_unit_of_a_column_is_that_of_its_bare_numbers(written, amount):
    assert str(parse_amount(written, THOUSANDS)) == amount


@pytest.mark.parametrize(
    ("number", "amount"),
    [
        (0.1, "0.10"),
        (24000.0, "24000.00"),
        (25.225, "25.23"),
        (0.125, "0.13"),
        (-0.0, "0.00"),
        (-12.5, "-12.50"),
        (594268.0000000001, "594268.00"),
        (1e-7, "0.00"),
        (1e12, "1000000000000.00"),
        (Decimal("3.005"), "3.01"),
        (7, "7.00"),
    ],
)
def test_a_number_of_a_spreadsheet_is_the_amount_it_shows(number, amount):
    assert str(from_number(number)) == amount


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 2.43e13, -1e13, Decimal("NaN"), Decimal("1e40")])
def test_a_number_that_is_no_amount_is_refused(number):
    with pytest.raises(Unreadable):
        from_number(number)


@given(amounts)
def test_what_is_printed_reads_back(amount):
    assert parse_amount(euros(amount)) == amount


@given(st.floats(-1e9, 1e9))
def test_a_number_and_its_french_writing_are_one_amount(number):
    amount = from_number(number)

    assert parse_amount(f"{amount:.2f}".replace(".", ",")) == amount


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_nothing_or_unreadable(written):
    try:
        amount = parse_amount(written)
    except Unreadable:
        return

    assert amount is None or (abs(amount) < LARGEST and amount.as_tuple().exponent == -2)


@given(amounts, st.lists(st.integers(0, 1000), min_size=1, max_size=20).filter(any))
def test_the_parts_sum_to_the_whole(total, weights):
    parts = split(total, weights)

    assert sum(parts) == total
    assert len(parts) == len(weights)


@given(amounts.map(abs), st.lists(st.integers(0, 1000), min_size=2, max_size=9).filter(any))
def test_more_weight_never_means_less_money(total, weights):
    parts = [part for _, part in sorted(zip(weights, split(total, weights), strict=True))]

    assert parts == sorted(parts)


def test_the_cents_that_are_left_go_to_the_largest_remainders():
    assert split(Decimal("10.00"), [1, 1, 1]) == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]
    assert split(Decimal("-0.05"), [1, 2]) == [Decimal("-0.02"), Decimal("-0.03")]


@pytest.mark.parametrize(("total", "weights"), [("10", []), ("10", [0]), ("10", [2, -1]), ("0.001", [1])])
def test_what_cannot_be_shared_is_refused(total, weights):
    with pytest.raises(ValueError, match=r"weights|cents"):
        split(Decimal(total), weights)


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        ("55200", "55\u202f200\u00a0€"),
        ("0", "0\u00a0€"),
        ("1234567.5", "1\u202f234\u202f567,50\u00a0€"),
        ("-12", "−12\u00a0€"),
        ("0.005", "0,01\u00a0€"),
    ],
)
def test_euros_are_printed_as_french_people_do(amount, printed):
    assert euros(Decimal(amount)) == printed


def test_no_amount_prints_as_nothing():
    assert euros(None) == ""
