"""The rows under the headings: which is an action, a total, a heading within the table, a note, or none of these."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from preau.core.annex import header as headers
from preau.core.annex.action import ActionReader
from preau.core.annex.header import Header
from preau.core.annex.rows import AMOUNTS, Annex, TableRead, TotalRow
from preau.core.annex.totals import is_total_label, settle, total_in_sentence
from preau.core.findings import Finding
from preau.core.text import fold

LONGEST_HEADING = 150
"""A longer text (in signs) alone on its row is a note, not the title of a block."""
_RULE_SIGNS = "-–—_=.*·|"
_ONLY_RULES = re.compile(r"[\s\-–—_=.*·|]+")


class Rows(NamedTuple):
    """The rows with content of a grid: texts, line numbers, and the text of merged areas by (row, column)."""

    texts: Sequence[list[str]]
    lines: Sequence[int]
    spread: Mapping[tuple[int, int], str]


def read_body(annex: Annex, table: TableRead, header: Header, rows: Rows, start: int) -> tuple[int, Header | None]:
    """Read the rows from `start` into the table, to the end or to other headings.

    Returns the row where it stopped and the headings that begin there, None at the end.
    """
    return _Body(annex, table, header, rows).read(start)


class _Body:
    """The state of reading one table: totals so far, a heading that waits for the actions it stands over."""

    def __init__(self, annex: Annex, table: TableRead, header: Header, rows: Rows) -> None:
        self.annex, self.table, self.header, self.rows = annex, table, header, rows
        self.reader = ActionReader(table, rows.texts[header.start + header.span :])
        self.totals: list[TotalRow] = []
        self.waiting: list[str] = []
        self.theme: str | None = None
        self.names = [i for i in (self._column("title"), self._column("holder")) if i is not None]
        self.headings = [fold(heading) for heading in header.headings]

    def _column(self, concept: str) -> int | None:
        position = self.table.position(concept)
        return position - 1 if position else None

    def read(self, start: int) -> tuple[int, Header | None]:
        texts = self.rows.texts
        names, append, reader = self.names, self.table.actions.append, self.reader
        at, end, new_head = start, len(texts), None
        while at < end:
            row = texts[at]
            if len(names) == 2 and row[names[0] : names[0] + 1] != [""] and self._is_plain(row):  # noqa: PLR2004 - title, holder
                if self._repeats_headings(row):
                    if self._starts_block():
                        new_head = Header(at, self.header.span, self.header.headings, self.header.hats)
                        break
                    at += self._skip_headings(at)
                    continue
                if self.waiting:
                    self._settle_heading()
                append(reader.read(row, self.rows.lines[at], self.rows.spread, at, self.theme))
                at += 1
                continue
            step, new_head = self._special(at, row)
            if new_head is not None:
                break
            at += step
        self._close()
        return at, new_head

    def _is_plain(self, row: list[str]) -> bool:
        """Whether the row names both an action and who answers for it, and is no total: nearly every row is so."""
        title, holder = self.names
        if holder >= len(row) or title >= len(row) or not row[holder] or not row[title]:
            return False
        if row[title][0] in _RULE_SIGNS:
            return False
        return not (is_total_label(row[holder]) or is_total_label(row[0]))

    def _repeats_headings(self, row: list[str]) -> bool:
        i = self.names[0] if self.names else 0
        if i >= len(row) or fold(row[i]) != self.headings[i]:
            return False
        filled = [(fold(text), self.headings[j]) for j, text in enumerate(row) if text and j < len(self.headings)]
        return bool(filled) and sum(1 for text, heading in filled if text == heading or text in heading) * 2 > len(filled)

    def _starts_block(self) -> bool:
        """Whether repeated headings begin a table of their own: a total or a title stands between."""
        return bool(self.waiting) or (bool(self.totals) and self.totals[-1].last == len(self.table.actions))

    def _skip_headings(self, at: int) -> int:
        span = self.header.span
        repeated = self.rows.texts[at : at + span]
        rows = 1 + sum(1 for row in repeated[1:] if headers.looks_like_headings(row) and headers.score(row))
        self.table.rows.headings += rows
        return rows

    def _special(self, at: int, row: list[str]) -> tuple[int, Header | None]:
        """A row that is not plainly an action. Returns how many rows it took, or the other headings it begins."""
        filled = [i for i, text in enumerate(row) if text]
        label = next((row[i] for i in filled if is_total_label(row[i])), None)
        if all(_ONLY_RULES.fullmatch(row[i]) for i in filled):
            self.table.rows.notes += 1
        elif label is not None:
            self._total(at, row, label)
        elif self._repeats_headings(row):
            if self._starts_block():
                return 0, Header(at, self.header.span, self.header.headings, self.header.hats)
            return self._skip_headings(at), None
        elif len(filled) == 1 and self._stands_alone(filled[0], row):
            self._alone(at, row[filled[0]])
        elif (head := self._other_headings(at, row)) is not None:
            return 0, head
        elif self._only_amounts(row, filled):
            self._total(at, row, "")
        elif self._names_something(at, row, filled):
            self._settle_heading()
            self.table.actions.append(
                self.reader.read(row, self.rows.lines[at], self.rows.spread, at, self.theme)
            )
        else:
            self._unread(at, row)
        return 1, None

    def _names_something(self, at: int, row: list[str], filled: list[int]) -> bool:
        if not self.names:
            return len(filled) > 1
        if len(filled) > 2 and len(filled) * 2 >= len(self.header.headings):  # noqa: PLR2004 - a full row that lacks its name
            return True
        return any((i < len(row) and row[i]) or (at, i) in self.rows.spread for i in self.names)

    def _stands_alone(self, i: int, row: list[str]) -> bool:
        """Whether the only text of a row stands over the table, rather than being an action known by its title alone."""
        if len(self.header.headings) < 3:  # noqa: PLR2004 - in two columns a lone text is a value
            return self.names != [i]
        return i == 0 or i not in self.names or len(row[i]) > LONGEST_HEADING

    def _alone(self, at: int, text: str) -> None:
        amounts = [concept for concept in AMOUNTS if self._column(concept) is not None]
        announced = total_in_sentence(text, amounts) if self.table.actions else None
        if announced is not None:
            totals, count = announced
            n = len(self.table.actions)
            self.totals.append(TotalRow(self.rows.lines[at], text, totals, 0, n, grand=True, count=count))
            self.table.rows.totals += 1
        elif len(text) > LONGEST_HEADING:
            self.annex.notes.append(text)
            self.table.rows.notes += 1
        else:
            self.waiting.append(text)

    def _settle_heading(self) -> None:
        """The texts that waited stand over the action now read: the last names its theme where no column does."""
        if self.waiting:
            self.table.rows.headings += len(self.waiting)
            if self._column("theme") is None:
                self.theme = self.waiting[-1].rstrip(" :\u00a0")
            self.waiting.clear()

    def _other_headings(self, at: int, row: list[str]) -> Header | None:
        if len([text for text in row if text]) < 2 or headers.score(row) < 2:  # noqa: PLR2004 - a header names two concepts
            return None
        return headers.at(self.rows.texts, at)

    def _only_amounts(self, row: list[str], filled: list[int]) -> bool:
        amounts = {self._column(concept) for concept in AMOUNTS}
        return bool(self.table.actions) and all(i in amounts and headers.is_amount(row[i]) for i in filled)

    def _total(self, at: int, row: list[str], label: str) -> None:
        n = len(self.table.actions)
        amounts = self.reader.amounts_of_total(row)
        self.totals.append(TotalRow(self.rows.lines[at], label, amounts, 0, n, grand=False))
        self.table.rows.totals += 1

    def _unread(self, at: int, row: list[str]) -> None:
        self.table.rows.unread += 1
        raw = " | ".join(text for text in row if text)
        self.annex.findings.append(
            Finding(
                "row-unread",
                f"La ligne {self.rows.lines[at]} n’a pas été reconnue : ni porteur ni intitulé. Elle est gardée telle quelle.",
                self.table.index,
                self.rows.lines[at],
                None,
                raw,
            )
        )

    def _close(self) -> None:
        self.table.rows.notes += len(self.waiting)
        self.annex.notes.extend(self.waiting)
        self.table.rows.actions += len(self.table.actions)
        self.table.totals = settle(self.totals, self.table.actions)
        self.reader.finish(self.table.actions)
        self.annex.findings.extend(self.reader.findings)

