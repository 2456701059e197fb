from __future__ import annotations

from decimal import Decimal

import pytest

from preau.formats.formulas import MOST_CELLS, Place, column_name, column_number, evaluate, moved

CELLS = {
    Place(0, 0): 0.1,
    Place(1, 0): 0.2,
    Place(2, 0): 3,
    Place(3, 0): "texte",
    Place(4, 0): "",
    Place(0, 1): True,
    Place(1, 1): "#REF!",
    Place(2, 1): Decimal("1.5"),
}


def value_of(formula, **others):
    place = Place(9, 9)
    return evaluate({place: formula, **others}, CELLS.get)[place]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:A5)", "3.3"),
        ("sum($A$1:$A$2)", "0.3"),
        ("SUM(A3:A1)", "3.3"),
        ("SUM(A1,A2;B3)", "1.8"),
        ("SUM(A1:A2)+B3", "1.8"),
        ("A3-A1-A2", "2.7"),
        ("A3-(A1-A2)", "3.1"),
        ("-A3+10.5", "7.5"),
        ("+A1 + A2", "0.3"),
        ("SUM(A1+A2,A3)", "3.3"),
        ("SUBTOTAL(9,A1:A4)", "3.3"),
        ("SUBTOTAL(109,A1:A4)", "3.3"),
        ("A5", "0"),
        ("Z1000", "0"),
        ("SUM(B1)", "0"),
    ],
)
def test_sums_are_exact(formula, value):
    assert value_of(formula) == Decimal(value)


@pytest.mark.parametrize(
    "formula",
    [
        "A4",
        "A1*2",
        "SUM(B1:B3)",
        "SUBTOTAL(1,A1:A4)",
        "IF(A1,A2,A3)",
        "Feuille2!A1",
        "SUM('Feuille 2'!A1:A3)",
        "[1]S!A1",
        "A1:A2",
        "SUM(A1:A2",
        "SUM(A1:A2))",
        "SUM()",
        "A1 A2",
        "A1+",
        "",
        "(" * 5000 + "1" + ")" * 5000,
        "+" * 100_000,
        "ROUND(A1;2)",
        "TOTAL",
        "été",
    ],
)
def test_what_is_not_simple_is_given_back(formula):
    assert value_of(formula) == f"={formula}"


@pytest.mark.parametrize(("formula", "text"), [('""', ""), ('"dit ""bon"""', 'dit "bon"')])
def test_a_text_is_itself(formula, text):
    assert value_of(formula) == text


def test_formulas_may_use_one_another():
    formulas = {Place(5, 0): "SUM(A1:A2)", Place(6, 0): "A6+A3", Place(7, 0): "SUM(A6:A7)"}

    assert list(evaluate(formulas, CELLS.get).values()) == [Decimal("0.3"), Decimal("3.3"), Decimal("3.6")]


def test_a_subtotal_leaves_the_subtotals_of_its_range_aside():
    formulas = {Place(5, 0): "SUBTOTAL(9,A1:A2)", Place(6, 0): "SUBTOTAL(9,A1:A6)"}

    assert list(evaluate(formulas, CELLS.get).values()) == [Decimal("0.3"), Decimal("3.3")]


def test_circles_are_given_back():
    formulas = {Place(0, 5): "G1", Place(0, 6): "F1+1", Place(0, 7): "SUM(F1:H1)"}

    assert list(evaluate(formulas, CELLS.get).values()) == ["=G1", "=F1+1", "=SUM(F1:H1)"]


def test_a_long_chain_of_formulas_ends():
    formulas = {Place(row, 0): f"A{row}+1" for row in range(1, 5000)}

    values = evaluate(formulas, {Place(0, 0): 1}.get)

    assert values[Place(4999, 0)] == 5000


def test_no_sheet_costs_more_than_so_many_cells():
    formulas = {Place(row, 1): f"SUM(A1:A{MOST_CELLS * 2 // 3})" for row in range(3)}

    values = evaluate(formulas, CELLS.get).values()

    assert [isinstance(value, str) for value in values] == [False, True, True]


@pytest.mark.parametrize(("formula", "below"), [("SUM(A1:$B$2)", "SUM(B3:$B$2)"), ("$A1+A$1", "$A3+B$1")])
def test_a_formula_is_copied_as_spreadsheets_do(formula, below):
    assert moved(formula, 2, 1) == below


@pytest.mark.parametrize(("name", "number"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16_383)])
def test_columns_have_letters(name, number):
    assert (column_number(name), column_name(number)) == (number, name)
