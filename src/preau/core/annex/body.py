"""Sorting the rows under the headings: actions, totals, headings within the table, notes, or none of these."""

from __future__ import annotations

import re
from collections.abc import Sequence

from preau.core.annex import header as headers
from preau.core.annex.cells import one_line
from preau.core.annex.content import Content
from preau.core.annex.header import Header
from preau.core.annex.rows import AMOUNTS, RowCount, TableRead
from preau.core.annex.totals import FIRST_LETTERS, is_balance, is_count, total_in_sentence, total_label
from preau.core.text import fold

LONGEST_HEADING = 150
"""A longer text (in signs) alone on its row is a note, not the title of a block."""
LONGEST_PAGE = 2
"""A number alone on its row in as few signs as this is that of a page."""
SLACK = 4
"""Headings that are repeated differ from the first ones by fewer signs than this."""
_RULE_SIGNS = "-–—_=.*·|"
_ONLY_RULES = re.compile("[-–—_=.*·| \u00a0\n]+")
_FURNITURE = re.compile(
    "(?:page|p) ?[0-9]+(?: .*)?|[0-9]+(?: (?:sur )?[0-9]+)?|"
    "(?:nb|nota|fait a|fait le|source|edite|imprime|mis a jour|signe|le maire|"
    "la presidente?|le president|le prefet|la prefete|vu|sous reserve) ?.*"
)


class Sorted:
    """The rows of a table by what they are: their places in the content, in its order.

    `groups` are rows of a single text and amounts, which may be an action or print the sum of a block; `headings` give
    with their text the first action that they stand over. The table ends before `end`; at `stop`, `next_header`
    begins another, and `above` are the texts that stand over that one.
    """

    def __init__(self) -> None:
        self.picked: list[int] = []
        self.totals: list[tuple[int, str]] = []
        self.sentences: list[tuple[int, str]] = []
        self.groups: list[int] = []
        self.headings: list[tuple[int, str]] = []
        self.unread: list[int] = []
        self.notes: list[str] = []
        self.rows = RowCount()
        self.end = self.stop = 0
        self.above: list[str] = []
        self.next_header: Header | None = None


def sort_rows(table: TableRead, header: Header, content: Content, start: int) -> Sorted:
    """Sort the rows from `start`, to the end or to other headings."""
    sorter = _Sorter(table, header, content)
    sorter.sort(start)
    return sorter.sorted


