"""What has become of an invitation: read from its dates, never stored."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from preau.people.models import Invitation

LIFE = timedelta(days=14)
"""How long a link leads somewhere."""


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    PENDING = "pending", "En attente"
    EXPIRED = "expired", "Expirée"
    ACCEPTED = "accepted", "Acceptée"
    REVOKED = "revoked", "Annulée"


def state_of(invitation: Invitation, now: datetime | None = None) -> InvitationState:
    """Where the invitation stands now, or at another moment."""
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.revoked_at is not None:
        return InvitationState.REVOKED
    expired = invitation.expires_at <= (now or timezone.now())
    return InvitationState.EXPIRED if expired else InvitationState.PENDING


def sent_at(invitation: Invitation) -> datetime:
    """When its link was last made."""
    return invitation.expires_at - LIFE
