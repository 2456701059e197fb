"""The Django application of this package."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """Named in French for the people who see it."""

    name = "preau.committees"
    verbose_name = "Instances"
