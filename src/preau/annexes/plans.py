"""Writing the funding plan of an action, whole: one operation, the findings of the programme made anew after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from preau.annexes.checking import refresh_findings
from preau.annexes.editing import write_changes
from preau.annexes.typed import MOST
from preau.budgets.funding import Funding, as_texts, funding_of, plan_line
from preau.budgets.models import Envelope, FundingLine, FundingPlan
from preau.budgets.operations import may_fund
from preau.budgets.queries import with_grant
from preau.core.budget.chart import ACCOUNTS
from preau.core.budget.funding import PlanLine, balance, in_order, totals
from preau.core.money import euros
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.models import Line, Operation
from preau.journal.operations import Told, begin, tell
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Action
from preau.programmes.queries import require_on
from preau.programmes.rules import may_edit

MANY = 200
"""Lines of a plan. The official form has sixty."""
LONGEST = 200
"""Signs of a label."""


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """A plan as somebody typed it. `seen` is the version (`Funding.version`) they saw, empty where there was none.

    `take_cost`: its cost becomes the total cost of the action in the programme, in the same operation.
    """

    lines: Sequence[PlanLine]
    short: bool = True
    cents: bool = False
    note: str = ""
    seen: str = ""
    take_cost: bool = False


class PlanConflict(Refusal):
    """The plan is no longer the one its author saw. Nothing was written; `now` is what it is, `last` who made it so."""

    def __init__(self, now: Funding | None, last: Operation | None) -> None:
        super().__init__(
            "Quelqu’un d’autre a changé ce plan entre-temps. Rien n’est perdu : le vôtre est dans la page, le sien à "
            "côté. Enregistrez pour garder le vôtre, ou reprenez le sien."
        )
        self.now = now
        self.last = last


def save_plan(*, action: Action, plan: TypedPlan, by: User) -> Operation | None:
    """Make the plan of the action what was typed; None where it is so already.

    Raises PlanConflict where somebody changed it meanwhile, Refusal for lines that are none of the form's, amounts out
    of bounds, envelopes of another cité or of other years.
    """
    require_on(by, action, Verb.EDIT)
    with transaction.atomic():
        programme = action.programme
        cite = lock(programme.cite)
        action = _fresh(action)
        before = funding_of(action)
        lines = _lines_of(action, plan.lines)
        wanted = Funding(FundingPlan(short=plan.short, cents=plan.cents, note=squeeze(plan.note)), lines)
        _require_seen(action, plan.seen, before, wanted)
        cost = wanted.totals.cost
        takes = plan.take_cost and action.total_cost != cost
        same = before is not None and before.version == wanted.version
        if same and not takes:
            return None
        operation = begin(cite=cite, verb=Operation.Verb.FUNDING, label=f"Action {action}", by=by)
        told = [] if same else [_write(action, before, wanted)]
        tell(operation, [*told, *_of_action(action, before, wanted, operation, cost if takes else None)])
        refresh_findings(programme)
    return operation


def delete_plan(*, action: Action, seen: str, by: User) -> Operation | None:
    """Take the plan away; the journal keeps all that it said. None where there is none. Raises PlanConflict."""
    require_on(by, action, Verb.EDIT)
    with transaction.atomic():
        cite = lock(action.programme.cite)
        action = _fresh(action)
        before = funding_of(action)
        if before is None:
            return None
        _require_seen(action, seen, before, None)
        operation = begin(cite=cite, verb=Operation.Verb.FUNDING, label=f"Action {action}", by=by)
        plan = Told(before.plan, _told(action, before), {})
        tell(operation, [plan, *_of_action(action, before, None, operation, None)])
        before.plan.delete()
        refresh_findings(action.programme)
    return operation


def last_of(action: Action) -> Operation | None:
    """The last operation on the plan of the action, with who did it."""
    lines = Line.objects.filter(kind=Line.Kind.ACTION, object_id=action.pk, after__has_key="funding")
    line = lines.select_related("operation__by").order_by("-operation__number").first()
    return line.operation if line else None


def _fresh(action: Action) -> Action:
    fresh = with_grant(Action.objects.filter(pk=action.pk)).select_related("theme", "programme__cite").get()
    if refusal := may_edit(fresh):
        raise Refusal(refusal)
    return fresh


def _require_seen(action: Action, seen: str, now: Funding | None, wanted: Funding | None) -> None:
    """Refuse where the plan is neither what was seen nor what is wanted."""
    version = now.version if now else ""
    if version not in {seen, wanted.version if wanted else ""}:
        raise PlanConflict(now, last_of(action))


def _lines_of(action: Action, lines: Sequence[PlanLine]) -> tuple[PlanLine, ...]:
    """The lines in order, each one possible, with their envelopes as they are kept."""
    if not lines:
        raise Refusal("Ce plan est vide. Écrivez au moins un coût, ou supprimez le plan.")
    if len(lines) > MANY:
        raise Refusal(f"Un plan a {MANY} lignes au plus. Réunissez-en quelques-unes.")
    wanted = {line.envelope for line in lines if line.envelope is not None}
    envelopes = {one.pk: one for one in Envelope.objects.filter(cite=action.programme.cite_id, pk__in=wanted)}
    return tuple(in_order([_line_of(action, line, envelopes) for line in lines]))


def _line_of(action: Action, line: PlanLine, envelopes: Mapping[int, Envelope]) -> PlanLine:
    chart = ACCOUNTS.get(line.account)
    if chart is None:
        raise Refusal(f"« {line.account[:10]} » n’est pas une ligne du budget. Choisissez-la dans la liste.")
    if not 0 <= line.amount <= MOST:
        raise Refusal(f"{chart.path} : le montant va de zéro à un milliard d’euros. Vérifiez le nombre de zéros.")
    label = squeeze(" ".join(line.label.split()))
    if len(label) > LONGEST:
        raise Refusal(f"{chart.path} : la précision a {len(label)} signes ; elle peut en avoir {LONGEST}.")
    if chart.side == "charges" and (line.nature or line.envelope is not None):
        raise Refusal(f"{chart.path} : seul un produit a une enveloppe ou une nature de crédits.")
    envelope = None
    if line.envelope is not None:
        envelope = envelopes.get(line.envelope)
        if envelope is None:
            raise Refusal(f"{chart.path} : cette enveloppe n’existe plus. Choisissez-en une autre.")
        if refusal := may_fund(envelope, action.programme):
            raise Refusal(refusal)
    return plan_line(line.account, line.amount.quantize(Decimal("0.01")), label, line.nature, envelope)


def _write(action: Action, before: Funding | None, wanted: Funding) -> Told:
    """Write the plan and its lines; what the journal is to be told."""
    plan = before.plan if before else FundingPlan(action=action)
    old = _told(action, before) if before else {}
    plan.action = action
    plan.short, plan.cents, plan.note = wanted.plan.short, wanted.plan.cents, wanted.plan.note
    plan.save()
    FundingLine.objects.filter(plan=plan).delete()
    FundingLine.objects.bulk_create(
        FundingLine(  # type: ignore[misc] # EuroField takes Decimal
            plan=plan, position=position, account=line.account, label=line.label, nature=line.nature,
            envelope_id=line.envelope, amount=line.amount,
        )
        for position, line in enumerate(wanted.lines)
    )  # fmt: skip
    return Told(plan, old, _told(action, wanted))


def _told(action: Action, funding: Funding) -> dict[str, Any]:
    """All that a plan says, as plain texts: enough to make it anew."""
    plan = funding.plan
    return {
        "action": str(action.pk),
        "short": "oui" if plan.short else "non",
        "cents": "oui" if plan.cents else "non",
        "note": plan.note,
        "lines": [as_texts(line) for line in funding.lines],
    }


def _of_action(
    action: Action, before: Funding | None, after: Funding | None, operation: Operation, cost: Decimal | None
) -> list[Told]:
    """What the journal of the action is to be told: its plan in a few words, and the cost where it is taken over."""
    was, now = {"funding": _said(before)}, {"funding": _said(after)}
    if cost is None:
        return [Told(action, was, now)]
    first, *others = write_changes(action.programme, [(action, {"total_cost": cost})], operation)
    return [Told(action, {**first.before, **was}, {**first.after, **now}), *others]


def _said(funding: Funding | None) -> str:
    """A plan in a few words."""
    if funding is None:
        return ""
    found = totals(funding.lines)
    brought = ", ".join(f"{one.name} {euros(one.amount)}" for one in funding.funders[:5])
    said = f"{euros(found.charges)} de charges, {euros(found.products)} de produits. {balance(found)}."
    return f"{said} {brought}."[:1_000] if brought else said
