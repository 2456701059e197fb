"""One row to one action: texts cleaned, amounts read by the convention of their column, the rest kept under its heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from preau.core.annex.cells import without_markup
from preau.core.annex.names import holders_in, partners_in, read_status, split_title
from preau.core.annex.rows import AMOUNTS, IDENTIFIERS, ActionRow, ColumnMap, Holder, Status, TableRead, Totals
from preau.core.findings import Finding
from preau.core.money import Convention, Unreadable, parse_amount
from preau.core.text import fold

_TWO_IN_ONE = re.compile(r"\b(association|porteur|structure|organisme|beneficiaire)s?\b.*\b(projet|action|intitule)s?\b")
_TITLE_INSIDE = re.compile(r"^(?P<holder>.+?)(?:\n|\s+(?=(?:Projet|Action)\s*[:«\"“]?\s*\S))(?:(?:Projet|Action)\s*:?\s*)?(?P<title>.+)$", re.S)
_UNREADABLE = object()


class ActionReader:
    """Reads the rows of one table. What it cannot read it keeps as text, with a finding."""

    def __init__(self, table: TableRead, body: Sequence[list[str]]) -> None:
        self.table = table
        self.findings: list[Finding] = []
        self.at = {column.concept: column.position - 1 for column in table.columns if column.concept}
        self.extra = [(c.position - 1, c.heading or f"Colonne {c.position}") for c in table.columns if c.concept is None]
        self.width = len(table.columns)
        self.amounts = [(c, self.at[c], self._convention(body, self.at[c]), {}) for c in AMOUNTS if c in self.at]
        self.identifiers = [(c, self.at[c]) for c in IDENTIFIERS if c in self.at]
        self.texts = [(c, self.at[c]) for c in ("theme", "description", "audience", "number") if c in self.at]
        self.holders: dict[str, tuple[Holder, ...]] = {}
        self.partners: dict[str, tuple[str, ...]] = {}
        self.two_in_one = "title" not in self.at and "holder" in self.at and self._holds_title()

    def _holds_title(self) -> bool:
        heading = self.table.columns[self.at["holder"]].heading
        return _TWO_IN_ONE.search(fold(heading)) is not None

    @staticmethod
    def _convention(body: Sequence[list[str]], i: int) -> Convention:
        return Convention.of({row[i] for row in body if i < len(row) and row[i]})

    def read(
        self, row: list[str], line: int, spread: Mapping[tuple[int, int], str], at: int, theme: str | None
    ) -> ActionRow:
        """The action of a row; `theme` is that of the title above, for tables without a column of themes."""
        if len(row) < self.width:
            row = row + [""] * (self.width - len(row))
        if spread:
            row = self._with_merged(row, spread, at)
        action = ActionRow(self.table.index, line, theme=theme, raw=tuple(row))
        for concept, i in self.texts:
            if row[i]:
                setattr(action, concept, without_markup(row[i]))
        self._name(action, row)
        self._amounts(action, row)
        for concept, i in self.identifiers:
            setattr(action, concept, row[i] or None)
        for i, heading in self.extra:
            if row[i]:
                action.other[heading if heading not in action.other else f"{heading} ({i + 1})"] = row[i]
        for i in range(self.width, len(row)):
            if row[i]:
                action.other[f"Colonne {i + 1}"] = row[i]
        return action

    def _with_merged(self, row: list[str], spread: Mapping[tuple[int, int], str], at: int) -> list[str]:
        carried = {i for concept, i in self.at.items() if concept not in AMOUNTS and concept != "number"}
        return [text or (spread.get((at, i), "") if i in carried else "") for i, text in enumerate(row)]

    def _name(self, action: ActionRow, row: list[str]) -> None:
        holder = row[self.at["holder"]] if "holder" in self.at else ""
        title = row[self.at["title"]] if "title" in self.at else ""
        if self.two_in_one and (found := _TITLE_INSIDE.match(holder)):
            holder, title = found.group("holder").strip(), found.group("title").strip()
        status: Status | None = None
        if title:
            title = without_markup(title).replace("\n", " ")
            action.title_written = title
            action.title, status = split_title(title)
        if "status" in self.at and (written := row[self.at["status"]]):
            status = read_status(written) or status
            if read_status(written) is None:
                action.other[self.table.columns[self.at["status"]].heading] = written
        action.status = status
        if holder:
            holder = without_markup(holder)
            action.holder_written = holder
            if (known := self.holders.get(holder)) is None:
                known = self.holders[holder] = holders_in(holder)
            action.holders = known
        if "expected_partners" in self.at and (partners := row[self.at["expected_partners"]]):
            partners = without_markup(partners)
            action.partners_written = partners
            if (names := self.partners.get(partners)) is None:
                names = self.partners[partners] = partners_in(partners)
            action.partners = names

    def _amounts(self, action: ActionRow, row: list[str]) -> None:
        for concept, i, convention, known in self.amounts:
            text = row[i]
            if not text:
                continue
            if (amount := known.get(text, self)) is self:
                amount = known[text] = _amount(text, convention)
            if amount is _UNREADABLE:
                self._unreadable(action, self.table.columns[i], text)
            elif amount is not None:
                setattr(action, concept, amount)

    def _unreadable(self, action: ActionRow, column: ColumnMap, text: str) -> None:
        action.other[column.heading] = text
        self.findings.append(
            Finding(
                "amount-unreadable",
                f"« {text} » ne se lit pas comme un montant. Il est gardé en texte et ne compte dans aucun total ; "
                "écrivez par exemple 12 500 ou 12 500,50.",
                action.table,
                action.line,
                column.position,
                text,
            )
        )

    def amounts_of_total(self, row: list[str]) -> Totals:
        """The amounts that a row of totals prints, by concept; an amount that cannot be read is reported."""
        totals: Totals = {}
        for concept, i, convention, _ in self.amounts:
            text = row[i] if i < len(row) else ""
            amount = _amount(text, convention) if text else None
            if isinstance(amount, Decimal):
                totals[concept] = amount
        return totals

    def finish(self, actions: list[ActionRow]) -> None:
        """Carry down what is written once for a block of rows, and give one spelling to each theme."""
        self._carry_theme(actions)
        spelling = main_spellings([action.theme for action in actions if action.theme])
        for action in actions:
            if action.theme:
                action.theme_written = action.theme
                action.theme = spelling[action.theme]

    def _carry_theme(self, actions: list[ActionRow]) -> None:
        if "theme" not in self.at or not actions or not actions[0].theme:
            return
        blank = sum(1 for action in actions if not action.theme)
        if blank * 2 < len(actions):
            return
        theme = None
        for action in actions:
            theme = action.theme = action.theme or theme


def _amount(text: str, convention: Convention) -> object:
    try:
        return parse_amount(text, convention)
    except Unreadable:
        return _UNREADABLE


def main_spellings(written: Sequence[str]) -> dict[str, str]:
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
