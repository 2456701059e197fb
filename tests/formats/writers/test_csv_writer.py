"""CSV and TSV, read back with the standard library."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from preau.formats.writers import csv as csv_writer
from preau.formats.writers import tsv as tsv_writer
from preau.formats.writers.cells import clean, guard

GOLDEN = Path(__file__).parents[2] / "golden"
FORMATS = pytest.mark.parametrize(("writer", "delimiter"), [(csv_writer, ";"), (tsv_writer, "\t")])


def read(data, delimiter):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def as_text(value):
    """A value as the file should say it."""
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    return guard(value) if isinstance(value, str) else str(value)


def test_a_small_paper_in_full(small):
    assert csv_writer.write(small) == (GOLDEN / "small.csv").read_bytes()


@FORMATS
def test_every_cell_of_the_real_annex_comes_back(writer, delimiter, allonnes, cells):
    read_back = read(writer.write(allonnes), delimiter)

    assert read_back == [[as_text(value) for value in row] for row in cells(allonnes)]


@FORMATS
def test_every_hostile_text_comes_back_guarded(writer, delimiter, hostile, cells):
    read_back = read(writer.write(hostile), delimiter)

    assert read_back == [[as_text(value) for value in row] for row in cells(hostile)]
    assert [field for row in read_back for field in row if field.startswith(("=", "+", "@", "\t"))] == []


@FORMATS
def test_records_end_with_cr_lf_and_are_of_equal_length(writer, delimiter, small):
    data = writer.write(small)

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert {len(record) for record in read(data, delimiter)} == {5}


@FORMATS
def test_a_paper_without_a_table_is_its_texts(writer, delimiter, bare, hollow):
    assert read(writer.write(bare), delimiter) == [["Lettre"], ["Rien à dire."]]
    assert read(writer.write(hollow), delimiter) == [["Vide", ""], ["Action", "Coût"]]


def test_line_breaks_of_old_machines_are_written_as_one(hostile_texts):
    assert [text for text in map(clean, hostile_texts) if "\r" in text] == []
