"""Word documents: every table, every paragraph, and nothing that is not seen."""

from __future__ import annotations

import pytest

from preau.core.refusal import Refusal
from preau.formats.readers.docx import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def word(make_zip):
    """A document from the XML of its body; `parts` are headers and the like, by kind."""

    def make(body, *, namespace=W, main="word/document.xml", **parts):
        links = "".join(f'<Relationship Type="{LINKS}/{kind}" Target="{kind}.xml"/>' for kind in parts)
        others = {f"word/{kind}.xml": f'<w:x xmlns:w="{W}">{content}</w:x>' for kind, content in parts.items()}
        root = f'<Relationships><Relationship Type="{LINKS}/officeDocument" Target="{main}"/></Relationships>'
        document = f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
        return make_zip(
            {
                "_rels/.rels": root,
                "word/_rels/document.xml.rels": f"<Relationships>{links}</Relationships>",
                main: document,
                **others,
            }
        )

    return make


def p(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(content, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


TABLE = table(row(cell(p("N°")), cell(p("Coût"))), row(cell(p("1")), cell(p("20 000 €"))))


def test_the_annex_is_read_cell_for_cell(seed_forms, seed_rows, actions_of):
    grids = read((seed_forms / "annexe.docx").read_bytes()).grids

    assert len(grids) == 1
    assert actions_of(grids[0]) == seed_rows
    assert grids[0].before == [
        "ANNEXE 1",
        "CITE EDUCATIVE D'ALLONNES - PROGRAMME D'ACTIONS PREVISIONNEL ANNEE 2020",
    ]
    assert grids[0].after == []


def test_the_two_rows_of_the_heading_are_merged_as_they_look(seed_forms):
    grid = read((seed_forms / "annexe.docx").read_bytes()).grids[0]

    assert grid.merged == [*((0, column, 1, column) for column in range(7)), (0, 7, 0, 8)]
    assert grid.rows[1][:7] == [None] * 7
    assert list(grid.lines) == list(range(1, 28))


def test_paragraphs_go_above_the_table_that_follows_and_below_the_last(word):
    first, second = read(word(p("A") + TABLE + p("B") + p(" ") + TABLE + p("C") + p("D"))).grids

    assert (first.before, first.after) == (["A"], ())
    assert (second.before, second.after) == (["B"], ["C", "D"])


def test_breaks_are_lines_tabs_are_spaces_and_soft_hyphens_go(word):
    run = "<w:r><w:t>Cen</w:t><w:softHyphen/><w:t>tre\u00ad</w:t><w:br/><w:t>social</w:t><w:tab/><w:t>A</w:t></w:r>"
    body = table(row(cell(f"<w:p>{run}</w:p>" + p("B")), cell("<w:p/>")))

    assert read(word(body)).grids[0].rows == [["Centre\nsocial A\nB", ""]]


def test_a_merged_cell_speaks_once(word):
    across, start, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(cell(p("Axe"), start), cell(p("Année"), across)),
        row(cell("<w:p/>", on), cell(p("Coût")), cell(p("Part"))),
        row(cell(p("Santé"), start), cell(p("1")), cell(p("2"))),
    )

    grid = read(word(body)).grids[0]

    assert grid.rows == [["Axe", "Année", None], [None, "Coût", "Part"], ["Santé", "1", "2"]]
    assert grid.merged == [(0, 0, 1, 0), (0, 1, 0, 2)]


def test_a_row_that_starts_late_keeps_its_columns(word):
    late = row(cell(p("TOTAL")), properties='<w:gridBefore w:val="1"/>')

    assert read(word(table(row(cell(p("1")), cell(p("2"))), late))).grids[0].rows == [["1", "2"], [None, "TOTAL"]]


def test_tracked_changes_read_as_accepted(word):
    old = "<w:del><w:r><w:delText>10</w:delText></w:r></w:del>"
    new = "<w:ins><w:r><w:t>20</w:t></w:r></w:ins>"
    gone = row(cell(p("x")), cell(p("y")), properties="<w:del/>")
    body = table(row(cell(f"<w:p>{old}{new}</w:p>"), cell(p("€"))), gone)

    assert read(word(body)).grids[0].rows == [["20", "€"]]


def test_a_deleted_end_of_paragraph_joins_two(word):
    joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Centre </w:t></w:r></w:p>"

    assert read(word(joined + p("social") + TABLE)).grids[0].before == ["Centre social"]


def test_field_codes_and_hidden_text_are_not_seen(word):
    field = "<w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:t>2020</w:t></w:r>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> oui</w:t></w:r>'

    assert read(word(f"<w:p>{field}{hidden}{shown}</w:p>" + TABLE)).grids[0].before == ["2020 oui"]


def test_controls_and_links_are_read_through(word):
    control = f"<w:sdt><w:sdtContent>{p('Titre')}</w:sdtContent></w:sdt>"
    link = "<w:p><w:hyperlink><w:r><w:t>Lien</w:t></w:r></w:hyperlink></w:p>"
    wrapped = f"<w:sdt><w:sdtContent>{row(cell(p('1')), cell(p('2')))}</w:sdtContent></w:sdt>"

    grid = read(word(control + link + table(row(cell(p("a")), cell(p("b"))), wrapped))).grids[0]

    assert (grid.before, grid.rows) == (["Titre", "Lien"], [["a", "b"], ["1", "2"]])


def test_a_text_box_stored_twice_is_read_once(word):
    box = f"<w:txbxContent>{p('Encadré')}</w:txbxContent>"
    drawing = f"<w:AlternateContent><w:Choice>{box}</w:Choice><w:Fallback>{box}</w:Fallback></w:AlternateContent>"

    body = f"<w:p><w:r><w:t>Titre</w:t>{drawing}</w:r></w:p>"
    assert read(word(body + TABLE)).grids[0].before == ["Titre", "Encadré"]


def test_a_small_table_in_a_cell_is_its_text(word):
    inner = table(row(cell(p("a")), cell(p("b"))))

    grids = read(word(table(row(cell(p("1")), cell(p("x") + inner)), row(cell(p("2")), cell(p("y")))))).grids

    assert [grid.rows for grid in grids] == [[["1", "x\na b"], ["2", "y"]]]


def test_a_table_that_frames_another_is_no_table(word):
    framed = table(row(cell(p("Titre") + TABLE), cell(p("en marge"))))

    grids = read(word(framed)).grids

    assert [(grid.before, grid.after) for grid in grids] == [(["Titre"], ["en marge"])]
    assert grids[0].rows == [["N°", "Coût"], ["1", "20 000 €"]]


def test_a_cell_alone_is_a_title_in_a_frame(word):
    assert read(word(table(row(cell(p("ANNEXE 1")))) + TABLE)).grids[0].before == ["ANNEXE 1"]


def test_heads_and_feet_of_pages_are_kept_without_their_numbers(word):
    number = "<w:p><w:r><w:t>Page </w:t></w:r><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>"

    data = word(p("Titre") + TABLE, header=p("Préfecture"), footer=p("Mairie") + number, footnotes=p("1 Voté"))
    grid = read(data).grids[0]

    assert (grid.before, grid.after) == (["Préfecture", "Titre"], ["Mairie", "1 Voté"])


def test_a_text_without_tables_is_read_line_by_line_tabs_as_cells(word):
    tab = "<w:p><w:r><w:t>1</w:t><w:tab/><w:t>Centre social</w:t></w:r></w:p>"

    grid = read(word(p("Titre") + "<w:p/>" + tab)).grids[0]

    assert (grid.rows, list(grid.lines)) == ([["Titre"], ["1", "Centre social"]], [1, 3])


def test_the_strict_variant_and_another_name_of_the_main_part_are_read(word):
    assert read(word(TABLE, namespace=STRICT, main="word/document2.xml")).grids[0].rows[1] == ["1", "20 000 €"]


def test_a_document_without_a_word_is_refused(word):
    with pytest.raises(Refusal, match=r"^Ce fichier ne contient aucun texte"):
        read(word("<w:p/>"))


def test_a_span_that_no_table_has_is_refused_or_cut(word):
    wide = cell(p("a"), '<w:gridSpan w:val="999999"/>')

    assert len(read(word(table(row(wide), row(cell(p("b")))))).grids[0].rows[0]) == 1000
    with pytest.raises(Refusal, match=r"plus de 1\u202f000 colonnes"):
        read(word(table(row(wide, cell(p("b"))))))


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06" + bytes(18), b"PK\x03\x04 tronque"])
def test_what_is_no_document_is_refused(data):
    with pytest.raises(Refusal, match=r"^Ce fichier est (abîmé|incomplet)"):
        read(data)
