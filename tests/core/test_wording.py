"""Two writings of a text, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from preau.core.wording import LONGEST, pieces

WORDS = st.lists(st.sampled_from(["un", "jardin", "école", "deux", "lire"]), max_size=12).map(" ".join)


def test_what_stayed_went_and_came():
    assert pieces("un jardin pour lire", "un préau pour lire") == [
        ("same", "un "),
        ("gone", "jardin "),
        ("new", "préau "),
        ("same", "pour lire"),
    ]


def test_what_stayed_far_from_a_change_is_cut_short():
    before = " ".join(f"mot{n}" for n in range(40))

    first, *_ = pieces(before, before + " fin")

    assert first.text.strip() == "… mot34 mot35 mot36 mot37 mot38 mot39"


def test_texts_without_end_are_given_whole():
    long = "mot " * (LONGEST + 1)

    assert pieces(long, "fin") == [("gone", long), ("new", "fin")]


@given(WORDS, WORDS)
def test_what_changed_is_all_there(before, after):
    found = pieces(before, after)

    gone = [word for one in found if one.kind == "gone" for word in one.text.split()]
    new = [word for one in found if one.kind == "new" for word in one.text.split()]
    assert len(gone) - len(new) == len(before.split()) - len(after.split())
    assert bool(gone or new) == (before.split() != after.split())
