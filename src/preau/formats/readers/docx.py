"""Word documents (DOCX): tables with their merged cells, paragraphs, text boxes, headers, feet and notes.

Ignored: text deleted under tracked changes, hidden text, field codes, comments, pictures, and the lines of headers and
feet that count pages.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator

from lxml.etree import _Element

from preau.core.grid import Reading
from preau.core.refusal import Refusal
from preau.formats.archive import part, unpack
from preau.formats.readers.flow import Block, Box, Table, reading
from preau.formats.xml import parse

MAX_XML = 128 << 20
MAX_DIGITS = 9
_UNSEEN = frozenset({"del", "moveFrom", "pPr", "rPr", "instrText", "delText", "rt"})
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent", "Choice"})
_DRAWN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(data: bytes) -> Reading:
    """Every table and paragraph of a DOCX; Refusal when it is damaged, protected, or not one.

    Elements are told by their local names: the strict variant of the format differs by its namespaces only.
    """
    archive = unpack(data)
    main = _main_part(archive)
    body = _child(parse(part(archive, main, MAX_XML)), "body")
    if body is None:
        raise Refusal("Ce fichier n’est pas un document Word. Enregistrez-le de nouveau au format DOCX.")
    heads, feet = _surroundings(archive, main)
    return reading([*heads, *_blocks(body)], notes=feet)


def _main_part(archive: zipfile.ZipFile) -> str:
    """The part the package names as its document: usually word/document.xml, sometimes word/document2.xml."""
    for kind, target in _relations(archive, "_rels/.rels", ""):
        if kind == "officeDocument":
            return target
    return "word/document.xml"


def _relations(archive: zipfile.ZipFile, name: str, folder: str) -> Iterator[tuple[str, str]]:
    if name not in archive.namelist():
        return
    for relation in parse(part(archive, name, MAX_XML)):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        yield relation.get("Type", "").rpartition("/")[2], target


def _surroundings(archive: zipfile.ZipFile, main: str) -> tuple[list[str], list[str]]:
    """What the headers of pages say, and what their feet and the notes say; each once, without page numbers."""
    folder, name = posixpath.split(main)
    said: dict[str, dict[str, None]] = {"header": {}, "footer": {}, "footnotes": {}, "endnotes": {}}
    for kind, target in _relations(archive, f"{folder}/_rels/{name}.rels", folder):
        if kind in said and target in archive.namelist():
            root = parse(part(archive, target, MAX_XML))
            said[kind].update(dict.fromkeys(_lines(root)))
    return list(said["header"]), [*said["footer"], *said["footnotes"], *said["endnotes"]]


def _lines(root: _Element) -> Iterator[str]:
    for paragraph in root.iter("{*}p"):
        if not _counts_pages(paragraph):
            text, _ = _paragraph(paragraph)
            if text.strip():
                yield text


def _counts_pages(paragraph: _Element) -> bool:
    codes = [node.text or "" for node in paragraph.iter("{*}instrText")]
    codes += [_attribute(node, "instr") or "" for node in paragraph.iter("{*}fldSimple")]
    return any("PAGE" in code for code in codes)


def _blocks(container: _Element) -> Iterator[Block]:
    carried = ""
    for node in _flattened(container):
        if _name(node) == "tbl":
            yield _table(node)
        elif _name(node) == "p":
            text, boxes = _paragraph(node)
            # A deleted paragraph mark means that, changes accepted, the next paragraph goes on here.
            if _has(node, "pPr", "rPr", "del"):
                carried += text
                continue
            yield carried + text
            carried = ""
            yield from boxes
    if carried:
        yield carried


def _flattened(container: _Element) -> Iterator[_Element]:
    """The children, with those of content controls, inserted parts and the like in their place."""
    for node in container:
        if _name(node) in _WRAPPERS:
            yield from _flattened(_chosen(node))
        else:
            yield node


def _chosen(node: _Element) -> _Element:
    """Of a drawing stored twice, for new and for old software, only the first form."""
    return node[0] if _name(node) == "AlternateContent" and len(node) else node


def _paragraph(node: _Element) -> tuple[str, list[Block]]:
    pieces: list[str] = []
    boxes: list[Block] = []
    _inline(node, pieces, boxes)
    return "".join(pieces), boxes


def _inline(node: _Element, pieces: list[str], boxes: list[Block]) -> None:
    for child in _flattened(node):
        name = _name(child)
        if name in _UNSEEN or (name == "r" and _is_hidden(child)):
            continue
        if name == "t":
            pieces.append(child.text or "")
        elif name in _DRAWN:
            pieces.append(_DRAWN[name])
        elif name == "sym":
            pieces.append(_symbol(child))
        elif name == "txbxContent":
            boxes.extend(_blocks(child))
        else:
            _inline(child, pieces, boxes)


def _is_hidden(run: _Element) -> bool:
    properties = _child(run, "rPr")
    mark = None if properties is None else _child(properties, "vanish")
    return mark is not None and _attribute(mark, "val") not in ("0", "false", "off")


def _symbol(node: _Element) -> str:
    try:
        return chr(int(_attribute(node, "char") or "", 16))
    except (ValueError, OverflowError):
        return ""


def _table(node: _Element) -> Table:
    table = Table()
    open_merges: dict[int, Box] = {}
    for row in _flattened(node):
        if _name(row) == "tr" and not _has(row, "trPr", "del"):
            table.rows.append(_row(row, open_merges))
    return table


def _row(row: _Element, open_merges: dict[int, Box]) -> list[Box]:
    """The boxes of a row; cells that continue a vertical merge lengthen the box above instead of being one."""
    boxes: list[Box] = []
    continued: dict[int, Box] = {}
    column = _number(row, "trPr", "gridBefore", default=0)
    for cell in _flattened(row):
        if _name(cell) != "tc":
            continue
        span = max(1, _number(cell, "tcPr", "gridSpan", default=1))
        merge = _find(cell, "tcPr", "vMerge")
        above = open_merges.get(column)
        if merge is not None and _attribute(merge, "val") != "restart" and above is not None:
            above.rowspan += 1
            continued[column] = above
        else:
            box = Box(list(_blocks(cell)), colspan=span, column=column)
            boxes.append(box)
            if merge is not None:
                continued[column] = box
        column += span
    open_merges.clear()
    open_merges.update(continued)
    return boxes


def _number(node: _Element, *path: str, default: int) -> int:
    found = _find(node, *path)
    value = None if found is None else _attribute(found, "val")
    return (
        int(value)
        if value is not None and value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS
        else default
    )


def _has(node: _Element, *path: str) -> bool:
    return _find(node, *path) is not None


def _find(node: _Element, *path: str) -> _Element | None:
    found: _Element | None = node
    for name in path:
        found = None if found is None else _child(found, name)
    return found


def _child(node: _Element, name: str) -> _Element | None:
    return next((child for child in node if _name(child) == name), None)


def _name(node: _Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _attribute(node: _Element, name: str) -> str | None:
    """An attribute by its local name, with the namespace of its element or without."""
    space = str(node.tag).rpartition("}")[0]
    return node.get(f"{space}}}{name}" if space else name, node.get(name))
