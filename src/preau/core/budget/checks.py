"""What is to be said of a funding plan: each check is a function of the list; none refuses anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from preau.core.budget.chart import PUBLIC_CEILING, Ceiling
from preau.core.budget.funding import PlanLine, totals
from preau.core.findings import LEVELS, Level
from preau.core.money import ZERO, euros


@dataclass(frozen=True, slots=True)
class Plan:
    """What the checks look at. `cost` is the total cost that the programme says, `cents` whether amounts have them."""

    lines: Sequence[PlanLine]
    cost: Decimal | None = None
    cents: bool = False
    ceiling: Ceiling | None = PUBLIC_CEILING


class Said(NamedTuple):
    """What a check says: its code, and a sentence with the way out."""

    code: str
    message: str

    @property
    def level(self) -> Level:
        """The gravity of the code."""
        return LEVELS[self.code]


def check_plan(plan: Plan) -> list[Said]:
    """All that is to be said of the plan, in the order of the checks."""
    return [said for check in CHECKS for said in check(plan)]


def _balance(plan: Plan) -> Iterator[Said]:
    """Without what is in kind; with it, the plan is balanced where this and the next both are."""
    found = totals(plan.lines)
    if not found.gap:
        return
    where = "aux produits" if found.gap > 0 else "aux charges"
    yield Said(
        "plan-unbalanced",
        f"les charges font {euros(found.charges)} et les produits {euros(found.products)}. Elles doivent être égales, "
        f"contributions en nature à part : ajoutez {euros(abs(found.gap))} {where}, ou retirez-les en face.",
    )


def _in_kind(plan: Plan) -> Iterator[Said]:
    found = totals(plan.lines)
    if found.gap_in_kind:
        yield Said(
            "plan-in-kind-unbalanced",
            f"{euros(found.charges_in_kind)} d’emplois en nature (86) pour {euros(found.products_in_kind)} de "
            f"contributions (87). Écrivez le même montant des deux côtés : avec elles, les charges font "
            f"{euros(found.all_charges)} et les produits {euros(found.all_products)}.",
        )


def _funders(plan: Plan) -> Iterator[Said]:
    for line in plan.lines:
        if line.chart.named and line.amount and not line.label and line.envelope is None:
            yield Said(
                "plan-funder-unnamed",
                f"{euros(line.amount)} de {line.chart.path} sans le nom du financeur. Le compte 74 nomme chaque "
                "financeur public : ministère, région, commune…",
            )


def _specific(plan: Plan) -> Iterator[Said]:
    for line in plan.lines:
        if line.nature == "specific" and line.amount and line.envelope is None:
            yield Said(
                "plan-specific-apart",
                f"{euros(line.amount)} de crédits spécifiques ({line.name}) sans enveloppe. Si une enveloppe d’ici les "
                "donne, choisissez-la : son suivi s’y comparera.",
            )


def _cents(plan: Plan) -> Iterator[Said]:
    if plan.cents:
        return
    broken = [line for line in plan.lines if line.amount % 1]
    if broken:
        many = f"{len(broken)} montants ont des centimes" if len(broken) > 1 else "un montant a des centimes"
        yield Said(
            "plan-cents",
            f"{many} ({euros(broken[0].amount)}) dans un plan en euros entiers. Arrondissez, ou choisissez les "
            "centimes.",
        )


def _cost(plan: Plan) -> Iterator[Said]:
    found = totals(plan.lines)
    if plan.cost is not None and plan.cost != found.cost:
        yield Said(
            "plan-cost-differs",
            f"le programme dit {euros(plan.cost)} de coût total, et le plan de financement {euros(found.cost)}. "
            "Reprenez le coût du plan dans le programme, ou corrigez le plan.",
        )


def _envelopes(plan: Plan) -> Iterator[Said]:
    given: dict[int, Decimal] = {}
    for line in plan.lines:
        if line.envelope is not None:
            given[line.envelope] = given.get(line.envelope, ZERO) + line.amount
    of = {line.envelope: line for line in plan.lines}
    for key, amount in given.items():
        line = of[key]
        if amount != line.programmed:
            yield Said(
                "plan-envelope-differs",
                f"le plan attend {euros(amount)} de l’enveloppe « {line.envelope_name} », qui a programmé "
                f"{euros(line.programmed)}. Accordez le plan et le programme.",
            )


def _public(plan: Plan) -> Iterator[Said]:
    found = totals(plan.lines)
    if plan.ceiling is None or not found.products:
        return
    if found.public * 100 > found.products * plan.ceiling.percent:
        yield Said(
            "plan-public-share",
            f"{found.public_share}\u00a0% des produits sont publics, au-delà de {plan.ceiling.percent}\u00a0% "
            f"({plan.ceiling.source}). C’est un repère, pas une règle.",
        )


CHECKS: tuple[Callable[[Plan], Iterator[Said]], ...] = (
    _balance, _in_kind, _funders, _specific, _cents, _cost, _envelopes, _public,
)  # fmt: skip
"""Every check, in the order in which they speak."""
CODES = (
    "plan-unbalanced", "plan-in-kind-unbalanced", "plan-funder-unnamed", "plan-specific-apart", "plan-cents",
    "plan-cost-differs", "plan-envelope-differs", "plan-public-share",
)  # fmt: skip
"""What they say it by."""
