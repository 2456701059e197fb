"""The states of a programme and of its actions, the moves that a person may make, and the national axes."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

FIRST_YEAR, LAST_YEAR = 2019, 2099
"""The years that a programme may be of: the label was created in 2019; the last is far enough."""


class ProgrammeState(models.TextChoices):
    """Whether the amounts of a programme may still be typed, or were voted and only change by a revision."""

    DRAFT = "draft", "En préparation"
    VOTED = "voted", "Voté"


class ActionState(models.TextChoices):
    """Where an action is in its life. An annex says so between brackets, "(réalisé)", or says nothing: planned."""

    PLANNED = "planned", "Programmée"
    UNDER_WAY = "under_way", "En cours"
    DONE = "done", "Réalisée"
    POSTPONED = "postponed", "Reportée"
    DROPPED = "dropped", "Annulée"
    TO_CONFIRM = "to_confirm", "À confirmer"


MOVES: Mapping[ActionState, frozenset[ActionState]] = {
    ActionState.TO_CONFIRM: frozenset(
        {ActionState.PLANNED, ActionState.UNDER_WAY, ActionState.POSTPONED, ActionState.DROPPED}
    ),
    ActionState.PLANNED: frozenset(ActionState) - {ActionState.PLANNED},
    ActionState.UNDER_WAY: frozenset(
        {ActionState.PLANNED, ActionState.DONE, ActionState.POSTPONED, ActionState.DROPPED}
    ),
    ActionState.DONE: frozenset({ActionState.UNDER_WAY}),
    ActionState.POSTPONED: frozenset({ActionState.PLANNED, ActionState.UNDER_WAY, ActionState.DROPPED}),
    ActionState.DROPPED: frozenset({ActionState.PLANNED, ActionState.TO_CONFIRM}),
}
"""From each state, those that a person may give next. What is done has taken place: it is neither dropped nor planned
again, it only goes back under way when somebody was too quick."""


class NationalAxis(models.TextChoices):
    """The three national axes of the label (vademecum of the cités éducatives, 2019)."""

    SCHOOL = "school", "Conforter le rôle de l’école"
    CONTINUITY = "continuity", "Promouvoir la continuité éducative"
    POSSIBILITIES = "possibilities", "Ouvrir le champ des possibles"
