"""The Django application of this package."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Named in French for the people who see it."""

    name = "preau.documents"
    verbose_name = "Papiers"
