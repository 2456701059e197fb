"""A funding plan as rows of a form: those of the official budget ready to fill, or the few of a short plan.

Nothing that was typed is dropped: a row that means nothing keeps its texts, and says what is wrong under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from preau.annexes.plans import TypedPlan
from preau.annexes.typed import shown, typed
from preau.budgets.funding import Funding, plan_line
from preau.budgets.models import Envelope
from preau.budgets.states import GRANT_KINDS, EnvelopeKind, Nature
from preau.core.budget.chart import (
    ACCOUNTS,
    COST,
    DEPARTMENT,
    EPCI,
    OWN,
    PUBLIC,
    SOCIAL,
    STATE,
    TOWN,
    Account,
    Side,
    accounts_of,
    heads_of,
    under,
)  # fmt: skip
from preau.core.budget.funding import PlanLine, Totals, totals
from preau.core.refusal import Refusal
from preau.core.text import storable
from preau.programmes.models import Action

MOST_ROWS = 400
BLANKS = 3
"""Empty rows that a form ends with; a button adds as many."""
_FIELD = re.compile(r"account-([0-9]{1,3})")
KINDS: Mapping[str, str] = {
    EnvelopeKind.TOWN: TOWN, EnvelopeKind.EPCI: EPCI, EnvelopeKind.CAF: SOCIAL, EnvelopeKind.DEPARTMENT: DEPARTMENT,
    EnvelopeKind.OTHER: PUBLIC,
}  # fmt: skip
"""The line of the form where the money of an envelope stands; that of the State for the other kinds."""


@dataclass(slots=True)
class Row:
    """A row as it is typed. `fixed`: it stands on one line of the form; otherwise its line is chosen in a list."""

    side: Side
    account: str = ""
    label: str = ""
    nature: str = ""
    envelope: str = ""
    amount: str = ""
    fixed: bool = False
    at: int = 0
    wrong: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is typed in it."""
        return not (self.amount.strip() or self.label.strip() or self.envelope)

    @property
    def chart(self) -> Account | None:
        """The line of the form that it stands on."""
        return ACCOUNTS.get(self.account)

    @property
    def brings(self) -> bool:
        """Whether it may say an envelope and a nature: money that somebody brings."""
        return self.side == "products" and not (self.chart and self.fixed and self.chart.in_kind)

    @property
    def with_source(self) -> bool:
        """Whether it shows them: a subsidy, a row to choose, or one that has them already."""
        chosen = self.chart is not None and self.fixed and not self.account.startswith("74")
        return self.brings and (not chosen or bool(self.nature or self.envelope))


class Group(NamedTuple):
    """Rows under a heading of the form."""

    title: str
    rows: list[Row]


class Part(NamedTuple):
    """Groups of one side of the budget, in money or in kind."""

    title: str
    side: Side
    groups: list[Group]
    in_kind: bool = False


