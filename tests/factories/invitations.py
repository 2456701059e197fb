"""Invitations, made in a line."""

from __future__ import annotations

from django.urls import reverse

from preau.members.operations.invitations import invite
from preau.people.roles import Role


def an_invitation(cite, *, email="nouveau@ville.example", role=Role.READER, organisation=None, by=None):
    """An invitation with its secret, as the operation answers it."""
    return invite(email=email, role=role, cite=cite, organisation=organisation, by=by)


def link_of(invited):
    """The path that its letter leads to."""
    return reverse("invitation", args=[invited.secret])
