"""Organisations and the other writings of their names."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from preau.core.text import fold
from preau.people.models.cites import Cite
from preau.people.models.users import User


class Organisation(models.Model):
    """An association, a school, a town, a service: whoever answers for an action or takes part in it.

    `key` is the folded name: two writings of one name are one organisation. One that was merged stays, and points at
    the one that took its place, so that an old file still finds its way.
    """

    class Kind(models.TextChoices):
        """What the organisation is; empty until somebody says so."""

        ASSOCIATION = "association", "Association"
        SCHOOL = "school", "École ou établissement"
        TOWN = "town", "Commune ou intercommunalité"
        STATE = "state", "Service de l’État"
        PUBLIC = "public", "Autre organisme public"
        COMPANY = "company", "Entreprise"
        OTHER = "other", "Autre"

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="organisations")
    name = models.CharField("nom", max_length=300)
    key = models.CharField(max_length=300, editable=False)
    kind = models.CharField("nature", max_length=20, choices=Kind, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    rna = models.CharField("RNA", max_length=10, blank=True)
    uai = models.CharField("UAI", max_length=8, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.RESTRICT, related_name="merged")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["cite", "key"], name="organisation_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(key=""), name="organisation_named"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")), name="organisation_not_own"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationAlias(models.Model):
    """Another writing of an organisation's name, found in a file or chosen by a person."""

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    written = models.CharField(max_length=300)
    key = models.CharField(max_length=300, editable=False)

    class Meta:
        ordering = ["written"]
        constraints = [models.UniqueConstraint(fields=["cite", "written"], name="alias_once")]
        indexes = [models.Index(fields=["cite", "key"], name="alias_key")]

    def __str__(self) -> str:
        return self.written


class Distinct(models.Model):
    """Two organisations that look alike and of which somebody said that they are two. `one` is the older of them."""

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="+")
    one = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="distinct_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="distinct_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one}, {self.other}"


def name_key(name: str) -> str:
    """The key under which a name is one organisation: folded, never empty ("«»" keeps its signs)."""
    return (fold(name) or name.strip())[:300]
