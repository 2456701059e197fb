"""The Django application of this package."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Named in French for the people who see it."""

    name = "preau.journal"
    verbose_name = "Journal"
