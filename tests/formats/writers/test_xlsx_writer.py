"""XLSX, read back with openpyxl and with calamine."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
import python_calamine
from lxml import etree

from preau.core.document.blocks import Cell, Column, Document, Paragraph, Table
from preau.core.refusal import Refusal
from preau.formats.writers.cells import clean
from preau.formats.writers.xlsx import write

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_of(document):
    (sheet,) = openpyxl.load_workbook(io.BytesIO(write(document))).worksheets
    return sheet


def stored(value):
    """A value as a sheet should hold it."""
    if isinstance(value, str):
        return clean(value)
    return float(value)


def with_openpyxl(data):
    (sheet,) = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    return [[plain(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def plain(value):
    if value is None:
        return ""
    # openpyxl leaves the codes of signs as they are written.
    return value.replace("_x005F_", "_") if isinstance(value, str) else float(value)


def with_calamine(data):
    (sheet,) = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python()


@pytest.mark.parametrize("read", [with_openpyxl, with_calamine])
def test_every_cell_of_the_real_annex_comes_back(read, allonnes, cells):
    assert read(write(allonnes)) == [[stored(value) for value in row] for row in cells(allonnes)]


@pytest.mark.parametrize("read", [with_openpyxl, with_calamine])
def test_every_hostile_text_comes_back_as_it_was(read, hostile, cells):
    assert read(write(hostile)) == [[stored(value) for value in row] for row in cells(hostile)]


def test_no_cell_is_a_formula_and_one_that_looks_like_it_stays_text_when_edited(hostile):
    sheet = sheet_of(hostile)

    quoted = {cell.value[:1] for row in sheet.iter_rows() for cell in row if cell.quotePrefix}

    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}
    assert quoted == {"=", "'", "+", "-", "@", "\t"}


def test_amounts_are_numbers_in_euros_with_cents_where_their_column_has_some(small):
    sheet = sheet_of(small)

    formats = [(cell.value, cell.number_format) for cell in (*sheet["D"][5:], *sheet["E"][5:]) if cell.value]

    assert formats == [
        (8000, '#,##0.00"\u00a0"[$€-40C]'),
        (4874.1, '#,##0.00"\u00a0"[$€-40C]'),
        (12874.1, '#,##0.00"\u00a0"[$€-40C]'),
        (5000, '#,##0"\u00a0"[$€-40C]'),
        (5000, '#,##0"\u00a0"[$€-40C]'),
    ]


def test_spans_are_merged_and_every_merged_cell_has_its_border(small):
    sheet = sheet_of(small)

    merged = {str(area) for area in sheet.merged_cells.ranges}

    assert merged == {
        "A1:E1",
        "A2:E2",
        "A3:E3",
        "A4:A5",
        "B4:B5",
        "C4:C5",
        "D4:E4",
        "A6:E6",
        "B7:B8",
        "A9:C9",
        "A11:E11",
    }
    assert {sheet[cell].border.bottom.style for cell in ("A5", "D4", "E4", "C5")} == {"thin"}
    assert {sheet[cell].border.top.style for cell in ("A9", "B9", "C9")} == {"medium"}


def test_the_head_stays_in_sight_and_comes_back_on_each_page(allonnes):
    sheet = sheet_of(allonnes)

    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.auto_filter.ref == "A4:I28"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_footer_says_the_version_and_the_page(small):
    footer = sheet_of(replace(small, footer="Version 1 & fin")).oddFooter

    assert (footer.left.text, footer.right.text) == ("Version 1 && fin", "&P / &N")


def test_the_title_and_the_author_are_in_the_properties(small):
    properties = openpyxl.load_workbook(io.BytesIO(write(small))).properties

    assert (properties.title, properties.creator, properties.language) == (
        "Annexe 1",
        "Cité éducative d’Allonnes",
        "fr-FR",
    )


def test_rows_are_high_enough_for_their_text(allonnes):
    sheet = sheet_of(allonnes)

    heights = [sheet.row_dimensions[row].height for row in range(5, 29)]

    assert min(heights) >= 2 * 12.75
    assert max(heights) <= 409


def test_a_paper_without_a_table_is_its_texts(bare, hollow):
    assert with_openpyxl(write(bare)) == [["Lettre"], ["Rien à dire."]]
    assert with_openpyxl(write(hollow)) == [["Vide", ""], ["Action", "Coût"]]


def test_the_parts_of_a_sheet_stand_in_the_order_that_excel_demands(small):
    with zipfile.ZipFile(io.BytesIO(write(small))) as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))

    assert [child.tag.removeprefix(MAIN) for child in sheet] == [
        "sheetPr", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "mergeCells",
        "pageMargins", "pageSetup", "headerFooter",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["x" * 32_768, "🎉" * 16_384])
def test_a_text_that_a_cell_cannot_hold_is_refused_rather_than_cut(text):
    with pytest.raises(Refusal, match="32\u202f767\\. Choisissez le format ODS"):
        write(Document("T", (Paragraph(text),)))


def test_the_longest_text_that_a_cell_holds_is_written_whole():
    text = "🎉" * 16_383

    assert with_openpyxl(write(Document("T", (Paragraph(text),)))) == [[text]]


def test_a_number_too_long_for_a_spreadsheet_is_written_as_text():
    siret = Cell(10**15 + 1)

    assert with_openpyxl(write(Document("T", (Table((Column(1),), (), ((siret,),)),)))) == [["1000000000000001"]]


def test_a_table_wider_than_a_sheet_is_refused():
    columns = tuple(Column(1) for _ in range(16_385))
    row = tuple(Cell(Decimal(1)) for _ in columns)

    with pytest.raises(Refusal, match="Choisissez le format CSV"):
        write(Document("T", (Table(columns, (), (row,)),)))
