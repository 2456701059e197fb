"""Text documents of LibreOffice and others (ODT): tables with their merged cells, paragraphs, frames, feet and notes.

Ignored: what tracked changes have deleted, hidden paragraphs, comments, pictures, and the lines of headers and feet
that count pages.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from preau.core.grid import Reading
from preau.core.refusal import Refusal
from preau.formats.archive import part, unpack
from preau.formats.readers.flow import MAX_COLUMNS, Block, Box, Table, reading
from preau.formats.xml import parse

MAX_XML = 128 << 20
MAX_DIGITS = 9
MAX_REPEATED_ROWS = 10_000
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE = f"{{{_NAMESPACE}table:1.0}}"
_TEXT = f"{{{_NAMESPACE}text:1.0}}"
_OFFICE = f"{{{_NAMESPACE}office:1.0}}"
_STYLE = f"{{{_NAMESPACE}style:1.0}}"
_SVG = f"{{{_NAMESPACE}svg-compatible:1.0}}"
_UNSEEN = frozenset(
    (
        *(f"{_TEXT}{name}" for name in ("tracked-changes", "sequence-decls", "variable-decls", "user-field-decls")),
        *(f"{_TEXT}{name}" for name in ("note-citation", "hidden-text", "hidden-paragraph", "ruby-text")),
        *(f"{_OFFICE}{name}" for name in ("annotation", "forms")),
        *(f"{_SVG}{name}" for name in ("title", "desc")),
    )
)
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_PAGE_COUNTERS = (f"{_TEXT}page-number", f"{_TEXT}page-count")
_ROW_GROUPS = tuple(f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group"))
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_BLANKS = re.compile("[ \t\r\n]+")


def read(data: bytes) -> Reading:
    """Every table and paragraph of an ODT; Refusal when it is damaged, protected by a password, or not one."""
    archive = unpack(data)
    _check_readable(archive)
    body = parse(part(archive, "content.xml", MAX_XML)).find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise Refusal("Ce fichier n’est pas un document texte. Enregistrez-le de nouveau au format ODT.")
    notes: list[str] = []
    heads, feet = _surroundings(archive)
    blocks = [*heads, *_blocks(body, notes)]
    return reading(blocks, notes=[*feet, *notes])


def _check_readable(archive: zipfile.ZipFile) -> None:
    name = "META-INF/manifest.xml"
    if name in archive.namelist() and b"encryption-data" in part(archive, name, MAX_XML):
        raise Refusal(
            "Ce document est protégé par un mot de passe. "
            "Enregistrez-en une copie sans mot de passe, puis envoyez cette copie."
        )


def _surroundings(archive: zipfile.ZipFile) -> tuple[list[str], list[str]]:
    """What the headers of pages say, and what their feet say; each once, without page numbers."""
    if "styles.xml" not in archive.namelist():
        return [], []
    styles = parse(part(archive, "styles.xml", MAX_XML))
    return _said(styles, f"{_STYLE}header"), _said(styles, f"{_STYLE}footer")


def _said(styles: _Element, place: str) -> list[str]:
    lines: dict[str, None] = {}
    for paragraph in (node for area in styles.iter(place) for node in area.iter(*_PARAGRAPHS)):
        if next(paragraph.iter(*_PAGE_COUNTERS), None) is None:
            lines[_paragraph(paragraph, [], [])] = None
    return [line for line in lines if line.strip()]


def _blocks(container: Iterable[_Element], notes: list[str]) -> Iterator[Block]:
    for node in container:
        if node.tag in _UNSEEN:
            continue
        if node.tag in _PARAGRAPHS:
            boxes: list[Block] = []
            yield _paragraph(node, boxes, notes)
            yield from boxes
        elif node.tag == f"{_TABLE}table":
            yield _table(node, notes)
        else:
            yield from _blocks(node, notes)


def _paragraph(node: _Element, boxes: list[Block], notes: list[str]) -> str:
    pieces: list[str] = []
    _inline(node, pieces, boxes, notes)
    return "".join(pieces)


def _inline(node: _Element, pieces: list[str], boxes: list[Block], notes: list[str]) -> None:
    """Gather the text of a paragraph; blocks anchored in it go to `boxes`, footnotes to `notes`."""
    pieces.append(_BLANKS.sub(" ", node.text or ""))
    for child in node:
        if child.tag == f"{_TEXT}s":
            pieces.append(" " * min(_number(child, f"{_TEXT}c"), 100))
        elif child.tag == f"{_TEXT}tab":
            pieces.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif child.tag == f"{_TEXT}note-body":
            notes.extend(block for block in _blocks(child, notes) if isinstance(block, str))
        elif child.tag in _PARAGRAPHS or child.tag == f"{_TABLE}table":
            boxes.extend(_blocks((child,), notes))
        elif child.tag not in _UNSEEN:
            _inline(child, pieces, boxes, notes)
        pieces.append(_BLANKS.sub(" ", child.tail or ""))


def _table(node: _Element, notes: list[str]) -> Table:
    table = Table()
    for row in _rows(node):
        boxes = _row(row, notes)
        times = _number(row, f"{_TABLE}number-rows-repeated")
        if times > MAX_REPEATED_ROWS and any(map(_is_written, boxes)):
            raise Refusal(
                f"Un tableau de ce document répète la même ligne {times} fois. "
                "Copiez sa partie utile dans un nouveau document, puis envoyez ce document."
            )
        table.rows.extend([boxes] * min(times, MAX_REPEATED_ROWS))
    return table


def _rows(node: _Element) -> Iterator[_Element]:
    for child in node:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _row(row: _Element, notes: list[str]) -> list[Box]:
    """The boxes of a row at the columns they stand in; covered cells count, but hold nothing that is seen."""
    boxes: list[Box] = []
    column = 0
    for cell in row.iterchildren(*_CELLS):
        times = _number(cell, f"{_TABLE}number-columns-repeated")
        if cell.tag == _CELLS[0]:
            content = list(_blocks(cell, notes))
            spans = _number(cell, f"{_TABLE}number-columns-spanned"), _number(cell, f"{_TABLE}number-rows-spanned")
            if content:
                shown = min(times, MAX_COLUMNS)
                boxes.extend(Box(content, *spans, column=column + offset) for offset in range(shown))
        column += times
    return boxes


def _is_written(box: Box) -> bool:
    return any(isinstance(block, Table) or block.strip() for block in box.content)


def _number(node: _Element, name: str) -> int:
    """A count in an attribute: 1 when it is absent or nonsense."""
    value = node.get(name, "1")
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS else 1
