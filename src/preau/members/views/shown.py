"""What the pages of members share: who asks, and how an invitation is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest

from preau.members.operations.invitations import mark_of
from preau.members.states import InvitationState, sent_at, state_of
from preau.people.models import Invitation, User


class Row(NamedTuple):
    """An invitation in a list, with where it stands and the mark of its present link."""

    invitation: Invitation
    state: InvitationState
    sent_at: datetime
    mark: str


def rows_of(invitations: Iterable[Invitation]) -> list[Row]:
    """The invitations as lists show them."""
    return [Row(one, state_of(one), sent_at(one), mark_of(one)) for one in invitations]


def who(request: HttpRequest) -> User:
    """The person who asks: these pages are for who is signed in."""
    assert isinstance(request.user, User)  # noqa: S101 - for the types: LoginRequiredMiddleware saw to it
    return request.user
