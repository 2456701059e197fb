"""The Django application of this package."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Named in French for the people who see it."""

    name = "preau.members"
    verbose_name = "Membres et invitations"
