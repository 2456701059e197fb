"""The rules of an envelope as a person sets them: as data, with the text that asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from preau.budgets.models import Envelope, EnvelopeRule
from preau.budgets.states import RuleKind, RuleLevel
from preau.core.money import euros
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Verb

MOST_PERCENT = {RuleKind.SHARE: Decimal(100), RuleKind.PRIORITY: Decimal(100), RuleKind.PARITY: Decimal("999.99")}


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A rule as a person sets it: `percent` for shares, `limit` in euros, `other` the envelope of a parity."""

    kind: RuleKind
    level: RuleLevel
    percent: Decimal | None = None
    limit: Decimal | None = None
    other: Envelope | None = None
    source: str = ""


class Misplaced(Refusal):
    """A refusal that one field of a form is about."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def set_rules(*, envelope: Envelope, rules: Sequence[RuleFacts], by: User) -> Operation | None:
    """Give the envelope these rules in place of those it has; None where they are the same.

    A rule that is not kept may be set to block: from then on, only what makes it worse is refused. Raises Refusal for a
    rule without its measure, given twice, or that looks at an envelope of another cité.
    """
    access_to(by, envelope.cite_id).require(Verb.MANAGE_BUDGETS)
    with transaction.atomic():
        cite = lock(envelope.cite)
        envelope = Envelope.objects.get(pk=envelope.pk, cite=cite)
        for rule in rules:
            if refusal := may_rule(envelope, rule):
                raise Misplaced(rule.kind, refusal)
        if len({rule.kind for rule in rules}) < len(rules):
            raise Refusal("Une enveloppe a une règle de chaque sorte au plus.")
        known = [_facts_of(rule) for rule in envelope.rules.select_related("other")]
        before = {f"rule:{rule.kind}": rule_text(rule) for rule in known}
        after = {f"rule:{rule.kind}": rule_text(rule) for rule in rules}
        changed = sorted(key for key in before | after if before.get(key) != after.get(key))
        if not changed:
            return None
        envelope.rules.all().delete()
        write_rules(envelope, rules)
        label = label_of("Règles", envelope)
        operation = begin(cite=cite, verb=Operation.Verb.ENVELOPE, label=label, by=by)
        old, new = ({key: texts.get(key) for key in changed} for texts in (before, after))
        tell(operation, [Told(envelope, old, new)])
    return operation


def may_rule(envelope: Envelope, rule: RuleFacts) -> str | None:
    """Whether the envelope may have this rule: None, or what its measure lacks."""
    label = RuleKind(rule.kind).label
    most = MOST_PERCENT.get(rule.kind)
    if most is not None and (rule.percent is None or not 0 < rule.percent <= most):
        return f"{label} : donnez une part entre 0 et {most:f} %."
    if rule.percent is not None and rule.percent != round(rule.percent, 2):
        return f"{label} : deux chiffres au plus après la virgule."
    if rule.kind == RuleKind.HOLDER and (rule.limit is None or rule.limit <= 0):
        return f"{label} : donnez un montant en euros."
    if rule.kind == RuleKind.PARITY:
        if rule.other is None or rule.other.cite_id != envelope.cite_id:
            return f"{label} : choisissez l’autre enveloppe."
        if rule.other.pk == envelope.pk:
            return f"{label} : choisissez une autre enveloppe que celle-ci."
    return None


def rule_text(rule: RuleFacts) -> str:
    """A rule in words, for the journal, the page and the paper: what it limits, by how much, its effect, its text."""
    parts = [str(RuleKind(rule.kind).label)]
    if rule.kind in MOST_PERCENT and rule.percent is not None:
        parts[0] += f" : {rule.percent.normalize():f} %".replace(".", ",")
    if rule.kind == RuleKind.HOLDER:
        parts[0] += f" : {euros(rule.limit)}"
    if rule.kind == RuleKind.PARITY and rule.other is not None:
        parts[0] += f" (« {rule.other} »)"
    parts.append(str(RuleLevel(rule.level).label))
    return ", ".join(parts) + (f" ({rule.source})" if rule.source else "")


def rules_of(envelope: Envelope) -> list[RuleFacts]:
    """The rules of the envelope, as a person sets them. One query."""
    return [_facts_of(rule) for rule in envelope.rules.select_related("other")]


def _facts_of(rule: EnvelopeRule) -> RuleFacts:
    return RuleFacts(RuleKind(rule.kind), RuleLevel(rule.level), rule.percent, rule.limit, rule.other, rule.source)


def write_rules(envelope: Envelope, rules: Iterable[RuleFacts]) -> None:
    """Write the rules of an envelope that has none. The caller has asked `may_rule`."""
    measured = [RuleKind.SHARE, RuleKind.PARITY, RuleKind.PRIORITY]
    EnvelopeRule.objects.bulk_create(
        EnvelopeRule(  # type: ignore[misc] # EuroField takes Decimal
            envelope=envelope,
            kind=rule.kind,
            level=rule.level,
            percent=rule.percent if rule.kind in measured else None,
            limit=rule.limit if rule.kind == RuleKind.HOLDER else None,
            other=rule.other if rule.kind == RuleKind.PARITY else None,
            source=squeeze(rule.source)[:300],
        )
        for rule in rules
    )


def label_of(what: str, envelope: Envelope) -> str:
    """What the journal calls an operation on an envelope."""
    return f"{what} : {envelope}"
