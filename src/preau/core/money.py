"""Amounts of money: one parser, one splitter, one formatter. Euros as Decimal with two decimals; no float in a sum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

from preau.core.text import fold

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
ONE = Decimal(1)
LARGEST = Decimal("1e13")
"""From ten thousand billion euros on, a number in a column of amounts is an identifier, not an amount."""
LONGEST = 40
"""A longer text (in signs) is no amount."""

_SIGNS_FOR_NOTHING = frozenset("- -- – — − / ? * x ø nc nd na so n.c. n.c n.d. n/a s.o. #n/a".split())
_WORDS_FOR_NOTHING = frozenset(
    (
        "neant,aucun,aucune,sans objet,non communique,non communiquee,non renseigne,non renseignee,non precise,"
        "non chiffre,non concerne,a definir,a preciser,a confirmer,a determiner,a chiffrer,a venir,en attente,en cours,"
        "inconnu,gratuit,"
        "refus,refuse,refusee,rejet,rejete,rejetee,non retenu,non retenue,non eligible,ajourne,ajournee,"
        "reporte,reportee,defavorable,avis defavorable,sans suite,retire,retiree,annule,annulee,abandonne,abandonnee,"
        "inclus,pour memoire"
    ).split(",")
)
_COMMON = re.compile(r"([0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)(?:[.,]([0-9]{1,2}))?(?:[ \u00a0\u202f]?€)?")
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2007\u2009'’]+")
_UNIT = re.compile(
    r"(?<=[0-9 ])(?:(k) ?(?:€|eur(?:os?)?)?|(m|md) ?(?:€|eur(?:os?)?)|(million)s? ?(?:€|d euros?|euros?)?)$"
)
_CURRENCY = re.compile(
    r"(?<=[0-9 ])(?:€|\x80|eur(?:os?)?) ?(?:t\.?t\.?c\.?|h\.?t\.?)?$|(?<=[0-9]) ?(?:ttc|ht)$|^(?:€|eur) ?"
)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_GROUPED = {sign: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(sign)}[0-9]{{3}})+").fullmatch for sign in " .,"}
_SHORT = 15
"""A number written in fewer signs is far from the limits: with one or two decimals it is an amount as it stands."""
_LONGEST_WHOLE = len(str(int(LARGEST))) - 1
_UNITS = {"k": Decimal(1_000), "m": Decimal(1_000_000), "million": Decimal(1_000_000), "md": Decimal(1_000_000_000)}


class Unreadable(ValueError):
    """The text is not an amount, or could be two different ones."""


class Convention(NamedTuple):
    """How a column writes numbers: which signs mark its decimals, as far as its values tell, and in which unit.

    `unit` is what a bare number is worth in euros: 1000 in a column headed "en k€".
    """

    decimal: frozenset[str] = frozenset()
    unit: Decimal = ONE

    @classmethod
    def of(cls, texts: Iterable[str], unit: Decimal = ONE) -> Convention:
        """The convention that all the values of a column show.

        "12,50" shows that the comma marks decimals; "1,500" alone shows nothing, and then means 1 500.
        """
        decimal: set[str] = set()
        for text in texts:
            if ("," in text or "." in text) and (found := _NUMBER.search(_bare(text)[0].replace(" ", ""))):
                decimal.add(_sure_decimal_mark(found.group()))
        return cls(frozenset(decimal - {""}), unit)


EUROS = Convention()


def _sure_decimal_mark(number: str) -> str:
    """The sign that can only mark the decimals of a number, "" where there is none or it may part thousands."""
    marks = [sign for sign in number if sign in ".,"]
    if not marks or marks[-1] in marks[:-1]:
        return ""
    first, last = re.split("[.,]", number, maxsplit=1)[0], re.split("[.,]", number)[-1]
    if len(last) == 3 and len(marks) == 1 and len(first) <= 3 and first[0] != "0":  # noqa: PLR2004 - thousands go by three
        return ""
    return marks[-1]


def _bare(text: str) -> tuple[str, Decimal | None]:
    """The digits and marks of a written amount, and what its own unit is worth (None where it names none)."""
    plain = _BLANKS.sub(" ", text.strip(" *\u00a0\u202f\n\t")).lower()
    if found := _UNIT.search(plain):
        return plain[: found.start()].rstrip(), _UNITS[next(filter(None, found.groups()))]
    bare = _CURRENCY.sub("", plain).strip()
    return bare, ONE if bare != plain else None


def parse_amount(text: str, convention: Convention = EUROS) -> Decimal | None:
    """The amount in euros that a person wrote, or None where they wrote that there is none ("-", "NC", "à définir").

    Accepts any kind of space, the signs €, EUR, k€, M€, TTC and HT, a minus or accountant's parentheses. A mark and
    three digits mean thousands, unless the column shows that the mark stands before decimals; then it is ambiguous.

    Raises Unreadable for what is not an amount or could be two: the text is then kept as it is, never guessed.
    """
    common = _COMMON.fullmatch(text)
    if common and (convention.unit == 1 or text[-1] == "€"):
        whole, cents = common.groups("")
        digits = whole if whole.isdigit() else _BLANKS.sub("", whole)
        if len(digits) > _LONGEST_WHOLE:
            raise Unreadable(text)
        return Decimal(f"{digits}.{cents:0<2}")
    if says_nothing(text):
        return None
    if len(text) > LONGEST:
        raise Unreadable(text)
    return _unusual(text, convention)


def says_nothing(text: str) -> bool:
    """Whether the text says, by a sign or a word, that there is no amount."""
    sign = text.lower().strip(" €\u00a0\u202f\n\t")
    return not sign or sign in _SIGNS_FOR_NOTHING or fold(sign) in _WORDS_FOR_NOTHING


def _unusual(text: str, convention: Convention) -> Decimal:
    plain, unit = _bare(text)
    negative = plain[:1] in {"-", "−", "–"}
    if negative:
        plain = plain[1:].strip()
    elif plain.startswith("(") and plain.endswith(")"):
        negative = True
        plain, unit = _bare(plain[1:-1])
    unit = convention.unit if unit is None else unit
    amount = _number(plain, convention.decimal, unit, text) * unit
    if amount >= LARGEST:
        raise Unreadable(text)
    amount = round_cents(amount)
    return -amount if negative else amount


def _number(plain: str, decimal: frozenset[str], unit: Decimal, text: str) -> Decimal:
    """The number that digits, blanks and marks write; `text` is what could not be read, where it cannot."""
    head, mark, tail = _split_decimals(plain, decimal, unit, text)
    marks = {sign for sign in head if sign in " .,"}
    if mark in marks or len(marks) > 1 or not all(_GROUPED[sign](head) for sign in marks):
        raise Unreadable(text)
    for sign in marks:
        head = head.replace(sign, "")
    digits = head + tail
    if not head or not digits.isascii() or not digits.isdigit() or len(digits) > LONGEST // 2:
        raise Unreadable(text)
    return Decimal(f"{head}.{tail}" if tail else head)


def _split_decimals(plain: str, decimal: frozenset[str], unit: Decimal, text: str) -> tuple[str, str, str]:
    """What stands before the mark of the decimals, the mark and what follows; no mark where it sets thousands apart."""
    at = max(plain.rfind("."), plain.rfind(","))
    if at < 0:
        return plain, "", ""
    head, mark, tail = plain[:at], plain[at], plain[at + 1 :]
    if len(tail) != 3 or unit > _UNITS["k"]:  # noqa: PLR2004 - thousands go by three
        return head, mark, tail
    if mark in head:
        return plain, "", ""
    if not head.isdigit() or len(head) > 3 or head[0] == "0":  # noqa: PLR2004 - thousands go by three
        return head, mark, tail
    if mark in decimal or unit != 1:
        raise Unreadable(text)
    return plain, "", ""


def round_cents(amount: Decimal) -> Decimal:
    """The amount to the cent, half a cent going up, as French accounts do."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def from_number(number: float | Decimal) -> Decimal:
    """The amount that a number of a spreadsheet shows: 0.1 is ten cents, not its binary neighbour.

    Raises Unreadable for what is not a number of euros (infinite, or as long as an identifier).
    """
    return from_digits(str(number))


