"""A moment that a person asks about: the end of a day, or just after an operation; now where nothing is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Moment:
    """At the end of the day `on`, or just after the operation `number` of the cité was written."""

    on: date | None = None
    number: int | None = None

    @property
    def is_now(self) -> bool:
        """Whether everything that is known counts."""
        return self.on is None and self.number is None

    def operations(self, prefix: str = "") -> Q:
        """Which operations hold at the moment; `prefix` leads to them from another table ("cause__")."""
        return self._kept(f"{prefix}on", f"{prefix}number")

    def movements(self, prefix: str = "") -> Q:
        """Which movements of money count at the moment: by their own day, or by the operation that caused them."""
        return self._kept(f"{prefix}on", f"{prefix}cause__number")

    def holds(self, number: int, on: date) -> bool:
        """Whether the operation of that number, which holds from that day, counts at the moment."""
        return (self.on is None or on <= self.on) and (self.number is None or number <= self.number)

    def _kept(self, on: str, number: str) -> Q:
        kept = Q()
        if self.on is not None:
            kept &= Q(**{f"{on}__lte": self.on})
        if self.number is not None:
            kept &= Q(**{f"{number}__lte": self.number})
        return kept


NOW = Moment()
