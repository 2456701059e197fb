"""What a value of a paper becomes as text: clean for XML, escaped for markup, harmless when a spreadsheet opens it."""

from __future__ import annotations

import re
from decimal import Decimal

from preau.core.money import euros

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
LARGEST_EXACT = 10**15
"""From here on a spreadsheet, which counts in binary floating point, would change the last digits of a number."""


def clean(text: str) -> str:
    r"""The text with "\n" as its only line break and U+FFFD in place of each sign that XML 1.0 forbids.

    Forbidden are the control characters other than tab and line break, lone surrogates, U+FFFE and U+FFFF. Every writer
    calls this, so that all formats hold the same text, including those that could have carried the sign.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_XML.sub("\ufffd", text)


def escape(text: str) -> str:
    """The text cleaned and made safe inside an XML or HTML element, and inside an attribute between double quotes."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;")
    return text.replace(">", "&gt;").replace('"', "&quot;")


def guard(text: str) -> str:
    r"""The text as a CSV or TSV file may hold it: no spreadsheet takes it for a formula.

    One apostrophe is added before what begins, after any apostrophes, with = + - @ or a tab. A reader takes one away
    from what matches `^'+[=+\-@\t\r]`, so every text comes back as it was.
    """
    text = clean(text)
    return f"'{text}" if like_formula(text) else text


def like_formula(text: str) -> bool:
    """Whether a spreadsheet that guesses would run the text, were one of its apostrophes, if any, taken away."""
    return _FORMULA.match(text) is not None


def shown(value: str | Decimal | int | None) -> str:
    """The value as a person reads it on paper: "55 200 €" for an amount, plain digits for a number."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    return euros(value) if isinstance(value, Decimal) else str(value)


def typed(value: str | Decimal | int | None) -> str | Decimal | int | None:
    """The value as a sheet stores it: a text (not cleaned yet), a number it can hold exactly, or None for nothing."""
    if value is None or isinstance(value, str):
        return value or None
    return value if -LARGEST_EXACT < value < LARGEST_EXACT else shown(value)
