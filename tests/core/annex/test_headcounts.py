"""Numbers of people that a text gives."""

from __future__ import annotations

import pytest

from preau.core.annex.headcounts import LONGEST_PASSAGE, headcounts_in, left_of


def found(*texts):
    return [(one.number, one.whom) for one in headcounts_in(*texts)]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("985 enfants Allonnais scolarisés de la MS au CM2 (dont les ULIS)", [(985, "enfants")]),
        ("165 familles identifiées par les partenaires", [(165, "familles")]),
        ("Pour 1 200 familles", [(1200, "familles")]),
        ("12 jeunes collégiens", [(12, "jeunes collégiens")]),
        ("1 enfant", [(1, "enfant")]),
        ("3 orchestres, Enfants de 3 à 6 ans, 2,5 enfants, 0 enfant", []),
        ("999999999999 habitants", []),
        ("", []),
    ],
)
def test_numbers_of_people_are_found(text, counted):
    assert found(text) == counted


def test_a_number_said_twice_is_one():
    assert found("985 enfants", "Un livre à chacun des 985 enfants") == [(985, "enfants")]


def test_two_numbers_of_one_noun_are_told_apart_by_what_follows():
    text = "40 enfants de maternelle (CM2), 25 enfants d’élémentaire et 12 parents"

    assert found(text) == [(40, "enfants de maternelle"), (25, "enfants d’élémentaire"), (12, "parents")]


def test_the_passage_is_the_sentence():
    text = "Distribution des livres. Remise à 985 enfants ;\nlivres restants au CLAS. Fin."

    assert [one.passage for one in headcounts_in(text)] == ["Remise à 985 enfants"]


@pytest.mark.parametrize("around", ["mot " * 100, "x" * 400 + " ", ""])
def test_a_long_passage_is_cut_around_the_number(around):
    (one,) = headcounts_in(f"{around}985 enfants {around}")

    assert "985 enfants" in one.passage
    assert len(one.passage) <= LONGEST_PASSAGE + len("…  …")


@pytest.mark.parametrize(
    ("kept", "left"),
    [
        ([], [985, 165]),
        ([(985, "enfants")], [165]),
        ([(985, "Enfants d’Allonnes")], [165]),
        ([(985, "enfant")], [165]),
        ([(986, "enfants"), (985, "élèves")], [985, 165]),
        ([(165, "familles"), (985, "enfants")], []),
    ],
)
def test_what_is_kept_already_is_not_offered_again(kept, left):
    headcounts = headcounts_in("985 enfants et 165 familles")

    assert [one.number for one in left_of(headcounts, kept)] == left
