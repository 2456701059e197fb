"""The Django application of this package."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates and pages, no models."""

    name = "preau.ui"
    label = "preau_ui"
