"""A day as a person or an address writes it: 2020-10-15, 15/10/2020."""

from __future__ import annotations

import re
from datetime import date

from preau.core.refusal import Refusal

_WRITTEN = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"|(?P<d>[0-9]{1,2})[/.](?P<m>[0-9]{1,2})[/.](?P<y>[0-9]{4})"
)


def read_day(text: str) -> date:
    """The day that the text writes. Raises Refusal, with an example, for what is no day of the calendar."""
    found = _WRITTEN.fullmatch(text.strip())
    parts = (
        [found[one] or found[other] for one, other in (("year", "y"), ("month", "m"), ("day", "d"))] if found else []
    )
    try:
        year, month, day = map(int, parts)
        return date(year, month, day)
    except ValueError as error:
        raise Refusal(
            f"« {text.strip()[:40]} » n’est pas une date. Écrivez le jour, le mois et l’année, par exemple 15/10/2020."
        ) from error


def past_day(text: str, today: date) -> date:
    """The same, of a day that has come. Raises Refusal too for one to come."""
    day = read_day(text)
    if day > today:
        raise Refusal(f"Le {day:%d/%m/%Y} est à venir. Donnez une date passée, au plus tard aujourd’hui.")
    return day
