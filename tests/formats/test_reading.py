"""The bad input of every day and of bad people: a sentence, quickly, and never anything else."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest

from preau.core.refusal import Refusal
from preau.formats.reading import MOST_BYTES, read_grids


def test_the_format_and_the_grids_of_a_file(seed_text):
    found, reading = read_grids(seed_text.read_bytes(), "annexe1.txt")

    assert (found, len(reading.grids), len(reading.grids[0].rows)) == ("tsv", 1, 30)


@pytest.mark.parametrize("name", ["annexe.xlsx", "annexe.ods", "annexe.docx", "annexe.odt", "annexe_writer.pdf"])
def test_a_file_cut_short_is_refused_or_read(seed_forms, name):
    data = (seed_forms / name).read_bytes()

    with pytest.raises(Refusal):
        read_grids(data[: len(data) // 2], name)


def test_a_file_beyond_any_programme_is_refused_unread():
    with pytest.raises(Refusal, match="pèse 200\u00a0Mo"):
        read_grids(bytes(MOST_BYTES + 1))


def test_a_workbook_without_a_filled_cell_is_refused(make_xlsx):
    rows = "".join(f'<row r="{line}"><c r="A{line}" s="1"/></row>' for line in range(1, 100_001))

    with pytest.raises(Refusal, match="aucune cellule remplie"):
        read_grids(make_xlsx(rows))


def test_a_zip_bomb_is_refused_before_it_is_parsed(make_xlsx):
    """200 MB of nothing in one part of a workbook of 200 kB."""
    buffer = io.BytesIO(make_xlsx("<row><c><v>1</v></c></row>"))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/styles.xml", "w") as part:
        for _ in range(200):
            part.write(bytes(1 << 20))

    with pytest.raises(Refusal, match="refusé par prudence"):
        read_grids(buffer.getvalue())


def test_a_line_of_fifty_megabytes_is_one_cell():
    _, reading = read_grids(b"x" * (50 << 20))

    assert [len(row) for grid in reading.grids for row in grid.rows] == [1]


def test_nul_bytes_are_left_out():
    found, reading = read_grids(b"N\x00um;Co\x00ut\r\n1;10\r\n2;20\x00\r\n", "annexe.csv")

    assert (found, reading.grids[0].rows) == ("csv", [["Num", "Cout"], ["1", "10"], ["2", "20"]])


def test_only_the_reader_that_is_needed_is_loaded(seed_text):
    program = (
        "import sys; from preau.formats.reading import read_grids; read_grids(open(sys.argv[1], 'rb').read()); "
        "print({'lxml', 'pdfplumber', 'pikepdf', 'python_calamine', 'ftfy', 'zipfile', 'django'} & set(sys.modules))"
    )

    printed = subprocess.run(
        [sys.executable, "-c", program, str(seed_text)], capture_output=True, text=True, check=True
    ).stdout

    assert printed == "set()\n"
