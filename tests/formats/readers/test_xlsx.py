from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
import xlsxwriter

from preau.core.refusal import Refusal
from preau.formats.readers import xlsx


def written(fill, **options):
    """A workbook as Excel would save it, filled by a function."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options) as book:
        fill(book)
    return buffer.getvalue()


def only_grid(data):
    (grid,) = xlsx.read(data).grids
    return grid


def test_the_real_annex(seed_forms):
    grid = only_grid((seed_forms / "annexe.xlsx").read_bytes())

    assert (grid.sheet, len(grid.rows), grid.lines[0], grid.lines[-1]) == ("Annexe 1", 29, 1, 34)
    assert grid.rows[4][7:] == [55200.0, 20000.0]
    assert grid.merged == [(1, 0, 1, 8), *((2, column, 3, column) for column in range(7)), (2, 7, 2, 8)]


def test_a_total_saved_without_its_value_is_computed(seed_forms):
    """annexe.xlsx was made by a program: its TOTAL row is =SUM(…) and nothing else."""
    grid = only_grid((seed_forms / "annexe.xlsx").read_bytes())

    assert grid.rows[-1] == ["TOTAL", *[""] * 6, Decimal(594268), Decimal(250000)]


def test_every_type_of_cell_is_kept():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["texte\nsuite", 0.1, True, 0, "  a_x000D_b "])
        sheet.write_datetime(1, 0, datetime(2020, 9, 1), book.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001
        sheet.write_number(1, 1, 0.5, book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(1, 2, 1.5, book.add_format({"num_format": "[hh]:mm"}))
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 4, '=""', None, "")

    grid = only_grid(written(fill))

    assert grid.rows[0] == ["texte\nsuite", 0.1, True, 0.0, "  a_x000D_b "]
    assert grid.rows[1] == [date(2020, 9, 1), time(12), timedelta(hours=36), "#DIV/0!", ""]


def test_rows_and_columns_stand_where_the_sheet_has_them():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write(4, 2, "N°")
        sheet.write(6, 3, 0)

    grid = only_grid(written(fill))

    assert (grid.rows, grid.lines) == ([["", "", "N°", ""], ["", "", "", 0.0]], [5, 7])


def test_merged_cells_are_counted_in_the_rows_that_are_kept():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range("A3:A5", "Santé")
        sheet.merge_range("B3:C3", "ANNEE 2020")
        sheet.merge_range("A8:B9", "")
        sheet.write_column("B3", ["", "x", "", "", "y"])

    grid = only_grid(written(fill))

    assert (grid.lines, grid.merged) == ([3, 4, 7], [(0, 0, 1, 0), (0, 1, 0, 2)])


def test_hidden_sheets_come_last_and_empty_ones_not_at_all():
    def fill(book):
        hidden, very_hidden, empty, shown = (book.add_worksheet(name) for name in ("Caché", "Très", "Vide", "Annexe"))
        shown.activate()
        hidden.hide()
        very_hidden.very_hidden()
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Annexe!$A$1"})
        book.add_chartsheet("Graphe").set_chart(chart)
        for sheet in (hidden, very_hidden, shown):
            sheet.write(0, 0, sheet.name)
        empty.set_column(0, 5, 30)

    grids = xlsx.read(written(fill)).grids

    assert [(grid.sheet, grid.rows) for grid in grids] == [
        ("Annexe", [["Annexe"]]),
        ("Caché", [["Caché"]]),
        ("Très", [["Très"]]),
    ]


def test_every_line_break_is_the_same(make_xlsx):
    cells = ("a\r\nb", "a&#13;b", "a_x000D_\nb", "a_x005F_x000D_b", "a&#10;b")
    xml = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)

    grid = only_grid(make_xlsx(f"<row>{xml}</row>"))

    assert grid.rows == [["a\nb", "a\nb", "a\nb", "a_x000D_b", "a\nb"]]


def test_formulas_without_a_value_are_computed_or_shown(make_xlsx):
    """C2 is shared from C1, C3 cannot be computed here, C4 holds an empty text, C5 was computed by its program."""
    grid = only_grid(
        make_xlsx(
            '<row r="1"><c r="A1"><v>1.1</v></c><c r="B1"><v>2</v></c>'
            '<c r="C1"><f t="shared" ref="C1:C2" si="0">A1+B1</f><v>9</v></c></row>'
            '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c><c r="C2"><f t="shared" si="0"/></c></row>'
            '<row r="3"><c r="C3" s="1"><f>IF(A1&gt;1,A2,B2)</f><v></v></c></row>'
            '<row r="4"><c r="A4"><v>1</v></c><c r="C4" t="str"><f>""</f><v></v></c></row>'
            '<row r="5"><c r="C5"><f>A1*2</f><v>2.2</v></c></row><row r="7"><c r="D7"><f>SUM(A1:B2)</f><v/></c></row>'
        )
    )

    assert [row[2] for row in grid.rows[:5]] == [9.0, Decimal(7), "=IF(A1>1,A2,B2)", "", 2.2]
    assert (grid.rows[5], grid.lines) == (["", "", "", Decimal("10.1")], [1, 2, 3, 4, 5, 7])


def test_zeros_that_a_program_wrote_for_excel_to_compute_are_computed():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, [55200, 25000])
        sheet.write_formula(2, 0, "=SUM(A1:A2)")
        sheet.write_formula(3, 0, "=AVERAGE(A1:A2)")

    assert [row[0] for row in only_grid(written(fill)).rows] == [55200.0, 25000.0, Decimal(80200), "=AVERAGE(A1:A2)"]


def test_a_million_formatted_rows_below_the_table_cost_nothing(make_xlsx):
    phantoms = "".join(f'<row r="{line}" s="3" customFormat="1"/>' for line in range(3, 1_048_577))
    data = make_xlsx(f'<row r="1"><c r="A1"><v>1</v></c></row>{phantoms}', after="<mergeCells/>")

    grid = only_grid(data)

    assert (grid.rows, grid.lines) == ([[1.0]], [1])


def test_a_value_at_the_end_of_a_million_rows_is_read(make_xlsx):
    grid = only_grid(
        make_xlsx('<row r="1"><c r="I1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>')
    )

    assert (grid.rows, grid.lines) == ([[*[""] * 8, 1.0], [2.0, *[""] * 8]], [1, 1_048_576])


FAR = [
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c><c s="1" r="XFD1048576"><v>2</v></c></row>',
    "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1048576'><v>2</v></c></row>",
    '<row r="1"><c r="A1"><v>1</v></c><x:c xmlns:x="x" r="XFD1048576"><x:v>2</x:v></x:c></row>',
    f'<row r="1"><c><v>1</v></c></row><row r="1048576">{"<c><v>2</v></c>" * 16_384}</row>',
]


@pytest.mark.parametrize("rows", FAR)
def test_two_cells_too_far_apart_are_refused_before_they_take_all_the_memory(make_xlsx, rows):
    with pytest.raises(Refusal, match="XFD1048576"):
        xlsx.read(make_xlsx(rows))


def test_formats_far_from_the_table_do_no_harm(make_xlsx):
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'

    assert only_grid(make_xlsx(rows)).rows == [[1.0]]


def test_entities_are_refused(make_xlsx):
    doctype = '<!DOCTYPE x [<!ENTITY a "boum"><!ENTITY b "&a;&a;">]>'

    with pytest.raises(Refusal, match="abîmé"):
        xlsx.read(make_xlsx('<row><c t="inlineStr"><is><t>&b;</t></is></c></row>', head=doctype))


def test_a_part_larger_than_the_archive_says_is_refused(make_xlsx):
    data = bytearray(make_xlsx(f"<row><c><v>1</v></c></row>{' ' * 100_000}"))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (50_000).to_bytes(4, "little")

    with pytest.raises(Refusal, match="abîmé"):
        xlsx.read(bytes(data))


@pytest.mark.parametrize("rows", ['<row r="1"><c r="A1"><v>1</v></c>', '<row><c t="s"><v>7</v></c></row>', "<row><c>"])
def test_a_damaged_sheet_is_refused(make_xlsx, rows):
    with pytest.raises(Refusal, match="abîmé"):
        xlsx.read(make_xlsx(f"{rows}<", after="<"))


def test_pictures_and_macros_are_not_unpacked(make_xlsx):
    data = make_xlsx("<row><c><v>1</v></c></row>", parts={"xl/media/image1.png": b"\x00", "xl/vbaProject.bin": b"\x00"})

    assert only_grid(data).rows == [[1.0]]
