"""The columns of a file as the wizard offers them: each with its heading, an example, and what it is taken for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from preau.annexes.words import CONCEPTS
from preau.core.annex.content import Content
from preau.core.annex.parse import letter
from preau.core.annex.rows import Annex, TableRead
from preau.core.grid import Reading
from preau.core.money import Unreadable, parse_amount
from preau.core.refusal import Refusal
from preau.core.text import fold

SHEETS = frozenset({"xlsx", "xls", "ods", "csv"})
"""The formats whose columns people name by letters."""
ROWS_FOR_AN_EXAMPLE = 50
NO_MONEY = re.compile(r"\b(?:nb|nbre|nombres?|effectifs?|annees?|code|cp|tel|telephone|siret|siren|rna|uai|insee)\b")
"""Headings of columns whose figures are no amounts."""
YEAR = re.compile("20[0-9][0-9]")
LEAST_AMOUNT = 100
"""A smaller figure without a sign of euros is more likely a count than an amount."""
Shape = tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field in the form, its place from 1, as people name it, its heading, an example, what it is."""

    field: str
    position: int
    place: str
    heading: str
    example: str
    concept: str
    sure: bool = True
    money: bool = False

    @property
    def overlooked(self) -> bool:
        """Whether it holds what looks like amounts, and is taken for nothing."""
        return self.money and not self.concept

    @property
    def name(self) -> str:
        """What it is taken for, in words."""
        return CONCEPTS.get(self.concept, "gardée à part")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that some tables of the file have in common; the tables are counted from 1."""

    tables: tuple[int, ...]
    columns: tuple[Column, ...]


def layouts_of(annex: Annex, format_: str) -> list[Layout]:
    """The columns as they are understood now; tables that have the same ones stand together."""
    alike: dict[Shape, list[TableRead]] = defaultdict(list)
    for table in annex.tables:
        alike[tuple((column.heading, column.concept or "", column.sure) for column in table.columns)].append(table)
    return [
        Layout(
            tuple(table.index + 1 for table in tables),
            tuple(
                Column(
                    f"c-{at}-{position}",
                    position,
                    place_of(position, format_),
                    heading,
                    _example(tables, position),
                    concept,
                    sure,
                    _looks_like_money(heading, _texts(tables, position)),
                )
                for position, (heading, concept, sure) in enumerate(shape, start=1)
                if heading or concept or _example(tables, position)
            ),
        )
        for at, (shape, tables) in enumerate(alike.items())
    ]


def layout_of_no_table(reading: Reading, format_: str) -> list[Layout]:
    """The columns of the largest grid of a file in which no headings were found, for a person to say what they are."""
    content = max(map(Content, reading.grids), key=lambda one: len(one.texts))
    texts = content.texts[:ROWS_FOR_AN_EXAMPLE]

    def example(i: int) -> str:
        return next((row[i] for row in texts if i < len(row) and row[i]), "")

    columns = (
        Column(f"c-0-{i + 1}", i + 1, place_of(i + 1, format_), "", example(i), "") for i in range(content.width)
    )
    return [Layout((1,), tuple(columns))]


def place_of(position: int, format_: str) -> str:
    """The column as the program that made the file names it: "colonne I" in a spreadsheet, else "colonne 9"."""
    return f"colonne {letter(position)}" if format_ in SHEETS else f"colonne {position}"


def _texts(tables: Sequence[TableRead], position: int) -> list[str]:
    """The filled cells of the column in the first rows."""
    rows = [action.raw for table in tables for action in table.actions[:ROWS_FOR_AN_EXAMPLE]]
    return [row[position - 1] for row in rows if position <= len(row) and row[position - 1]]


def _example(tables: Sequence[TableRead], position: int) -> str:
    return next(iter(_texts(tables, position)), "")


def _looks_like_money(heading: str, texts: Sequence[str]) -> bool:
    """Whether most cells are amounts, and the heading does not say that they are something else."""
    amounts = sum(map(_is_money, texts))
    return amounts > 0 and amounts * 2 >= len(texts) and "%" not in heading and not NO_MONEY.search(fold(heading))


def _is_money(text: str) -> bool:
    try:
        amount = parse_amount(text)
    except Unreadable:
        return False
    return amount is not None and ("€" in text or (amount >= LEAST_AMOUNT and not YEAR.fullmatch(text)))


def overlooked_in(layouts: Sequence[Layout]) -> list[str]:
    """The columns that look like amounts and are taken for nothing, each once, as people call them."""
    return list(dict.fromkeys(one.heading or one.place for each in layouts for one in each.columns if one.overlooked))


def as_typed(layouts: Sequence[Layout], typed: QueryDict) -> list[Layout]:
    """The columns with what the form said of each, to be shown again beside a sentence."""
    return [
        Layout(
            each.tables,
            tuple(replace(one, concept=typed.get(one.field, one.concept)) for one in each.columns),
        )
        for each in layouts
    ]


def changed(layouts: Sequence[Layout], posted: QueryDict) -> bool:
    """Whether the form says of a column anything else than what is understood."""
    return any(posted.get(one.field, one.concept) != one.concept for layout in layouts for one in layout.columns)


def chosen(layouts: Sequence[Layout], posted: QueryDict, kept: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """For each concept the columns that the form gives it, in each table its own; none for one that it takes away.

    Columns are named by their headings where tables differ, else by their places. Raises Refusal where two columns of
    a table are given for one thing.
    """
    columns: dict[str, list[str]] = {concept: [] for concept in kept if concept in CONCEPTS}
    for layout in layouts:
        headings = [one.heading for one in layout.columns]
        given: dict[str, Column] = {}
        for one in layout.columns:
            concept = posted.get(one.field, one.concept)
            if one.concept:
                columns.setdefault(one.concept, [])
            if concept not in CONCEPTS:
                continue
            if concept in given:
                raise Refusal(
                    f"Deux colonnes sont données pour « {CONCEPTS[concept]} » : « {_called(given[concept])} » et "
                    f"« {_called(one)} ». Gardez l’une des deux."
                )
            given[concept] = one
            by_heading = len(layouts) > 1 and len(one.heading) > 3 and headings.count(one.heading) == 1  # noqa: PLR2004 - no letter of a column
            columns.setdefault(concept, []).append(one.heading if by_heading else str(one.position))
    return columns


def _called(column: Column) -> str:
    return column.heading or column.place
