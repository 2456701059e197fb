"""What a sheet is made of: the cells of an action, its row, the sums of a theme, what an envelope keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from preau.annexes.typed import shown
from preau.budgets.models import Envelope, RevisionLine
from preau.budgets.states import Fate
from preau.core.money import ZERO
from preau.core.text import squeeze
from preau.programmes.looks import pair_of
from preau.programmes.models import Action, Theme
from preau.revisions.queries import LEAVING, cost_of


@dataclass(frozen=True, slots=True)
class Cell:
    """What one envelope gives to an action: when it was compared, as proposed, and as programmed at the moment shown.

    `envelope` is None for that of the annex where nobody opened it yet.
    """

    envelope: Envelope | None
    before: Decimal
    amount: Decimal
    now: Decimal

    @property
    def in_grant(self) -> bool:
        """Whether the amount is part of the "montant Cité éducative"."""
        return self.envelope is None or self.envelope.in_grant

    @property
    def key(self) -> int:
        """The key of the envelope, 0 for that of the annex."""
        return self.envelope.pk if self.envelope else 0

    @property
    def difference(self) -> Decimal:
        """What the action gains; negative where it loses."""
        return self.amount - self.before

    @property
    def text(self) -> str:
        """The amount in a field to type in."""
        return shown(self.amount)


@dataclass(frozen=True, slots=True)
class Row:
    """An action of the sheet; one that the revision adds has no number yet, and its line names it."""

    action: Action | None
    line: RevisionLine | None
    theme: Theme | None
    cells: tuple[Cell, ...]
    open: bool = False

    @property
    def slug(self) -> str:
        """The row in a page and in a form: "12" by the serial of the action, "n45" by the line that adds one."""
        return str(self.action.serial) if self.action else f"n{self.line.pk if self.line else 0}"

    @property
    def number(self) -> str:
        """What the annex prints; nothing for an action that does not exist yet."""
        return (self.action.number or str(self.action.serial)) if self.action else ""

    @property
    def name(self) -> str:
        """The title, or else the holder."""
        if self.action:
            return self.action.name
        fields = self.line.fields if self.line else {}
        return squeeze(fields.get("title", "")) or squeeze(fields.get("holder_written", ""))

    @property
    def cost(self) -> Decimal | None:
        """All that the action costs, where it is known."""
        if self.action:
            return cast("Decimal | None", self.action.total_cost)
        return cost_of(self.line) if self.line else None

    @property
    def before(self) -> Decimal:
        """What the cité gave: the envelopes that are part of the grant, together."""
        return sum((cell.before for cell in self.cells if cell.in_grant), ZERO)

    @property
    def amount(self) -> Decimal:
        """What the cité gives, as proposed."""
        return sum((cell.amount for cell in self.cells if cell.in_grant), ZERO)

    @property
    def difference(self) -> Decimal:
        """What the action gains of it; negative where it loses."""
        return self.amount - self.before

    @property
    def beside(self) -> Decimal:
        """What it gains from envelopes that are not part of the grant, which no total adds to it."""
        return sum((cell.difference for cell in self.cells if not cell.in_grant), ZERO)

    @property
    def changed(self) -> bool:
        """Whether the revision says anything of it."""
        return self.line is not None

    @property
    def leaves(self) -> bool:
        """Whether it is dropped or postponed, and gets nothing any more."""
        return self.line is not None and self.line.fate in LEAVING

    @property
    def added(self) -> bool:
        """Whether the revision brings it."""
        return self.line is not None and self.line.fate == Fate.ADD

    @property
    def stale(self) -> list[Cell]:
        """The amounts compared with what is no longer programmed, while that still matters."""
        return [cell for cell in self.cells if self.open and self.changed and cell.before != cell.now]

    @property
    def said(self) -> str:
        """What becomes of it beside its amount, in two words."""
        if self.line is None or self.line.fate == Fate.KEEP:
            return ""
        year = f" à {self.line.year}" if self.line.year else ""
        return f"{self.line.get_fate_display()}{year}"


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of some rows; `part` of `whole` is what is proposed for those whose cost is known."""

    before: Decimal
    amount: Decimal
    part: Decimal
    whole: Decimal

    @property
    def difference(self) -> Decimal:
        """What they gain together."""
        return self.amount - self.before

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Sums:
        """In one pass."""
        before = amount = part = whole = ZERO
        for row in rows:
            before, amount = before + row.before, amount + row.amount
            if row.cost:
                part, whole = part + row.amount, whole + row.cost
        return cls(before, amount, part, whole)


@dataclass(frozen=True, slots=True)
class Group:
    """The actions of a theme."""

    theme: Theme | None
    rows: tuple[Row, ...]
    sums: Sums
    rest: Sums

    @property
    def slug(self) -> str:
        """The group in a page."""
        return str(self.theme.pk if self.theme else 0)

    @property
    def letter(self) -> str:
        """What its badge says."""
        return (self.theme.letter or "") if self.theme else "–"

    @property
    def name(self) -> str:
        """The theme in words."""
        return self.theme.name if self.theme else "Sans thème"

    @property
    def look(self) -> tuple[int, int]:
        """Its colour and its pattern."""
        return pair_of(self.theme.look) if self.theme else (0, 0)

    @property
    def changed(self) -> list[Row]:
        """The rows that the revision says something of."""
        return [row for row in self.rows if row.changed]

    @property
    def same(self) -> int:
        """How many it says nothing of."""
        return sum(not row.changed for row in self.rows)

    @classmethod
    def of(cls, theme: Theme | None, rows: Sequence[Row]) -> Group:
        """With its sums, and those of the rows that do not change."""
        return cls(theme, tuple(rows), Sums.of(rows), Sums.of(row for row in rows if not row.changed))


@dataclass(frozen=True, slots=True)
class Warned:
    """A rule of an envelope that the proposal does not keep; whether it blocks."""

    sentence: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Purse:
    """An envelope: what is notified, what was programmed, what would be; the rules that this would not keep."""

    envelope: Envelope
    notified: Decimal
    before: Decimal
    after: Decimal
    touched: bool
    passed: tuple[Warned, ...] = ()

    @property
    def remaining(self) -> Decimal:
        """What may still be programmed once the revision is adopted; negative where there is too little."""
        return self.notified - self.after

    @property
    def balanced(self) -> bool:
        """Whether nothing is left, and nothing lacks."""
        return self.remaining == 0
