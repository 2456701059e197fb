"""Where the cells of a table stand once its spans are laid out; a table with a hole, or past its edge, is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from preau.core.document.blocks import Block, Cell, Document, Row, Table

Part = Literal["head", "body", "foot"]


Place = tuple[int, Cell]
"""The column, from 0, of the left edge of a cell, and the cell."""

Places = Sequence[Place]


def blocks(document: Document) -> tuple[Block, ...]:
    """The blocks that show something: a table without a column or a row is none, in any format."""
    return tuple(
        block
        for block in document.blocks
        if not isinstance(block, Table) or (block.columns and (block.head or block.body or block.foot))
    )


def parts(table: Table) -> tuple[tuple[Part, tuple[Row, ...]], ...]:
    """The three parts of a table, in the order of the page."""
    return ("head", table.head), ("body", table.body), ("foot", table.foot)


def rows(table: Table) -> Iterator[tuple[Part, Places]]:
    """Every row of the table with its part and the column of each of its cells.

    Raises ValueError when a row does not cover all columns once, or a rowspan leaves its part: no format could show it.
    """
    for part, of_part in parts(table):
        for places in _placed(of_part, len(table.columns)):
            yield part, places


def _placed(part: tuple[Row, ...], width: int) -> Iterator[Places]:
    down: dict[int, int] = {}
    for number, row in enumerate(part, 1):
        if not down and len(row) == width and not any(map(_spans, row)):
            yield list(enumerate(row))
            continue
        places = list(_seated(row, down))
        covered = [*down, *(at + right for at, cell in places for right in range(cell.colspan))]
        if sorted(covered) != list(range(width)):
            raise ValueError(f"row {number} does not cover each of {width} columns once")
        yield places
        down = {at: left - 1 for at, left in down.items() if left > 1}
        down |= {
            at + right: cell.rowspan - 1 for at, cell in places if cell.rowspan > 1 for right in range(cell.colspan)
        }
    if down:
        raise ValueError("a rowspan goes past the last row of its part")


def _spans(cell: Cell) -> bool:
    return cell.colspan != 1 or cell.rowspan != 1


def _seated(row: Row, down: dict[int, int]) -> Iterator[Place]:
    """The cells, each at the first column that neither the cells before it nor a rowspan from above covers."""
    column = 0
    for cell in row:
        while column in down:
            column += 1
        yield column, cell
        column += cell.colspan
