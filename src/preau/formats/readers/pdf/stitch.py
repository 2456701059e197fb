"""What page breaks have parted is put together: tables that go on, headings said again, rows cut in two."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from preau.formats.readers.pdf.lines import Line
from preau.formats.readers.pdf.raw import Element, RawCell, RawTable, is_atom

NEAR = 5.0
"""Points by which the same line may wander from page to page."""
MAX_HEADING_ROWS = 4
USUAL = 0.9
"""Share of the rows in which a column is filled, from which a row without it is no whole row."""

_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.?)?\s*#\W*(?:(?:/|sur|de|of)\s*#)?\W*", re.IGNORECASE)


def without_furniture(pages: Sequence[list[Element]]) -> list[list[Element]]:
    """The pages without the lines that stand on most of them at the same place: kept once, and page numbers never.

    Those that stand below a table come last, on a page of their own: they part no table from its rest.
    """
    repeated = _repeated(pages)
    said: set[str] = set()
    feet: list[Element] = []
    kept: list[list[Element]] = []
    for elements in pages:
        remaining: list[Element] = []
        below_table = False
        for element in elements:
            shape = _furniture(element, repeated)
            if shape is None:
                remaining.append(element)
            elif shape not in said and not _PAGE_NUMBER.fullmatch(shape):
                (feet if below_table else remaining).append(element)
                said.add(shape)
            below_table = below_table or isinstance(element, RawTable)
        kept.append(remaining)
    return [*kept, feet]


def _repeated(pages: Sequence[list[Element]]) -> set[tuple[str, int]]:
    """What lines of more than half of the pages, and of two at least, have in common."""
    places: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, elements in enumerate(pages):
        for element in elements:
            if isinstance(element, list) and len(element) == 1:
                for key in _keys(element[0]):
                    places[key].add(number)
    return {key for key, numbers in places.items() if len(numbers) > max(1, len(pages) // 2)}


def _furniture(element: Element, repeated: set[tuple[str, int]]) -> str | None:
    """What a repeated line says, its numbers apart; None for what is not one."""
    if not isinstance(element, list) or len(element) != 1 or repeated.isdisjoint(_keys(element[0])):
        return None
    return _shape(element[0].text)


def stitched(elements: Iterable[Element]) -> list[Element]:
    """The elements of all pages, with each table whole; a table of one row is the text of its cells."""
    joined: list[Element] = []
    for element in elements:
        previous = joined[-1] if joined else None
        if isinstance(element, RawTable) and isinstance(previous, RawTable) and _goes_on(previous, element):
            _append(previous, element)
        else:
            joined.append(element)
    return [part for element in joined for part in _unless_one_row(element)]


def _unless_one_row(element: Element) -> list[Element]:
    if isinstance(element, RawTable) and len(element.rows) == 1:
        return [part for cell in element.rows[0] for part in cell.content]
    return [element]


def _goes_on(table: RawTable, after: RawTable) -> bool:
    """Whether the second table is the rest of the first, on a later page, with the same columns."""
    last = max((line.page for line in table.lines()), default=0)
    first = min((line.page for line in after.lines()), default=0)
    if first <= last or table.width != after.width:
        return False
    return len(table.edges) == len(after.edges) and all(
        abs(one - other) <= NEAR for one, other in zip(table.edges, after.edges, strict=True)
    )


def _append(table: RawTable, after: RawTable) -> None:
    rows = after.rows[_repeated_heading(table, after) :]
    if rows and table.rows and _is_rest(table, after, table.rows[-1], rows[0]):
        for cell in rows[0]:
            _extend(next(above for above in table.rows[-1] if above.column == cell.column), cell)
        rows = rows[1:]
    table.rows.extend(rows)


def _repeated_heading(table: RawTable, after: RawTable) -> int:
    """How many rows at the top of a page repeat the first rows of the table."""
    count = 0
    for mine, theirs in zip(table.rows[:MAX_HEADING_ROWS], after.rows, strict=False):
        if _said(mine) != _said(theirs) or not any(_said(mine)):
            break
        count += 1
    return count


def _is_rest(table: RawTable, after: RawTable, last: list[RawCell], first: list[RawCell]) -> bool:
    """Whether the first row of a page is the rest of the last one above: it lacks some, and repeats none."""
    if [(cell.column, cell.colspan) for cell in last] != [(cell.column, cell.colspan) for cell in first]:
        return False
    above, below = _filled(last), _filled(first)
    if any(is_atom(above[column]) and is_atom(below[column]) for column in above.keys() & below.keys()):
        return False
    usual = _usual_columns([*table.rows, *after.rows])
    missing = usual - above.keys() - below.keys()
    return not usual <= below.keys() and len(missing) <= len(usual) // 4


def _usual_columns(rows: list[list[RawCell]]) -> set[int]:
    """The columns that nearly all rows fill, among the rows that hold a number or an amount."""
    filled = [row for row in map(_filled, rows) if any(is_atom(text) for text in row.values())]
    columns = {column for row in filled for column in row}
    return {column for column in columns if sum(column in row for row in filled) >= USUAL * len(filled)}


def _extend(cell: RawCell, rest: RawCell) -> None:
    """The rest of a cell after it, in the same paragraph: the page may have ended inside a word."""
    for part in rest.content:
        if isinstance(part, list) and cell.content and isinstance(cell.content[-1], list):
            cell.content[-1].extend(part)
        else:
            cell.content.append(part)


def _filled(row: list[RawCell]) -> dict[int, str]:
    return {cell.column: text for cell in row if (text := cell.text)}


def _said(row: list[RawCell]) -> list[tuple[int, str]]:
    return [(cell.column, cell.text) for cell in row]


def _keys(line: Line) -> list[tuple[str, int]]:
    """What a repeated line has in common with its fellows: its text but for numbers, and about its height."""
    height = round(line.base / NEAR)
    return [(_shape(line.text), height), (_shape(line.text), height + 1)]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text)
