"""Envelopes, their rules and their movements: money is never a balance, always the sum of dated lines."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from preau.budgets.states import EnvelopeKind, MovementKind, Period, RuleKind, RuleLevel
from preau.journal.models import AppendOnly, Operation
from preau.people.models import Cite, Organisation
from preau.programmes.fields import EuroField
from preau.programmes.models import Action


class Envelope(models.Model):
    """The money of one funder for a civil year, a school year or several years. `name` is unique in cité and year.

    `year` to `last_year` are the civil years it reaches: one, the two of a school year, or several. `keeper` is the
    organisation that keeps the money. `in_grant`: it is part of the "montant Cité éducative" of the annex.
    `is_default`: the amounts of an annex, which names no envelope, go there. `in_kind`: valued contributions, no money.
    """

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="envelopes")
    period = models.CharField("période", max_length=10, choices=Period, default=Period.CIVIL)
    year = models.PositiveSmallIntegerField("année")
    last_year = models.PositiveSmallIntegerField("dernière année")
    kind = models.CharField("nature", max_length=20, choices=EnvelopeKind)
    name = models.CharField("nom", max_length=120)
    funder = models.ForeignKey(Organisation, null=True, on_delete=models.RESTRICT, related_name="+")
    keeper = models.ForeignKey(Organisation, null=True, on_delete=models.RESTRICT, related_name="+")
    in_kind = models.BooleanField("en nature", default=False)
    in_grant = models.BooleanField("compte dans le montant Cité éducative", default=False)
    is_default = models.BooleanField("reçoit les montants de l’annexe", default=False)
    note = models.TextField("note", blank=True)

    class Meta:
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["cite", "year", "name"], name="envelope_once"),
            models.UniqueConstraint(
                fields=["cite", "year"], condition=Q(is_default=True), name="envelope_default_once_a_year"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="envelope_named"),
            models.CheckConstraint(
                condition=Q(period=Period.CIVIL, last_year=F("year"))
                | Q(period=Period.SCHOOL, last_year=F("year") + 1)
                | Q(period=Period.YEARS, last_year__gt=F("year")),
                name="envelope_period_is_its_years",
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(in_grant=True, in_kind=False), name="envelope_default_is_grant_money"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.years}"

    @property
    def years(self) -> str:
        """Its period in digits: 2020, 2020-2021."""
        return str(self.year) if self.year == self.last_year else f"{self.year}-{self.last_year}"


class EnvelopeRule(models.Model):
    """A rule of an envelope, as data: what it limits, by how much, whether it warns or blocks, and which text says so.

    `percent` serves shares, `limit` amounts in euros, `other` the envelope that parity looks at.
    """

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField("règle", max_length=20, choices=RuleKind)
    level = models.CharField("effet", max_length=10, choices=RuleLevel, default=RuleLevel.WARN)
    percent = models.DecimalField("part en %", max_digits=5, decimal_places=2, null=True)
    limit = EuroField("plafond en euros", null=True)
    other = models.ForeignKey(Envelope, null=True, on_delete=models.CASCADE, related_name="+")
    source = models.CharField("texte de référence", max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "kind"], name="rule_once_an_envelope"),
            models.CheckConstraint(
                condition=Q(kind=RuleKind.NOTIFIED, percent=None, limit=None, other=None)
                | Q(kind=RuleKind.SHARE, percent__gt=0, percent__lte=100, limit=None, other=None)
                | Q(kind=RuleKind.PARITY, percent__gt=0, limit=None, other__isnull=False)
                | Q(kind=RuleKind.HOLDER, percent=None, limit__gt=0, other=None)
                | Q(kind=RuleKind.PRIORITY, percent__gt=0, percent__lte=100, limit=None, other=None),
                name="rule_has_its_measure",
            ),
            models.CheckConstraint(condition=~Q(other=F("envelope")), name="rule_looks_at_another"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_level_display()})"


class Movement(AppendOnly):
    """One line of an envelope: so many euros, of such a kind, on such a day, because of such an operation.

    The notification belongs to the envelope alone; every other kind to an action. What is notified or programmed is
    signed: a cut, an amount taken back. The other kinds are positive, but for a line that reverses another: a mistake
    is never rewritten, it is reversed, once.
    """

    Kind = MovementKind

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="movements")
    action = models.ForeignKey(Action, null=True, on_delete=models.RESTRICT, related_name="movements")
    kind = models.CharField(max_length=20, choices=MovementKind)
    amount = EuroField()
    on = models.DateField()
    cause = models.ForeignKey(Operation, on_delete=models.RESTRICT, related_name="movements")
    note = models.CharField(max_length=300, blank=True)
    reverses = models.OneToOneField("self", null=True, on_delete=models.RESTRICT, related_name="reversed_by")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="movement_not_nothing"),
            models.CheckConstraint(condition=Q(kind__in=MovementKind.values), name="movement_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=MovementKind.NOTIFIED, action=None)
                | ~Q(kind=MovementKind.NOTIFIED) & Q(action__isnull=False),
                name="movement_of_an_action_unless_notified",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[MovementKind.NOTIFIED, MovementKind.PROGRAMMED])
                | Q(amount__gt=0, reverses=None)
                | Q(amount__lt=0, reverses__isnull=False),
                name="movement_signed_where_it_may",
            ),
        ]
        indexes = [
            models.Index(fields=["action", "kind", "on", "amount", "envelope"], name="movement_action"),
            models.Index(fields=["envelope", "kind", "on", "amount"], name="movement_envelope"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
