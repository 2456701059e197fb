"""Operations and their lines: one line for each object an operation touched, with its values before and after."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from preau.people.models import Cite, User


class AppendOnlyError(RuntimeError):
    """Somebody tried to rewrite history: a defect of the program, never of a user."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are added and read; the only way out is the end of their cité, which takes everything with it."""

    def update(self, **_: Any) -> NoReturn:  # noqa: ANN401 - whatever the fields
        """Refuse: what was written stays as it was written."""
        raise AppendOnlyError(f"{self.model.__name__} rows are never rewritten")

    def delete(self) -> NoReturn:
        """Refuse: what was written stays."""
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted")


class AppendOnly(models.Model):
    """A row that is written once. Corrections are other rows."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own options
        """Write the row; refuse to write it again."""
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} {self.pk} is already written")
        super().save(**kwargs)

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:  # noqa: ARG002, FBT001, FBT002
        """Refuse: what was written stays."""
        raise AppendOnlyError(f"{type(self).__name__} {self.pk} cannot be deleted")


class Operation(AppendOnly):
    """One thing that somebody did, whole: the cause of the lines and of the movements of money it made.

    `number` counts the operations of a cité from 1, so that people can name them. `undoes` points at the operation that
    this one put back. `at` is when it was written here; `on` the day from which it holds, never later: a vote of March
    that is noted in May. What was known at a date is the operations that held by then, in the order of their numbers.
    """

    class Verb(models.TextChoices):
        """What was done."""

        IMPORT = "import", "Import d’une annexe"
        UNDO = "undo", "Annulation"
        EDIT = "edit", "Modification"
        ADD = "add", "Ajout d’une action"
        DUPLICATE = "duplicate", "Copie d’une action"
        RENEW = "renew", "Reconduction"
        POSTPONE = "postpone", "Report"
        WITHDRAW = "withdraw", "Retrait d’une action"
        RESTORE = "restore", "Retour d’une action"
        RENUMBER = "renumber", "Numérotation"
        VOTE = "vote", "Vote du programme"
        REOPEN = "reopen", "Reprise de la préparation"
        THEMES = "themes", "Thèmes"
        ORGANISATIONS = "organisations", "Organismes"
        MERGE = "merge", "Fusion"
        ACCEPT = "accept", "Constat gardé"
        ATTACH = "attach", "Pièces"
        TARGETS = "targets", "Objectifs"
        MEMBERS = "members", "Membres"
        ENVELOPE = "envelope", "Enveloppes"
        MONEY = "money", "Mouvements"
        FUNDING = "funding", "Plan de financement"
        REVISE = "revise", "Réactualisation"
        ADOPT = "adopt", "Adoption"
        ASSENT = "assent", "Avis"
        SITTING = "sitting", "Séances"
        ISSUE = "issue", "Papier émis"

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="operations")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=20, choices=Verb)
    label = models.CharField(max_length=300)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    on = models.DateField(default=localdate)
    undoes = models.OneToOneField("self", null=True, on_delete=models.RESTRICT, related_name="undone_by")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["cite", "number"], name="operation_number_once"),
            models.CheckConstraint(
                condition=Q(verb="undo", undoes__isnull=False) | ~Q(verb="undo") & Q(undoes__isnull=True),
                name="operation_undo_names_what",
            ),
        ]
        indexes = [models.Index(fields=["cite", "on"], name="operation_day")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} n° {self.number}"


class Line(AppendOnly):
    """One object before and after an operation. `before` is empty for what was created; values are plain texts."""

    class Kind(models.TextChoices):
        """What kind of object the line speaks of."""

        CITE = "cite", "Cité"
        PROGRAMME = "programme", "Programme"
        THEME = "theme", "Thème"
        ORGANISATION = "organisation", "Organisme"
        ENVELOPE = "envelope", "Enveloppe"
        ACTION = "action", "Action"
        FINDING = "finding", "Constat"
        MEMBERSHIP = "membership", "Membre"
        FUNDING = "funding", "Plan de financement"
        REVISION = "revision", "Réactualisation"
        COMMITTEE = "committee", "Instance"
        SITTING = "sitting", "Séance"
        SEAT = "seat", "Siège"
        PAPER = "paper", "Papier"
        SNAPSHOT = "snapshot", "Action au jour du vote"

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=20, choices=Kind)
    object_id = models.BigIntegerField()
    label = models.CharField(max_length=300)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "kind", "object_id"], name="line_once_an_object"),
        ]
        indexes = [models.Index(fields=["kind", "object_id"], name="line_object")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.label}"
