"""What an annex says, once read: tables, actions, totals and notes. Plain records; nothing here decides anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from preau.core.findings import Finding

Concept = Literal[
    "number",
    "holder",
    "theme",
    "title",
    "description",
    "audience",
    "expected_partners",
    "total_cost",
    "requested",
    "grant",
    "status",
    "siret",
    "rna",
    "uai",
]
AMOUNTS: tuple[Concept, ...] = ("total_cost", "requested", "grant")
TEXTS: tuple[Concept, ...] = ("theme", "title", "description", "audience")
IDENTIFIERS: tuple[Concept, ...] = ("siret", "rna", "uai")

Totals = dict[str, Decimal]
"""Amounts in euros by concept (total_cost, requested, grant); a concept without any amount is absent."""

Status = Literal["planned", "under_way", "done", "postponed", "dropped", "to_confirm"]


class Holder(NamedTuple):
    """An organisation that answers for an action; tentative where the annex writes "?" or "à confirmer"."""

    name: str
    tentative: bool = False


@dataclass(slots=True)
class ActionRow:
    """One action as its row says it. Texts are clean; amounts are euros to the cent, None where there is none.

    `holder_written`, `title_written` and `partners_written` are the cells as they were written.
    `other` keeps the text of every column that stands for no concept, and of every amount that could not be read.
    """

    table: int
    line: int
    number: str | None = None
    title: str | None = None
    status: Status | None = None
    holder_written: str | None = None
    holders: tuple[Holder, ...] = ()
    theme: str | None = None
    description: str | None = None
    audience: str | None = None
    partners_written: str | None = None
    partners: tuple[str, ...] = ()
    total_cost: Decimal | None = None
    requested: Decimal | None = None
    grant: Decimal | None = None
    siret: str | None = None
    rna: str | None = None
    uai: str | None = None
    other: dict[str, str] = field(default_factory=dict)
    title_written: str | None = None
    theme_written: str | None = None
    raw: tuple[str, ...] = ()

    def content(self) -> tuple[object, ...]:
        """What the action says, wherever it stands: the same content read from two files is the same action."""
        return (
            self.number,
            self.title,
            self.status,
            self.holder_written,
            self.theme,
            self.description,
            self.audience,
            self.partners_written,
            self.total_cost,
            self.requested,
            self.grant,
            self.siret,
            self.rna,
            self.uai,
            tuple(sorted(self.other.items())),
        )


class ColumnMap(NamedTuple):
    """One column of a table: its place from 1, its heading on one line, what it stands for (None: nothing known)."""

    position: int
    heading: str
    concept: Concept | None
    sure: bool = True


class TotalRow(NamedTuple):
    """A total that the file prints: it sums the actions `first` to `last` (places in the table, the last excluded).

    `announced` is the number of actions that it says there are, where it says so; `written` are its amounts as the file
    writes them, by concept.
    """

    line: int | None
    label: str
    amounts: Totals
    first: int
    last: int
    grand: bool
    announced: int | None = None
    written: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class RowCount:
    """Where the rows with content of a table went. Their sum is the number of rows with content: nothing is lost."""

    content: int = 0
    actions: int = 0
    headings: int = 0
    totals: int = 0
    notes: int = 0
    unread: int = 0

    def adds_up(self) -> bool:
        """Whether every row with content has gone somewhere."""
        return self.content == self.actions + self.headings + self.totals + self.notes + self.unread


@dataclass(slots=True)
class TableRead:
    """One table of the file, with its own columns and totals."""

    index: int
    heading: str | None
    sheet: str | None
    page: int | None
    first_line: int
    last_line: int
    columns: list[ColumnMap]
    actions: list[ActionRow] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    rows: RowCount = field(default_factory=RowCount)
    copy_of: int | None = None

    def column_of(self, concept: str) -> ColumnMap | None:
        """The column that stands for the concept, None when the table has none."""
        return next((column for column in self.columns if column.concept == concept), None)

    def position(self, concept: str) -> int | None:
        """The place of the concept's column, from 1, None when the table has none."""
        column = self.column_of(concept)
        return column.position if column else None

    @property
    def printed(self) -> Totals:
        """The amounts of the total that the table prints for itself; empty when it prints none."""
        grand = [total for total in self.totals if total.grand]
        return grand[-1].amounts if grand else {}

    @property
    def computed(self) -> Totals:
        """The sums of the amounts read in the table."""
        return sum_amounts(self.actions)


@dataclass(slots=True)
class Annex:
    """A whole file, read: its title and place, its tables and notes, and every finding.

    `total` is the total that a file of several tables prints for all of them.
    """

    title: str | None
    place: str | None
    year: int | None
    tables: list[TableRead]
    notes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    loose_rows: int = 0
    total: TotalRow | None = None

    @property
    def rows(self) -> RowCount:
        """Where every row with content of the file went; the rows of grids that are no table are notes."""
        counts = [table.rows for table in self.tables]
        return RowCount(
            content=sum(count.content for count in counts) + self.loose_rows,
            actions=sum(count.actions for count in counts),
            headings=sum(count.headings for count in counts),
            totals=sum(count.totals for count in counts),
            notes=sum(count.notes for count in counts) + self.loose_rows,
            unread=sum(count.unread for count in counts),
        )

    @property
    def actions(self) -> list[ActionRow]:
        """All the actions, in the order of the file; a table that is the copy of another counts once."""
        return [action for table in self.tables if table.copy_of is None for action in table.actions]

    @property
    def printed(self) -> Totals:
        """The totals that the file prints for the whole: its own, or those of its only table; else none."""
        if self.total is not None:
            return self.total.amounts
        counted = [table for table in self.tables if table.copy_of is None]
        return counted[0].printed if len(counted) == 1 else {}

    @property
    def computed(self) -> Totals:
        """The sums over all the actions."""
        return sum_amounts(self.actions)


def sum_amounts(actions: Sequence[ActionRow]) -> Totals:
    """The sum of each amount over the actions, in euros; a concept that no action gives is absent."""
    totals: Totals = {}
    for concept in AMOUNTS:
        amounts = [amount for action in actions if (amount := getattr(action, concept)) is not None]
        if amounts:
            totals[concept] = sum(amounts, Decimal("0.00"))
    return totals
