"""What may be done to money as it stands: None, or the French sentence that says why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from django.db.models import Q

from preau.budgets.models import Envelope, EnvelopeRule, Movement
from preau.budgets.queries import first_holders, positions, programmed_by_action
from preau.budgets.states import MovementKind, RuleLevel
from preau.core.budget.position import Breach, Entry, Kind, first_breach
from preau.core.budget.rules import Facts, Given, Passed, Rule, passed, worse
from preau.core.budget.rules import RuleKind as CoreRuleKind
from preau.core.money import ZERO, euros
from preau.journal.moments import NOW, Moment
from preau.programmes.models import Action

Pair = tuple[int, int]
"""An envelope and an action, by their primary keys."""

BREACHES = {
    "notified": "il resterait −{excess} notifiés. Une enveloppe ne descend pas sous zéro",
    "negative": "on en reprend {excess} de plus qu’il n’y en a",
    "paid": "on verse {excess} de plus que l’engagé. Engagez d’abord ce montant",
    "committed": "l’engagé passe le programmé de {excess}. Dégagez d’abord, ou programmez davantage",
}


def may_move(envelope: Envelope, action: Action, added: Iterable[Entry]) -> str | None:
    """Whether these movements may join those of the action in the envelope: as `may_write` says."""
    return may_write({(envelope.pk, action.pk): list(added)})


def may_write(added: Mapping[Pair, Sequence[Entry]]) -> str | None:
    """Whether these movements may join those that each action has in each envelope (primary keys), whatever their days.

    At the end of each day, what is paid is committed, and what is committed is programmed. Whatever is programmed,
    taken back or done with money asks this, on all the days that follow. A pair that is only given more, or of which
    nothing was ever committed, cannot break it. Two queries, and two for the names of what is refused.
    """
    asked = {pair: entries for pair, entries in added.items() if any(map(_may_break, entries))}
    found = Movement.objects.filter(
        envelope__in={pair[0] for pair in asked}, action__in={pair[1] for pair in asked}
    ).order_by("pk")
    counted = set(found.filter(kind__in=COUNTED).values_list("envelope", "action"))
    counted |= {pair for pair, entries in asked.items() if any(one.kind in COUNTED for one in entries)}
    known: dict[Pair, list[Entry]] = {pair: [] for pair in asked if pair in counted}
    rows = found.filter(action__in={pair[1] for pair in known}) if known else found.none()
    for envelope, action, kind, amount, on in rows.values_list("envelope", "action", "kind", "amount", "on"):
        if (envelope, action or 0) in known:
            known[envelope, action or 0].append(Entry(cast("Kind", kind), amount, on))
    for pair, entries in known.items():
        if broken := first_breach([*entries, *asked[pair]]):
            envelope, action = Envelope.objects.get(pk=pair[0]), Action.objects.get(pk=pair[1])
            return f"Action {action}, enveloppe {envelope} : {breach_said(broken)}"
    return None


def _may_break(entry: Entry) -> bool:
    """Whether the movement may break what holds: all may, but for what gives more."""
    return entry.kind != "programmed" or entry.amount < 0


def breach_said(breach: Breach) -> str:
    """The sentence of a breach, with its day."""
    return f"au {breach.on:%d/%m/%Y}, {BREACHES[breach.what].format(excess=euros(breach.excess))}."


def rules_passed(
    envelope: Envelope, targets: Mapping[int, Decimal] | None = None, added: Sequence[Given] = ()
) -> list[tuple[EnvelopeRule, Passed]]:
    """The rules of the envelope that are not kept, by what is programmed or would be with these targets (euros).

    `added` is what it would give to actions that are not there yet.
    """
    return rules_passed_of([envelope], {envelope.pk: targets or {}}, {envelope.pk: added})[envelope.pk]


def rules_passed_of(
    envelopes: Sequence[Envelope],
    targets: Mapping[int, Mapping[int, Decimal]] | None = None,
    added: Mapping[int, Sequence[Given]] | None = None,
    at: Moment = NOW,
    *,
    cut: Mapping[int, Decimal] | None = None,
) -> dict[int, list[tuple[EnvelopeRule, Passed]]]:
    """The rules that each envelope does not keep, as they are today. Five queries, however many.

    Everything is by the primary key of the envelope. `targets` and `added` are as in `rules_passed`, `at` the moment
    whose amounts are looked at, `cut` what is to be taken from what is notified.
    """
    found: dict[int, list[tuple[EnvelopeRule, Passed]]] = {envelope.pk: [] for envelope in envelopes}
    for rule, facts in _facts(envelopes, targets or {}, added or {}, at, cut or {}):
        found[rule.envelope_id] += [(rule, one) for one in passed(core_rule(rule), facts)]
    return found


def may_program(envelope: Envelope, targets: Mapping[int, Decimal], added: Sequence[Given] = ()) -> str | None:
    """Whether the envelope may bring these actions to these amounts: not where a rule that blocks would be passed.

    What is already passed is no reason to refuse a change that does not make it worse. `added` as in `rules_passed`.
    """
    blocking = [rule for rule in envelope.rules.all() if rule.level == RuleLevel.BLOCK]
    if not blocking:
        return None
    now = [one for rule, one in rules_passed(envelope) if _blocks(rule)]
    then = [one for rule, one in rules_passed(envelope, targets, added) if _blocks(rule)]
    refused = worse(now, then)
    return f"Enveloppe {envelope} : {' '.join(one.sentence for one in refused)}" if refused else None


def may_take(envelope: Envelope, targets: Mapping[int, Decimal], on: date) -> str | None:
    """Whether the actions may be brought to these amounts that day: what an envelope takes back was not committed."""
    if not targets:
        return None
    current = programmed_by_action(envelope, targets)
    gaps = {pk: target - current.get(pk, ZERO) for pk, target in targets.items()}
    return may_write({(envelope.pk, pk): [Entry("programmed", gap, on)] for pk, gap in gaps.items() if gap})


def may_notify(envelope: Envelope, amount: Decimal, on: date) -> str | None:
    """Whether so much may be notified from that day, or cut: never to less than nothing on any day that follows.

    Nor where a rule that blocks would be passed by more than it is: of the envelope, or of one that looks at it.
    """
    if amount >= 0:
        return None
    rows = Movement.objects.filter(envelope=envelope, kind=MovementKind.NOTIFIED).values_list("amount", "on")
    if broken := first_breach(Entry("notified", *one) for one in [*rows, (amount, on)]):
        return f"Enveloppe {envelope} : {breach_said(broken)}"
    looking = Envelope.objects.filter(Q(pk=envelope.pk) | Q(rules__other=envelope), rules__level=RuleLevel.BLOCK)
    envelopes = list(looking.distinct())
    before, after = (rules_passed_of(envelopes, cut=cut) for cut in ({}, {envelope.pk: amount}))
    for one in envelopes:
        if refused := worse(*([found for rule, found in of[one.pk] if _blocks(rule)] for of in (before, after))):
            return (
                f"Enveloppe {one} : {' '.join(found.sentence for found in refused)} Reprenez d’abord ces montants, ou "
                "faites de cette règle un avertissement."
            )
    return None


def _blocks(rule: EnvelopeRule) -> bool:
    return rule.level == RuleLevel.BLOCK


def core_rule(rule: EnvelopeRule) -> Rule:
    """The rule as the core measures it."""
    return Rule(cast("CoreRuleKind", rule.kind), rule.percent, rule.limit, rule.source)


def _facts(
    envelopes: Sequence[Envelope],
    targets: Mapping[int, Mapping[int, Decimal]],
    added: Mapping[int, Sequence[Given]],
    at: Moment,
    cut: Mapping[int, Decimal],
) -> list[tuple[EnvelopeRule, Facts]]:
    """Each rule with what it looks at; `cut` is what would join the notified of an envelope."""
    by_pk = {envelope.pk: envelope for envelope in envelopes}
    rules = list(EnvelopeRule.objects.filter(envelope__in=by_pk).select_related("other"))
    if not rules:
        return []
    ruled = {rule.envelope_id for rule in rules}
    found = positions(Movement.objects.filter(envelope__in=ruled), "envelope", "action", at=at)
    amounts: dict[int, dict[int, Decimal]] = {pk: {} for pk in ruled}
    notified = {pk: cut.get(pk, ZERO) for pk in ruled}
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
        found_there = (other.notified if other else ZERO) + cut.get(rule.other_id or 0, ZERO)
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
