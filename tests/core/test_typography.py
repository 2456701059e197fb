"""The spaces of French print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.core.typography import french


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Total : 12 €", "Total\u00a0: 12\u00a0€"),
        ("« Kits » ?", "«\u00a0Kits\u00a0»\u202f?"),
        ("50 % ; oui !", "50\u00a0%\u202f; oui\u202f!"),
        ("n° 4", "n°\u00a04"),
        ("12:30, a;b", "12:30, a;b"),
    ],
)
def test_spaces_before_high_signs_do_not_break(written, printed):
    assert french(written) == printed


@given(st.text("ab «»:;?!€% n°"))
def test_printing_twice_changes_nothing_more(sentence):
    assert french(french(sentence)) == french(sentence)


@given(st.text("ab «»:;?!€% n°"))
def test_nothing_but_spaces_changes(sentence):
    blanks = str.maketrans("", "", " \u00a0\u202f")

    assert french(sentence).translate(blanks) == sentence.translate(blanks)
