"""Programmes, themes, actions, who carries them and with whom; which columns each person looks at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from preau.core.annex.names import STATUS_MARKS
from preau.core.text import fold
from preau.people.models import Cite, Organisation, User
from preau.programmes.fields import EuroField
from preau.programmes.states import FIRST_YEAR, LAST_YEAR, ActionState, NationalAxis, ProgrammeState


class Programme(models.Model):
    """The actions of one cité for one year. `title` is the title line of its annex.

    A draft has amounts that are typed; once voted, on a day, they change only through a revision.
    """

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="programmes")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    voted_on = models.DateField(null=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", voted_on=None) | Q(state="voted", voted_on__isnull=False),
                name="programme_voted_on_a_day",
            ),
            models.UniqueConstraint(fields=["cite", "year"], name="programme_once_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="programme_year_of_the_label"
            ),
        ]

    def __str__(self) -> str:
        return f"Programme {self.year}"


class Theme(models.Model):
    """A theme of the cité, the same from year to year: a letter, a look (colour and pattern), a rank among the others.

    One that was merged stays, without letter or rank, and points at the theme that took its place, so that an old file
    still finds its way. `look` counts from 1 to 16 the pairs of colour and pattern, in the order they are given out.
    """

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="themes")
    name = models.TextField()
    key = models.CharField(max_length=300, editable=False)
    letter = models.CharField(max_length=6, null=True)  # noqa: DJ001 - a merged theme has none, and none is no letter
    rank = models.PositiveSmallIntegerField(null=True)
    look = models.PositiveSmallIntegerField(default=1)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.RESTRICT, related_name="merged")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["cite", "key"], name="theme_once"),
            models.UniqueConstraint(fields=["cite", "rank"], name="theme_rank_once"),
            models.UniqueConstraint(fields=["cite", "letter"], name="theme_letter_once"),
            models.CheckConstraint(condition=~Q(name=""), name="theme_named"),
            models.CheckConstraint(condition=Q(look__gte=1, look__lte=16), name="theme_look_known"),
            models.CheckConstraint(
                condition=Q(merged_into=None, letter__isnull=False, rank__isnull=False)
                | Q(merged_into__isnull=False, letter=None, rank=None) & ~Q(merged_into=F("pk")),
                name="theme_stands_or_was_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Action(models.Model):
    """What gets funded. `serial` names it in addresses and never changes; `number` is what the annex prints.

    An action that a later annex lacks is withdrawn, never deleted. `status` is empty where the annex says nothing,
    `axis` where nobody chose. `renewed_from` is the action of another year that this one carries on. `search` is what
    it says, folded, for whoever looks for a word whatever its accents.
    `priority` is the share of its audience, in percent, that lives in priority districts; None where nobody said.
    `other` keeps the columns that stand for nothing known, as pairs of heading and text, in the order of the file.
    The money it receives is not here: it is the sum of movements in envelopes (package `budgets`).
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="actions")
    serial = models.PositiveIntegerField()
    number = models.TextField(blank=True)
    rank = models.PositiveIntegerField()
    theme = models.ForeignKey(Theme, null=True, on_delete=models.RESTRICT, related_name="actions")
    title = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=ActionState, blank=True)
    axis = models.CharField(max_length=20, choices=NationalAxis, blank=True)
    description = models.TextField(blank=True)
    audience = models.TextField(blank=True)
    holder_written = models.TextField(blank=True)
    partners_written = models.TextField(blank=True)
    siret = models.TextField(blank=True)
    rna = models.TextField(blank=True)
    uai = models.TextField(blank=True)
    total_cost = EuroField(null=True)
    requested = EuroField(null=True)
    priority = models.PositiveSmallIntegerField(null=True)
    other = models.JSONField(default=list)
    withdrawn = models.BooleanField(default=False)
    renewed_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="renewals")
    search = models.TextField(blank=True, editable=False)

    organisations: models.ManyToManyField[Organisation, ActionHolder] = models.ManyToManyField(
        Organisation, through="ActionHolder", related_name="carried"
    )

    class Meta:
        ordering = ["rank", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "serial"], name="action_serial_once"),
            models.CheckConstraint(
                condition=Q(status__in=["", *(state.value for state in ActionState)]), name="action_state_known"
            ),
            models.CheckConstraint(
                condition=Q(axis__in=["", *(axis.value for axis in NationalAxis)]), name="action_axis_known"
            ),
            models.CheckConstraint(condition=Q(priority=None) | Q(priority__lte=100), name="action_priority_percent"),
        ]
        indexes = [models.Index(fields=["programme", "withdrawn", "rank"], name="action_programme")]

    MARKS: ClassVar[dict[str, str]] = {str(state): mark for state, mark in STATUS_MARKS.items()}

    def __str__(self) -> str:
        return f"{self.number or self.serial} {self.name}"

    @property
    def name(self) -> str:
        """The title, or the holder where the annex gives no titles."""
        return self.title or self.holder_written or f"Action {self.number or self.serial}"

    def fold_search(self) -> None:
        """Write anew what a search looks into; the theme's name is found by the theme."""
        texts = (self.number, self.title, self.holder_written, self.audience, self.partners_written, self.description)
        self.search = fold(" ".join(texts))


class ActionHolder(models.Model):
    """An organisation that answers for an action. Tentative where the annex writes a question mark."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="holders")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT, related_name="+")
    position = models.PositiveSmallIntegerField()
    tentative = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["action", "organisation"], name="holder_once_an_action"),
            models.UniqueConstraint(fields=["action", "position"], name="holder_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}\u202f?" if self.tentative else str(self.organisation)


class ActionPartner(models.Model):
    """A partner as the annex names it; the organisation where the name is one that the cité knows."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveSmallIntegerField()
    written = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["action", "position"], name="partner_position_once")]

    def __str__(self) -> str:
        return self.written


class ColumnChoice(models.Model):
    """The columns that a person wants to see of the programmes of a cité, in their order; their exports follow it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="+")
    columns = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "cite"], name="column_choice_once")]

    def __str__(self) -> str:
        return ", ".join(self.columns)
