"""The Django application of this package."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Named in French for the people who see it."""

    name = "preau.programmes"
    verbose_name = "Programmes"
