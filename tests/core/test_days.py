"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from preau.core.days import past_day, read_day
from preau.core.refusal import Refusal


@pytest.mark.parametrize("text", ["2020-10-05", " 2020-10-5 ", "05/10/2020", "5.10.2020"])
def test_a_day_is_read(text):
    assert read_day(text) == date(2020, 10, 5)


@pytest.mark.parametrize(
    "text",
    ["", "zob", "2020", "2020-13-01", "31/02/2020", "2020-10-05T00:00", "\u0662\u0660\u0662\u0660-10-05", "0000-01-01"],
)
def test_what_is_no_day_is_refused_with_an_example(text):
    with pytest.raises(Refusal, match="par exemple 15/10/2020"):
        read_day(text)


def test_a_day_to_come_is_refused():
    assert past_day("2020-10-05", date(2020, 10, 5)) == date(2020, 10, 5)
    with pytest.raises(Refusal, match="Le 06/10/2020 est à venir"):
        past_day("2020-10-06", date(2020, 10, 5))
