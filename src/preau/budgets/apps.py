"""The Django application of this package."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """Named in French for the people who see it."""

    name = "preau.budgets"
    verbose_name = "Enveloppes"
