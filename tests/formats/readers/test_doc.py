"""Word 97 documents, read from their own streams."""

from __future__ import annotations

import struct

import pytest

from preau.core.refusal import Refusal
from preau.formats.readers import doc, docx
from preau.formats.word97 import NotWord97, paragraphs


def texts(grid):
    return [[cell or "" for cell in row] for row in grid.rows]


def test_the_annex_is_read_cell_for_cell_as_its_docx(seed_forms):
    read = doc.read((seed_forms / "annexe.doc").read_bytes()).grids
    same = docx.read((seed_forms / "annexe.docx").read_bytes()).grids

    assert [texts(grid) for grid in read] == [texts(grid) for grid in same]
    assert [grid.before for grid in read] == [grid.before for grid in same]


def test_the_hat_over_two_columns_is_one_merged_cell(seed_forms):
    grid = doc.read((seed_forms / "annexe.doc").read_bytes()).grids[0]

    assert list(grid.merged) == [(0, 7, 0, 8)]
    assert grid.rows[0][7] == "ANNEE 2020"


def test_paragraphs_within_a_cell_stay_apart(seed_forms):
    grid = doc.read((seed_forms / "annexe.doc").read_bytes()).grids[0]

    description = grid.rows[2][4]
    assert len(description.split("\n")) == 8


def test_a_protected_document_is_not_taken_for_another(seed_forms):
    data = bytearray((seed_forms / "annexe.doc").read_bytes())
    at = data.index(struct.pack("<H", 0xA5EC))
    data[at + 11] |= 0x01

    with pytest.raises(NotWord97):
        list(paragraphs(bytes(data)))


def test_what_is_no_word_document_is_refused_with_a_sentence():
    with pytest.raises(Refusal) as refusal:
        doc.read(b"PK\x03\x04")

    assert str(refusal.value).startswith("Ce fichier n’est pas un document Word")


@pytest.mark.parametrize("kept", [600, 5_000, 40_000, 60_000])
def test_a_document_cut_short_is_refused_or_read_as_far_as_it_goes(seed_forms, kept, monkeypatch):
    monkeypatch.setenv("PATH", "")
    data = (seed_forms / "annexe.doc").read_bytes()[:kept]

    assert rows_or_sentence(data)


def rows_or_sentence(data):
    """How many rows were read, or the sentence of the refusal."""
    try:
        return sum(len(grid.rows) for grid in doc.read(data).grids)
    except Refusal as refusal:
        return str(refusal)
