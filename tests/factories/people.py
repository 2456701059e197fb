"""People with a role, made in a line."""

from __future__ import annotations

from preau.people.models import Membership, User
from preau.people.roles import Role

CLAIRE = "claire@ville.example"


def a_user(email=CLAIRE, name=None):
    """The user of that address, made where there is none; they sign in without a password (`force_login`)."""
    return User.objects.filter(email=email).first() or User.objects.create_user(
        email=email, name=name or email.partition("@")[0].title()
    )


def a_member(role, cite=None, *, email=None, organisation=None):
    """A user with that role in the cité, for the organisation where the role needs one."""
    user = a_user(email or f"{role}@{cite.slug if cite else 'preau'}.example")
    Membership.objects.get_or_create(user=user, cite=cite, role=role, organisation=organisation)
    return user


def coordinates(cite):
    """Claire, who coordinates the cité."""
    return a_member(Role.COORDINATION, cite, email=CLAIRE)
