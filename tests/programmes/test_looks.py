"""The looks of themes: sixteen pairs of a colour and a pattern, none of them twice."""

from __future__ import annotations

from preau.programmes.looks import called, pair_of
from preau.programmes.operations import LOOKS


def test_no_two_looks_are_the_same_pair_or_have_one_name():
    looks = range(1, LOOKS + 1)

    assert (len({pair_of(look) for look in looks}), len({called(look) for look in looks})) == (16, 16)


def test_the_first_four_are_those_of_the_design():
    assert [pair_of(look) for look in range(1, 5)] == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_a_fifth_theme_has_the_first_colour_and_the_third_pattern():
    assert (pair_of(5), pair_of(6), called(5)) == ((1, 3), (2, 4), "ocre, lignes couchées")
