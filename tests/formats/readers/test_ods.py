from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from preau.core.refusal import Refusal
from preau.formats.readers import ods


def row(*cells, attributes=""):
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(text="", attributes=""):
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) if text else ""
    return f"<table:table-cell {attributes}>{paragraphs}</table:table-cell>"


def number(value, attributes=""):
    return cell(f"{value} €", f'office:value-type="float" office:value="{value}" {attributes}')


def only_grid(data):
    (grid,) = ods.read(data).grids
    return grid


@pytest.mark.parametrize(("name", "rows", "last"), [("annexe.ods", 29, 34), ("annexe_odfdo.ods", 28, 28)])
def test_the_real_annex(seed_forms, name, rows, last):
    grid = only_grid((seed_forms / name).read_bytes())

    assert (grid.sheet, len(grid.rows), grid.lines[-1]) == ("Annexe 1", rows, last)
    assert grid.rows[-1] == ["TOTAL", *[""] * 6, 594268.0, 250000.0]


def test_merged_cells_of_the_real_annex(seed_forms):
    grid = only_grid((seed_forms / "annexe.ods").read_bytes())

    assert grid.merged == [(1, 0, 1, 8), *((2, column, 3, column) for column in range(7)), (2, 7, 2, 8)]


def test_every_type_of_cell_is_kept(make_ods):
    types = (
        cell("1,5 k€", 'office:value-type="currency" office:value="1500.10"'),
        cell("50 %", 'office:value-type="percentage" office:value="0.5"'),
        cell("VRAI", 'office:value-type="boolean" office:boolean-value="true"'),
        cell("1/9/20", 'office:value-type="date" office:date-value="2020-09-01"'),
        cell("1/9/20", 'office:value-type="date" office:date-value="2020-09-01T12:30:00"'),
        cell("12:30", 'office:value-type="time" office:time-value="PT12H30M00S"'),
        cell("36:00", 'office:value-type="time" office:time-value="PT36H00M00S"'),
        cell("", 'office:value-type="string" office:string-value="attribut"'),
        cell("#DIV/0!", 'table:formula="of:=1/0" office:value-type="string" office:string-value=""'),
        cell("hier", 'office:value-type="date" office:date-value="bientôt"'),
        cell("sans type"),
    )

    grid = only_grid(make_ods(row(*types)))

    assert grid.rows[0][:4] == [1500.1, 0.5, True, date(2020, 9, 1)]
    assert grid.rows[0][4:7] == [datetime(2020, 9, 1, 12, 30), time(12, 30), timedelta(hours=36)]  # noqa: DTZ001
    assert grid.rows[0][7:] == ["attribut", "#DIV/0!", "hier", "sans type"]


def test_the_lines_and_blanks_of_a_cell_are_kept(make_ods):
    text = "un<text:line-break/>deux\ntrois<text:s text:c='3'/>quatre<text:tab/>cinq\n  six\t <text:a>sept</text:a>"
    note = "<table:table-cell><office:annotation><text:p>remarque</text:p></office:annotation>"

    grid = only_grid(make_ods(row(cell(text), f"{note}<text:p>cellule</text:p></table:table-cell>")))

    assert grid.rows == [["un\ndeux\ntrois   quatre\tcinq\n six sept", "cellule"]]


def test_repeated_rows_and_cells_stand_where_the_sheet_has_them(make_ods):
    rows = (
        row(cell("", 'table:number-columns-repeated="2"'), number(7, 'table:number-columns-repeated="2"')),
        row(cell(), attributes='table:number-rows-repeated="3"'),
        row(cell("fin"), attributes='table:number-rows-repeated="2"'),
        row(cell("", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048570"'),
    )

    grid = only_grid(make_ods("".join(rows)))

    assert (grid.rows, grid.lines) == ([["", "", 7.0, 7.0], ["fin"], ["fin"]], [1, 5, 6])


def test_grouped_and_hidden_rows_are_read(make_ods):
    filtered = row(cell("filtre"), attributes='table:visibility="filter"')
    rows = f"<table:table-header-rows>{row(cell('titre'))}</table:table-header-rows>"
    rows += f"<table:table-row-group>{row(cell('groupe'))}</table:table-row-group>{filtered}"

    assert only_grid(make_ods(rows)).rows == [["titre"], ["groupe"], ["filtre"]]


def test_formulas_without_a_value_are_computed_or_shown(make_ods):
    rows = row(number(55200), number("0.1")) + row(number(25000), number("0.2"))
    rows += row(cell("", 'table:formula="of:=SUM([.A1:.A2])"'), cell("", 'table:formula="of:=AVERAGE([.B1:.B2])"'))

    grid = only_grid(make_ods(rows))

    assert grid.rows[-1] == [Decimal(80200), "=AVERAGE(B1:B2)"]


def test_hidden_sheets_come_last(make_ods):
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    other = f'</table:table><table:table table:name="Annexe" table:style-name="ta1">{row(cell("vu"))}'

    grids = ods.read(make_ods(row(cell("caché")) + other, styles=styles, style="ta2")).grids

    assert [(grid.sheet, grid.rows) for grid in grids] == [("Annexe", [["vu"]]), ("S", [["caché"]])]


def test_an_empty_sheet_is_no_grid(make_ods):
    assert ods.read(make_ods(row(cell(), attributes='table:number-rows-repeated="1048576"'))).grids == []


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (row(number(7, 'table:number-columns-repeated="16385"')), "XFE1"),
        (row(cell("", 'table:number-columns-repeated="1000000000"'), number(7)), "1"),
        (row(number(7), attributes='table:number-rows-repeated="1048577"'), "A1048577"),
        (row(number(7, 'table:number-columns-repeated="16384"')) * 1600, "XFD1587"),
    ],
)
def test_repetitions_beyond_any_sheet_are_refused(make_ods, rows, place):
    with pytest.raises(Refusal, match=f"{place}\\)"):
        ods.read(make_ods(rows))


def test_an_encrypted_sheet_is_refused(make_ods):
    with pytest.raises(Refusal, match="mot de passe"):
        ods.read(make_ods("", manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"))


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        ("<table:table-row>", ""),
        (row(cell("", 'table:number-columns-repeated="deux"')), ""),
        (row(cell("&a;")), '<!DOCTYPE x [<!ENTITY a "boum">]>'),
    ],
)
def test_a_damaged_or_dangerous_sheet_is_refused(make_ods, rows, head):
    with pytest.raises(Refusal, match="abîmé"):
        ods.read(make_ods(rows, head=head))
