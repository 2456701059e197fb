"""What may be done to money as it stands: None, or the French sentence that says why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from preau.budgets.models import Envelope, EnvelopeRule, Movement
from preau.budgets.queries import first_holders, positions
from preau.budgets.states import MovementKind, RuleLevel
from preau.core.budget.position import Breach, Entry, Kind, Position, first_breach, position
from preau.core.budget.rules import Facts, Given, Passed, Rule, passed, worse
from preau.core.budget.rules import RuleKind as CoreRuleKind
from preau.core.money import ZERO, euros
from preau.journal.moments import NOW, Moment
from preau.programmes.models import Action

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


def rules_passed(
    envelope: Envelope, targets: Mapping[int, Decimal] | None = None, added: Sequence[Given] = ()
) -> list[tuple[EnvelopeRule, Passed]]:
    """The rules of the envelope that are not kept, by what is programmed or would be with these targets (euros).

    `added` is what it would give to actions that are not there yet.
    """
    return _passed([envelope], {envelope.pk: targets or {}}, {envelope.pk: added})[envelope.pk]


def rules_passed_of(envelopes: Sequence[Envelope], at: Moment = NOW) -> dict[int, list[tuple[EnvelopeRule, Passed]]]:
    """The rules that each envelope (by primary key) does not keep, as they are today. Five queries, however many.

    `at` is the moment whose amounts are looked at.
    """
    return _passed(envelopes, {}, {}, at)


def _passed(
    envelopes: Sequence[Envelope],
    targets: Mapping[int, Mapping[int, Decimal]],
    added: Mapping[int, Sequence[Given]],
    at: Moment = NOW,
) -> dict[int, list[tuple[EnvelopeRule, Passed]]]:
    found: dict[int, list[tuple[EnvelopeRule, Passed]]] = {envelope.pk: [] for envelope in envelopes}
    for rule, facts in _facts(envelopes, targets, added, at):
        found[rule.envelope_id] += [(rule, one) for one in passed(core_rule(rule), facts)]
    return found


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


def may_take(envelope: Envelope, targets: Mapping[int, Decimal], on: date) -> str | None:
    """Whether the actions may be brought to these amounts that day: what an envelope takes back was not committed."""
    if not targets:
        return None
    known = Movement.objects.filter(envelope=envelope, action__in=targets)
    committed = set(known.filter(kind__in=COUNTED).values_list("action", flat=True))
    if not committed:
        return None
    entries: dict[int, list[Entry]] = {pk: [] for pk in committed if pk}
    for pk, kind, amount, day in known.filter(action__in=committed).values_list("action", "kind", "amount", "on"):
        entries[pk or 0].append(Entry(cast("Kind", kind), amount, day))
    for action in Action.objects.filter(pk__in=entries):
        gap = targets[action.pk] - position(entries[action.pk]).programmed
        if gap < 0 and (found := first_breach([*entries[action.pk], Entry("programmed", gap, on)])):
            return f"Action {action}, enveloppe {envelope} : {breach_said(found)}"
    return None


def may_notify(envelope: Envelope, amount: Decimal) -> str | None:
    """Whether so much may be notified, or cut: never to less than nothing; below the programmed if the rule warns."""
    now = positions(Movement.objects.filter(envelope=envelope)).get((), Position())
    notified = now.notified + amount
    if notified < 0:
        return f"Il resterait {euros(notified)} notifiés. Une enveloppe ne descend pas sous zéro."
    programmed = now.programmed
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
    envelopes: Sequence[Envelope],
    targets: Mapping[int, Mapping[int, Decimal]],
    added: Mapping[int, Sequence[Given]],
    at: Moment,
) -> list[tuple[EnvelopeRule, Facts]]:
    """Each rule with what it looks at."""
    by_pk = {envelope.pk: envelope for envelope in envelopes}
    rules = list(EnvelopeRule.objects.filter(envelope__in=by_pk).select_related("other"))
    if not rules:
        return []
    ruled = {rule.envelope_id for rule in rules}
    found = positions(Movement.objects.filter(envelope__in=ruled), "envelope", "action", at=at)
    amounts: dict[int, dict[int, Decimal]] = {pk: {} for pk in ruled}
    notified = dict.fromkeys(ruled, ZERO)
    for (envelope, action), standing in found.items():
        notified[envelope] += standing.notified
        if action is not None:
            amounts[envelope][action] = standing.programmed
    for pk in ruled:
        amounts[pk] |= targets.get(pk, {})
    given = _given(amounts)
    others = {rule.other_id for rule in rules if rule.other_id}
    known = positions(Movement.objects.filter(envelope__in=others), "envelope", at=at) if others else {}
    facts = []
    for rule in rules:
        other = known.get((rule.other_id,))
        name = str(rule.other) if rule.other else ""
        pk = rule.envelope_id
        found_there = other.notified if other else ZERO
        all_given = [*given[pk], *added.get(pk, ())]
        facts.append((rule, Facts(notified[pk], all_given, other=found_there, other_name=name)))
    return facts


def _given(amounts: Mapping[int, Mapping[int, Decimal]]) -> dict[int, list[Given]]:
    """What each envelope gives to each action, with what the rules ask of it."""
    wanted = {pk for given in amounts.values() for pk, amount in given.items() if amount}
    names = ("number", "serial", "title", "holder_written", "total_cost", "priority")
    actions = {action.pk: action for action in Action.objects.filter(pk__in=wanted).only(*names)}
    holders = first_holders(wanted)
    found: dict[int, list[Given]] = {}
    for envelope, given in amounts.items():
        found[envelope] = [
            Given(
                pk,
                f"Action {actions[pk]}",
                amount,
                actions[pk].total_cost,
                str(holders.get(pk, "")),
                actions[pk].priority,
            )
            for pk, amount in given.items()
            if amount and pk in actions
        ]
    return found


COUNTED = (MovementKind.COMMITTED, MovementKind.PAID, MovementKind.RELEASED, MovementKind.RECOVERED)
"""What is done with programmed money; each is noted with its day."""
