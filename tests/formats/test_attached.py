"""The tables a PDF of ours carries with it: written exactly, and believed in no other form."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from preau.core.grid import Grid
from preau.core.refusal import Refusal
from preau.formats.attached import dump, load

GRID = {
    "rows": [["N°", "Coût"], ["1", None]],
    "lines": [1, 2],
    "sheet": None,
    "page": None,
    "before": ["Annexe 1"],
    "after": [],
    "merged": [[0, 0, 0, 1]],
}


def test_what_is_written_is_read_back():
    grid = Grid(
        [["N°", "Coût\ntotal"], ["1", None], ["", "«\u00a0é\u00a0»"]],
        [4, 5, 9],
        sheet="Feuille 1",
        page=2,
        before=["Annexe 1", "2020"],
        after=["Fin"],
        merged=[(0, 0, 0, 1), (1, 0, 2, 0)],
    )

    assert load(dump([grid])) == [grid]


def test_numbers_and_dates_are_written_as_their_exact_text():
    grid = Grid([[Decimal("55200.00"), 24, date(2020, 9, 1), Decimal("1E+3")]], [1])

    assert load(dump([grid]))[0].rows == [["55200.00", "24", "2020-09-01", "1000"]]


def test_the_same_grids_give_the_same_bytes():
    grids = [Grid([["a", "b"]], [1])]

    assert dump(grids) == dump(grids)


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"preau": 2, "grids": [GRID]},
        {"preau": 1, "grids": []},
        {"preau": 1, "grids": [[]]},
        {"preau": 1, "grids": [GRID | {"rows": "abc"}]},
        {"preau": 1, "grids": [GRID | {"rows": [["a", 1], ["b", "c"]]}]},
        {"preau": 1, "grids": [GRID | {"rows": [["a", {}], ["b", "c"]]}]},
        {"preau": 1, "grids": [GRID | {"lines": [1]}]},
        {"preau": 1, "grids": [GRID | {"lines": [1, 0]}]},
        {"preau": 1, "grids": [GRID | {"lines": [1, True]}]},
        {"preau": 1, "grids": [GRID | {"page": "1"}]},
        {"preau": 1, "grids": [GRID | {"sheet": 3}]},
        {"preau": 1, "grids": [GRID | {"before": [None]}]},
        {"preau": 1, "grids": [GRID | {"merged": [[0, 0, 9, 0]]}]},
        {"preau": 1, "grids": [GRID | {"merged": [[0, 0, 0, 2]]}]},
        {"preau": 1, "grids": [GRID | {"merged": [[1, 0, 0, 0]]}]},
        {"preau": 1, "grids": [GRID | {"merged": [[0, 0, 0]]}]},
        {"preau": 1, "grids": [GRID | {"merged": [[0, 0, 0, 1.0]]}]},
    ],
)
def test_any_other_form_is_refused_as_a_whole(content):
    with pytest.raises(Refusal, match=r"^Les données jointes à ce PDF"):
        load(json.dumps(content).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 5000])
def test_what_is_no_json_is_refused(data):
    with pytest.raises(Refusal, match=r"^Les données jointes à ce PDF"):
        load(data)
