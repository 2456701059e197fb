"""Amounts that move, as the pages print them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from preau.core.money import euros

register = template.Library()


@register.filter
def signed(amount: Decimal) -> str:
    """A movement of money, "+ 2 000 €" or "− 1 500 €"."""
    return f"{'−' if amount < 0 else '+'}\u00a0{euros(abs(amount))}"
