"""One table of a file, read: rows sorted, then actions, printed totals, themes, and findings for the unread."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from preau.core.annex.action import ActionReader, carry_down
from preau.core.annex.body import Sorted, sort_rows
from preau.core.annex.content import Content
from preau.core.annex.figures import Sums
from preau.core.annex.header import Header
from preau.core.annex.rows import AMOUNTS, Annex, TableRead, TotalRow
from preau.core.annex.totals import Printed, announced_count, block_headed, block_summed, settle, total_in_sentence
from preau.core.findings import Finding
from preau.core.text import fold

_AXIS = re.compile("(?:axe|pilier|volet|thematique|theme|priorite|enjeu|champ)s?(?: .*)?")


def read_table(annex: Annex, table: TableRead, header: Header, content: Content, start: int) -> Sorted:
    """Read the rows from `start` into the table, to the end or to other headings; the answer tells where it stopped."""
    _spread_merged(table, content, start)
    rows = sort_rows(table, header, content, start)
    reader = ActionReader(table, header, content, start, rows.stop)
    _Table(annex, table, content, rows, reader).read()
    table.rows.content += rows.stop - start
    table.last_line = content.lines[rows.end - 1] if rows.end > start else table.last_line
    return rows


def _spread_merged(table: TableRead, content: Content, start: int) -> None:
    """Write the text of areas merged over several rows in every row that they cover, but for amounts and numbers."""
    kept = {column.position - 1 for column in table.columns if column.concept in {*AMOUNTS, "number"}}
    for (row, column), text in content.spread.items():
        texts = content.texts[row]
        if row >= start and column not in kept and column < len(texts) and not texts[column]:
            content.texts[row] = (*texts[:column], text, *texts[column + 1 :])


class _Group(NamedTuple):
    """A row that prints the amounts of a block of actions, from one row of the content to another; or heads them."""

    row: int
    block: tuple[int, int]
    heads: bool


class _Table:
    """What the sorted rows of a table become."""

    def __init__(self, annex: Annex, table: TableRead, content: Content, rows: Sorted, reader: ActionReader) -> None:
        self.annex, self.table, self.content, self.rows, self.reader = annex, table, content, rows, reader
        self.notes = list(rows.notes)

    def read(self) -> None:
        """Fill the table with its actions and totals, the annex with what could not be read."""
        groups = self._tell_groups() if self.rows.groups else []
        picked = self.rows.picked
        amounts = self.reader.amounts(picked)
        self.table.totals = self._totals(groups, Sums(amounts, len(picked)))
        headings = sorted([*self.rows.headings, *((g.row, self._text(g.row)) for g in groups if g.heads)])
        self.table.actions = self.reader.read(picked, amounts, self._themes(headings))
        self._carry_themes()
        self._count()
        self._unread()
        used = {action.theme for action in self.table.actions} if headings else set()
        self.annex.notes += [*self.notes, *(text for _, text in headings if text not in used)]
        self.annex.findings += self.reader.findings

    def _text(self, row: int) -> str:
        """The only text of a row of amounts."""
        amounts = {column.at for column in self.reader.figures}
        return next(text for i, text in enumerate(self.content.texts[row]) if text and i not in amounts)

    def _tell_groups(self) -> list[_Group]:
        """Tell the rows that print the amounts of a block from actions that lack a name, and from neither."""
        rows = self.rows
        picked = rows.picked
        sums = Sums(self.reader.amounts(picked), len(picked))
        marks = [*rows.groups, *(row for row, _ in rows.totals), *(row for row, _ in rows.headings)]
        ends = sorted({bisect_left(picked, row) for row in marks} | {0, len(picked)})
        groups, actions = [], []
        for row in rows.groups:
            if (group := self._group(row, ends, sums)) is not None:
                groups.append(group)
            elif self._is_named(row):
                actions.append(row)
            elif rows.totals and bisect_left(picked, row) == len(picked):
                self.notes.append(" ".join(text for text in self.content.texts[row] if text))
                rows.rows.notes += 1
            else:
                rows.unread.append(row)
        rows.picked = sorted([*picked, *actions]) if actions else picked
        return groups

    def _group(self, row: int, ends: Sequence[int], sums: Sums) -> _Group | None:
        picked = self.rows.picked
        at = bisect_left(picked, row)
        amounts = self.reader.amounts_of_total(row)
        least = 2 if self._is_named(row) else 1
        after = [end for end in ends if end > at]
        before = [end for end in ends if end < at]
        headed = block_headed(amounts, at, after, sums, least=least)
        summed = None if headed else block_summed(amounts, at, before, sums, least=least)
        if headed is None and summed is None and after and self._is_titled(row):
            headed = (at, after[0])
        found = headed or summed
        return _Group(row, (picked[found[0]], picked[found[1] - 1] + 1), headed is not None) if found else None

    def _is_named(self, row: int) -> bool:
        texts, at = self.content.texts[row], self.reader.at
        return any(at[c] < len(texts) and texts[at[c]] for c in ("title", "holder") if c in at)

    def _is_titled(self, row: int) -> bool:
        """Whether the row is headed by words in its first column, where actions have a number or nothing."""
        first = self.content.texts[row][0]
        return bool(first) and not self._is_named(row) and not first[0].isdigit() and self.reader.at.get("theme") != 0

    def _totals(self, groups: Sequence[_Group], sums: Sums) -> list[TotalRow]:
        """The printed totals, in the order of the file, each with the actions that it sums."""
        picked, lines = self.rows.picked, self.content.lines
        printed: list[tuple[int, Printed]] = []
        for row, label in self.rows.totals:
            amounts = self.reader.amounts_of_total(row, report=True)
            written = self._written(row)
            printed.append((row, Printed(lines[row], label, amounts, bisect_left(picked, row), written=written)))
            self._beside(row, label)
        for row, text in self.rows.sentences:
            announced = total_in_sentence(text, [column.concept for column in self.reader.figures], sums)
            amounts, count = announced or ({}, None)
            count = count or announced_count(self.notes)
            printed.append((row, Printed(lines[row], text, amounts, bisect_left(picked, row), count)))
        for row, (first, last), _ in groups:
            block = (bisect_left(picked, first), bisect_left(picked, last))
            amounts = self.reader.amounts_of_total(row)
            printed.append(
                (row, Printed(lines[row], self._text(row), amounts, block[1], None, block, self._written(row)))
            )
        self.table.rows.totals += len(printed)
        return settle([total for _, total in sorted(printed, key=lambda at: at[0])], sums)

    def _written(self, row: int) -> tuple[tuple[str, str], ...]:
        """The amounts of a row as the file writes them, by concept."""
        texts = self.content.texts[row]
        return tuple((column.concept, texts[column.at]) for column in self.reader.figures if column.at < len(texts))

    def _beside(self, row: int, label: str) -> None:
        """Keep as a note what a row of totals says beside its label and its amounts."""
        amounts = {column.at for column in self.reader.figures}
        words = [text for i, text in enumerate(self.content.texts[row]) if text and i not in amounts]
        if words != [label] and words:
            self.notes.append(" ".join(words))

    def _themes(self, headings: Sequence[tuple[int, str]]) -> list[str | None]:
        """For each action the heading above it; where some headings name an axis, only those do."""
        picked = self.rows.picked
        axes = [(row, text) for row, text in headings if _AXIS.fullmatch(fold(text))] or headings
        themes: list[str | None] = [None] * len(picked)
        for (row, text), (following, _) in pairwise([*axes, (self.rows.stop, "")]):
            first, last = bisect_left(picked, row), bisect_left(picked, following)
            themes[first:last] = [text] * (last - first)
        return themes

    def _carry_themes(self) -> None:
        if self.table.position("theme"):
            carried = carry_down([action.theme for action in self.table.actions])
            for action, theme in zip(self.table.actions, carried, strict=True):
                action.theme = theme

    def _count(self) -> None:
        """Count where the rows went."""
        self.table.rows.actions += len(self.rows.picked)
        self.table.rows.headings += self.rows.rows.headings
        self.table.rows.notes += self.rows.rows.notes
        self.table.rows.unread += len(self.rows.unread)

    def _unread(self) -> None:
        for row in self.rows.unread:
            line = self.content.lines[row]
            message = f"La ligne {line} n’a pas été reconnue : ni porteur ni intitulé. Elle est gardée telle quelle."
            raw = " | ".join(text for text in self.content.texts[row] if text)
            self.annex.findings.append(Finding("row-unread", message, self.table.index, line, None, raw))