@dataclass
class PlanForm:
    """A plan as it is typed, in its short or its long form."""

    rows: list[Row]
    short: bool
    cents: bool
    note: str
    seen: str
    take_cost: bool
    envelopes: Sequence[Envelope] = ()
    more: int = 0
    pasted: str = ""
    errors: list[str] = field(default_factory=list)

    @classmethod
    def posted(cls, data: Mapping[str, str], envelopes: Sequence[Envelope]) -> PlanForm:
        """What was sent."""
        found = sorted({int(match[1]) for name in data if (match := _FIELD.fullmatch(name))})[:MOST_ROWS]
        rows = [_posted(data, at) for at in found]
        more = data.get("rows", "")
        return cls(
            [row for row in rows if not row.empty],
            data.get("short") == "oui",
            "cents" in data,
            storable(data.get("note", ""))[:5_000],
            data.get("seen", "")[:20],
            "take_cost" in data,
            envelopes,
            min(int(more), 30) if more.isascii() and more.isdecimal() and len(more) < 4 else 0,  # noqa: PLR2004
            data.get("pasted", ""),
        )

    @classmethod
    def of(cls, funding: Funding, envelopes: Sequence[Envelope]) -> PlanForm:
        """A plan that is kept."""
        plan = funding.plan
        rows = [row_of(line) for line in funding.lines]
        return cls(rows, plan.short, plan.cents, plan.note, funding.version, take_cost=False, envelopes=envelopes)

    @classmethod
    def begun(
        cls, action: Action, programmed: Mapping[int, Decimal], envelopes: Sequence[Envelope], *, short: bool
    ) -> PlanForm:
        """A plan to begin: the cost that the programme says, and what envelopes have programmed."""
        lines = [plan_line(COST, action.total_cost, "", "", None)] if action.total_cost else []
        for envelope in envelopes:
            if (amount := programmed.get(envelope.pk)) and amount > 0 and not envelope.in_kind:
                nature = Nature.SPECIFIC.value if envelope.kind in GRANT_KINDS else ""
                lines.append(plan_line(KINDS.get(envelope.kind, STATE), amount, envelope.name, nature, envelope))
        cents = any(line.amount % 1 for line in lines)
        return cls([row_of(one) for one in lines], short, cents, "", "", take_cost=False, envelopes=envelopes)

    def plan(self) -> TypedPlan:
        """The plan that the rows mean. Raises Refusal, with what is wrong under each row, where some mean none."""
        lines = [line for row in self.rows if (line := self._line(row)) is not None]
        wrong = [row for row in self.rows if row.wrong]
        if wrong:
            many = f"{len(wrong)} lignes sont à reprendre" if len(wrong) > 1 else "une ligne est à reprendre"
            raise Refusal(f"Rien n’a été enregistré : {many}.")
        return TypedPlan(lines, self.short, self.cents, self.note, self.seen, self.take_cost)

    def lines(self) -> list[PlanLine]:
        """The lines that can be understood now."""
        return [line for row in self.rows if (line := self._line(replace(row))) is not None]

    @property
    def totals(self) -> Totals:
        """Their sums."""
        return totals(self.lines())

    def replace_by(self, lines: Iterable[PlanLine], *, keep: bool) -> None:
        """Put other lines in the form, after those that are there or in their place; nothing is saved.

        A line of the same account and label keeps its nature and its envelope.
        """
        known = {(row.account, row.label): row for row in self.rows}
        rows = []
        for line in lines:
            row, was = row_of(line), known.get((line.account, line.label))
            if was is not None and not keep:
                row.nature, row.envelope = row.nature or was.nature, was.envelope
            rows.append(row)
        self.rows = [*self.rows, *rows] if keep else rows

    def parts(self) -> list[Part]:
        """The rows of the page, numbered: those that are filled, and empty ones ready to fill."""
        parts = self._short() if self.short else self._long()
        at = 0
        for part in parts:
            for group in part.groups:
                for row in group.rows:
                    row.at, at = at, at + 1
        return parts

    def _line(self, row: Row) -> PlanLine | None:
        row.wrong = ""
        if row.empty:
            return None
        try:
            return self._understood(row)
        except Refusal as refusal:
            row.wrong = str(refusal)
            return None

    def _understood(self, row: Row) -> PlanLine | None:
        if row.chart is None or row.chart.side != row.side:
            raise Refusal("Choisissez la ligne du budget.")
        amount = typed("total_cost", row.amount, {})
        envelope = next((one for one in self.envelopes if str(one.pk) == row.envelope), None)
        if row.envelope and envelope is None:
            raise Refusal("Choisissez une enveloppe de la liste.")
        if not isinstance(amount, Decimal):
            raise Refusal("Écrivez le montant, ou videz la ligne.")
        nature = row.nature if row.nature in Nature.values else ""
        return plan_line(row.account, amount, row.label, nature, envelope)

    def _rows(self, side: Side, accounts: Iterable[str] | None = None) -> list[Row]:
        """The filled rows of a side, on some accounts; those that stand on none yet where none is said."""
        if accounts is None:
            return [row for row in self.rows if row.side == side and row.chart is None]
        wanted = set(accounts)
        return [row for row in self.rows if row.side == side and row.account in wanted]

    def _blank(self, side: Side, number: int = BLANKS) -> list[Row]:
        return [Row(side) for _ in range(number + self.more)]

    def _long(self) -> list[Part]:
        parts: list[Part] = []
        for in_kind in (False, True):
            for side in ("charges", "products"):
                groups = [self._group(head) for head in heads_of(side, in_kind=in_kind)]
                groups = [group for group in groups if group.rows]
                if not in_kind:
                    groups.append(Group("Autres lignes", [*self._rows(side), *self._blank(side, 2)]))
                parts.append(Part(TITLES[side, in_kind], side, groups, in_kind))
        return parts

    def _group(self, head: Account) -> Group:
        """The lines under a heading, each with its filled rows or an empty one. The cost without detail, if filled."""
        rows: list[Row] = []
        for account in (head, *under(head)):
            filled = [replace(row, fixed=True) for row in self._rows(head.side, [account.code])]
            rows += filled or ([] if account.code == COST else [Row(head.side, account.code, fixed=True)])
        return Group(head.title, rows)

    def _short(self) -> list[Part]:
        cost = [replace(row, fixed=True) for row in self._rows("charges", [COST])]
        money = [one.code for one in accounts_of("charges", in_kind=False) if one.code != COST]
        detail = [*self._rows("charges", money), *self._rows("charges")]
        groups = [Group("", cost or [Row("charges", COST, fixed=True)])]
        if detail:
            groups.append(Group("Détail déjà écrit", detail))
        brought = self._rows("products", [one.code for one in accounts_of("products", in_kind=False)])
        parts = [
            Part("Ce que l’action coûte", "charges", groups),
            Part(
                "Qui apporte quoi",
                "products",
                [Group("", [*brought, *self._rows("products"), *self._blank("products")])],
            ),
        ]
        for side in ("charges", "products"):
            codes = [one.code for one in accounts_of(side, in_kind=True)]
            filled = self._rows(side, codes)
            if filled:
                parts.append(Part(TITLES[side, True], side, [Group("", filled)], in_kind=True))
        return parts


TITLES: Mapping[tuple[str, bool], str] = {
    ("charges", False): "Charges",
    ("products", False): "Produits",
    ("charges", True): "Emplois des contributions en nature",
    ("products", True): "Contributions en nature",
}


def row_of(line: PlanLine) -> Row:
    """A line as a row."""
    envelope = "" if line.envelope is None else str(line.envelope)
    return Row(line.chart.side, line.account, line.label, line.nature, envelope, shown(line.amount))


def _posted(data: Mapping[str, str], at: int) -> Row:
    def text(name: str) -> str:
        return storable(data.get(f"{name}-{at}", ""))[:1_000]

    account = text("account")
    chart = ACCOUNTS.get(account)
    side: Side = chart.side if chart else "charges" if text("side") == "charges" else "products"
    return Row(side, account if chart else "", text("label"), text("nature"), text("envelope"), text("amount"))


def choices_of(side: Side) -> list[tuple[str, list[Account]]]:
    """The lines of a side for a list, under their headings. On the side of products, who gives comes first."""
    heads = [*heads_of(side, in_kind=False), *heads_of(side, in_kind=True)]
    first = {"74": 0, OWN: 1}
    if side == "products":
        heads.sort(key=lambda head: first.get(head.code, 2))
    return [(head.title, [head, *under(head)]) for head in heads]
