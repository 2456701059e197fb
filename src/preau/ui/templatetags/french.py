"""Filters of every template: euros, shares, counts, dates and sentences as French print has them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from preau.core import money, typography

register = template.Library()

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT = 140
"""Signs of a text of the file past which it is folded."""


@register.filter
def euros(amount: Decimal | None) -> str:
    """The amount in euros, "55 200 €"; nothing for None."""
    return money.euros(amount)


@register.filter
def signed(amount: Decimal) -> str:
    """What was added or taken, "+ 2 000 €", "− 1 500 €"; "0 €" where nothing was."""
    return money.signed(amount)


@register.filter
def signed_bare(amount: Decimal) -> str:
    """The same in a column of euros, "+ 2 000"."""
    return money.signed(amount, sign="")


@register.filter
def share(part: Decimal | None, whole: Decimal | None) -> str:
    """The part in percent of the whole, rounded half up, "36 %"; nothing where either is unknown or the whole is 0."""
    if part is None or not whole:
        return ""
    percent = (part * 100 / whole).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return f"{count(int(percent))}\u00a0%"


@register.filter
def count(number: int) -> str:
    """The number with its thousands set apart, "1 000"."""
    return f"{number:,}".replace(",", "\u202f").replace("-", "−")


@register.filter
def french(sentence: object) -> str:
    """The sentence with its no-break spaces and typographic apostrophes."""
    return typography.french(str(sentence)).replace("'", "’")


@register.filter
def of_place(name: str) -> str:
    """The name of a place after "de", "d’Allonnes"."""
    return typography.of_place(name)


@register.filter
def plural(number: int, forms: str) -> str:
    """The count and its noun, "24 actions", of the forms "action,actions"."""
    return f"{count(number)}\u00a0{agree(number, forms)}"


@register.filter
def agree(number: int, forms: str) -> str:
    """The form that goes with the count, of "lue,lues": French has the plural from two."""
    one, many = forms.split(",")
    return one if abs(number) < 2 else many  # noqa: PLR2004 - the rule above


@register.filter
def day(moment: date) -> str:
    """The day, "1er décembre 2026", on the clock of the installation."""
    return _day(moment, MONTHS)


@register.filter
def weekday(moment: datetime) -> str:
    """The day as the title of its page, "Mardi 6 octobre 2020", on the clock of the installation."""
    return f"{WEEKDAYS[timezone.localtime(moment).weekday()].capitalize()} {_day(moment, MONTHS)}"


@register.filter
def short_day(moment: date) -> str:
    """The day in a list or a table, "22 nov. 2026"."""
    return _day(moment, SHORT_MONTHS)


@register.filter
def hour(moment: datetime) -> str:
    """The hour, "9 h 30", on the clock of the installation."""
    local = timezone.localtime(moment)
    return f"{local.hour}\u00a0h\u00a0{local.minute:02d}"


def _day(moment: date, months: tuple[str, ...]) -> str:
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    number = "1er" if local.day == 1 else str(local.day)
    return f"{number}\u00a0{months[local.month - 1]}\u00a0{local.year}"


@register.filter
def weight(size: int) -> str:
    """The size of a file, "14 ko"."""
    for limit, unit in ((1_000, "octets"), (1_000_000, "ko"), (1_000_000_000, "Mo")):
        if size < limit:
            return f"{count(size * 1_000 // limit)}\u00a0{agree(size, 'octet,octets') if unit == 'octets' else unit}"
    return f"{count(size // 1_000_000_000)}\u00a0Go"


@register.simple_tag
def quoted(text: str) -> SafeString:
    """A text of the file between quotation marks, as it was written; folded when it is long."""
    if len(text) <= SHORT:
        return format_html('<span class="raw">«\u00a0{}\u00a0»</span>', text)
    start = text[:SHORT].rsplit(" ", 1)[0]
    return format_html(
        '<details class="fold"><summary><span class="raw">«\u00a0{}…</span></summary>'
        '<span class="raw">{}\u00a0»</span></details>',
        start,
        text[len(start) :].lstrip(),
    )
