"""What the pages of revisions write and draw: amounts without their sign, differences, the bars of themes."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from preau.annexes.typed import shown
from preau.core.money import ZERO, euros
from preau.revisions.rows import Group

register = template.Library()

SPACE = 0.25
"""Percent of a bar left between two themes."""


@register.filter
def bare(amount: Decimal | None) -> str:
    """The amount in a column of euros, "1 500"; a true minus below nothing, nothing for None."""
    return shown(amount).replace("-", "−\u00a0")


@register.simple_tag
def theme_bar(groups: tuple[Group, ...], which: str, title: str) -> SafeString | str:
    """The amounts by theme, "before" or "amount", as one bar that says its numbers."""
    amounts = [(group, max(getattr(group.sums, which), ZERO)) for group in groups]
    total = sum((amount for _, amount in amounts), ZERO)
    if not total:
        return ""
    said = ", ".join(f"{group.name} {euros(amount)}" for group, amount in amounts)
    drawn, at = [], 0.0
    for group, amount in amounts:
        width = float(amount * 100 / total)
        colour, pattern = group.look
        place = f'x="{at:.2f}%" width="{max(width - SPACE, 0):.2f}%" height="100%"'
        drawn.append(f'<rect class="fg k{colour}" {place}/>')
        drawn.append(f'<rect fill="url(#p{pattern})" {place}/>' if pattern else "")
        at += width
    return format_html(
        '<svg class="bar" role="img" aria-label="{}. {}"><rect class="bg" width="100%" height="100%"/>{}</svg>',
        title,
        said,
        mark_safe("".join(drawn)),  # noqa: S308 - numbers only
    )
