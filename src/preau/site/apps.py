"""The Django application of this package."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Templates and pages, no models."""

    name = "preau.site"
    label = "preau_site"
