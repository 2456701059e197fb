"""What the checks said of a file, what they say of the programme as it stands, and what people keep all the same."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from preau.annexes.models.imports import Import
from preau.people.models import User
from preau.programmes.models import Action, Programme

LEVELS = ["error", "warning", "info"]


class Finding(models.Model):
    """What a check said of the file when it was read; about an action where its row is one. It stays as it was said."""

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="findings")
    action = models.ForeignKey(Action, null=True, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    level = models.CharField(max_length=10)
    position = models.PositiveIntegerField()
    table = models.PositiveIntegerField(null=True)
    line = models.PositiveIntegerField(null=True)
    column = models.PositiveIntegerField(null=True)
    raw = models.TextField(blank=True)
    message = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["imported", "position"], name="finding_position_once"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="finding_level_known"),
        ]

    def __str__(self) -> str:
        return self.message


class StandingFinding(models.Model):
    """What a check says of the programme as it stands now. These rows are made anew as things change.

    `field` is the field of the action that it speaks of, empty for a whole action. `mark` is the digest of what is
    said of what: the same question about the same values has the same mark, and so keeps its acceptance.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="findings")
    action = models.ForeignKey(Action, null=True, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(max_length=40)
    level = models.CharField(max_length=10)
    field = models.CharField(max_length=20, blank=True)
    raw = models.TextField(blank=True)
    message = models.TextField()
    mark = models.CharField(max_length=20)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "mark"], name="standing_finding_once"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="standing_finding_level_known"),
        ]
        indexes = [models.Index(fields=["programme", "level"], name="standing_finding_level")]

    def __str__(self) -> str:
        return self.message


class Acceptance(models.Model):
    """A finding that a person keeps as it is, and why. It holds for as long as the finding is the very same."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="acceptances")
    action = models.ForeignKey(Action, null=True, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    mark = models.CharField(max_length=20)
    message = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "mark"], name="acceptance_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="acceptance_says_why"),
        ]

    def __str__(self) -> str:
        return self.message
