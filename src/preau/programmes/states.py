"""The states of an action, as an annex tells them. The moves that a person may make come with the workspace."""

from django.db import models


class ActionState(models.TextChoices):
    """Where an action is in its life. An annex says so between brackets, "(réalisé)", or says nothing: planned."""

    PLANNED = "planned", "Programmée"
    UNDER_WAY = "under_way", "En cours"
    DONE = "done", "Réalisée"
    POSTPONED = "postponed", "Reportée"
    DROPPED = "dropped", "Annulée"
    TO_CONFIRM = "to_confirm", "À confirmer"
