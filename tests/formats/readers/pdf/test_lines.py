"""Line ends of a PDF: which are spaces, which are cuts inside a word, and whose hyphens they show."""

from __future__ import annotations

import pytest

from preau.formats.readers.pdf.lines import Joiner, Line, lines
from preau.formats.readers.pdf.page import Glyph, Page, Run

WIDE = 60.0
"""The room of a column, in points; a character takes 5."""


def line(text, *, space=False, hyphen="none", base=0.0):
    return Line(
        text=text,
        left=0,
        right=5.0 * len(text),
        base=base,
        size=10,
        page=1,
        ends_with_space=space,
        hyphen=hyphen,
        first_width=5.0,
    )


def joined(*texts, known="", space=False, hyphen="none"):
    """These lines together, in a document that also says `known`."""
    cell = [
        line(text, space=space, hyphen=hyphen if index == 0 else "none", base=12.0 * index)
        for index, text in enumerate(texts)
    ]
    elsewhere = [line(known)]
    return Joiner([cell, elsewhere]).text(cell, WIDE)


def test_full_lines_are_parted_by_a_space():
    assert joined("les enfants", "des écoles") == "les enfants des écoles"


def test_a_line_that_had_room_for_the_next_word_was_ended_on_purpose():
    assert joined("CAF", "Inalta") == "CAF\nInalta"


def test_a_word_cut_for_want_of_room_is_whole_again_when_the_document_has_it_elsewhere():
    assert joined("accompagneme", "nt et conseil", known="accompagnement") == "accompagnement et conseil"


def test_two_words_that_the_document_has_elsewhere_stay_two():
    assert joined("développement", "durable", known="développement durable") == "développement durable"


def test_an_end_without_a_vowel_is_no_word():
    assert joined("apprentissag", "ns", known="x") == "apprentissagns"


def test_a_capital_begins_a_word():
    assert joined("Développement", "Durable", known="x") == "Développement Durable"


def test_an_elision_begins_a_word():
    assert joined("Aménagements", "d'espaces", known="x") == "Aménagements d'espaces"


def test_a_line_of_several_words_is_never_cut_inside_one():
    assert joined("au sein des m", "nt", known="mnt") == "au sein des m nt"


@pytest.mark.parametrize(
    ("hyphen", "known", "expected"),
    [
        ("added", "x", "communication"),
        ("kept", "x", "communi-cation"),
        ("unsure", "communication", "communication"),
        ("unsure", "communi-cation communication", "communi-cation"),
        ("unsure", "x", "communi-cation"),
    ],
)
def test_a_hyphen_at_a_line_end_is_of_the_word_or_of_the_layout(hyphen, known, expected):
    assert joined("communi-", "cation", known=known, hyphen=hyphen) == expected


def test_where_words_are_hyphenated_everywhere_an_unknown_one_is_too():
    cells = [[line(f"mot{n}xyz-", hyphen="unsure"), line("suite", base=12.0)] for n in "abcdef"]

    assert Joiner(cells).text([line("inter-", hyphen="unsure"), line("culturel", base=12.0)], WIDE) == "interculturel"


def test_a_slash_without_a_space_before_it_has_none_after_it():
    assert joined("Kennedy/Jean/", "Le Marin") == "Kennedy/Jean/Le Marin"
    assert joined("Collèges et /", "Lycée") == "Collèges et / Lycée"


def test_the_last_digit_of_a_code_is_its_own_and_two_years_are_two():
    assert joined("6574/929/123", "4 LC", known="x") == "6574/929/1234 LC"
    assert joined("201920192019", "2020", known="x") == "201920192019 2020"


def test_a_dash_between_spaces_is_no_hyphen():
    page = Page(1, runs=[Run(-1, is_artifact=False, actual=None)])
    glyphs = [Glyph(text, 5.0 * place, 5.0 * place + 5, 20, 10, 0) for place, text in enumerate("eaux -")]

    assert [(found.text, found.hyphen) for found in lines(glyphs, page)] == [("eaux -", "none")]


@pytest.mark.parametrize(
    ("runs", "actual", "whose"),
    [
        ([0, 0, 0, 0], None, "unsure"),
        ([0, 0, 0, 1], None, "added"),
        ([0, 0, 0, 1], "\u00ad", "added"),
        ([0, 0, 0, 1], "-", "kept"),
        ([0, 1, 2, 3], None, "unsure"),
    ],
)
def test_a_hyphen_drawn_apart_was_added_unless_the_file_says_it_was_not(runs, actual, whose):
    page = Page(
        1, runs=[Run(-1, is_artifact=False, actual=actual if index == runs[-1] else None) for index in range(4)]
    )
    glyphs = [
        Glyph(text, 5.0 * place, 5.0 * place + 5, 20, 10, run)
        for place, (text, run) in enumerate(zip("ren-", runs, strict=True))
    ]

    assert [found.hyphen for found in lines(glyphs, page)] == [whose]


def test_a_raised_character_stays_in_its_line():
    page = Page(1, runs=[Run(-1, is_artifact=False, actual=None)])
    glyphs = [
        Glyph("1", 0, 5, 20, 10, 0),
        Glyph("e", 5, 8, 16, 6, 0),
        Glyph("r", 8, 11, 16, 6, 0),
        Glyph("x", 0, 5, 32, 10, 0),
    ]

    assert [found.text for found in lines(glyphs, page)] == ["1er", "x"]


def test_a_gap_between_characters_is_a_space():
    page = Page(1, runs=[Run(-1, is_artifact=False, actual=None)])
    glyphs = [Glyph("a", 0, 5, 20, 10, 0), Glyph("b", 5.3, 10, 20, 10, 0), Glyph("c", 12, 17, 20, 10, 0)]

    assert [found.text for found in lines(glyphs, page)] == ["ab c"]
