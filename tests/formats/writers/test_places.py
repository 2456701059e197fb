"""Where the cells of a table stand."""

from __future__ import annotations

import pytest

from preau.core.document.blocks import Cell, Column, Document, Heading, Table
from preau.formats.writers.places import blocks, rows

A, B, C, D = (Cell(letter) for letter in "ABCD")


def table(width, *body):
    return Table(tuple(Column(1) for _ in range(width)), (), body)


def test_cells_stand_after_one_another():
    assert list(rows(table(2, (A, B), (C, D)))) == [("body", [(0, A), (1, B)]), ("body", [(0, C), (1, D)])]


def test_a_cell_covered_from_above_or_from_the_left_is_absent():
    wide = Cell("wide", colspan=2)
    high = Cell("high", rowspan=2)
    block = Cell("block", colspan=2, rowspan=2)

    placed = [places for _, places in rows(table(4, (high, wide, A), (B, block), (C, D)))]

    assert placed == [[(0, high), (1, wide), (3, A)], [(1, B), (2, block)], [(0, C), (1, D)]]


def test_each_part_is_named():
    whole = Table((Column(1),), ((A,),), ((B,), (C,)), ((D,),))

    assert [part for part, _ in rows(whole)] == ["head", "body", "body", "foot"]


@pytest.mark.parametrize(
    "body",
    [
        [(A,)],
        [(A, B, C)],
        [(A, Cell("wide", colspan=2))],
        [(A, Cell("high", rowspan=2)), (Cell("over it", colspan=2),)],
    ],
)
def test_a_row_that_does_not_cover_its_columns_once_is_refused(body):
    with pytest.raises(ValueError, match="does not cover each of 2 columns once"):
        list(rows(table(2, *body)))


def test_a_rowspan_stays_in_its_part():
    with pytest.raises(ValueError, match="past the last row"):
        list(rows(table(2, (A, Cell("high", rowspan=2)))))


def test_a_table_of_nothing_is_no_block():
    title = Heading("Titre")
    head_alone = Table((Column(1),), ((A,),), ())

    assert blocks(Document("T", (title, table(2), Table((), (), ((),)), head_alone))) == (title, head_alone)
