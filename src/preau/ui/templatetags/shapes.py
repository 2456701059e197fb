"""Small drawings: signs, and bars that need no style attribute, so that the strictest content policy holds."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

GRAVITY = {
    "error": ("alert", "stop", "À corriger"),
    "warning": ("ask", "warn", "À préciser"),
    "info": ("info", "", "À savoir"),
}
"""The sign, the tone and the spoken word of each level of finding."""


@register.simple_tag
def icon(name: str, label: str = "", tone: str = "") -> SafeString:
    """A sign of the sprite. With a label it speaks; without, it stands beside a word that says the same."""
    css = f"i k {tone}" if tone else "i"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="#i-{}"/></svg>', css, label, name)
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', css, name)


@register.simple_tag
def gravity(level: str, *, spoken: bool = True) -> SafeString:
    """The sign of a level of finding, which says its name unless the word stands beside it."""
    name, tone, label = GRAVITY[level]
    return icon(name, label if spoken else "", tone)


@register.simple_tag
def badge(letter: str, colour: int) -> SafeString:
    """The badge of a theme; the name always stands beside it."""
    return format_html('<span class="th k{}" aria-hidden="true">{}</span>', colour, letter)


@register.simple_tag
def thin_bar(percent: float, colour: int = 0) -> SafeString:
    """A thin bar beside its number."""
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="bar thin k{int(colour)}" aria-hidden="true"><rect width="{_bounded(percent)}%" height="9"/></svg>'
    )


@register.simple_tag
def pattern_bar(percent: float, colour: int, pattern: int) -> SafeString:
    """A bar of a theme, with its pattern, beside its number."""
    width = _bounded(percent)
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="bar k{int(colour)}" aria-hidden="true"><rect class="bg" width="100%" height="100%"/>'
        f'<rect class="fg" width="{width}%" height="100%"/>'
        f'<rect fill="url(#p{int(pattern)})" width="{width}%" height="100%"/></svg>'
    )


@register.simple_tag
def gap_bar(gap: float, most: float) -> SafeString | str:
    """A bar on each side of an axis, beside its number: to the left what was taken, to the right what was given."""
    if not gap or not most:
        return ""
    half = _bounded(abs(float(gap)) * 47 / float(most))
    css, start = ("dn", round(50 - half, 1)) if gap < 0 else ("up", 50)
    return mark_safe(  # noqa: S308 - numbers only
        '<svg class="bar gap" aria-hidden="true"><rect class="bg" width="100%" y="6" height="2"/>'
        f'<rect class="{css}" x="{start}%" width="{half}%" y="2" height="10"/>'
        '<rect class="ax" x="49.8%" width="2" height="100%"/></svg>'
    )


def _bounded(percent: float) -> float | int:
    return round(min(max(percent, 0), 100), 1)
