"""Cités: the tenants of everything."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

RESERVED = frozenset(
    {"aide", "annexe", "compte", "connexion", "demo", "installation", "invitation", "static", "verifier"}
)
"""First words of addresses that are pages of the installation: no cité may be called so."""


class Cite(models.Model):
    """A labelled territory, the tenant of everything: each row of the database belongs to one, directly or not."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug="") & ~Q(name=""), name="cite_named"),
            models.CheckConstraint(condition=~Q(slug__in=sorted(RESERVED)), name="cite_slug_is_no_page"),
        ]

    def __str__(self) -> str:
        return self.name
