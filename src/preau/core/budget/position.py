"""Where money stands: the sums of dated movements, and the identities between them. Amounts in euros, exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal, NamedTuple

from preau.core.money import ZERO

Kind = Literal["notified", "programmed", "committed", "paid", "released", "recovered"]
KINDS: tuple[Kind, ...] = ("notified", "programmed", "committed", "paid", "released", "recovered")

Figure = Literal["notified", "programmed", "committed", "paid", "available", "to_commit", "to_pay"]
SIGNS: Mapping[Figure, Mapping[Kind, int]] = {
    "notified": {"notified": 1},
    "programmed": {"programmed": 1},
    "committed": {"committed": 1, "released": -1, "recovered": -1},
    "paid": {"paid": 1, "recovered": -1},
    "available": {"notified": 1, "programmed": -1},
    "to_commit": {"programmed": 1, "committed": -1, "released": 1, "recovered": 1},
    "to_pay": {"committed": 1, "released": -1, "paid": -1},
}
"""The movements that each figure of a position is made of, with the sign under which they count in it.

Money that is recovered leaves what is paid and what is committed alike: it changes nothing to what is to be paid.
"""


class Entry(NamedTuple):
    """A movement: its kind, its signed amount in euros, the day from which it counts."""

    kind: Kind
    amount: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class Position:
    """Where the money of an envelope, or of a part of it, stands.

    `committed` is what was committed less what was released or recovered, `paid` what was paid less what was recovered:
    money that came back is neither spent nor promised any more, and is to be committed again or taken back.
    """

    notified: Decimal = ZERO
    programmed: Decimal = ZERO
    committed: Decimal = ZERO
    paid: Decimal = ZERO

    @property
    def available(self) -> Decimal:
        """What may still be programmed."""
        return self.notified - self.programmed

    @property
    def to_commit(self) -> Decimal:
        """What is programmed and not committed yet."""
        return self.programmed - self.committed

    @property
    def to_pay(self) -> Decimal:
        """What is committed and not paid yet."""
        return self.committed - self.paid

    def __add__(self, other: Position) -> Position:
        return Position(
            self.notified + other.notified,
            self.programmed + other.programmed,
            self.committed + other.committed,
            self.paid + other.paid,
        )

    @classmethod
    def of(cls, sums: Mapping[str, Decimal | None]) -> Position:
        """From the sum of the movements of each kind; a kind that is absent never moved."""
        found = {kind: sums.get(kind) or ZERO for kind in KINDS}
        recovered = found["recovered"]
        return cls(
            found["notified"],
            found["programmed"],
            found["committed"] - found["released"] - recovered,
            found["paid"] - recovered,
        )


NOTHING = Position()


def position(entries: Iterable[Entry], at: date | None = None) -> Position:
    """The position that the movements make, at the end of a day; of all of them where no day is given."""
    sums: dict[str, Decimal] = {}
    for kind, amount, on in entries:
        if at is None or on <= at:
            sums[kind] = sums.get(kind, ZERO) + amount
    return Position.of(sums)


class Breach(NamedTuple):
    """The first day on which more is paid than committed, or committed than programmed, or less than nothing notified.

    And by how much.
    """

    what: Literal["committed", "paid", "negative", "notified"]
    on: date
    excess: Decimal


def first_breach(entries: Iterable[Entry]) -> Breach | None:
    """Whether the movements of one action in one envelope hold together: 0 ≤ paid ≤ committed ≤ programmed, every day.

    Of the notifications of an envelope: that they never leave less than nothing. A programmed amount below nothing,
    read in an annex, is no breach by itself.
    """
    sums: dict[str, Decimal] = {}
    for on, day in groupby(sorted(entries, key=lambda entry: entry.on), key=lambda entry: entry.on):
        for kind, amount, _ in day:
            sums[kind] = sums.get(kind, ZERO) + amount
        now = Position.of(sums)
        if now.notified < 0:
            return Breach("notified", on, -now.notified)
        if now.paid < 0 or now.committed < 0:
            return Breach("negative", on, -min(now.paid, now.committed))
        if now.paid > now.committed:
            return Breach("paid", on, now.paid - now.committed)
        if now.committed > max(now.programmed, ZERO):
            return Breach("committed", on, now.committed - max(now.programmed, ZERO))
    return None
