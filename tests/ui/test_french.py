"""Numbers, dates and sentences as French print has them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from preau.ui.templatetags import french

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        ("20000", "55200", "36\u00a0%"),
        ("125", "1000", "13\u00a0%"),
        ("20000", "9500", "211\u00a0%"),
        ("0", "10", "0\u00a0%"),
        ("1", "0", ""),
        ("-5", "10", "−50\u00a0%"),
        ("12345", "10", "123\u202f450\u00a0%"),
    ],
)
def test_shares_are_rounded_half_up(part, whole, text):
    assert french.share(Decimal(part), Decimal(whole)) == text


def test_a_share_of_what_is_unknown_is_nothing():
    assert (french.share(None, Decimal(1)), french.share(Decimal(1), None)) == ("", "")


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0\u00a0action"), (1, "1\u00a0action"), (2, "2\u00a0actions"), (1000, "1\u202f000\u00a0actions")],
)
def test_french_has_the_plural_from_two(number, text):
    assert french.plural(number, "action,actions") == text


@pytest.mark.parametrize(
    ("moment", "day", "short", "hour"),
    [
        (
            datetime(2026, 12, 1, 9, 5, tzinfo=PARIS),
            "1er\u00a0décembre\u00a02026",
            "1er\u00a0déc.\u00a02026",
            "9\u00a0h\u00a005",
        ),
        (
            datetime(2026, 7, 14, 0, 0, tzinfo=PARIS),
            "14\u00a0juillet\u00a02026",
            "14\u00a0juil.\u00a02026",
            "0\u00a0h\u00a000",
        ),
        (
            datetime(2026, 12, 31, 23, 30, tzinfo=ZoneInfo("UTC")),
            "1er\u00a0janvier\u00a02027",
            "1er\u00a0janv.\u00a02027",
            "0\u00a0h\u00a030",
        ),
    ],
)
def test_dates_are_on_the_clock_of_the_installation(moment, day, short, hour):
    assert (french.day(moment), french.short_day(moment), french.hour(moment)) == (day, short, hour)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, "1\u00a0octet"),
        (999, "999\u00a0octets"),
        (13_834, "13\u00a0ko"),
        (999_999, "999\u00a0ko"),
        (52_428_800, "52\u00a0Mo"),
        (3_000_000_000, "3\u00a0Go"),
    ],
)
def test_sizes_of_files(size, text):
    assert french.weight(size) == text


def test_sentences_get_their_spaces_and_apostrophes():
    assert french.french("L'action : « JSA ? »") == "L’action\u00a0: «\u00a0JSA\u202f?\u00a0»"
