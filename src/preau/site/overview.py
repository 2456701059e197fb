"""What a page says of some actions in all: sums, the badges of their themes, the bars of a roof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from preau.programmes.looks import pair_of
from preau.programmes.models import Action, Theme
from preau.programmes.states import ActionState
from preau.site.filters import NO_THEME, theme_slug
from preau.site.labels import STATES
from preau.site.queries import Entry

LONGEST_CHART = 8
"""Bars in the chart of a roof; past it the smallest are added up."""

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Badge:
    """A theme as it is shown: its letter, colour and pattern; pairs are unique up to sixteen themes."""

    letter: str
    name: str
    colour: int
    pattern: int
    slug: str

    @classmethod
    def of(cls, theme: Theme | None) -> Badge:
        """The badge of a theme of the cité, or of what has none."""
        if theme is None:
            return cls(NOTHING, "Sans thème", 0, 0, NO_THEME)
        return cls(theme.letter or "", theme.name, *pair_of(theme.look), theme.letter or "")


@dataclass(slots=True)
class Sums:
    """The sums of some actions, None where none gives the amount. `part` and `whole` are of those that give both."""

    count: int = 0
    cost: Decimal | None = None
    requested: Decimal | None = None
    grant: Decimal | None = None
    part: Decimal = Decimal(0)
    whole: Decimal = Decimal(0)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Sums:
        """The sums of these actions, in one pass."""
        sums = cls()
        for entry in entries:
            cost = entry.action.total_cost
            sums.count += 1
            sums.cost = _add(sums.cost, cost)
            sums.requested = _add(sums.requested, entry.action.requested)
            sums.grant = _add(sums.grant, entry.grant)
            if entry.grant is not None and cost:
                sums.part += entry.grant
                sums.whole += cost
        return sums


def _add(total: Decimal | None, amount: Decimal | None) -> Decimal | None:
    return total if amount is None else (total or Decimal(0)) + amount


@dataclass(frozen=True, slots=True)
class Bar:
    """A theme in the chart: its amount, the length of its bar, the whole it is a part of."""

    badge: Badge
    amount: Decimal
    length: float
    whole: Decimal


def state_of(action: Action) -> tuple[str, str]:
    """The state of an action in words, and the class of its sign."""
    state = ActionState(action.status or ActionState.PLANNED)
    return str(state.label), STATES[state][1]


def theme_choices(entries: Sequence[Entry], chosen: frozenset[str]) -> list[tuple[Badge, int, bool]]:
    """The themes of the programme in their order, each with how many actions it has and whether it is chosen."""
    counted = [(next(members), 1 + sum(1 for _ in members)) for _, members in groupby(entries, key=theme_slug)]
    return [(Badge.of(first.theme), count, theme_slug(first) in chosen) for first, count in counted]


def holders_in(entries: Iterable[Entry]) -> int:
    """How many holders: a joint holder counts once, a question mark makes no other."""
    return len({frozenset(key for key, _ in entry.holders) for entry in entries} - {frozenset()})


def bars(entries: Sequence[Entry]) -> list[Bar]:
    """The grants by theme, or the costs where no grant is known; the themes of the annex in their order.

    None where there is nothing to compare.
    """
    sums = Sums.of(entries)
    total = sums.grant or sums.cost or Decimal(0)
    amounts: dict[Badge, Decimal] = {}
    for _, members in groupby(entries, key=theme_slug):
        chosen = list(members)
        part = Sums.of(chosen)
        amounts[Badge.of(chosen[0].theme)] = (part.grant if sums.grant else part.cost) or Decimal(0)
    if total <= 0 or len(amounts) == 1:
        return []
    if len(amounts) > LONGEST_CHART:
        amounts = _largest(amounts)
    longest = max(amounts.values())
    return [Bar(badge, amount, float(amount * 100 / longest), total) for badge, amount in amounts.items()]


def _largest(amounts: dict[Badge, Decimal]) -> dict[Badge, Decimal]:
    """The largest amounts in their order, then all the others as one."""
    kept = set(sorted(amounts, key=lambda badge: -amounts[badge])[: LONGEST_CHART - 1])
    rest = sum((amount for badge, amount in amounts.items() if badge not in kept), Decimal(0))
    others = Badge("…", f"Les {len(amounts) - len(kept)} autres thèmes", 0, 0, "")
    return {badge: amount for badge, amount in amounts.items() if badge in kept} | {others: rest}
