"""A reading kept as JSON is the same reading, whatever the file."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from preau.core.annex.parse import parse
from preau.core.findings import Finding
from preau.core.grid import Grid, Reading
from preau.formats.kept import as_json, from_json
from preau.formats.reading import read_grids


def kept(reading):
    """The reading, kept and read again."""
    return from_json(json.loads(json.dumps(as_json(reading), allow_nan=False)))


@pytest.mark.parametrize(
    "name",
    ["a_cp1252.csv", "annexe.docx", "annexe.odt", "annexe.xlsx", "annexe.ods", "annexe.xls", "annexe_writer.pdf"],
)
def test_the_real_annex_is_the_same_annex(seed_forms, name):
    _, reading = read_grids((seed_forms / name).read_bytes(), name)

    again = kept(reading)

    assert parse(again) == parse(reading)
    assert (again.encoding, again.findings) == (reading.encoding, reading.findings)


def test_every_kind_of_cell_comes_back():
    cells = [
        "a\nb", 1, 1.5, Decimal("12.30"), True, None, date(2026, 9, 1), datetime(2026, 9, 1, 14, 30, tzinfo=UTC),
        time(9, 30), timedelta(hours=1), "end",
    ]  # fmt: skip
    grid = Grid([cells], [4], "2026", 2, ["Titre"], ["Fin"], [(0, 0, 0, 1)])
    reading = Reading([grid], "utf-8", [Finding("row-unread", "Ligne 4 : non lue.", 0, 4, None, "x")])

    assert kept(reading) == reading


def test_what_a_database_refuses_becomes_a_mark():
    reading = Reading([Grid([["a\x00b", "\ud800", float("nan"), float("inf")]], [1])])

    assert kept(reading).grids[0].rows == [["a\ufffdb", "\ufffd", "nan", "inf"]]


def test_empty_cells_at_the_end_of_a_row_are_left_off():
    assert kept(Reading([Grid([["a", "", None, ""], ["", None]], [1, 2])])).grids[0].rows == [["a"], []]
