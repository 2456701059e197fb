"""Tables of a tagged PDF, from its structure: exact cells and paragraphs, whatever the pages they are spread over."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator

import pikepdf

from preau.core.refusal import Refusal
from preau.formats.readers.flow import MAX_COLUMNS, seat
from preau.formats.readers.pdf.lines import Line, lines
from preau.formats.readers.pdf.page import Glyph, Page
from preau.formats.readers.pdf.raw import Element, Paragraph, RawCell, RawTable
from preau.formats.readers.pdf.seats import seat_by_place

MAX_NODES = 300_000
MAX_DEPTH = 60
MAX_UNTAGGED = 0.005
"""Share of the text that the structure may leave out, between its first and its last line of each page."""

MAX_UNTAGGED_AROUND = 0.05
"""The same, above and below."""

_PARAGRAPHS = frozenset("P H H1 H2 H3 H4 H5 H6 LI TOCI Caption Title Note FENote BlockQuote".split())
_CELLS = frozenset(("TH", "TD"))


def tables(document: pikepdf.Pdf, pages: list[Page], deadline: float) -> list[Element] | None:
    """The paragraphs and tables of the structure, in its order; None without tables, or when it leaves text out.

    What the file marks as artifacts (headers repeated on each page, page numbers) is left out; what it says nothing of,
    above and below the rest, comes last.
    """
    root = document.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return None
    tree = _Tree(document, pages, deadline)
    elements = tree.elements(root)
    has_table = any(isinstance(element, RawTable) for element in elements)
    left_out = [tree.left_out(page) for page in pages]
    total = sum(len(page.glyphs) for page in pages)
    amid = sum(inside for inside, _ in left_out)
    beside = sum(len(line.text) for _, around in left_out for line in around)
    if not has_table or amid > MAX_UNTAGGED * total or beside > MAX_UNTAGGED_AROUND * total:
        return None
    return [*elements, *([line] for _, around in left_out for line in around)]


class _Tree:
    def __init__(self, document: pikepdf.Pdf, pages: list[Page], deadline: float) -> None:
        self._pages = pages
        self._deadline = deadline
        self._nodes = 0
        self._numbers = {page.obj.objgen: index for index, page in enumerate(document.pages)}
        roles = document.Root.StructTreeRoot.get("/RoleMap")
        self._roles = dict(roles.items()) if isinstance(roles, pikepdf.Dictionary) else {}
        self._marked = [_by_mark(page) for page in pages]
        self._used: set[tuple[int, int]] = set()

    def elements(self, root: pikepdf.Dictionary) -> list[Element]:
        gathering = _Gathering(self)
        self._walk(root, None, gathering, 0)
        return gathering.finished()

    def left_out(self, page: Page) -> tuple[int, list[Line]]:
        """What no element of a page speaks of, artifacts apart: how many characters amid the text, and lines around."""
        marked = self._marked[page.number - 1]
        told = [glyph.base for mark, glyphs in marked.items() if self._is_used(page, mark) for glyph in glyphs]
        untold = [glyph for mark, glyphs in marked.items() if not self._is_used(page, mark) for glyph in glyphs]
        top, bottom = min(told, default=0.0), max(told, default=0.0)
        inside = sum(top <= glyph.base <= bottom for glyph in untold)
        around = [glyph for glyph in untold if not top <= glyph.base <= bottom]
        return inside, lines(sorted(around, key=lambda glyph: (glyph.base, glyph.left)), page)

    def _is_used(self, page: Page, mark: int) -> bool:
        return (page.number - 1, mark) in self._used

    def glyphs(self, page: int, mark: int) -> list[Glyph]:
        """The characters of a marked piece of a page; a piece that two elements claim goes to the first."""
        if (page, mark) in self._used or not 0 <= page < len(self._marked):
            return []
        self._used.add((page, mark))
        return self._marked[page].get(mark, [])

    def page(self, index: int) -> Page:
        return self._pages[index]

    def _walk(self, node: pikepdf.Dictionary, page: int | None, gathering: _Gathering, depth: int) -> None:
        self._count(depth)
        page = self._page_of(node, page)
        for kid in _kids(node):
            if isinstance(kid, int):
                gathering.add(page, kid)
            elif "/MCID" in kid:
                gathering.add(self._page_of(kid, page), _integer(kid.get("/MCID"), -1))
            elif "/S" in kid:
                self._enter(kid, page, gathering, depth + 1)

    def _enter(self, kid: pikepdf.Dictionary, page: int | None, gathering: _Gathering, depth: int) -> None:
        role = self._role(kid)
        if role == "Table":
            gathering.add_blocks(self._table(kid, page, depth))
        else:
            if role in _PARAGRAPHS:
                gathering.end_paragraph()
            self._walk(kid, page, gathering, depth)
            if role in _PARAGRAPHS:
                gathering.end_paragraph()

    def _table(self, node: pikepdf.Dictionary, page: int | None, depth: int) -> list[Element]:
        """A table, after what stands in it outside its rows: its caption."""
        rows: list[list[RawCell]] = []
        outside = _Gathering(self)
        self._rows(node, self._page_of(node, page), rows, outside, depth)
        seat(rows)
        seat_by_place(rows)
        table = RawTable(rows=rows)
        return [*outside.finished(), *([table] if rows else [])]

    def _rows(
        self, node: pikepdf.Dictionary, page: int | None, rows: list[list[RawCell]], outside: _Gathering, depth: int
    ) -> None:
        self._count(depth)
        for kid in _kids(node):
            if isinstance(kid, int) or "/S" not in kid:
                continue
            role, here = self._role(kid), self._page_of(kid, page)
            if role == "TR":
                rows.append([self._cell(cell, here, depth) for cell in self._cells(kid)])
            elif role in ("THead", "TBody", "TFoot"):
                self._rows(kid, here, rows, outside, depth + 1)
            else:
                self._enter(kid, here, outside, depth + 1)

    def _cells(self, row: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
        for kid in _kids(row):
            if not isinstance(kid, int) and "/S" in kid and self._role(kid) in _CELLS:
                yield kid

    def _cell(self, node: pikepdf.Dictionary, page: int | None, depth: int) -> RawCell:
        gathering = _Gathering(self)
        self._walk(node, page, gathering, depth + 1)
        return RawCell(gathering.finished(), colspan=_span(node, "/ColSpan"), rowspan=_span(node, "/RowSpan"))

    def _role(self, node: pikepdf.Dictionary) -> str:
        """The standard name of the kind of an element; programs have names of their own, with a table to translate."""
        name = str(node.get("/S", ""))
        for _ in range(8):
            if name not in self._roles:
                break
            name = str(self._roles[name])
        return name.lstrip("/")

    def _page_of(self, node: pikepdf.Dictionary, inherited: int | None) -> int | None:
        page = node.get("/Pg")
        return self._numbers.get(page.objgen, inherited) if isinstance(page, pikepdf.Dictionary) else inherited

    def _count(self, depth: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH or time.monotonic() > self._deadline:
            raise Refusal(
                "La structure de ce PDF est trop longue à lire. "
                "Envoyez seulement les pages du tableau, ou le fichier d’origine."
            )


class _Gathering:
    """Collects the content of an element: paragraphs as lines, and tables."""

    def __init__(self, tree: _Tree) -> None:
        self._tree = tree
        self._elements: list[Element] = []
        self._paragraph: Paragraph = []
        self._pending: list[Glyph] = []
        self._page: int | None = None

    def add(self, page: int | None, mark: int) -> None:
        if page is None:
            return
        if page != self._page:
            self._flush()
            self._page = page
        self._pending.extend(self._tree.glyphs(page, mark))

    def end_paragraph(self) -> None:
        self._flush()
        if self._paragraph:
            self._elements.append(self._paragraph)
            self._paragraph = []

    def add_blocks(self, elements: list[Element]) -> None:
        self.end_paragraph()
        self._elements.extend(elements)

    def finished(self) -> list[Element]:
        self.end_paragraph()
        return self._elements

    def _flush(self) -> None:
        if self._pending and self._page is not None:
            self._paragraph.extend(lines(self._pending, self._tree.page(self._page)))
            self._pending = []


def _by_mark(page: Page) -> dict[int, list[Glyph]]:
    marked: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in page.glyphs:
        run = page.runs[glyph.run]
        if not run.is_artifact:
            marked[run.mark].append(glyph)
    return marked


def _kids(node: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary | int]:
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
        if isinstance(kid, (int, pikepdf.Dictionary)):
            yield kid


def _span(node: pikepdf.Dictionary, name: str) -> int:
    """A span among the attributes of a cell, which are one dictionary or several."""
    attributes = node.get("/A")
    for group in attributes if isinstance(attributes, pikepdf.Array) else (attributes,):
        if isinstance(group, pikepdf.Dictionary) and name in group:
            return max(1, min(_integer(group.get(name), 1), MAX_COLUMNS))
    return 1


def _integer(value: object, default: int) -> int:
    return value if isinstance(value, int) else default
