from __future__ import annotations

import pytest

from preau.core.refusal import Refusal
from preau.formats.readers import xls


def test_the_real_annex(seed_forms):
    (grid,) = xls.read((seed_forms / "annexe.xls").read_bytes()).grids

    assert (grid.sheet, len(grid.rows), grid.lines[-1]) == ("Annexe 1", 29, 34)
    assert grid.rows[-1] == ["TOTAL", *[""] * 6, 594268.0, 250000.0]
    assert grid.merged == [(1, 0, 1, 8), *((2, column, 3, column) for column in range(7)), (2, 7, 2, 8)]


def test_a_cell_far_beyond_any_sheet_stops_no_one_but_the_worker(seed_forms):
    """The last number of the sheet is moved to row 65 535, column 65 535: calamine asks for 137 GB and dies."""
    data = bytearray((seed_forms / "annexe.xls").read_bytes())
    number = data.rfind(b"\x03\x02\x0e\x00")
    data[number + 4 : number + 8] = b"\xff\xff\xff\xff"

    with pytest.raises(Refusal, match="abîmé"):
        xls.read(bytes(data))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_truncated_workbook_is_refused(seed_forms, share):
    data = (seed_forms / "annexe.xls").read_bytes()

    with pytest.raises(Refusal, match="abîmé"):
        xls.read(data[: int(len(data) * share)])
