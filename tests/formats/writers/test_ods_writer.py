"""ODS, read back with calamine and, for what calamine does not tell, with lxml."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
import python_calamine
from lxml import etree

from preau.formats.writers.cells import clean
from preau.formats.writers.ods import write

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = {name: f"{OASIS}{name}:1.0" for name in ("office", "table", "text", "style", "config", "meta")}
NAMES |= {"number": f"{OASIS}datastyle:1.0", "fo": f"{OASIS}xsl-fo-compatible:1.0"}
NAMES |= {"dc": "http://purl.org/dc/elements/1.1/"}


def part(document, name):
    with zipfile.ZipFile(io.BytesIO(write(document))) as archive:
        return etree.fromstring(archive.read(name))


def find(document, name, path):
    return part(document, name).xpath(path, namespaces=NAMES)


def text_of(paragraph):
    pieces = [paragraph.text or ""]
    for node in paragraph:
        own = {"s": " " * int(node.get(f"{{{NAMES['text']}}}c", "1")), "tab": "\t"}
        pieces += [own[etree.QName(node).localname], node.tail or ""]
    return "".join(pieces)


def rows(document):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(write(document)))
    return book.get_sheet_by_index(0).to_python()


def stored(value):
    return float(value) if isinstance(value, (int, Decimal)) else clean(value)


@pytest.mark.parametrize("paper", ["allonnes", "small"])
def test_every_cell_comes_back(paper, request, cells):
    document = request.getfixturevalue(paper)

    assert rows(document) == [[stored(value) for value in row] for row in cells(document)]


def test_every_hostile_text_comes_back_as_it_was(hostile, cells):
    """Read from the XML: calamine leaves tabs out."""
    texts = find(hostile, "content.xml", "//table:table-cell[@office:value-type='string']")

    expected = [value for row in cells(hostile) for value in row if isinstance(value, str) and value]
    assert ["\n".join(map(text_of, cell)) for cell in texts] == [clean(value) for value in expected]


def test_every_cell_is_typed_and_none_is_a_formula(hostile):
    typed = find(hostile, "content.xml", "//table:table-cell/@office:value-type")

    assert set(typed) == {"string", "float"}
    assert find(hostile, "content.xml", "//@table:formula") == []


def test_amounts_have_a_currency_style_with_cents_where_their_column_has_some(small):
    content = part(small, "content.xml")
    formats = {
        style.get(f"{{{NAMES['style']}}}name"): style.get(f"{{{NAMES['style']}}}data-style-name")
        for style in content.iterfind(".//style:style", NAMES)
    }

    shown = [
        (
            cell.get(f"{{{NAMES['office']}}}value"),
            formats[cell.get(f"{{{NAMES['table']}}}style-name")],
            "".join(cell.itertext()),
        )
        for cell in content.iterfind(".//table:table-cell[@office:value]", NAMES)
    ]

    assert shown == [
        ("1", None, "1"),
        ("8000.00", "cents", "8\u202f000\u00a0€"),
        ("5000.00", "euros", "5\u202f000\u00a0€"),
        ("2", None, "2"),
        ("4874.10", "cents", "4\u202f874,10\u00a0€"),
        ("12874.10", "cents", "12\u202f874,10\u00a0€"),
        ("5000.00", "euros", "5\u202f000\u00a0€"),
    ]


def test_every_style_that_is_used_is_defined(small):
    used = set(find(small, "content.xml", "//office:body//@table:style-name"))

    assert used - set(find(small, "content.xml", "//style:style/@style:name")) == set()


def test_every_row_covers_all_columns(small):
    covered = []
    for row in find(small, "content.xml", "//table:table-row[count(*) > 1]"):
        counts = [int(cell.get(f"{{{NAMES['table']}}}number-columns-repeated", "1")) for cell in row]
        covered.append(sum(counts))

    assert set(covered) == {5}


def test_each_line_of_a_text_is_a_paragraph(small):
    cells = find(small, "content.xml", "//table:table-cell[count(text:p) > 1]")

    assert [[line.text for line in cell] for cell in cells] == [
        ["Montants votés", "le 7 juillet 2020."],
        ["Kits", "d’urgence"],
    ]


def test_the_head_stays_in_sight_and_comes_back_on_each_page(allonnes):
    items = find(allonnes, "settings.xml", "//config:config-item[@config:name='VerticalSplitPosition']/text()")
    heads = find(allonnes, "content.xml", "//table:table-header-rows/table:table-row")
    areas = find(allonnes, "content.xml", "//table:database-range/@table:target-range-address")

    assert (items, len(heads)) == (["4"], 2)
    assert areas == ["'Annexe 1 – Programme d’actions'.A4:'Annexe 1 – Programme d’actions'.I28"]


def test_the_page_is_landscape_one_page_wide_with_its_footer(small):
    (layout,) = find(small, "styles.xml", "//style:page-layout-properties")
    footers = find(small, "styles.xml", "//style:footer//text:p")

    assert layout.get(f"{{{NAMES['style']}}}print-orientation") == "landscape"
    assert layout.get(f"{{{NAMES['style']}}}scale-to-X") == "1"
    assert ["".join(footer.itertext()) for footer in footers] == ["Version 1", "1 / 1"]


def test_the_title_the_author_and_the_language_are_in_the_metadata(small):
    texts = [node.text for node in part(small, "meta.xml")[0]]

    assert texts == ["Annexe 1", "Cité éducative d’Allonnes", "fr-FR"]


def test_a_paper_without_a_table_is_its_texts(bare, hollow):
    assert rows(bare) == [["Lettre"], ["Rien à dire."]]
    assert rows(hollow) == [["Vide", ""], ["Action", "Coût"]]


def test_the_media_type_comes_first_and_uncompressed(small):
    assert write(small)[38:84] == b"application/vnd.oasis.opendocument.spreadsheet"
