"""What word processors and web pages have in common: paragraphs and tables in a row, turned into grids.

A table that only frames others, or a single cell drawn around a title, is taken for what it is: a way to lay out text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from preau.core.grid import Cell, Grid, Reading
from preau.core.refusal import Refusal

MAX_COLUMNS = 1_000
MAX_CELLS = 2_000_000

Merged = tuple[int, int, int, int]


@dataclass(slots=True)
class Box:
    """A cell before it has a place: its blocks, its spans, and its column where the format states it (else `seat`)."""

    content: list[Block]
    colspan: int = 1
    rowspan: int = 1
    column: int = 0


class Spanning(Protocol):
    """Whatever takes a place in a table."""

    column: int
    colspan: int
    rowspan: int


@dataclass(slots=True)
class Table:
    """Rows of boxes. A box covered by the span of another is absent. `page` is where it starts, for a PDF."""

    rows: list[list[Box]] = field(default_factory=list)
    page: int | None = None


Block = str | Table
"""A paragraph, with its line breaks and tabs, or a table."""

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACES_AT_END = re.compile(r"[ \u00a0]+(?=\n|$)")


def reading(blocks: Iterable[Block], notes: Sequence[str] = ()) -> Reading:
    """One grid a table, with the paragraphs above it; one grid of all the lines when there is no table; else Refusal.

    `notes` (feet of pages, footnotes) go below the last table. In a text without tables a tab separates two cells, so
    that a table pasted as text is still one.
    """
    grids: list[Grid] = []
    pending: list[str] = []
    for block in _unfold(blocks):
        if isinstance(block, str):
            pending.append(block)
        else:
            grids.append(_grid(block, _paragraphs(pending)))
            pending = []
    pending.extend(notes)
    if grids:
        grids[-1].after = _paragraphs(pending)
        return Reading(grids)
    lines = _lines(pending)
    if not lines.rows:
        raise Refusal(
            "Ce fichier ne contient aucun texte. Vérifiez que c’est bien le document que vous vouliez envoyer."
        )
    return Reading([lines])


def seat(rows: Iterable[Sequence[Spanning]]) -> None:
    """Give each box its column, where the format leaves it to be counted (HTML, tagged PDF)."""
    taken: dict[int, int] = {}
    for boxes in rows:
        column = 0
        covered = {place: left - 1 for place, left in taken.items() if left > 1}
        for box in boxes:
            while column in taken:
                column += 1
            box.column = column
            box.colspan = max(1, min(box.colspan, MAX_COLUMNS - column))
            if box.rowspan > 1:
                covered.update(dict.fromkeys(range(column, column + box.colspan), box.rowspan - 1))
            column += box.colspan
            _check_width(box)
        taken = covered


def clean(text: str) -> str:
    """The text as it is seen: no soft hyphens, no zero-width marks, tabs as spaces, no spaces at the end of lines."""
    return _SPACES_AT_END.sub("", _INVISIBLE.sub("", text).replace("\t", " ")).strip()


def _unfold(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table):
            _check_size(block)
        if isinstance(block, Table) and _is_layout(block):
            for boxes in block.rows:
                for box in boxes:
                    yield from _unfold(box.content)
        else:
            yield block


def _is_layout(table: Table) -> bool:
    """Whether the table only frames: it has one cell, or holds a table that is larger than itself."""
    own = _count(table)
    inner = (block for boxes in table.rows for box in boxes for block in box.content if isinstance(block, Table))
    return own == 1 or any(_count(nested) > own or _is_layout(nested) for nested in inner)


def _count(table: Table) -> int:
    return sum(len(boxes) for boxes in table.rows)


def _grid(table: Table, before: list[str]) -> Grid:
    rows: list[list[Cell]] = []
    merged: list[Merged] = []
    above: list[Box] | None = None
    for index, boxes in enumerate(table.rows):
        # A row that the file repeats is the same object: its text is put together once.
        rows.append(list(rows[-1]) if boxes is above else _row(boxes))
        above = boxes
        for box in boxes:
            last_row = min(index + box.rowspan, len(table.rows)) - 1
            last_column = box.column + box.colspan - 1
            if (last_row, last_column) != (index, box.column):
                merged.append((index, box.column, last_row, last_column))
    return Grid(rows, range(1, len(rows) + 1), page=table.page, before=before, merged=merged)


def _row(boxes: list[Box]) -> list[Cell]:
    row: list[Cell] = []
    for box in boxes:
        _check_width(box)
        row.extend([None] * (box.column + box.colspan - len(row)))
        row[box.column] = _text(box.content)
    return row


def _check_size(table: Table) -> None:
    """Refuse a table that a few bytes have made enormous, before its cells are looked at one by one."""
    if sum(boxes[-1].column + boxes[-1].colspan for boxes in table.rows if boxes) > MAX_CELLS:
        raise Refusal(
            "Un tableau de ce fichier a plus de 2 000 000 de cellules. Copiez sa partie utile dans un nouveau document."
        )


def _check_width(box: Spanning) -> None:
    if box.column >= MAX_COLUMNS:
        raise Refusal(
            "Un tableau de ce fichier a plus de 1 000 colonnes. Copiez sa partie utile dans un nouveau document."
        )
    box.colspan = max(1, min(box.colspan, MAX_COLUMNS - box.column))


def _text(blocks: Iterable[Block]) -> str:
    pieces = (clean(block) if isinstance(block, str) else _flat(block) for block in blocks)
    return "\n".join(piece for piece in pieces if piece)


def _flat(table: Table) -> str:
    rows = (" ".join(filter(None, (_text(box.content) for box in boxes))) for boxes in table.rows)
    return "\n".join(row for row in rows if row)


def _paragraphs(blocks: Iterable[str]) -> list[str]:
    return [text for text in map(clean, blocks) if text]


def _lines(paragraphs: Iterable[str]) -> Grid:
    """All lines as rows; blank ones are left out, but counted."""
    written = "\n".join(paragraphs).split("\n") if paragraphs else []
    kept = [(number, line) for number, line in enumerate(written, start=1) if clean(line)]
    return Grid(
        [[clean(cell) for cell in line.rstrip().split("\t")] for _, line in kept], [number for number, _ in kept]
    )
