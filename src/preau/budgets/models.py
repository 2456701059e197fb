"""Envelopes and movements: money is never a balance, always the sum of dated lines."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from preau.journal.models import AppendOnly, Operation
from preau.people.models import Cite
from preau.programmes.fields import EuroField
from preau.programmes.models import Action


class Envelope(models.Model):
    """The money of one funder for one year. `name` is unique in the cité and the year."""

    class Kind(models.TextChoices):
        """Whose money it is. An annex says "Cité éducative" and not which line of the State's budget."""

        CITE = "cite", "Cité éducative"

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="envelopes")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["cite", "year", "name"], name="envelope_once"),
            models.CheckConstraint(condition=~Q(name=""), name="envelope_named"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class Movement(AppendOnly):
    """One line of an envelope: so many euros programmed for an action, because of such an operation.

    The amount is signed: taking back what was programmed is a negative movement, and the first one stays.
    """

    class Kind(models.TextChoices):
        """What happened to the money. The other kinds come with the rest of its life."""

        PROGRAMMED = "programmed", "Programmé"

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="movements")
    action = models.ForeignKey(Action, on_delete=models.RESTRICT, related_name="movements")
    kind = models.CharField(max_length=20, choices=Kind)
    amount = EuroField()
    cause = models.ForeignKey(Operation, on_delete=models.RESTRICT, related_name="movements")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="movement_not_nothing")]
        indexes = [
            models.Index(fields=["action", "kind"], name="movement_action"),
            models.Index(fields=["envelope", "kind"], name="movement_envelope"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
