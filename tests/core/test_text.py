"""French text compared as people do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from preau.core.text import fold, is_slip, listed, one_edit_apart, squeeze, storable

words = st.text("abcé ", max_size=8)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Éducation  Nationale", "education nationale"),
        ("Maîtrise d’œuvre", "maitrise d oeuvre"),
        ("N° 12", "n 12"),
        ("ASSOCIAÇÃO", "associacao"),
        ("Récréa'livres – l’été !", "recrea livres l ete"),
        ("ŁÓDŹ", "odz"),
        ("½ tarif", "1 2 tarif"),
        ("", ""),
        ("—", ""),
    ],
)
def test_two_writings_fold_to_one(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_folding_goes_word_by_word(one, other):
    """The table of the common signs and the rules for all others agree."""
    assert fold(f"{one} {other}") == f"{fold(one)} {fold(other)}".strip()


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("  deux   mots ", "deux mots"),
        ("un\tmot", "un mot"),
        ("10\u00a0€", "10\u00a0€"),
        ("10 \u00a0 €", "10 €"),
        ("a\r\n  b\n\nc", "a\nb\nc"),
        ("page\vsuite", "page\nsuite"),
        ("ou\u00advert\u200b\ufeff", "ouvert"),
        ("\u00a0", ""),
    ],
)
def test_blanks_are_squeezed_and_paragraphs_stay(written, clean):
    assert squeeze(written) == clean


@given(st.text(" \u00a0\t\nab", max_size=20))
def test_squeezing_again_changes_nothing(text):
    assert squeeze(squeeze(text)) == squeeze(text)


@given(words, words)
def test_one_edit_is_what_the_distance_says(one, other):
    assert one_edit_apart(one, other) == (OSA.distance(one, other) == 1)


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("kayak", "kayka", True),
        ("weeks", "week", True),
        ("port", "pont", True),
        ("cm1", "cm2", False),
        ("a", "b", False),
    ],
)
def test_a_slip_is_a_letter_of_a_word_and_never_a_digit(one, other, slip):
    assert is_slip(one, other) == slip


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a et b"),
        (list("abc"), "a, b et c"),
        (list("abcdefgh"), "a, b, c, d, e et 3 autres"),
    ],
)
def test_words_are_listed_in_french(items, text):
    assert listed(items) == text


@pytest.mark.parametrize(("text", "kept"), [("a\0b", "a\ufffdb"), ("a\ud83d", "a\ufffd"), ("a😀é", "a😀é")])
def test_what_no_database_keeps_is_marked(text, kept):
    assert (storable(text), squeeze(text)) == (kept, kept)
