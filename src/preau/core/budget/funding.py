"""A funding plan as numbers: totals of both sides, with and without what is in kind, who brings what. Pure, exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

from preau.core.budget.chart import ACCOUNTS, ORDER, Account, Side
from preau.core.money import ZERO, euros

Nature = Literal["", "ordinary", "specific"]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of a plan: so many euros on a line of the form. `label` says of whom or of what.

    `envelope` is the key of the envelope it comes from, None where none is kept here; `of_cite`: money that is part of
    the "montant Cité éducative"; `envelope_name` how people call it; `programmed` what it has programmed.
    """

    account: str
    amount: Decimal
    label: str = ""
    nature: Nature = ""
    envelope: int | None = None
    envelope_name: str = ""
    of_cite: bool = False
    programmed: Decimal = ZERO

    @property
    def chart(self) -> Account:
        """The line of the form that it stands on."""
        return ACCOUNTS[self.account]

    @property
    def name(self) -> str:
        """Who brings it or what it pays, as people say it."""
        return self.label or self.envelope_name or self.chart.label


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a plan, in euros. `charges` and `products` leave out what is in kind (86 and 87)."""

    charges: Decimal = ZERO
    products: Decimal = ZERO
    charges_in_kind: Decimal = ZERO
    products_in_kind: Decimal = ZERO
    ordinary: Decimal = ZERO
    specific: Decimal = ZERO
    public: Decimal = ZERO
    cite: Decimal = ZERO

    @property
    def cost(self) -> Decimal:
        """What the action costs in money: its charges, those in kind apart."""
        return self.charges

    @property
    def all_charges(self) -> Decimal:
        """The charges, in kind too."""
        return self.charges + self.charges_in_kind

    @property
    def all_products(self) -> Decimal:
        """The products, in kind too."""
        return self.products + self.products_in_kind

    @property
    def gap(self) -> Decimal:
        """What the products lack; negative where they pass the charges."""
        return self.charges - self.products

    @property
    def gap_in_kind(self) -> Decimal:
        """What the contributions lack on the side of the products; negative where they pass the charges."""
        return self.charges_in_kind - self.products_in_kind

    @property
    def balanced(self) -> bool:
        """Whether charges equal products, without what is in kind and with it."""
        return not self.gap and not self.gap_in_kind

    @property
    def cite_share(self) -> int | None:
        """The money of the cité in percent of the cost, rounded half up; None without a cost."""
        return percent(self.cite, self.cost)

    @property
    def public_share(self) -> int | None:
        """The public money in percent of the products in money; None without any."""
        return percent(self.public, self.products)


def totals(lines: Iterable[PlanLine]) -> Totals:
    """The sums of the lines."""
    sums: dict[str, Decimal] = {}

    def add(name: str, amount: Decimal) -> None:
        sums[name] = sums.get(name, ZERO) + amount

    for line in lines:
        chart = line.chart
        add(f"{chart.side}_in_kind" if chart.in_kind else chart.side, line.amount)
        if chart.side == "charges" or chart.in_kind:
            continue
        if line.nature:
            add(line.nature, line.amount)
        if chart.public:
            add("public", line.amount)
        if line.of_cite:
            add("cite", line.amount)
    return Totals(**sums)


def in_order(lines: Iterable[PlanLine]) -> list[PlanLine]:
    """The lines in the order of the form; those of one account stay as they came."""
    return sorted(lines, key=lambda line: ORDER[line.account])


class Printed(NamedTuple):
    """A line as it is printed: a heading with the sum of what stands under it, or one of its lines."""

    text: str
    amount: Decimal | None
    is_head: bool
    line: PlanLine | None = None


def printed(lines: Sequence[PlanLine], heads: Iterable[Account], *, empty: bool = False) -> list[Printed]:
    """The lines under their headings, each heading with its sum; the empty headings too where it is asked."""
    found = []
    for head in heads:
        here = [line for line in in_order(lines) if head.code in {line.account, line.chart.head}]
        if not here and not empty:
            continue
        found.append(Printed(head.title, sum((one.amount for one in here), ZERO) if here else None, is_head=True))
        if len(here) > 1 or (here and (here[0].account != head.code or here[0].label or here[0].envelope_name)):
            found += [Printed(detail(line), line.amount, is_head=False, line=line) for line in here]
    return found


def detail(line: PlanLine) -> str:
    """What a line says under its heading: the line of the form, then of whom or of what."""
    said = [line.chart.title] if line.chart.head else []
    said += [line.label] if line.label else [line.envelope_name] if line.envelope_name else []
    return " – ".join(said) or "sans précision"


class Funder(NamedTuple):
    """What one funder brings, of one nature."""

    name: str
    nature: Nature
    amount: Decimal


def funders(lines: Iterable[PlanLine]) -> list[Funder]:
    """Who brings what in money, the largest first; the same name and nature together."""
    sums: dict[tuple[str, Nature], Decimal] = {}
    for line in lines:
        if line.chart.side == "products" and not line.chart.in_kind and line.amount:
            key = (line.name, line.nature)
            sums[key] = sums.get(key, ZERO) + line.amount
    found = [Funder(name, nature, amount) for (name, nature), amount in sums.items()]
    return sorted(found, key=lambda one: -one.amount)


class YearShare(NamedTuple):
    """The same action in one year: what it cost, what the cité gave."""

    year: int
    cost: Decimal | None
    grant: Decimal | None

    @property
    def share(self) -> Decimal | None:
        """The part of the cité in the cost, exact; None where either is unknown."""
        return self.grant * 100 / self.cost if self.cost and self.grant is not None else None


def not_falling(years: Sequence[YearShare]) -> list[str]:
    """A sentence for each year in which the share of the cité is no less than the year before it that is known."""
    known = [one for one in years if one.share is not None]
    said = []
    for before, after in pairwise(known):
        if before.share is None or after.share is None or after.year == before.year or after.share < before.share:
            continue
        how = "reste la même" if after.share == before.share else "augmente"
        said.append(
            f"En {after.year}, la part de la cité éducative {how} : {percent_text(after)} du coût, après "
            f"{percent_text(before)} en {before.year}. Les autres financements ne prennent pas le relais."
        )
    return said


def falls(years: Sequence[YearShare]) -> bool:
    """Whether the share of the cité is known in two years at least, and lower each time."""
    known = [one.share for one in years if one.share is not None]
    return len(known) > 1 and all(after < before for before, after in pairwise(known))


def percent_text(one: YearShare) -> str:
    """The share of a year, "40 %"; nothing where it is unknown."""
    return "" if one.share is None else f"{one.share.quantize(Decimal(1), rounding=ROUND_HALF_UP)}\u00a0%"


def percent(part: Decimal, whole: Decimal) -> int | None:
    """The part in percent of the whole, rounded half up; None where the whole is nothing."""
    return int((part * 100 / whole).quantize(Decimal(1), rounding=ROUND_HALF_UP)) if whole else None


def balance(found: Totals) -> str:
    """Whether the plan is balanced, in a sentence with the numbers."""
    if found.gap > 0:
        return f"Il manque {euros(found.gap)} de produits"
    if found.gap < 0:
        return f"Il y a {euros(-found.gap)} de produits de trop"
    if found.gap_in_kind:
        return "Équilibré, sauf les contributions en nature"
    return "Équilibré"


def side_of(lines: Iterable[PlanLine], side: Side, *, in_kind: bool) -> list[PlanLine]:
    """The lines of one side, in money or in kind."""
    return [line for line in lines if line.chart.side == side and line.chart.in_kind == in_kind]
