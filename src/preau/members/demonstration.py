"""The people of the demonstration: one a role, invented, with addresses that no letter reaches."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from preau.people.accounts import make_account
from preau.people.models import Cite, Membership, User, name_key
from preau.people.operations import ensure_organisations
from preau.people.roles import INSTALLATION, OF_AN_ORGANISATION, Role

ORGANISATION = "Centre social"
"""Whose actions the holder answers for: it has several in the annex of Allonnes."""


class Hat(NamedTuple):
    """A role, and the invented person who has it."""

    role: Role
    name: str

    @property
    def email(self) -> str:
        """An address of the domain that is kept for examples."""
        return f"{self.role}@demo.example"

    @property
    def said(self) -> str:
        """The role as a card shows it."""
        return f"{self.role.label}, {ORGANISATION}" if self.role in OF_AN_ORGANISATION else str(self.role.label)


HATS = (
    Hat(Role.COORDINATION, "Claire Morin"),
    Hat(Role.PREFECTURE, "Hugo Lambert"),
    Hat(Role.EDUCATION, "Nadia Benali"),
    Hat(Role.TOWN, "Marc Delorme"),
    Hat(Role.MANAGER, "Sylvie Perrin"),
    Hat(Role.HOLDER, "Karim Haddad"),
    Hat(Role.FACILITATOR, "Léa Fontaine"),
    Hat(Role.READER, "Paul Girard"),
    Hat(Role.NATIONAL, "Inès Caron"),
    Hat(Role.ADMINISTRATOR, "Thomas Weber"),
)


def ensure_hats(cite: Cite) -> None:
    """The people of the demonstration, each with their role in the cité or the installation; made where absent."""
    with transaction.atomic():
        found, _ = ensure_organisations(cite=cite, names=[ORGANISATION])
        organisation = found[name_key(ORGANISATION)]
        for hat in HATS:
            user = User.objects.filter(email=hat.email).first() or make_account(email=hat.email, name=hat.name)
            Membership.objects.get_or_create(
                user=user,
                role=hat.role,
                cite=None if hat.role in INSTALLATION else cite,
                organisation=organisation if hat.role in OF_AN_ORGANISATION else None,
            )


def person_of(role: str) -> User | None:
    """Who has the role in the demonstration; None for a word that is no role, and where they were never made."""
    hat = next((hat for hat in HATS if hat.role == role), None)
    return User.objects.filter(email=hat.email, is_active=True).first() if hat else None
