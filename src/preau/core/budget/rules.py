"""The rules of an envelope: each is a function that says by how much what is programmed passes it, and in which words.

Pure: it is given what is programmed, now or in a draft, and decides nothing about warning or blocking.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from preau.core.money import ZERO, euros, round_cents

RuleKind = Literal["notified", "share", "parity", "holder", "priority"]


@dataclass(frozen=True, slots=True)
class Given:
    """What an envelope gives to one action, in euros, and what the rules ask of it.

    `priority` is the share of its audience, in percent, that lives in priority districts; None where nobody said.
    """

    key: Hashable
    name: str
    amount: Decimal
    cost: Decimal | None = None
    holder: str = ""
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule looks at: what is notified, what is given to each action, what another envelope has notified."""

    notified: Decimal
    given: Sequence[Given]
    other: Decimal = ZERO
    other_name: str = ""

    @property
    def programmed(self) -> Decimal:
        """All that is programmed."""
        return sum((one.amount for one in self.given), ZERO)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as data. `percent` and `limit` (euros) serve the kinds that measure by them."""

    kind: RuleKind
    percent: Decimal | None = None
    limit: Decimal | None = None
    source: str = ""


class Passed(NamedTuple):
    """A rule that is not kept: of what (an action, a holder; None for the whole), by how many euros, in words."""

    rule: Rule
    of: Hashable
    excess: Decimal
    sentence: str


def passed(rule: Rule, facts: Facts) -> list[Passed]:
    """Where the rule is not kept. The sentence names the source of the rule where there is one."""
    source = f" ({rule.source})" if rule.source else ""
    return [
        Passed(rule, of, round_cents(excess), f"{sentence}{source}.")
        for of, excess, sentence in CHECKS[rule.kind](rule, facts)
    ]


def worse(before: Sequence[Passed], after: Sequence[Passed]) -> list[Passed]:
    """The rules that a change passes, or passes by more than before: taking back is never refused for what remains."""
    known = {(one.rule.kind, one.of): one.excess for one in before}
    return [one for one in after if one.excess > known.get((one.rule.kind, one.of), ZERO)]


Found = Iterator[tuple[Hashable, Decimal, str]]


def _notified(_: Rule, facts: Facts) -> Found:
    excess = facts.programmed - facts.notified
    if excess > 0:
        yield (
            None,
            excess,
            f"{euros(facts.programmed)} programmés pour {euros(facts.notified)} notifiés : {euros(excess)} de trop",
        )


def _share(rule: Rule, facts: Facts) -> Found:
    percent = rule.percent or ZERO
    for one in facts.given:
        if one.cost is None or one.amount <= 0:
            continue
        ceiling = round_cents(one.cost * percent / 100)
        if one.amount > ceiling:
            yield (
                one.key,
                one.amount - ceiling,
                f"{one.name} : {euros(one.amount)} pour {euros(ceiling)} au plus, {_percent(percent)} de son coût",
            )


def _parity(rule: Rule, facts: Facts) -> Found:
    matched = round_cents(facts.other * 100 / (rule.percent or Decimal(100)))
    if facts.programmed > matched:
        yield (
            None,
            facts.programmed - matched,
            (
                f"{euros(facts.programmed)} programmés, et {euros(facts.other)} notifiés dans « {facts.other_name} », "
                f"qui doit apporter {_percent(rule.percent or Decimal(100))} de ce montant"
            ),
        )


def _holder(rule: Rule, facts: Facts) -> Found:
    limit = rule.limit or ZERO
    by_holder: dict[str, Decimal] = {}
    for one in facts.given:
        if one.holder:
            by_holder[one.holder] = by_holder.get(one.holder, ZERO) + one.amount
    for holder, amount in by_holder.items():
        if amount > limit:
            yield (
                f"holder:{holder}",
                amount - limit,
                f"{holder} : {euros(amount)} pour un plafond de {euros(limit)} par porteur",
            )


def _priority(rule: Rule, facts: Facts) -> Found:
    total = sum((one.amount for one in facts.given if one.amount > 0), ZERO)
    if not total:
        return
    percent = rule.percent or ZERO
    known = [one for one in facts.given if one.priority is not None and one.amount > 0]
    reached = sum((one.amount * Decimal(one.priority or 0) / 100 for one in known), ZERO)
    wanted = total * percent / 100
    if reached >= wanted:
        return
    unsaid = sum(1 for one in facts.given if one.priority is None and one.amount > 0)
    said = f" ; {unsaid} actions ne disent pas leur part" if unsaid > 1 else ""
    said = " ; une action ne dit pas sa part" if unsaid == 1 else said
    yield (
        None,
        wanted - reached,
        (
            f"{_percent(reached * 100 / total)} au moins pour les quartiers prioritaires, au lieu de "
            f"{_percent(percent)}{said}"
        ),
    )


def _percent(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.1"))
    text = f"{rounded.normalize():f}" if rounded != rounded.to_integral() else f"{rounded.to_integral():f}"
    return f"{text.replace('.', ',')}\u00a0%"


CHECKS: Mapping[RuleKind, Callable[[Rule, Facts], Found]] = {
    "notified": _notified,
    "share": _share,
    "parity": _parity,
    "holder": _holder,
    "priority": _priority,
}
"""What measures each kind of rule."""
