"""Themes: one a name, each with a letter of its own."""

from __future__ import annotations

import pytest

from preau.people.models import Cite
from preau.programmes.operations import ensure_themes, free_letter


@pytest.mark.parametrize(
    ("name", "taken", "letter"),
    [
        ("Santé et citoyenneté", set(), "S"),
        ("Environnement", set(), "E"),
        ("École ouverte", {"E"}, "L"),
        ("Sport", {"S"}, "P"),
        ("Sport", {"S", "P"}, "O"),
        ("Aa", {"A"}, "1"),
        ("Aa", {"A", "1"}, "2"),
    ],
)
def test_the_letter_is_the_first_that_is_free(name, taken, letter):
    assert free_letter(name, taken) == letter


@pytest.mark.django_db
def test_two_writings_of_a_name_are_one_theme_of_the_cite():
    cite = Cite.objects.create(slug="allonnes", name="Allonnes")

    known, new = ensure_themes(cite=cite, names=["Santé", "Sport", "SANTE"])
    again, newer = ensure_themes(cite=cite, names=["santé", "Culture"])

    assert [(theme.name, theme.letter, theme.rank) for theme in new] == [("Santé", "S", 1), ("Sport", "P", 2)]
    assert [(theme.name, theme.letter, theme.rank) for theme in newer] == [("Culture", "C", 3)]
    assert again["sante"] == known["sante"]