class _Sorter:
    """One pass over the rows; a heading waits for the actions that it stands over."""

    def __init__(self, table: TableRead, header: Header, content: Content) -> None:
        self.header, self.content, self.sorted = header, content, Sorted()
        self.waiting: list[tuple[int, str]] = []
        at = {column.concept: column.position - 1 for column in table.columns if column.concept}
        self.names = [at[concept] for concept in ("title", "holder") if concept in at]
        self.number = at.get("number")
        self.amounts = {at[concept] for concept in AMOUNTS if concept in at}
        self.concepts = [concept for concept in AMOUNTS if concept in at]
        self.headings = [fold(heading) for heading in header.headings]
        self.above = {fold(text) for text in [*content.before, *content.notes(0, header.start)]}

    def sort(self, start: int) -> None:
        """Sort every row up to the first that begins other headings; nearly all are actions at the first glance."""
        texts, at, end = self.content.texts, start, len(self.content.texts)
        while at < end:
            if len(self.names) == 2:  # noqa: PLR2004 - a title and a holder
                at = self._skim(at)
            step = self._place(at, texts[at]) if at < end else 0
            if not step:
                break
            at += step
        self._close(at)

    def _skim(self, at: int) -> int:
        """Take for actions the rows that name a title and a holder and look like nothing else; where it stopped."""
        texts, add, end = self.content.texts, self.sorted.picked.append, len(self.content.texts)
        title, holder = self.names
        last, heading = max(self.names), len(self.headings[title])
        no_labels: set[str] = set()
        while at < end and not self.waiting:
            row = texts[at]
            if len(row) <= last or not row[title] or not row[holder] or row[title][0] in _RULE_SIGNS:
                break
            for text in (row[0], row[holder]):
                if text[:1] in FIRST_LETTERS and text not in no_labels:
                    if total_label(text):
                        return at
                    no_labels.add(text)
            if -SLACK < len(row[title]) - heading < SLACK and self._repeats_headings(row):
                break
            add(at)
            at += 1
        return at

    def _place(self, at: int, row: Sequence[str]) -> int:
        """Put a row where it belongs; answers how many rows it took, none where other headings begin."""
        filled = [i for i, text in enumerate(row) if text]
        words = [i for i in filled if i not in self.amounts]
        if all(_ONLY_RULES.fullmatch(row[i]) for i in filled):
            self.sorted.rows.notes += 1
        elif (label := self._label(row, filled, words)) is not None:
            self._flush()
            self.sorted.totals.append((at, label))
        elif self._repeats_headings(row):
            return self._headings_again(at)
        elif not words and self.sorted.picked:
            self._amounts_alone(at, [row[i] for i in filled])
        elif len(filled) == 1 and self._stands_alone(filled[0], row):
            self._alone(at, row[filled[0]])
        elif self._begins_other_headings(at, row, filled):
            return 0
        elif is_balance(row[filled[0]]) and not self._is_named(at, row) and len(words) == 1:
            self._note(" ".join(row[i] for i in filled))
        elif self._may_head_a_block(row, filled, words):
            self._settle(at)
            self.sorted.groups.append(at)
        elif self._names_something(at, row, filled):
            self._settle(at)
            self.sorted.picked.append(at)
        else:
            self.sorted.unread.append(at)
        return 1

    def _label(self, row: Sequence[str], filled: list[int], words: list[int]) -> str | None:
        """The label of a row of totals; None where a cell only looks like one ("Ensemble" is also a choir)."""
        labels = {i: surely for i in filled if (surely := total_label(row[i]))}
        if not labels:
            return None
        at = next(iter(labels))
        others = [i for i in words if i not in labels and not is_count(row[i])]
        named = at in self.names and any(i in self.names for i in others)
        numbered = at in self.names and self.number in filled and row[self.number or 0][0].isdigit()
        if (labels[at] == "strong" and not named) or not (others or numbered):
            return row[at]
        return None

    def _repeats_headings(self, row: Sequence[str]) -> bool:
        i = self.names[0] if self.names else 0
        if i >= len(row) or not row[i] or fold(row[i]) != self.headings[i]:
            return False
        filled = [(fold(text), self.headings[j]) for j, text in enumerate(row) if text and j < len(self.headings)]
        return sum(1 for text, heading in filled if text == heading or text in heading) * 2 > len(filled)

    def _headings_again(self, at: int) -> int:
        """The same headings: those of a new page, or of a new table where a total or a title stands between."""
        repeated = self.content.texts[at : at + self.header.span]
        rows = 1 + sum(1 for row in repeated[1:] if headers.looks_like_headings(row) and headers.score(row))
        known = [*self.header.headings, *self.header.over]
        others = [text for row in repeated[:rows] for text in row if not any(one_line(text) in one for one in known)]
        self.sorted.notes += [" ".join(others)] if others else []
        ended = self.sorted.totals and (not self.sorted.picked or self.sorted.totals[-1][0] > self.sorted.picked[-1])
        if self.waiting or ended:
            self.sorted.next_header = self.header._replace(start=at, span=rows)
            return 0
        self.sorted.rows.headings += rows
        return rows

    def _begins_other_headings(self, at: int, row: Sequence[str], filled: list[int]) -> bool:
        if len(filled) > 1 and headers.score(row) > 1:
            self.sorted.next_header = headers.at(self.content.texts, at)
        return self.sorted.next_header is not None

    def _stands_alone(self, i: int, row: Sequence[str]) -> bool:
        """Whether the only text of a row stands over the table, and is no action known by its title alone."""
        if len(self.headings) < 3:  # noqa: PLR2004 - in two columns a lone text is a value
            return self.names != [i]
        return i == 0 or i not in self.names or len(row[i]) > LONGEST_HEADING

    def _alone(self, at: int, text: str) -> None:
        folded = fold(text)
        if self.sorted.picked and total_in_sentence(text, self.concepts):
            self._flush()
            self.sorted.sentences.append((at, text))
        elif len(text) > LONGEST_HEADING or text[0] in "*(" or _FURNITURE.fullmatch(folded) or folded in self.above:
            self._note(text)
        else:
            self.waiting.append((at, text))

    def _amounts_alone(self, at: int, texts: Sequence[str]) -> None:
        """Amounts and nothing else: a total without a label; a number of page is none."""
        if any(headers.is_amount(text) and len(text) > LONGEST_PAGE for text in texts):
            self._flush()
            self.sorted.totals.append((at, ""))
        else:
            self._note(" ".join(texts))

    def _is_named(self, at: int, row: Sequence[str]) -> bool:
        return any((i < len(row) and row[i]) or (at, i) in self.content.spread for i in self.names)

    def _may_head_a_block(self, row: Sequence[str], filled: list[int], words: list[int]) -> bool:
        """Whether the row is a single text and amounts, in a table whose rows say more."""
        known = len(self.headings) - len(self.amounts)
        return len(words) == 1 and known > 1 and any(headers.is_amount(row[i]) for i in filled if i in self.amounts)

    def _names_something(self, at: int, row: Sequence[str], filled: list[int]) -> bool:
        if not self.names:
            return len(filled) > 1
        if len(filled) > 2 and len(filled) * 2 >= len(self.headings):  # noqa: PLR2004 - a full row that lacks its name
            return True
        return self._is_named(at, row)

    def _settle(self, at: int) -> None:
        """The texts that waited stand over the row now read."""
        self.sorted.headings += [(at, text.rstrip(" :\u00a0")) for _, text in self.waiting]
        self.sorted.rows.headings += len(self.waiting)
        self.waiting.clear()

    def _note(self, text: str) -> None:
        self.sorted.notes.append(text)
        self.sorted.rows.notes += 1

    def _flush(self) -> None:
        """The texts that waited stand over nothing: they are notes."""
        for _, text in self.waiting:
            self._note(text)
        self.waiting.clear()

    def _close(self, at: int) -> None:
        """Leave to the next table the texts that stand over it."""
        self.sorted.stop = self.sorted.end = at
        if self.sorted.next_header is not None:
            self.sorted.end = self.waiting[0][0] if self.waiting else at
            self.sorted.above = [text for _, text in self.waiting]
            self.sorted.rows.headings += len(self.waiting)
            self.waiting.clear()
        self._flush()
