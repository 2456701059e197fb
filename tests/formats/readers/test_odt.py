"""Text documents of LibreOffice: every table, every paragraph, and nothing that is not seen."""

from __future__ import annotations

import json
import re

import pytest

from preau.core.refusal import Refusal
from preau.formats.readers.odt import read

ODF = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text", "style", "draw"))


@pytest.fixture
def text_document(make_zip):
    """A document from the XML of its body; `master` is what its pages repeat, `manifest` what its parts are."""

    def make(body, *, master="", manifest=""):
        content = f"<office:c {SPACES}><office:body><office:text>{body}</office:text></office:body></office:c>"
        styles = f"<office:s {SPACES}><style:master-page>{master}</style:master-page></office:s>"
        return make_zip({"content.xml": content, "styles.xml": styles, "META-INF/manifest.xml": f"<m>{manifest}</m>"})

    return make


def p(text):
    return f"<text:p>{text}</text:p>"


def cell(content="", attributes=""):
    return f"<table:table-cell {attributes}>{content}</table:table-cell>"


def row(*cells, attributes=""):
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows):
    return f"<table:table>{''.join(rows)}</table:table>"


COVERED = "<table:covered-table-cell/>"
TABLE = table(row(cell(p("N°")), cell(p("Coût"))), row(cell(p("1")), cell(p("20 000 €"))))


def test_the_annex_is_read_cell_for_cell(seed_forms, seed_rows, actions_of):
    grids = read((seed_forms / "annexe.odt").read_bytes()).grids

    assert len(grids) == 1
    assert actions_of(grids[0]) == seed_rows
    assert grids[0].merged == [*((0, column, 1, column) for column in range(7)), (0, 7, 0, 8)]
    assert grids[0].before[0] == "ANNEXE 1"


def test_a_council_decision_with_22_tables_gives_its_616_rows_and_their_sums(shared_examples):
    """Montpellier, 6 February 2012: one table with a heading and a total for each domain, and a first page laid out."""
    folder = shared_examples / "kin"
    expected = json.loads((folder / "montpellier_2012_deliberation_word.expected.json").read_text(encoding="utf-8"))

    grids = read((folder / "montpellier_2012_deliberation_word.odt").read_bytes()).grids
    tables = [grid for grid in grids if grid.rows[0][0] == "N°Asso."]
    rows = [[row for row in grid.rows[1:] if row[1]] for grid in tables]
    sums = [sum(int(re.sub(r"\D", "", row[3])) for row in found) for found in rows]

    assert len(tables) == expected["tables_with_amounts"]
    assert [len(found) for found in rows] == [section["rows"] for section in expected["sections"]]
    assert sums == [section["computed"] for section in expected["sections"]]
    assert sum(map(len, rows)) == expected["action_rows"]
    assert all(
        section["section"].strip() in " ".join(g.before)
        for g, section in zip(tables, expected["sections"], strict=True)
    )


def test_paragraphs_go_above_the_table_that_follows_and_below_the_last(text_document):
    first, second = read(text_document(p("A") + TABLE + p("B") + p("") + TABLE + p("C"))).grids

    assert (first.before, first.after) == (["A"], ())
    assert (second.before, second.after) == (["B"], ["C"])


def test_spaces_tabs_and_breaks_are_those_of_the_format(text_document):
    content = p('Centre<text:s text:c="2"/>social<text:tab/>A<text:line-break/>B\n   C<text:soft-page-break/>')

    assert read(text_document(table(row(cell(content), cell(p("x")))))).grids[0].rows == [
        ["Centre  social A\nB C", "x"]
    ]


def test_covered_cells_keep_the_columns(text_document):
    body = table(
        row(
            cell(p("Axe"), 'table:number-rows-spanned="2"'),
            cell(p("Année"), 'table:number-columns-spanned="2"'),
            COVERED,
        ),
        row(COVERED, cell(p("Coût")), cell(p("Part"))),
    )

    grid = read(text_document(body)).grids[0]

    assert grid.rows == [["Axe", "Année", None], [None, "Coût", "Part"]]
    assert grid.merged == [(0, 0, 1, 0), (0, 1, 0, 2)]


def test_repeated_cells_and_rows_are_repeated(text_document):
    twice = 'table:number-columns-repeated="2"'
    body = table(
        f"<table:table-header-rows>{row(cell(p('a'), twice), cell('', twice), cell(p('b')))}</table:table-header-rows>",
        row(cell(p("1")), attributes='table:number-rows-repeated="2"'),
    )

    assert read(text_document(body)).grids[0].rows == [["a", "a", None, None, "b"], ["1"], ["1"]]


def test_a_million_empty_rows_and_columns_cost_nothing(text_document):
    far = row(cell("", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048576"')

    grid = read(text_document(table(row(cell(p("a")), cell(p("b"))), far))).grids[0]

    assert grid.rows[0] == ["a", "b"]
    assert not any(grid.rows[1:])


def test_a_written_row_repeated_a_million_times_is_refused(text_document):
    body = table(row(cell(p("a")), cell(p("b")), attributes='table:number-rows-repeated="1000000"'))

    with pytest.raises(Refusal, match=r"répète la même ligne 1000000 fois"):
        read(text_document(body))


def test_deleted_text_comments_and_citations_are_not_seen_and_notes_come_last(text_document):
    body = (
        "<text:tracked-changes><text:changed-region>"
        + p("effacé")
        + "</text:changed-region></text:tracked-changes>"
        + p("Titre<office:annotation>" + p("à revoir") + "</office:annotation>")
        + p(
            "Voté<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            + p("le 3 juin")
            + "</text:note-body></text:note>"
        )
        + TABLE
    )

    grid = read(text_document(body)).grids[0]

    assert (grid.before, grid.after) == (["Titre", "Voté"], ["le 3 juin"])


def test_lists_sections_and_frames_are_read_through(text_document):
    body = (
        "<text:list><text:list-item>"
        + p("un")
        + "</text:list-item></text:list>"
        + "<text:section>"
        + p("deux")
        + "</text:section>"
        + p("trois<draw:frame><draw:text-box>" + p("quatre") + "</draw:text-box></draw:frame>")
    )

    assert read(text_document(body + TABLE)).grids[0].before == ["un", "deux", "trois", "quatre"]


def test_heads_and_feet_of_pages_are_kept_without_their_numbers(text_document):
    master = (
        f"<style:header>{p('Préfecture')}</style:header>"
        f"<style:footer>{p('Mairie')}{p('Page <text:page-number>1</text:page-number>')}</style:footer>"
    )

    grid = read(text_document(p("Titre") + TABLE, master=master)).grids[0]

    assert (grid.before, grid.after) == (["Préfecture", "Titre"], ["Mairie"])


def test_a_text_without_tables_is_read_line_by_line_tabs_as_cells(text_document):
    grid = read(text_document(p("Titre") + p("") + p("1<text:tab/>Centre social"))).grids[0]

    assert (grid.rows, list(grid.lines)) == ([["Titre"], ["1", "Centre social"]], [1, 3])


def test_a_protected_document_is_refused_as_protected(text_document):
    with pytest.raises(Refusal, match=r"^Ce document est protégé par un mot de passe"):
        read(text_document(p("x"), manifest="<encryption-data/>"))


def test_another_kind_of_document_is_refused(make_ods):
    with pytest.raises(Refusal, match=r"^Ce fichier n’est pas un document texte"):
        read(make_ods("<table:table-row/>"))


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_document_is_refused(data):
    with pytest.raises(Refusal, match=r"^Ce fichier est (abîmé|incomplet)"):
        read(data)
