"""HTML, read back with lxml."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from preau.core.document.blocks import Table
from preau.core.money import euros
from preau.formats.writers.cells import clean
from preau.formats.writers.html import write

GOLDEN = Path(__file__).parents[2] / "golden"


def page_of(document):
    return html.document_fromstring(write(document).decode())


def text_of(node):
    """The text of an element, its line breaks included."""
    return "".join(pieces(node))


def pieces(node):
    yield node.text or ""
    for child in node:
        yield "\n" if child.tag == "br" else "".join(pieces(child))
        yield child.tail or ""


def written(document):
    """The cells of the tables of a paper, row by row, as they should read."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    rows = [row for table in tables for row in (*table.head, *table.body, *table.foot)]
    return [[as_text(cell.value) for cell in row] for row in rows]


def as_text(value):
    if isinstance(value, Decimal):
        return euros(value)
    return "" if value is None else clean(str(value))


def test_a_small_paper_in_full(small):
    assert write(small) == (GOLDEN / "small.html").read_bytes()


@pytest.mark.parametrize("paper", ["allonnes", "hostile", "small"])
def test_every_cell_comes_back(paper, request):
    document = request.getfixturevalue(paper)

    rows = page_of(document).xpath("//tr")

    assert [[text_of(cell) for cell in row] for row in rows] == written(document)


def test_hostile_text_makes_no_element_and_no_attribute(hostile):
    page = page_of(hostile)

    elements = {node.tag for node in page.iter()} - {html.HtmlComment}
    attributes = {name for node in page.iter(tag=html.etree.Element) for name in node.attrib}

    assert "script" not in elements
    assert attributes == {
        "lang", "charset", "name", "content", "class", "tabindex", "role", "aria-label", "style", "scope", "colspan",
    }  # fmt: skip


def test_the_footer_cannot_end_the_style_sheet(small):
    page = page_of(replace(small, footer='"} </style><script>x</script> \\ \n'))

    (style,) = page.xpath("//style")
    assert page.xpath("//script") == []
    assert 'content:"\\22 \\7d  \\3c \\2f style\\3e ' in style.text


def test_the_page_is_in_french_and_says_what_each_cell_heads(allonnes):
    page = page_of(allonnes)

    scopes = [(cell.get("scope"), cell.tag) for cell in page.xpath("//*[@scope]")]

    assert page.get("lang") == "fr"
    assert page.findtext(".//title") == allonnes.title
    assert page.xpath("//meta/@charset") == ["utf-8"]
    assert scopes.count(("col", "th")) == 10
    assert scopes.count(("row", "th")) == 25
    assert len(scopes) == 35


def test_a_spreadsheet_that_opens_the_page_takes_its_cells_for_text(small):
    (style,) = page_of(small).xpath("//style")

    assert style.text.count('mso-number-format:"\\@"') == 2


def test_a_table_that_scrolls_can_be_reached_with_the_keyboard(small):
    (box,) = page_of(small).xpath("//div")

    assert (box.get("tabindex"), box.get("role")) == ("0", "region")
    assert box.get("aria-label") == "Tableau\u00a0: Les actions"


def test_a_paper_without_a_table_is_its_texts(bare, hollow):
    assert [node.tag for node in page_of(bare).find(".//main")] == ["h1", "p"]
    assert [node.tag for node in page_of(hollow).xpath("//table/*")] == ["colgroup", "thead"]
