"""What was imported, from which file, and what each row of it said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from preau.journal.models import Operation
from preau.people.models import Cite
from preau.programmes.models import Action, Programme


class SourceFile(models.Model):
    """A file as it was received, kept whole with its SHA-256. The same bytes under one name are kept once a cité."""

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="source_files")
    name = models.CharField(max_length=255)
    format = models.CharField(max_length=10)
    encoding = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cite", "sha256", "name"], name="source_file_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="source_file_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One annex brought into a programme: the operation it was, the file it came from, what the file said in all.

    `columns` are the columns as they were understood, `printed` and `computed` the totals by concept, as texts.
    """

    operation = models.OneToOneField(Operation, primary_key=True, on_delete=models.CASCADE, related_name="imported")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="imports")
    source = models.ForeignKey(SourceFile, on_delete=models.RESTRICT, related_name="imports")
    columns = models.JSONField()
    printed = models.JSONField()
    computed = models.JSONField()
    counts = models.JSONField()

    class Meta:
        ordering = ["-operation__number"]

    def __str__(self) -> str:
        return str(self.operation)


class ImportedRow(models.Model):
    """The row of the file that an action's values came from: `cells` gives for each column its place and its text.

    `amounts` are the amounts that were read in it, in euros as texts, by concept.
    """

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="imported_rows")
    kind = models.CharField(max_length=10)
    sheet = models.TextField(blank=True)
    page = models.PositiveIntegerField(null=True)
    table = models.PositiveIntegerField()
    line = models.PositiveIntegerField(null=True)
    cells = models.JSONField()
    amounts = models.JSONField(default=dict)
    changes = models.JSONField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["imported", "action"], name="imported_row_once")]

    def __str__(self) -> str:
        return f"ligne {self.line}"
