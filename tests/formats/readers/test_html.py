"""Web pages and clipboards: what is shown, in its tables."""

from __future__ import annotations

import pytest

from preau.core.refusal import Refusal
from preau.formats.readers.html import read

TABLE = "<table><tr><th>N°<th>Coût<tr><td>1<td>20&nbsp;000&nbsp;&euro;</table>"
ROWS = [["N°", "Coût"], ["1", "20\u00a0000\u00a0€"]]


def grids(page, encoding="utf-8"):
    return read(page.encode(encoding)).grids


def test_a_table_is_read_even_when_its_tags_are_not_closed():
    grid = grids(f"<h1>Annexe 1</h1>{TABLE}<p>Fait à Allonnes")[0]

    assert (grid.before, grid.rows, grid.after) == (["Annexe 1"], ROWS, ["Fait à Allonnes"])


def test_spans_are_laid_out_as_a_browser_does():
    page = "<table><tr><td rowspan=2>Axe<td colspan=2>Année<tr><td>Coût<td>Part<tr><td>a<td>b<td>c</table>"

    grid = grids(page)[0]

    assert grid.rows == [["Axe", "Année", None], [None, "Coût", "Part"], ["a", "b", "c"]]
    assert grid.merged == [(0, 0, 1, 0), (0, 1, 0, 2)]


@pytest.mark.parametrize("span", ["0", "99999999999", "-2", "x", "2.5"])
def test_a_nonsense_span_costs_nothing(span):
    page = f"<table><tr><td colspan='{span}'>a<tr><td rowspan='{span}'>b<tr><td>c</table>"

    assert [row[0] for row in grids(page)[0].rows][:2] == ["a", "b"]


def test_lines_of_a_cell_are_kept_and_source_lines_are_not():
    page = "<table><tr><td>Centre\n   social<br>A<p>B</p><div>C</div><td><ul><li>D<li>E</ul></table>"

    assert grids(page)[0].rows == [["Centre social\nA\nB\nC", "D\nE"]]


def test_scripts_styles_and_hidden_pieces_are_not_seen():
    page = (
        "<head><title>x</title><style>td{}</style></head><script>alert(1)</script>"
        "<p>vu<span style='display:none'>pas vu</span><!-- ni ceci --></p>" + TABLE
    )

    assert grids(page)[0].before == ["vu"]


def test_a_row_hidden_by_a_filter_is_still_data():
    page = "<table><tr><td>a<td>b<tr style='display:none'><td>1<td>2</table>"

    assert grids(page)[0].rows == [["a", "b"], ["1", "2"]]


def test_a_table_that_lays_out_the_page_is_no_table():
    page = f"<table><tr><td>menu<td><h1>Annexe</h1>{TABLE}</table>"

    found = grids(page)

    assert [(grid.before, grid.rows) for grid in found] == [(["menu", "Annexe"], ROWS)]


def test_a_caption_stands_above_and_a_foot_below_whatever_their_order():
    page = "<table><caption>Programme</caption><tfoot><tr><td>TOTAL<td>3<tbody><tr><td>a<td>3</table>"

    grid = grids(page)[0]

    assert (grid.before, grid.rows) == (["Programme"], [["a", "3"], ["TOTAL", "3"]])


def test_the_clipboard_of_excel_is_read_from_its_fragment():
    page = (
        "Version:1.0\r\nStartHTML:0000000105\r\nEndHTML:0000000300\r\nSourceURL:file:///C:/x.xlsx\r\n\r\n"
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><body><!--StartFragment-->"
        "<table><tr height=20><td class=xl65 x:num>1</td>"
        "<td>Ville<br style='mso-data-placement:same-cell;'>d'Allonnes</td></tr>"
        "<![if supportMisalignedColumns]><tr style='display:none'><td width=80></td></tr><![endif]></table>"
        "<!--EndFragment--></body></html>"
    )

    grid = grids(page)[0]

    assert (grid.before, grid.rows[0]) == ([], ["1", "Ville\nd'Allonnes"])


def test_a_page_without_tables_is_read_line_by_line():
    grid = grids("<pre>1\tCentre social\n2\tENSIM</pre>")[0]

    assert grid.rows == [["1", "Centre social"], ["2", "ENSIM"]]


@pytest.mark.parametrize(
    ("head", "encoding", "said"),
    [
        ("", "utf-8", "utf-8"),
        ("", "cp1252", "cp1252"),
        ("", "utf-16", "utf-16"),
        ("", "utf-8-sig", "utf-8"),
        ("<meta charset=iso-8859-1>", "cp1252", "cp1252"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>", "cp1252", "cp1252"),
        ("<meta charset=utf-8>", "cp1252", "cp1252"),
        ("<?xml version='1.0' encoding='iso-8859-15'?>", "iso-8859-15", "iso-8859-15"),
        ("<meta charset=nothing>", "utf-8", "utf-8"),
    ],
)
def test_the_encoding_is_found(head, encoding, said):
    reading = read(f"{head}<p>Santé à 5 €</p>".encode(encoding))

    assert (reading.grids[0].rows, reading.encoding) == ([["Santé à 5 €"]], said)


@pytest.mark.parametrize("page", ["", "   ", "<html></html>", "<script>x</script>"])
def test_a_page_that_shows_nothing_is_refused(page):
    with pytest.raises(Refusal, match=r"vide ou abîmée|ne contient aucun texte"):
        grids(page)


@pytest.mark.parametrize("tag", ["<div>", "<table><tr><td>", "<b>", "<ul><li>"])
def test_a_page_that_nests_without_end_is_refused(tag):
    with pytest.raises(Refusal, match=r"imbrique trop d’éléments"):
        grids(tag * 3000 + "x")
