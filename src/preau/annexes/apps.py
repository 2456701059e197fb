"""The Django application of this package."""

from django.apps import AppConfig


class AnnexesConfig(AppConfig):
    """Named in French for the people who see it."""

    name = "preau.annexes"
    verbose_name = "Annexes"
