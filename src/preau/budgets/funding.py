"""Reading funding plans: that of an action, those of a programme, the share of the cité over the years."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery, Sum

from preau.budgets.models import Envelope, FundingLine, FundingPlan, Movement
from preau.budgets.queries import with_grant
from preau.budgets.states import MovementKind
from preau.core.budget.funding import Funder, Nature, PlanLine, Totals, YearShare, funders, totals
from preau.core.money import ZERO
from preau.people.access import Visitor
from preau.programmes.fields import EuroField
from preau.programmes.models import Action, Programme
from preau.programmes.queries import actions_seen

STEPS = 30
"""Years that an action is followed over, each way: longer than the label has existed."""


@dataclass(frozen=True)
class Funding:
    """The plan of an action with its lines, in the order of the form."""

    plan: FundingPlan
    lines: tuple[PlanLine, ...]

    @cached_property
    def totals(self) -> Totals:
        """Its sums."""
        return totals(self.lines)

    @cached_property
    def funders(self) -> list[Funder]:
        """Who brings what, the largest first."""
        return funders(self.lines)

    @cached_property
    def version(self) -> str:
        """The digest of all that it says: what a form that shows it is compared with."""
        said = (self.plan.short, self.plan.cents, self.plan.note, [as_texts(line) for line in self.lines])
        return hashlib.sha256(repr(said).encode()).hexdigest()[:20]


def as_texts(line: PlanLine) -> list[str]:
    """A line as plain texts: account, label, nature, primary key of its envelope, amount; what the journal keeps."""
    envelope = "" if line.envelope is None else str(line.envelope)
    return [line.account, line.label, line.nature, envelope, f"{line.amount:.2f}"]


def plan_line(account: str, amount: Decimal, label: str, nature: str, envelope: Envelope | None) -> PlanLine:
    """A line of a plan, with what its envelope is."""
    return PlanLine(
        account,
        amount,
        label,
        cast("Nature", nature),
        envelope.pk if envelope else None,
        envelope.name if envelope else "",
        of_cite=bool(envelope and envelope.in_grant),
    )


def funding_of(action: Action) -> Funding | None:
    """The plan of the action, None where it has none. One query."""
    lines = list(_lines(FundingLine.objects.filter(plan__action=action)))
    return Funding(lines[0].plan, tuple(_read(line) for line in lines)) if lines else None


def plans_of(programme: Programme) -> dict[int, Funding]:
    """Every plan of the programme, by the primary key of its action. One query."""
    by_plan: dict[int, list[FundingLine]] = defaultdict(list)
    for line in _lines(FundingLine.objects.filter(plan__action__programme=programme)):
        by_plan[line.plan_id].append(line)
    return {lines[0].plan.action_id: Funding(lines[0].plan, tuple(map(_read, lines))) for lines in by_plan.values()}


def _lines(lines: QuerySet[FundingLine]) -> QuerySet[FundingLine]:
    """The lines with their plan, their envelope and what it has programmed for the action."""
    programmed = (
        Movement.objects.filter(
            envelope=OuterRef("envelope"), action=OuterRef("plan__action"), kind=MovementKind.PROGRAMMED
        )
        .order_by()
        .values("envelope")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    lines = lines.select_related("plan", "envelope").order_by("plan", "position")
    return lines.annotate(programmed=Subquery(programmed, output_field=EuroField()))


def _read(line: FundingLine) -> PlanLine:
    known = plan_line(line.account, line.amount, line.label, line.nature, line.envelope)
    programmed = cast("Decimal | None", getattr(line, "programmed"))  # noqa: B009 - an annotation
    return PlanLine(
        known.account, known.amount, known.label, known.nature, known.envelope, known.envelope_name, known.of_cite,
        programmed or ZERO,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActionYear:
    """The same action in a year, with what it costs and what the cité gives."""

    action: Action
    figures: YearShare


def years_of(user: Visitor, action: Action) -> list[ActionYear]:
    """The action in each year it was carried on from or to, as far as the visitor may read, the oldest first.

    Its cost is that of the programme. What was withdrawn is left out, but for the action itself. Two queries.
    """
    cite = action.programme.cite_id
    actions = Action.objects.filter(pk__in=_carried(action), programme__cite=cite)
    seen = with_grant(actions_seen(user, actions, cite)).select_related("programme__cite")
    return [
        ActionYear(one, YearShare(one.programme.year, one.total_cost, _grant(one)))
        for one in seen.order_by("programme__year", "rank", "serial")
        if not one.withdrawn or one.pk == action.pk
    ]


def _grant(action: Action) -> Decimal | None:
    return cast("Decimal | None", getattr(action, "grant"))  # noqa: B009 - an annotation, unknown to the type


CARRIED = """
WITH RECURSIVE
  up(id, origin, step) AS (
    SELECT id, renewed_from_id, 0 FROM programmes_action WHERE id = %s
    UNION ALL
    SELECT a.id, a.renewed_from_id, up.step + 1 FROM programmes_action a JOIN up ON a.id = up.origin
    WHERE up.step < %s),
  down(id, step) AS (
    SELECT id, 0 FROM up
    UNION
    SELECT a.id, down.step + 1 FROM programmes_action a JOIN down ON a.renewed_from_id = down.id
    WHERE down.step < %s)
SELECT DISTINCT id FROM down
"""
"""The actions that one comes from, and all that were carried on from these."""


def _carried(action: Action) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(CARRIED, [action.pk, STEPS, STEPS])
        return [pk for (pk,) in cursor.fetchall()]
