"""Web pages and what a clipboard holds after a copy from Word, Excel or LibreOffice: tables and paragraphs as shown.

Ignored: scripts, styles, comments, pictures, and what the page itself hides.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lxml import etree, html
from lxml.html import HtmlElement

from preau.core.grid import Reading
from preau.core.refusal import Refusal
from preau.formats.readers.flow import Block, Box, Table, reading, seat

MAX_DEPTH = 200
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CLIPBOARD_HEADER = re.compile(r"\AVersion:[\d.]+\s.*?(?=<)", re.DOTALL)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_BLANKS = re.compile("[ \t\r\n\f]+")
_BLANKS_AT_BREAK = re.compile(" *\n *")

_UNSEEN = frozenset(
    (
        "head",
        "title",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "object",
        "select",
        "datalist",
        "iframe",
    )
)
_ROW_PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th"))
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite"),
        *("code", "data", "del", "dfn", "em", "font", "i", "img", "input"),
        *("ins", "kbd", "label", "mark", "nobr", "o:p", "q", "s", "samp"),
        *("small", "span", "st1:personname", "strike", "strong", "sub", "sup", "time", "tt"),
        *("u", "var", "wbr"),
    )
)


def read(data: bytes) -> Reading:
    """Every table and paragraph of a page, and its encoding; Refusal when it is empty or nests too deep."""
    text, encoding = _decoded(data)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as damage:
        raise Refusal(
            "Cette page web est vide ou abîmée. Enregistrez-la de nouveau, ou copiez le tableau dans un tableur."
        ) from damage
    result = reading(_Flow.of(page))
    result.encoding = encoding
    return result


class _Flow:
    """Gathers text into paragraphs and tables, as a browser would lay them out."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []

    @classmethod
    def of(cls, node: HtmlElement, depth: int = 0) -> list[Block]:
        flow = cls()
        flow.walk(node, depth)
        flow.end_paragraph()
        return flow.blocks

    def walk(self, node: HtmlElement, depth: int, *, verbatim: bool = False) -> None:
        if depth > MAX_DEPTH:
            raise Refusal(
                "Cette page web imbrique trop d’éléments pour être lue. "
                "Copiez le tableau dans un tableur, puis envoyez-le."
            )
        self._add(node.text, verbatim=verbatim)
        for child in node:
            self._enter(child, depth + 1, verbatim=verbatim)
            self._add(child.tail, verbatim=verbatim)

    def _enter(self, child: HtmlElement, depth: int, *, verbatim: bool) -> None:
        tag = child.tag
        if not isinstance(tag, str) or tag in _UNSEEN or _is_hidden(child):
            return
        if tag == "br":
            self._pieces.append("\n")
        elif tag == "input":
            self._add(_shown_value(child), verbatim=True)
        elif tag == "table":
            self.end_paragraph()
            self.blocks.extend(_table(child, depth))
        elif tag in _INLINE:
            self._pieces.append("\t" if "mso-tab-count" in child.get("style", "") else "")
            self.walk(child, depth, verbatim=verbatim)
        else:
            self.end_paragraph()
            self.walk(child, depth, verbatim=verbatim or tag in ("pre", "textarea"))
            self.end_paragraph()

    def _add(self, text: str | None, *, verbatim: bool) -> None:
        if text:
            self._pieces.append(text.replace("\r\n", "\n") if verbatim else _BLANKS.sub(" ", text))

    def end_paragraph(self) -> None:
        text = "".join(self._pieces)
        self._pieces = []
        if text.strip():
            self.blocks.append(_BLANKS_AT_BREAK.sub("\n", re.sub(" {2,}", " ", text)))


def _table(node: HtmlElement, depth: int) -> Iterator[Block]:
    """The table, after its caption and whatever else stands in it outside cells."""
    head: list[list[Box]] = []
    body: list[list[Box]] = []
    foot: list[list[Box]] = []
    parts = {"thead": head, "tfoot": foot}
    for child in node:
        if child.tag == "tr":
            body.append(_row(child, depth + 1))
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows = [_row(row, depth + 2) for row in child if row.tag == "tr"]
            parts.get(child.tag, body).extend(rows)
        elif isinstance(child.tag, str) and child.tag not in ("col", "colgroup", *_UNSEEN):
            yield from _Flow.of(child, depth + 1)
    table = Table([*head, *body, *foot])
    seat(table.rows)
    yield table


def _row(row: HtmlElement, depth: int) -> list[Box]:
    return [
        Box(_Flow.of(cell, depth + 1), colspan=_span(cell, "colspan"), rowspan=_span(cell, "rowspan"))
        for cell in _cells(row)
    ]


def _cells(row: HtmlElement) -> Iterator[HtmlElement]:
    """The cells of a row, some of which a form element may wrap."""
    for child in row:
        if child.tag in ("td", "th"):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _ROW_PARTS | _UNSEEN:
            yield from _cells(child)


def _span(cell: HtmlElement, name: str) -> int:
    """A span as browsers read it: 1 unless it is a number, at most 65 534; a rowspan of 0 goes on to the end."""
    digits = re.match(r"\s*(\d{1,9})", cell.get(name, ""))
    value = int(digits[1]) if digits else 1
    return 65_534 if value == 0 and name == "rowspan" else max(1, min(value, 65_534))


def _is_hidden(node: HtmlElement) -> bool:
    """Rows and cells are kept whatever their style: a filtered sheet hides rows that are still data."""
    return node.tag not in _ROW_PARTS and (
        node.get("hidden") is not None or bool(_HIDDEN.search(node.get("style", "")))
    )


def _shown_value(field: HtmlElement) -> str:
    return field.get("value", "") if field.get("type", "text").lower() in ("text", "number", "date") else ""


def _decoded(data: bytes) -> tuple[str, str]:
    """The text and its encoding: from its mark, else as it declares, else UTF-8, else the encoding of Windows."""
    for text, encoding in _decodings(data):
        return _XML_DECLARATION.sub("", _CLIPBOARD_HEADER.sub("", text.lstrip("\ufeff").replace("\0", ""))), encoding
    return data.decode("cp1252", "replace").replace("\0", ""), "cp1252"


def _decodings(data: bytes) -> Iterator[tuple[str, str]]:
    for encoding in _candidates(data):
        try:
            yield data.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue


def _candidates(data: bytes) -> Iterator[str]:
    yield from (encoding for mark, encoding in _MARKS if data.startswith(mark))
    declared = _DECLARED.search(data[:4096])
    if declared:
        name = declared[1].decode("ascii").lower()
        # As browsers do: Latin-1 means Windows-1252, and what could be read as ASCII cannot be UTF-16.
        yield {"iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "us-ascii": "cp1252"}.get(
            name, name
        )
    yield "utf-8"
    yield "cp1252"
