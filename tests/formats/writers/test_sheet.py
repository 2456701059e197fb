"""A paper as the rows of one sheet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from preau.core.document.blocks import Cell, Column, Document, Heading, Table
from preau.formats.writers import sheet


def kinds(document):
    return [line.kind for line in sheet.lines(document)]


def test_headings_paragraphs_and_captions_are_rows_of_their_own(small):
    parts = ["head", "head", "body", "body", "body", "foot"]

    assert kinds(small) == ["title", "paragraph", "caption", *parts, "blank", "paragraph"]


def test_a_text_is_spread_over_the_columns(small):
    assert [cell.colspan for line in list(sheet.lines(small))[:3] for _, cell in line.places] == [5, 5, 5]


def test_no_blank_row_ends_a_sheet(allonnes):
    assert kinds(allonnes) == ["title", "heading", "head", "head", *["body"] * 24, "foot"]


def test_the_head_of_a_single_table_is_frozen(small, bare, hollow):
    two_tables = Document("", (*small.blocks, *hollow.blocks))

    assert [sheet.frozen(paper) for paper in (small, hollow, bare, two_tables)] == [(3, 5), (1, 2), None, None]


def test_the_filter_stands_under_the_head_and_leaves_the_total_out(small, hollow):
    assert [sheet.filtered(paper) for paper in (small, hollow)] == [(4, 7), None]


def test_a_column_shows_cents_in_every_row_or_in_none(small):
    looks = [
        sheet.look(line, column, cell).number
        for line in sheet.lines(small)
        for column, cell in line.places
        if isinstance(cell.value, Decimal)
    ]

    assert looks == ["cents", "whole", "cents", "cents", "whole"]


def test_a_row_is_as_high_as_its_longest_text(allonnes):
    rooms = sheet.rooms(allonnes)

    heights = [sheet.height(line, rooms) for line in sheet.lines(allonnes)]

    assert min(heights[4:28]) >= 2
    assert max(heights) == heights[4]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Annexe 1", "Annexe 1"),
        ("Annexe 1 – Programme d’actions 2020 – Cité éducative", "Annexe 1 – Programme d’actions"),
        ("'[2020]: a/b*?'", "2020 a b"),
        ("x" * 40, "x" * 31),
        ("\t", "Feuille"),
    ],
)
def test_a_sheet_has_a_name_that_every_spreadsheet_takes(title, name):
    assert sheet.name(Document(title, ())) == name


def test_a_sheet_is_as_wide_as_its_widest_table():
    narrow = Table((Column(1),), (), ((Cell("a"),),))
    wide = Table((Column(1), Column(1)), (), ((Cell("b"), Cell("c")),))

    assert sheet.breadth(Document("", (narrow, wide))) == 2
    assert sheet.breadth(Document("", (Heading("seul"),))) == 1
