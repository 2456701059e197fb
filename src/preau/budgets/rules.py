"""What may be done to money as it stands: None, or the French sentence that says why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import cast

from preau.budgets.models import Envelope, EnvelopeRule, Movement
from preau.budgets.queries import positions
from preau.budgets.states import MovementKind, RuleLevel
from preau.core.budget.position import Breach, Entry, Kind, first_breach
from preau.core.budget.rules import Facts, Given, Passed, Rule, passed, worse
from preau.core.budget.rules import RuleKind as CoreRuleKind
from preau.core.money import ZERO, euros
from preau.programmes.models import Action, ActionHolder

BREACHES = {
    "negative": "on en reprend {excess} de plus qu’il n’y en a",
    "paid": "on verse {excess} de plus que l’engagé. Engagez d’abord ce montant",
    "committed": "l’engagé passe le programmé de {excess}. Dégagez d’abord, ou programmez davantage",
}


def may_move(envelope: Envelope, action: Action, added: Iterable[Entry]) -> str | None:
    """Whether these movements may join those of the action in the envelope.

    At the end of each day, what is paid is committed, and what is committed is programmed. One query.
    """
    rows = Movement.objects.filter(envelope=envelope, action=action).values_list("kind", "amount", "on")
    known = [Entry(cast("Kind", kind), amount, on) for kind, amount, on in rows]
    found = first_breach([*known, *added])
    return f"{envelope}, action {action} : {breach_said(found)}" if found else None


def breach_said(breach: Breach) -> str:
    """The sentence of a breach, with its day."""
    return f"au {breach.on:%d/%m/%Y}, {BREACHES[breach.what].format(excess=euros(breach.excess))}."


def facts_of(envelope: Envelope, targets: Mapping[int, Decimal] | None = None) -> dict[int, Facts]:
    """What each rule of the envelope (by primary key) looks at, with other amounts for some actions. Four queries."""
    return {rule.pk: facts for rule, facts in _facts(envelope, targets or {})}


def rules_passed(
    envelope: Envelope, targets: Mapping[int, Decimal] | None = None, added: Sequence[Given] = ()
) -> list[tuple[EnvelopeRule, Passed]]:
    """The rules of the envelope that are not kept, by what is programmed or would be with these targets (euros).

    `added` is what it would give to actions that are not there yet.
    """
    return [
        (rule, one) for rule, facts in _facts(envelope, targets or {}, added) for one in passed(core_rule(rule), facts)
    ]


def may_program(envelope: Envelope, targets: Mapping[int, Decimal], added: Sequence[Given] = ()) -> str | None:
    """Whether the envelope may bring these actions to these amounts: not where a rule that blocks would be passed.

    What is already passed is no reason to refuse a change that does not make it worse. `added` as in `rules_passed`.
    """
    blocking = [rule for rule in envelope.rules.all() if rule.level == RuleLevel.BLOCK]
    if not blocking:
        return None
    now = [one for rule, one in rules_passed(envelope) if rule.level == RuleLevel.BLOCK]
    then = [one for rule, one in rules_passed(envelope, targets, added) if rule.level == RuleLevel.BLOCK]
    refused = worse(now, then)
    return f"Enveloppe {envelope} : {' '.join(one.sentence for one in refused)}" if refused else None


def may_notify(envelope: Envelope, amount: Decimal) -> str | None:
    """Whether so much may be notified, or cut: never to less than nothing; below the programmed if the rule warns."""
    position = positions(Movement.objects.filter(envelope=envelope)).get(())
    notified = (position.notified if position else ZERO) + amount
    if notified < 0:
        return f"Il resterait {euros(notified)} notifiés. Une enveloppe ne descend pas sous zéro."
    programmed = position.programmed if position else ZERO
    blocks = any(rule.kind == "notified" and rule.level == RuleLevel.BLOCK for rule in envelope.rules.all())
    if amount < 0 and blocks and programmed > notified:
        return (
            f"{euros(programmed)} sont programmés, et il ne resterait que {euros(notified)} notifiés. Reprenez d’abord "
            f"{euros(programmed - notified)} par une réactualisation, ou faites de cette règle un avertissement."
        )
    return None


def core_rule(rule: EnvelopeRule) -> Rule:
    """The rule as the core measures it."""
    return Rule(cast("CoreRuleKind", rule.kind), rule.percent, rule.limit, rule.source)


def _facts(
    envelope: Envelope, targets: Mapping[int, Decimal], added: Sequence[Given] = ()
) -> list[tuple[EnvelopeRule, Facts]]:
    rules = list(envelope.rules.select_related("other"))
    if not rules:
        return []
    found = positions(Movement.objects.filter(envelope=envelope), "action")
    amounts = {pk: position.programmed for (pk,), position in found.items() if pk is not None} | dict(targets)
    notified = sum((position.notified for position in found.values()), ZERO)
    given = [*_given(amounts), *added]
    others = positions(
        Movement.objects.filter(envelope__in=[rule.other_id for rule in rules if rule.other_id]), "envelope"
    )
    facts = []
    for rule in rules:
        other = others.get((rule.other_id,))
        name = str(rule.other) if rule.other else ""
        facts.append((rule, Facts(notified, given, other=other.notified if other else ZERO, other_name=name)))
    return facts


def _given(amounts: Mapping[int, Decimal]) -> list[Given]:
    wanted = [pk for pk, amount in amounts.items() if amount]
    first = ActionHolder.objects.filter(action__in=wanted).order_by("action", "-position")
    holders = dict(first.values_list("action_id", "organisation__name"))  # the last of an action is its first holder
    return [
        Given(
            action.pk,
            f"Action {action}",
            amounts[action.pk],
            action.total_cost,
            holders.get(action.pk, ""),
            action.priority,
        )
        for action in Action.objects.filter(pk__in=wanted).only(
            "number", "serial", "title", "holder_written", "total_cost", "priority"
        )
    ]


COUNTED = (MovementKind.COMMITTED, MovementKind.PAID, MovementKind.RELEASED, MovementKind.RECOVERED)
"""What is done with programmed money; each is noted with its day."""