def from_digits(digits: str) -> Decimal:
    """The amount of a number as Python writes it: "24000", "12.5", "1e-05"; never as a person writes it.

    Raises Unreadable as `from_number` does.
    """
    if len(digits) < _SHORT:
        if digits[-3:-2] == ".":
            return Decimal(digits)
        if digits[-2:-1] == "." and digits != "-0.0":
            return Decimal(f"{digits}0")
        if digits.isdigit() and len(digits) <= _LONGEST_WHOLE:
            return Decimal(f"{digits}.00")
    try:
        exact = Decimal(digits)
        if abs(exact) >= LARGEST:
            raise Unreadable(digits)
    except InvalidOperation as error:
        raise Unreadable(digits) from error
    return round_cents(exact) or ZERO


def split(total: Decimal, weights: Sequence[int | Decimal]) -> list[Decimal]:
    """The total shared in proportion to the weights, to the cent; the parts always sum to the total.

    The cents that rounding leaves go to the largest remainders, the first of equals first.

    Raises ValueError when there is no weight to share by, or when the total is finer than a cent.
    """
    from fractions import Fraction

    whole = sum((Fraction(weight) for weight in weights), Fraction(0))
    if whole <= 0 or any(weight < 0 for weight in weights):
        message = "weights must be positive and not all zero"
        raise ValueError(message)
    cents = Fraction(abs(total)) * 100
    if cents.denominator != 1:
        message = "the total must be in whole cents"
        raise ValueError(message)
    exact = [cents * Fraction(weight) / whole for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: int(cents) - sum(parts)]:
        parts[i] += 1
    return [Decimal(part if total > 0 else -part).scaleb(-2) for part in parts]


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


def signed(amount: Decimal, *, sign: str = "\u00a0€") -> str:
    """The amount as something added or taken: "+ 2 000 €", "− 1 500 €"; "0 €" for nothing."""
    mark = "−\u00a0" if amount < 0 else "+\u00a0" if amount else ""
    return mark + euros(abs(amount), sign=sign)
