"""DOCX, read back with lxml."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from lxml import etree

from preau.core.document.blocks import Table
from preau.core.money import euros
from preau.formats.writers.cells import clean
from preau.formats.writers.docx import write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = {"w": W.strip("{}")}


def part(document, name):
    with zipfile.ZipFile(io.BytesIO(write(document))) as archive:
        return etree.fromstring(archive.read(name))


def find(document, path, name="word/document.xml"):
    return part(document, name).xpath(path, namespaces=NAMES)


def text_of(paragraph):
    signs = {f"{W}t": None, f"{W}br": "\n", f"{W}tab": "\t"}
    nodes = (node for node in paragraph.iter(*signs) if node.getparent().tag == f"{W}r")
    return "".join(signs[node.tag] or node.text or "" for node in nodes)


def read(document):
    """The cells of the tables, row by row, each with the columns and rows it covers."""
    rows, above = [], {}
    for row in find(document, "//w:tr"):
        here, column = [], 0
        for cell in row.iterfind("w:tc", NAMES):
            span = int((cell.xpath("w:tcPr/w:gridSpan/@w:val", namespaces=NAMES) or ["1"])[0])
            merge = cell.find("w:tcPr/w:vMerge", NAMES)
            if merge is not None and merge.get(f"{W}val") is None:
                above[column][2] += 1
            else:
                found = ["\n".join(map(text_of, cell.iterfind("w:p", NAMES))), span, 1]
                above[column] = found
                here.append(found)
            column += span
        rows.append(here)
    return rows


def written(document):
    tables = [block for block in document.blocks if isinstance(block, Table)]
    rows = [row for table in tables for row in (*table.head, *table.body, *table.foot)]
    return [[[as_text(cell.value), cell.colspan, cell.rowspan] for cell in row] for row in rows]


def as_text(value):
    if isinstance(value, Decimal):
        return euros(value)
    return "" if value is None else clean(str(value))


@pytest.mark.parametrize("paper", ["allonnes", "hostile", "small"])
def test_every_cell_comes_back_with_its_spans(paper, request):
    document = request.getfixturevalue(paper)

    assert read(document) == written(document)


@pytest.mark.parametrize("paper", ["hostile", "small"])
def test_headings_and_paragraphs_come_back_in_order(paper, request):
    document = request.getfixturevalue(paper)

    texts = [text_of(node) for node in find(document, "/w:document/w:body/w:p")]

    expected = [block.caption if isinstance(block, Table) else block.text for block in document.blocks]
    assert [text for text in texts if text] == [clean(text) for text in expected]


def test_a_title_is_a_heading_of_its_level(allonnes):
    assert find(allonnes, "/w:document/w:body/w:p/w:pPr/w:pStyle/@w:val") == ["Heading1", "Heading2", "PreauSuite"]


def test_every_style_that_is_used_is_defined(small):
    used = {*find(small, "//w:pStyle/@w:val"), *find(small, "//w:tblStyle/@w:val")}

    assert used - set(find(small, "//w:style/@w:styleId", "word/styles.xml")) == set()


def test_head_rows_come_back_on_each_page_and_short_rows_do_not_break(allonnes):
    rows = find(allonnes, "//w:tr")
    heads = [row.find("w:trPr/w:tblHeader", NAMES) is not None for row in rows]
    kept = [row.find("w:trPr/w:cantSplit", NAMES) is not None for row in rows]

    assert heads == [True, True, *[False] * 25]
    assert [number for number, whole in enumerate(kept) if not whole] == [2, 12]


def test_amounts_stand_on_the_right(small):
    rights = find(small, "//w:p[w:pPr/w:jc/@w:val='right']")

    assert [text_of(node) for node in rights] == [
        "Coût total", "Part", "8\u202f000\u00a0€", "5\u202f000\u00a0€", "4\u202f874,10\u00a0€", "",
        "12\u202f874,10\u00a0€", "5\u202f000\u00a0€",
    ]  # fmt: skip


def test_the_total_is_kept_with_the_last_row(small):
    kept = [[node is not None for node in row.iterfind(".//w:keepNext", NAMES)] for row in find(small, "//w:tr")]

    assert [bool(row) for row in kept] == [False, False, False, False, True, False]


def test_the_page_is_landscape_and_its_footer_counts_pages(small):
    (size,) = find(small, "//w:pgSz")
    (footer,) = find(small, "//w:p", "word/footer1.xml")

    assert (size.get(f"{W}w"), size.get(f"{W}h"), size.get(f"{W}orient")) == ("16838", "11906", "landscape")
    assert text_of(footer) == "Version 1\t1 / 1"
    assert [node.get(f"{W}instr") for node in footer.iter(f"{W}fldSimple")] == [" PAGE ", " NUMPAGES "]


def test_the_document_is_in_french_and_has_its_title(small):
    (language,) = find(small, "//w:rPrDefault//w:lang", "word/styles.xml")
    properties = [node.text for node in part(small, "docProps/core.xml")]

    assert language.get(f"{W}val") == "fr-FR"
    assert properties == ["Annexe 1", "Cité éducative d’Allonnes", "fr-FR"]


def test_a_paper_without_a_table_is_its_texts(bare, hollow):
    assert [text_of(node) for node in find(bare, "//w:p")] == ["Lettre", "Rien à dire."]
    assert read(hollow) == [[["Action", 1, 1], ["Coût", 1, 1]]]
