"""Two versions of the amounts side by side, action by action."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from preau.core.money import ZERO
from preau.core.text import fold
from preau.programmes.models import Theme
from preau.revisions.rows import Group, Purse, Row
from preau.revisions.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Pair:
    """An action in one version and in the other; None where a version has none of it."""

    one: Row | None
    other: Row | None

    @property
    def row(self) -> Row:
        """The one of the two that is there."""
        found = self.one or self.other
        assert found is not None  # noqa: S101 - a pair is of something
        return found

    @property
    def before(self) -> Decimal:
        """What the first compares with, or else the second."""
        return self.row.before

    @property
    def first(self) -> Decimal:
        """What the first version gives."""
        return self.one.amount if self.one else ZERO

    @property
    def second(self) -> Decimal:
        """What the other gives."""
        return self.other.amount if self.other else ZERO

    @property
    def difference(self) -> Decimal:
        """What the other gives more."""
        return self.second - self.first

    @property
    def said(self) -> tuple[str, str]:
        """What becomes of the action in each, where it is more than an amount."""
        return (self.one.said if self.one else "", self.other.said if self.other else "")

    @property
    def same(self) -> bool:
        """Whether both say the same of it."""
        return not self.difference and self.said[0] == self.said[1]


@dataclass(frozen=True, slots=True)
class Together:
    """The pairs of a theme, or all of them, with their sums."""

    theme: Theme | None
    group: Group | None
    pairs: tuple[Pair, ...]

    @property
    def before(self) -> Decimal:
        """What was programmed."""
        return sum((pair.before for pair in self.pairs), ZERO)

    @property
    def first(self) -> Decimal:
        """What the first version gives to them."""
        return sum((pair.first for pair in self.pairs), ZERO)

    @property
    def second(self) -> Decimal:
        """What the other gives."""
        return sum((pair.second for pair in self.pairs), ZERO)

    @property
    def difference(self) -> Decimal:
        """What the other gives more."""
        return self.second - self.first

    @property
    def same(self) -> int:
        """How many pairs are alike."""
        return sum(pair.same for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class Both:
    """The whole comparison; `purses` are the envelopes in each version."""

    groups: tuple[Together, ...]
    total: Together
    purses: tuple[tuple[Purse, Purse], ...]

    @property
    def differing(self) -> int:
        """How many actions are not alike."""
        return len(self.total.pairs) - self.total.same


def compare(one: Sheet, other: Sheet) -> Both:
    """Join the rows of two sheets of one programme: by their action, and those that each would add by their title."""
    waiting = {_key(row): row for row in other.rows}
    pairs: list[tuple[Group, Pair]] = [
        (group, Pair(row, waiting.pop(_key(row), None))) for group in one.groups for row in group.rows
    ]
    left = {id(row) for row in waiting.values()}
    pairs += [(group, Pair(None, row)) for group in other.groups for row in group.rows if id(row) in left]
    order: dict[str, list[tuple[Group, Pair]]] = {}
    for group, pair in pairs:
        order.setdefault(group.slug, []).append((group, pair))
    groups = sorted(order.values(), key=lambda found: _place(found[0][0]))
    purses = {purse.envelope.pk: purse for purse in other.purses}
    return Both(
        tuple(Together(found[0][0].theme, found[0][0], tuple(pair for _, pair in found)) for found in groups),
        Together(None, None, tuple(pair for _, pair in pairs)),
        tuple(
            (purse, purses[purse.envelope.pk])
            for purse in one.purses
            if purse.touched or purses[purse.envelope.pk].touched or purse.envelope.is_default
        ),
    )


def _key(row: Row) -> tuple[int, str]:
    return (row.action.pk, "") if row.action else (0, fold(row.name))


def _place(group: Group) -> tuple[bool, int]:
    rank = group.theme.rank if group.theme else None
    return (rank is None, rank or 0)
