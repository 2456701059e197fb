from __future__ import annotations

import pytest

from preau.formats.compound import streams


def test_the_names_and_beginnings_of_a_real_workbook(seed_forms):
    found = streams((seed_forms / "annexe.xls").read_bytes())

    assert sorted(found) == [
        "\x01CompObj",
        "\x01Ole",
        "\x05DocumentSummaryInformation",
        "\x05SummaryInformation",
        "Workbook",
    ]
    assert (len(found["Workbook"]), found["Workbook"][:4]) == (512, b"\x09\x08\x10\x00")


def test_a_directory_that_loops_ends(make_compound):
    data = bytearray(make_compound("Workbook", "x"))
    data[512 + 4 : 512 + 8] = b"\x01\x00\x00\x00"  # the sector of the directory follows itself
    data[1024 + 256 + 72 : 1024 + 256 + 76] = b"\x01\x00\x00\x00"  # an entry hangs from the one that hangs from it

    assert sorted(streams(bytes(data))) == ["Workbook", "x"]


@pytest.mark.parametrize("size", [0, 8, 40, 512, 600])
def test_a_directory_that_is_cut_short_is_empty(make_compound, size):
    assert streams(make_compound("Workbook")[:size]) == {}
