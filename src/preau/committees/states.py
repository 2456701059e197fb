"""The levels of committees, the states of a sitting, how somebody was there; which assents a decision needs."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class Level(models.TextChoices):
    """What a committee is for. Names and seats are data of the cité; forms of governance differ from town to town."""

    STEERING = "steering", "Pilotage : décide"
    TECHNICAL = "technical", "Technique : propose"
    OTHER = "other", "Autre"


class SittingState(models.TextChoices):
    """Where a sitting is."""

    PLANNED = "planned", "Prévue"
    HELD = "held", "Tenue"
    CANCELLED = "cancelled", "Annulée"


SITTING_MOVES: Mapping[SittingState, frozenset[SittingState]] = {
    SittingState.PLANNED: frozenset({SittingState.HELD, SittingState.CANCELLED}),
    SittingState.HELD: frozenset({SittingState.CANCELLED}),
    SittingState.CANCELLED: frozenset({SittingState.PLANNED}),
}
"""From each state, those that may follow. One noted as held by mistake is cancelled, then planned again."""


class Presence(models.TextChoices):
    """How a person was at a sitting."""

    PRESENT = "present", "Présent·e"
    REMOTE = "remote", "À distance"
    EXCUSED = "excused", "Excusé·e"


class Needed(models.TextChoices):
    """Which assents an adoption needs, in a cité."""

    ALL = "all", "L’avis favorable de tous les sièges"
    MAJORITY = "majority", "L’avis favorable de la majorité des sièges"
    NONE = "none", "Aucun avis n’est exigé"
