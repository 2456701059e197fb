"""The Django application of this package."""

from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    """Named in French for the people who see it."""

    name = "preau.revisions"
    verbose_name = "Réactualisations"
