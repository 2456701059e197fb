"""Rows to actions, column by column: texts cleaned, amounts read, the rest kept under its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise, repeat
from typing import NamedTuple

from preau.core.annex.cells import without_markup
from preau.core.annex.content import Content
from preau.core.annex.figures import Figure, FigureColumn, unit_of
from preau.core.annex.header import Header
from preau.core.annex.names import holders_in, partners_in, read_status, split_title
from preau.core.annex.rows import AMOUNTS, IDENTIFIERS, ActionRow, Concept, Status, TableRead, Totals
from preau.core.findings import Finding
from preau.core.money import Unreadable
from preau.core.text import fold, squeeze

_HOLDER_WORDS = re.compile("association|porteur|structure|organisme|beneficiaire")
_TITLE_WORDS = re.compile("projet|action|intitule")
_TITLE_INSIDE = re.compile(
    '^(?P<holder>.+?)(?:\n|\\s+(?=(?:Projet|Action)\\s*[:«"“]?\\s*\\S))(?:(?:Projet|Action)\\s*:?\\s*)?(?P<title>.+)$',
    re.DOTALL,
)
LONGEST_SIGN = 4
"""A longer text in a cell of amounts ("à définir") is kept beside the absence of an amount; "NC" is not."""

Column = Sequence[str | None]


class _Named(NamedTuple):
    """The columns that name an action, each as long as the rows."""

    holder: Column
    title: Column
    title_written: Column
    status: Sequence[Status | None]


class ActionReader:
    """Reads the rows of one table. What it cannot read it keeps as text, with a finding."""

    def __init__(self, table: TableRead, header: Header, content: Content, first: int, last: int) -> None:
        """Learn how the columns of amounts are written from the rows `first` to `last` of the table."""
        self.table, self.content = table, content
        self.findings: list[Finding] = []
        self.at = {column.concept: column.position - 1 for column in table.columns if column.concept}
        self.width = len(table.columns)
        self.figures = [self._figures(concept, header, first, last) for concept in AMOUNTS if concept in self.at]

    def _figures(self, concept: str, header: Header, first: int, last: int) -> FigureColumn:
        column = next(column for column in self.table.columns if column.concept == concept)
        at = column.position - 1
        hat = header.over[at] if at < len(header.over) else ""
        cells = (row[at] for row in self.content.cells[first:last] if at < len(row))
        written = {squeeze(cell) for cell in cells if isinstance(cell, str)}
        above = [*self.content.before, *self.content.notes(max(0, header.start - 5), header.start)]
        return FigureColumn(column, concept, written, unit_of(f"{hat} {column.heading}", everywhere=above))

    def amounts(self, rows: Sequence[int]) -> dict[str, list[Figure]]:
        """The amounts of some rows of the content, by concept; what could not be read stays in its place."""
        texts = list(map(self.content.texts.__getitem__, rows))
        cells = list(map(self.content.cells.__getitem__, rows))
        return {column.concept: column.read(cells, texts) for column in self.figures}

    def amounts_of_total(self, row: int, *, report: bool = False) -> Totals:
        """The amounts that a row of totals prints, by concept; what cannot be read is left out, reported on demand."""
        figures = {concept: read[0] for concept, read in self.amounts([row]).items()}
        for column in self.figures if report else ():
            if isinstance(figures[column.concept], Unreadable):
                self._unreadable(column, self.content.lines[row], self.content.texts[row][column.at])
        return {concept: figure for concept, figure in figures.items() if isinstance(figure, Decimal)}

    def read(
        self, rows: Sequence[int], amounts: dict[str, list[Figure]], themes: Sequence[str | None]
    ) -> list[ActionRow]:
        """The actions of some rows; `themes` gives for each that of the title above it, where the row tells none."""
        width = self.width
        texts = list(map(self.content.texts.__getitem__, rows))
        if {*map(len, texts)} != {width}:
            texts = [row if len(row) >= width else (*row, *[""] * (width - len(row))) for row in texts]
        lines = list(map(self.content.lines.__getitem__, rows))
        columns = list(zip(*texts, strict=False)) or [()] * width
        others = self._others(columns, texts)
        figures = self._settle(amounts, columns, others, lines)
        named = self._names(columns, others)
        partners = self._clean(columns, "expected_partners")
        return list(
            map(
                ActionRow,
                repeat(self.table.index),
                lines,
                self._plain(columns, "number"),
                named.title,
                named.status,
                named.holder,
                [holders_in(text) if text else () for text in named.holder],
                [theme or above for theme, above in zip(self._clean(columns, "theme"), themes, strict=False)],
                self._clean(columns, "description"),
                self._clean(columns, "audience"),
                partners,
                [partners_in(text) if text else () for text in partners],
                *figures,
                *(self._plain(columns, concept) for concept in IDENTIFIERS),
                others,
                named.title_written,
                repeat(None),
                texts,
            )
        )

    def _plain(self, columns: Sequence[Sequence[str]], concept: Concept) -> Iterable[str | None]:
        at = self.at.get(concept)
        return repeat(None) if at is None else [text or None for text in columns[at]]

    def _clean(self, columns: Sequence[Sequence[str]], concept: Concept) -> Column:
        at = self.at.get(concept)
        if at is None:
            return (None,) * len(columns[0])
        return [(without_markup(text) if "<" in text or "&" in text else text) or None for text in columns[at]]

    def _others(self, columns: Sequence[Sequence[str]], texts: Sequence[Sequence[str]]) -> list[dict[str, str]]:
        """For each row the texts of the columns that stand for no concept, by their headings."""
        others: list[dict[str, str]] = [{} for _ in texts]
        for column in self.table.columns:
            if column.concept is None:
                heading = column.heading or f"Colonne {column.position}"
                for other, text in zip(others, columns[column.position - 1], strict=True):
                    if text:
                        other[heading if heading not in other else f"{heading} ({column.position})"] = text
        if max(map(len, texts), default=0) > self.width:
            for other, row in zip(others, texts, strict=True):
                other.update({f"Colonne {i + 1}": row[i] for i in range(self.width, len(row)) if row[i]})
        return others

    def _settle(
        self,
        amounts: dict[str, list[Figure]],
        columns: Sequence[Sequence[str]],
        others: Sequence[dict[str, str]],
        lines: Sequence[int],
    ) -> list[Iterable[Decimal | None]]:
        """The columns of amounts; the words that stand in place of an amount go to `others`."""
        for column in self.figures:
            figures, texts = amounts[column.concept], columns[column.at]
            for i, figure in enumerate(figures):
                if type(figure) is Decimal:
                    continue
                if len(texts[i]) > LONGEST_SIGN or figure is not None:
                    others[i][column.heading] = texts[i]
                if figure is not None:
                    self._unreadable(column, lines[i], texts[i])
                    figures[i] = None
        return [amounts.get(concept, repeat(None)) for concept in AMOUNTS]  # type: ignore[misc]

    def _unreadable(self, column: FigureColumn, line: int, text: str) -> None:
        message = (
            f"« {text} » ne se lit pas comme un montant. Il est gardé en texte et ne compte dans aucun total ; "
            "écrivez par exemple 12 500 ou 12 500,50."
        )
        self.findings.append(Finding("amount-unreadable", message, self.table.index, line, column.position, text))

    def _names(self, columns: Sequence[Sequence[str]], others: Sequence[dict[str, str]]) -> _Named:
        """The holders, titles and states of the rows; where one cell holds holder and title, each takes its part."""
        holder, written = self._clean(columns, "holder"), self._clean(columns, "title")
        if "title" not in self.at and "holder" in self.at and self._holds_title():
            inside = [_TITLE_INSIDE.match(text) if text else None for text in holder]
            written = [found["title"].strip() if found else None for found in inside]
            holder = [found["holder"].strip() if found else text for found, text in zip(inside, holder, strict=True)]
        written = [text.replace("\n", " ") if text and "\n" in text else text for text in written]
        split = [split_title(text) if text and text[-1] in ")]" else (text, None) for text in written]
        status: list[Status | None] = [state for _, state in split]
        if "status" in self.at:
            self._states(columns[self.at["status"]], status, others)
        return _Named(holder, [title for title, _ in split], written, status)

    def _holds_title(self) -> bool:
        heading = fold(self.table.columns[self.at["holder"]].heading)
        return _HOLDER_WORDS.search(heading) is not None and _TITLE_WORDS.search(heading) is not None

    def _states(self, texts: Sequence[str], status: list[Status | None], others: Sequence[dict[str, str]]) -> None:
        heading = self.table.columns[self.at["status"]].heading
        for i, text in enumerate(texts):
            state = read_status(text)
            status[i] = state or status[i]
            if text and state is None:
                others[i][heading] = text


def carry_down(themes: Sequence[str | None]) -> list[str | None]:
    """The themes with the blanks filled, where each is written once for the rows under it.

    It is so when the first row has one, none is written again where it goes on, and half of the rows are blank.
    """
    written = [theme for theme in themes if theme]
    blank = len(themes) - len(written)
    again = any(theme == following for theme, following in pairwise(written))
    if blank < 2 or blank * 2 < len(themes) or not themes[0] or again:  # noqa: PLR2004 - one blank is a missing theme
        return list(themes)
    carried: list[str | None] = []
    for theme in themes:
        carried.append(theme or carried[-1])
    return carried


def main_spellings(written: Iterable[str]) -> dict[str, str]:
    """For each writing, the commonest writing of the same words (the first of equals): one theme, one spelling."""
    counts: dict[str, int] = {}
    for text in written:
        counts[text] = counts.get(text, 0) + 1
    best: dict[str, str] = {}
    for text, count in counts.items():
        key = fold(text)
        if key not in best or count > counts[best[key]]:
            best[key] = text
    return {text: best[fold(text)] for text in counts}
