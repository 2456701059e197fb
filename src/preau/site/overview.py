"""The table of a programme: actions by theme, with sums that are those of what is shown, and the flags of its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString

from preau.core.money import euros
from preau.programmes.models import Action, Theme
from preau.programmes.states import ActionState
from preau.site.filters import NO_THEME, theme_slug
from preau.site.flags import flagged_share, flags
from preau.site.labels import STATES
from preau.site.queries import Entry
from preau.site.remarks import TO_CHECK, Remark
from preau.ui.templatetags.french import french, share
from preau.ui.templatetags.shapes import thin_bar

COLOURS = 4
_SHIFTS = (0, 2, 1, 3)
LONGEST_CHART = 8
"""Bars in the chart of a roof; past it the smallest are added up."""

NOTHING = "–"
_CELLS = {"holder_written": "who", "total_cost": "cost", "requested": "requested", "grant": "grant", "status": "state"}


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
        turn, i = divmod(theme.look - 1, COLOURS)
        pattern = (i + _SHIFTS[turn % len(_SHIFTS)]) % COLOURS
        return cls(theme.letter or "", theme.name, i + 1, pattern + 1, theme.letter or "")


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
class Columns:
    """The columns that have something to say: an annex without numbers, states or costs gets none for them."""

    number: bool
    holder: bool
    state: bool
    cost: bool
    requested: bool
    grant: bool
    part: bool

    @classmethod
    def of(cls, entries: Sequence[Entry], sums: Sums) -> Columns:
        """The columns for these actions."""
        actions = [entry.action for entry in entries]
        return cls(
            number=any(action.number for action in actions),
            holder=any(action.title and action.holder_written for action in actions),
            state=any(action.status for action in actions),
            cost=sums.cost is not None,
            requested=sums.requested is not None,
            grant=sums.grant is not None,
            part=sums.whole > 0,
        )

    def cell(self, field: str) -> str:
        """The cell in which the flag of a field's finding stands: under the name where it has none of its own."""
        cell = _CELLS.get(field, "name")
        shown = {
            "who": self.holder,
            "state": self.state,
            "cost": self.cost,
            "requested": self.requested,
            "grant": self.grant,
        }
        return cell if shown.get(cell) else "name"

    @property
    def words(self) -> int:
        """How many columns hold words, the name among them."""
        return 1 + self.number + self.holder + self.state

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.words + self.cost + self.requested + self.grant + self.part


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table, ready to be printed: a thousand of them make a page."""

    serial: int
    number: str
    name: str
    audience: str
    holder: str
    state: str
    sign: str
    cost: str
    requested: str
    grant: str
    part: str
    hit: bool
    flags: defaultdict[str, SafeString]
    """By cell; empty for those without any: a key that is missing costs a template dear."""


@dataclass(frozen=True, slots=True)
class Group:
    """The actions of a theme."""

    badge: Badge
    lines: list[Line]
    sums: Sums


@dataclass(frozen=True, slots=True)
class Bar:
    """A theme in the chart: its amount, the length of its bar, the whole it is a part of."""

    badge: Badge
    amount: Decimal
    length: float
    whole: Decimal


def groups(entries: Sequence[Entry], remarks: Iterable[Remark], columns: Columns) -> list[Group]:
    """The actions, already in the order of their themes, as groups of lines."""
    by_action: dict[int | None, list[Remark]] = defaultdict(list)
    for remark in remarks:
        if remark.level in TO_CHECK:
            by_action[remark.action_id].append(remark)
    found = []
    for _, members in groupby(entries, key=theme_slug):
        chosen = list(members)
        badge = Badge.of(chosen[0].theme)
        lines = [line_of(entry, by_action.get(entry.action.pk, ()), badge.colour, columns) for entry in chosen]
        found.append(Group(badge, lines, Sums.of(chosen)))
    return found


def line_of(entry: Entry, remarks: Sequence[Remark], colour: int, columns: Columns) -> Line:
    """The row of an action, its flags in the cells they speak of."""
    action = entry.action
    state, sign = state_of(action)
    impossible = next((remark for remark in remarks if remark.code == "grant-above-cost"), None)
    cells: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        if remark is not impossible:
            cells[columns.cell(remark.field)].append(remark)
    return Line(
        serial=action.serial,
        number=action.number,
        name=french(action.name),
        audience=french(action.audience),
        holder=french(action.holder_written) if action.title else "",
        state=state,
        sign=sign,
        cost=euros(action.total_cost) or NOTHING,
        requested=euros(action.requested) or NOTHING,
        grant=euros(entry.grant) or NOTHING,
        part=flagged_share(impossible, entry.grant, action.total_cost) if impossible else part_of(entry, colour),
        hit=any(remark.level == "error" for remark in remarks),
        flags=defaultdict(SafeString, {cell: flags(found) for cell, found in cells.items()}),
    )


def part_of(entry: Entry, colour: int) -> SafeString | str:
    """The part of the cost that the cité gives, with its bar; nothing where either is unknown."""
    if entry.grant is None or not entry.action.total_cost:
        return ""
    percent = float(entry.grant * 100 / entry.action.total_cost)
    return format_html("{}{}", share(entry.grant, entry.action.total_cost), thin_bar(percent, colour))


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
