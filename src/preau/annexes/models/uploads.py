"""A file on its way in: received, read, shown, and then applied or left. Nothing of the programme changes before."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from preau.annexes.models.imports import Import, SourceFile
from preau.people.models import Cite, User


class Upload(models.Model):
    """A file that a person brings to a cité, with what they chose about it. `number` counts those of the cité from 1.

    `grids` is what was read of it, kept so that the page of its preview reads no file again, and `rows` how many rows
    that is; `progress` goes from 0 to 100 while it is read. The choices of the person: `parts`, the grids to take (by
    their place, none for all), `columns` (concept to columns), `year`, the programme it goes to, and `choices`, what
    they leave out of which plan.
    A file that cannot be read is refused with a sentence.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "En attente de lecture"
        READING = "reading", "En cours de lecture"
        READ = "read", "À vérifier"
        REFUSED = "refused", "Illisible"
        APPLIED = "applied", "Appliqué"
        LEFT = "left", "Abandonné"

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="uploads")
    number = models.PositiveIntegerField()
    source = models.ForeignKey(SourceFile, on_delete=models.RESTRICT, related_name="uploads")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    refusal = models.TextField(blank=True)
    grids = models.JSONField(null=True)
    rows = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    parts = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    imported = models.OneToOneField(Import, null=True, on_delete=models.RESTRICT, related_name="upload")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["cite", "number"], name="upload_number_once"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="upload_progress_in_percent"),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(refusal="") | ~Q(state="refused") & Q(refusal=""),
                name="upload_refused_with_a_sentence",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["read", "applied"], grids__isnull=False) | ~Q(state__in=["read", "applied"]),
                name="upload_read_has_grids",
            ),
        ]

    def __str__(self) -> str:
        return f"Envoi n° {self.number}"
