"""ODT, read back with lxml."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from lxml import etree

from preau.core.document.blocks import Table
from preau.core.money import euros
from preau.formats.writers.cells import clean
from preau.formats.writers.odt import write

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = {name: f"{OASIS}{name}:1.0" for name in ("office", "table", "text", "style")}
NAMES["fo"] = f"{OASIS}xsl-fo-compatible:1.0"
TABLE, TEXT = f"{{{NAMES['table']}}}", f"{{{NAMES['text']}}}"


def part(document, name):
    with zipfile.ZipFile(io.BytesIO(write(document))) as archive:
        return etree.fromstring(archive.read(name))


def find(document, path, name="content.xml"):
    return part(document, name).xpath(path, namespaces=NAMES)


def text_of(paragraph):
    pieces = [paragraph.text or ""]
    for node in paragraph:
        own = {"s": " " * int(node.get(f"{TEXT}c", "1")), "tab": "\t", "line-break": "\n"}
        pieces += [own.get(etree.QName(node).localname, node.text or ""), node.tail or ""]
    return "".join(pieces)


def read(document):
    return [
        [
            [
                "\n".join(map(text_of, cell)),
                int(cell.get(f"{TABLE}number-columns-spanned", "1")),
                int(cell.get(f"{TABLE}number-rows-spanned", "1")),
            ]
            for cell in row.iterfind("table:table-cell", NAMES)
        ]
        for row in find(document, "//table:table-row")
    ]


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

    texts = [text_of(node) for node in find(document, "//office:text/text:h | //office:text/text:p")]

    expected = [block.caption if isinstance(block, Table) else block.text for block in document.blocks]
    assert [text for text in texts if text] == [clean(text) for text in expected]


def test_a_title_is_a_heading_of_its_level(allonnes):
    assert find(allonnes, "//text:h/@text:outline-level") == ["1", "2"]


def test_every_style_that_is_used_is_defined(small):
    used = {*find(small, "//office:body//@text:style-name"), *find(small, "//office:body//@table:style-name")}
    known = {*find(small, "//style:style/@style:name"), *find(small, "//style:style/@style:name", "styles.xml")}

    assert used - known == set()


def test_head_rows_come_back_on_each_page_and_short_rows_do_not_break(allonnes):
    heads = find(allonnes, "//table:table-header-rows/table:table-row")
    styles = find(allonnes, "//table:table-row/@table:style-name")

    assert len(heads) == 2
    assert [number for number, style in enumerate(styles) if style == "tall"] == [2, 12]


def test_every_row_covers_all_columns(small):
    rows = find(small, "//table:table-row")

    counts = [sum(int(cell.get(f"{TABLE}number-columns-repeated", "1")) for cell in row) for row in rows]

    assert counts == [5] * 6


def test_the_page_is_landscape_and_its_footer_counts_pages(small):
    (layout,) = find(small, "//style:page-layout-properties", "styles.xml")
    (footer,) = find(small, "//style:footer/text:p", "styles.xml")

    assert layout.get(f"{{{NAMES['fo']}}}page-width") == "297mm"
    assert text_of(footer) == "Version 1\t1 / 1"


def test_the_document_is_in_french_and_has_its_title(small):
    languages = find(small, "//style:default-style//@fo:language", "styles.xml")
    texts = [node.text for node in part(small, "meta.xml")[0]]

    assert languages == ["fr"]
    assert texts == ["Annexe 1", "Cité éducative d’Allonnes", "fr-FR"]


def test_a_paper_without_a_table_is_its_texts(bare, hollow):
    assert [text_of(node) for node in find(bare, "//office:text/*")] == ["Lettre", "Rien à dire."]
    assert read(hollow) == [[["Action", 1, 1], ["Coût", 1, 1]]]
