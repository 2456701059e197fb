"""The Django application of this package."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Named in French for the people who see it."""

    name = "preau.people"
    verbose_name = "Organismes et personnes"
