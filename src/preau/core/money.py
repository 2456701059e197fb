"""Amounts of money: one parser, one splitter, one formatter. Euros as Decimal with two decimals; never a float in a sum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

CENT = Decimal("0.01")
LARGEST = Decimal("1e13")
"""Above ten thousand billion euros a number in an amount column is an identifier, not an amount."""

_NOTHING = {"", "-", "–", "—", "−", "nc", "n.c.", "n.c", "x", "néant", "neant", "sans objet", "so", "s.o.", "/", "n/a", "nd"}
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2007\u2009']+")
_CURRENCY = re.compile(r"(?<=[\d ])(?:€|eur(?:os?)?\b)\s*(?:t\.?t\.?c\.?|h\.?t\.?)?$|(?<=\d)\s*(?:t\.?t\.?c\.?|h\.?t\.?)$", re.I)
_SCALE = re.compile(r"(?<=[\d ])(k|m|md)\s*(?:€|eur(?:os?)?)$", re.I)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+")
_SCALES = {"k": Decimal(1_000), "m": Decimal(1_000_000), "md": Decimal(1_000_000_000)}


class Unreadable(ValueError):
    """The text is not an amount, or could be two different ones."""


class Convention(NamedTuple):
    """How a column writes numbers: which signs mark its decimals, as far as its values tell."""

    decimal: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str]) -> Convention:
        """The convention that all the values of a column show.

        "12,50" shows that the comma marks decimals; "1,500" alone shows nothing, and then means 1 500.
        """
        decimal = set()
        for text in texts:
            if "," in text or "." in text:
                found = _NUMBER.search(_bare(text)[0])
                if found and (mark := _sure_decimal_mark(found.group())):
                    decimal.add(mark)
        return cls(frozenset(decimal))


def _sure_decimal_mark(number: str) -> str | None:
    parts = re.split(r"[.,]", number)
    marks = re.findall(r"[.,]", number)
    if not marks or (len(marks) > 1 and marks[-1] in marks[:-1]):
        return None
    last, first = parts[-1], parts[0]
    alone = len(marks) == 1
    if len(last) != 3 or not alone or len(first) > 3 or first.startswith("0"):  # noqa: PLR2004 - thousands go by three
        return marks[-1]
    return None


def _bare(text: str) -> tuple[str, Decimal]:
    """The digits and marks of a written amount, and what to multiply them by."""
    plain = _BLANKS.sub(" ", text.strip())
    scale = Decimal(1)
    if found := _SCALE.search(plain):
        scale, plain = _SCALES[found.group(1).lower()], plain[: found.start()]
    plain = _CURRENCY.sub("", plain).strip()
    if plain.startswith("€"):
        plain = plain[1:].strip()
    return plain, scale


def parse_amount(text: str, convention: Convention = Convention()) -> Decimal | None:  # noqa: B008 - immutable
    """The amount in euros that a person wrote, or None where they wrote that there is none ("-", "NC", nothing).

    Accepts any kind of space, the signs €, EUR, k€, M€, TTC and HT, a minus or accountant's parentheses. A mark followed
    by three digits means thousands, unless the column shows that it marks decimals; then the text is ambiguous.

    Raises Unreadable for what is not an amount or could be two: the text is then kept as it is, never guessed.
    """
    if text.strip().lower() in _NOTHING:
        return None
    plain, scale = _bare(text)
    negative = False
    if plain[:1] in {"-", "−", "–"}:
        negative, plain = True, plain[1:].strip()
    elif plain.startswith("(") and plain.endswith(")"):
        negative, plain = True, _bare(plain[1:-1])[0]
    amount = _number(plain, convention, text, scaled=scale != 1) * scale
    amount = round_cents(amount)
    return -amount if negative else amount


def _number(plain: str, convention: Convention, text: str, *, scaled: bool) -> Decimal:
    head, mark, tail = plain, "", ""
    if found := re.search(r"[.,](\d*)$", plain):
        head, mark, tail = plain[: found.start()], found.group()[0], found.group(1)
    marks_before = set(re.findall(r"[.,]", head))
    if mark and _is_thousands(head, mark, tail, convention, scaled=scaled):
        head, mark, tail = plain, "", ""
        marks_before.add(plain[found.start()] if found else "")
    if mark and mark in marks_before or len(marks_before) > 1:
        raise Unreadable(text)
    digits = head
    for sign in marks_before:
        if not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+", digits):
            raise Unreadable(text)
        digits = digits.replace(sign, "")
    if " " in digits and not _GROUPS.fullmatch(digits):
        raise Unreadable(text)
    digits = digits.replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or (tail and not tail.isdigit()):
        raise Unreadable(text)
    return Decimal(f"{digits}.{tail}" if tail else digits)


def _is_thousands(head: str, mark: str, tail: str, convention: Convention, *, scaled: bool) -> bool:
    if len(tail) != 3 or scaled:  # noqa: PLR2004 - thousands go by three
        return False
    if mark in re.findall(r"[.,]", head):
        return True
    whole = re.fullmatch(r"[1-9]\d{0,2}", head)
    if whole and mark in convention.decimal:
        raise Unreadable(head + mark + tail)
    return bool(whole)


def round_cents(amount: Decimal) -> Decimal:
    """The amount to the cent, half a cent going up, as French accounts do."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def from_number(number: float | Decimal) -> Decimal:
    """The amount that a number of a spreadsheet shows: 0.1 is ten cents, not its binary neighbour.

    Raises Unreadable for what is not a number of euros (infinite, or as long as an identifier).
    """
    try:
        exact = number if isinstance(number, Decimal) else Decimal(repr(number))
        if abs(exact) >= LARGEST:
            raise Unreadable(str(number))
        return round_cents(exact)
    except InvalidOperation as error:
        raise Unreadable(str(number)) from error


def split(total: Decimal, weights: Sequence[int | Decimal]) -> list[Decimal]:
    """The total shared in proportion to the weights, to the cent; the parts always sum to the total.

    The cents that rounding leaves go to the largest remainders, the first of equals first.

    Raises ValueError when there is no weight to share by.
    """
    whole = sum(weights, Decimal(0))
    if whole <= 0 or any(weight < 0 for weight in weights):
        message = "weights must be positive and not all zero"
        raise ValueError(message)
    cents = int(total.scaleb(2))
    sign, cents = (-1, -cents) if cents < 0 else (1, cents)
    exact = [Decimal(cents) * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: cents - sum(parts)]:
        parts[i] += 1
    return [Decimal(sign * part).scaleb(-2) for part in parts]


def euros(amount: Decimal | None, *, sign: str = "\u00a0€") -> str:
    """The amount as French people print it: "55 200 €", cents only where there are some, nothing for None.

    Thousands are set apart by a narrow no-break space (U+202F), the minus is the true one (U+2212).
    """
    if amount is None:
        return ""
    amount = round_cents(amount)
    whole, cents = divmod(abs(int(amount.scaleb(2))), 100)
    text = f"{whole:,}".replace(",", "\u202f") + (f",{cents:02d}" if cents else "")
    return ("−" if amount < 0 else "") + text + sign


def percent(part: Decimal, whole: Decimal) -> int:
    """The part in percent of the whole, rounded half up. Raises ZeroDivisionError when the whole is nothing."""
    if not whole:
        raise ZeroDivisionError("a share of nothing")
    return int((part * 100 / whole).quantize(Decimal(1), rounding=ROUND_HALF_UP))
