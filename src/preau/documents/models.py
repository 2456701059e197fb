"""Issued papers: what left the house, byte for byte."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from preau.journal.models import AppendOnly, Operation
from preau.people.models import Cite


class PaperKind(models.TextChoices):
    """What a paper is."""

    ANNEX = "annex", "Annexe"
    AMENDMENT = "amendment", "Avenant"
    STATEMENT = "statement", "État d’une enveloppe"
    AGENDA = "agenda", "Ordre du jour"
    MINUTES = "minutes", "Compte rendu"
    NOTIFICATIONS = "notifications", "Liste des notifications"


class Paper(AppendOnly):
    """A paper as it was issued. `number` counts the papers of a cité from 1; `about` says what it speaks of, as words.

    `about` holds plain values (the year of a programme, the serial of a revision): a paper stands by itself.
    """

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="papers")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=PaperKind)
    title = models.CharField(max_length=300)
    about = models.JSONField(default=dict)
    on = models.DateField()
    format = models.CharField(max_length=10)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    cause = models.ForeignKey(Operation, on_delete=models.RESTRICT, related_name="papers")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["cite", "number"], name="paper_number_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="paper_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="paper_kind_known"),
        ]
        indexes = [models.Index(fields=["sha256"], name="paper_sha256")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} n°\u00a0{self.number}"
