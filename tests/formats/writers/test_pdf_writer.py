"""PDF, read back with pdfplumber and pikepdf, and checked against PDF/UA-1 and PDF/A-3a."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import page
import pdfplumber
import pikepdf
import pytest

from preau.core.document.blocks import Cell, Column, Document, Heading, Paragraph, Table
from preau.formats.attached import load
from preau.formats.writers.cells import shown
from preau.formats.writers.pdf import write


def failures(data):
    """What the validator finds, for both standards."""
    profiles = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)
    reports = [page.validate_pdf_bytes(data, profile=profile) for profile in profiles]
    return [(failure.rule_id, failure.message) for report in reports for failure in report.failures]


def words(data):
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [word["text"] for sheet in pdf.pages for word in sheet.extract_words()]


def nodes(node, kind):
    for child in children(node):
        if str(child.S) == kind:
            yield child
        yield from nodes(child, kind)


def children(node):
    kids = node.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def scope(node):
    attributes = node.get("/A", [])
    attributes = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return [str(one.Scope) for one in attributes if "/Scope" in one]


@pytest.fixture(scope="module")
def printed(allonnes):
    return write(allonnes)


@pytest.fixture(scope="module")
def pages(printed):
    """What each page says, line by line."""
    with pdfplumber.open(io.BytesIO(printed)) as pdf:
        return [sheet.extract_text(x_tolerance=1.5) for sheet in pdf.pages]


@pytest.mark.parametrize("paper", ["small", "hostile", "bare", "hollow"])
def test_any_paper_meets_both_standards(paper, request):
    assert failures(write(request.getfixturevalue(paper))) == []


def test_the_real_annex_meets_both_standards(printed):
    assert failures(printed) == []


def test_every_word_of_the_real_annex_is_printed(pages, allonnes, cells):
    values = [shown(value) for row in cells(allonnes) for value in row]
    parts = {part for value in values for word in value.split() for part in re.split(r"(?<=[-/…])", word)}

    printed_parts = {part for text in pages for word in text.split() for part in re.split(r"(?<=[-/…])", word)}

    assert parts - printed_parts == set()


def test_the_structure_says_what_heads_rows_and_columns(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        (table,) = nodes(pdf.Root.StructTreeRoot, "/Table")
        rows = [[(str(cell.S), scope(cell)) for cell in children(row)] for row in nodes(table, "/TR")]

    column, row, data = ("/TH", ["/Column"]), ("/TH", ["/Row"]), ("/TD", [])
    assert rows[:2] == [[column] * 8, [column] * 2]
    assert rows[2:26] == [[data] * 3 + [row] + [data] * 5] * 24
    assert rows[26:] == [[row, data, data]]


def test_the_title_is_shown_and_the_language_is_french(printed, allonnes):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        title, language = str(pdf.docinfo.Title), str(pdf.Root.Lang)
        displayed = bool(pdf.Root.ViewerPreferences.DisplayDocTitle)

    assert (title, language, displayed) == (allonnes.title, "fr-FR", True)


def test_the_only_dates_are_those_of_no_day(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        dates = {str(pdf.docinfo.CreationDate), str(pdf.docinfo.ModDate)}
        stamps = set(re.findall(rb"\d{4}-\d\d-\d\dT[\d:+Z]+", pdf.Root.Metadata.read_bytes()))

    assert dates == {"D:19800101000000Z"}
    assert stamps == {b"1980-01-01T00:00:00Z"}


def test_every_page_repeats_the_head_and_the_footer(pages, allonnes):
    footer = allonnes.footer.replace("\u00a0", " ")

    ends = [text.replace("\u00a0", " ").splitlines()[-1] for text in pages]

    assert [text.count("ANNEE 2020") for text in pages] == [2, *[1] * (len(pages) - 1)]
    assert ends == [f"{footer} {number} / {len(pages)}" for number in range(1, len(pages) + 1)]


def test_the_cells_are_attached_as_they_are_printed(printed, allonnes, cells):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        names = list(pdf.attachments)
        (grid,) = load(pdf.attachments["annexe.json"].get_file().read_bytes())
        relationship = str(pdf.attachments["annexe.json"].obj.AFRelationship)

    assert (names, relationship) == (["annexe.json"], "/Source")
    assert grid.rows == [[shown(value) for value in row] for row in cells(allonnes)]
    assert grid.lines == list(range(1, 30))
    assert grid.merged[:4] == [(0, 0, 0, 8), (1, 0, 1, 8), (2, 0, 3, 0), (2, 1, 3, 1)]


def test_a_cell_taller_than_a_page_goes_on_to_the_next():
    body = ((Cell("avant"), Cell("mot " * 1_500 + "fin")), (Cell("après"), Cell(1)))

    found = words(write(Document("T", (Table((Column(1), Column(1)), (), body),))))

    assert (found.count("mot"), found.count("fin"), found.count("après")) == (1_500, 1, 1)


def test_a_row_lower_than_half_a_page_is_not_broken(pages):
    begun = [number for number, text in enumerate(pages) if "Observatoire du" in text]
    ended = [number for number, text in enumerate(pages) if "éco citoyenneté etc." in text]

    assert begun == ended


def test_a_sign_that_no_font_has_is_written_as_its_number():
    data = write(Document("Fête 🎉", (Heading("Fête 🎉"), Paragraph("中 \ue000 ŵ"))))

    assert words(data) == ["Fête", "[U+1F389]", "[U+4E2D]", "[U+E000]", "ŵ", "1", "/", "1"]
    assert failures(data) == []


def test_signs_that_can_be_drawn_alone_but_fail_together_are_all_written_as_numbers():
    """A vowel that stands on the letter before it, where that letter has become a number."""
    data = write(Document("T", (Paragraph("\u6f38\u093e\U0001e945\U0001f6a2\ud580\U00011a8a"),)))

    assert words(data)[0] == "[U+6F38][U+093E][U+1E945][U+1F6A2][U+D580][U+11A8A]"
    assert failures(data) == []


def test_user_text_is_never_markup():
    text = '#panic("x") $x$ *b* _i_ <lab> `raw` \\ [ ] {'

    assert words(write(Document(text, (Heading(text), Paragraph(text)))))[:-3] == text.split() * 2


def test_a_word_wider_than_its_column_is_cut_and_stays_one_word_in_the_structure():
    word = "anticonstitutionnellement" * 4
    body = ((Cell(word), Cell("suite")),)
    data = write(Document("T", (Table((Column(1), Column(9)), (), body),)))

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        cut = [sign for sign in pdf.pages[0].chars if sign["mcid"] is not None and sign["x0"] < 170]

    assert "".join(sign["text"] for sign in cut) == word
    assert max(sign["x1"] for sign in cut) < 170


def test_a_head_higher_than_the_page_is_shown_once():
    head = ((Cell("tête " * 2_000, role="column"), Cell("b", role="column")),)
    body = tuple((Cell(number), Cell("corps")) for number in range(50))

    found = words(write(Document("T", (Table((Column(1), Column(1)), head, body),))))

    assert (found.count("tête"), found.count("corps")) == (2_000, 50)


@pytest.mark.parametrize(("landscape", "size"), [(True, (842, 595)), (False, (595, 842))])
def test_a_paper_lies_or_stands(bare, landscape, size):
    with pdfplumber.open(io.BytesIO(write(replace(bare, landscape=landscape)))) as pdf:
        assert (round(pdf.pages[0].width), round(pdf.pages[0].height)) == size


def test_a_paper_without_a_title_has_one_all_the_same(bare):
    with pikepdf.open(io.BytesIO(write(replace(bare, title=" ")))) as pdf:
        assert str(pdf.docinfo.Title) == "Document"
