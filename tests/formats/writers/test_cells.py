"""What a value becomes as text."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.formats.writers.cells import clean, escape, guard, shown, typed


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("un\r\ndeux\rtrois\n", "un\ndeux\ntrois\n"),
        ("a\x00b\x0bc\x1fd", "a\ufffdb\ufffdc\ufffdd"),
        ("\ud800 \udfff \ufffe \uffff", "\ufffd \ufffd \ufffd \ufffd"),
        ("tab\t, nbsp\u00a0, \x85, 🎉", "tab\t, nbsp\u00a0, \x85, 🎉"),
    ],
)
def test_only_what_xml_forbids_is_replaced(text, cleaned):
    assert clean(text) == cleaned


def test_escaped_text_is_safe_in_an_element_and_in_an_attribute():
    assert escape('<a b="c">&\x00') == "&lt;a b=&quot;c&quot;&gt;&amp;\ufffd"


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+33 6", "'+33 6"),
        ("-", "'-"),
        ("@ville", "'@ville"),
        ("\t=1", "'\t=1"),
        ("'=1+1", "''=1+1"),
        ("''", "''"),
        ("l'eau = la vie", "l'eau = la vie"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text, guarded):
    assert guard(text) == guarded


@given(st.text(st.sampled_from("'=+-@\ta \n"), max_size=6))
def test_a_reader_takes_the_apostrophe_away(text):
    guarded = guard(text)

    read = guarded[1:] if re.match(r"'+[=+\-@\t\r]", guarded) else guarded

    assert read == text
    assert guarded[:1] not in tuple("=+-@\t")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12, "12"),
        (2020, "2020"),
        (Decimal("55200.00"), "55\u202f200\u00a0€"),
        (Decimal("4874.10"), "4\u202f874,10\u00a0€"),
        ("a\rb", "a\nb"),
    ],
)
def test_a_value_on_paper(value, text):
    assert shown(value) == text


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("", None),
        (None, None),
        ("12", "12"),
        (12, 12),
        (Decimal("1.50"), Decimal("1.50")),
        (10**15, "1000000000000000"),
    ],
)
def test_a_number_that_a_sheet_would_change_is_stored_as_text(value, stored):
    assert typed(value) == stored
