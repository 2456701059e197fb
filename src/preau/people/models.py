"""Cités, users and organisations."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from preau.core.text import fold


class Cite(models.Model):
    """A labelled territory, the tenant of everything: each row of the database belongs to one, directly or not."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug="") & ~Q(name=""), name="cite_named"),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Users are found by their address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user of that address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address. Roles are memberships, which come with the workspace."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """An association, a school, a town, a service: whoever answers for an action or takes part in it.

    `key` is the folded name: two writings of one name are one organisation.
    """

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="organisations")
    name = models.CharField(max_length=300)
    key = models.CharField(max_length=300, editable=False)
    siret = models.CharField(max_length=14, blank=True)
    rna = models.CharField(max_length=10, blank=True)
    uai = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["cite", "key"], name="organisation_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(key=""), name="organisation_named"),
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


def name_key(name: str) -> str:
    """The key under which a name is one organisation: folded, never empty ("«»" keeps its signs)."""
    return (fold(name) or name.strip())[:300]
