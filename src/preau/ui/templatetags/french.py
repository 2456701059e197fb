"""Filters of every template: euros, shares, counts and sentences as French print has them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from preau.core import money, typography

register = template.Library()


@register.filter
def euros(amount: Decimal | None) -> str:
    """The amount in euros, "55 200 €"; nothing for None."""
    return money.euros(amount)


@register.filter
def share(part: Decimal | None, whole: Decimal | None) -> str:
    """The part in percent of the whole, rounded half up, "36 %"; nothing where either is unknown or the whole is 0."""
    if part is None or not whole:
        return ""
    return f"{money.percent(part, whole)}\u00a0%"


@register.filter
def french(sentence: object) -> str:
    """The sentence with its no-break spaces and typographic apostrophes."""
    return typography.french(str(sentence)).replace("'", "’")


@register.filter
def plural(count: int, forms: str) -> str:
    """The count and its noun, "24 actions", of the forms "action,actions"."""
    one, many = forms.split(",")
    return f"{count:,}".replace(",", "\u202f") + "\u00a0" + (one if abs(count) < 2 else many)  # noqa: PLR2004 - French plural
