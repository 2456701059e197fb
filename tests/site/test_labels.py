"""The words of the pages cover what the core and the formats know."""

from __future__ import annotations

import pytest

from preau.core.annex.plan import FIELDS as PLANNED
from preau.core.findings import LEVELS
from preau.formats.writing import FORMATS
from preau.programmes.states import ActionState
from preau.site import labels


def test_every_kind_of_finding_has_its_words():
    assert set(labels.KINDS) == set(LEVELS)


def test_every_format_that_is_written_is_offered():
    assert list(labels.EXPORTS) == list(FORMATS)


def test_every_state_has_its_sign():
    assert set(labels.STATES) == set(ActionState)


def test_every_field_that_an_import_compares_has_its_name():
    assert set(PLANNED) - set(labels.FIELDS) == set()


@pytest.mark.parametrize("words", [labels.KINDS.values(), [(label, "") for label in labels.FIELDS.values()]])
def test_words_are_in_french_print(words):
    texts = " ".join(word for pair in words for word in pair)

    assert [mark for mark in ("'", " :", " %", " ?") if mark in texts] == []
