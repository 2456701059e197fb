"""What a person types in the column "Proposé": an amount, a difference, a rate; and a sum shared among many."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from preau.core.money import ZERO, Unreadable, parse_amount, split
from preau.core.refusal import Refusal

Key = TypeVar("Key")
HOW = "Écrivez un montant (8 000), un écart (+ 500 ou − 500), un taux (− 10 %) ou une part du coût (50 %)."
MOST = Decimal(1_000_000_000)
"""Euros past which an amount is a slip."""
_RATE = re.compile(r"([+-]?)([0-9]{1,4}(?:[.,][0-9]{1,2})?)%")


def proposed(text: str, voted: Decimal, cost: Decimal | None = None) -> Decimal:
    """The amount in euros that the text means, for an action to which `voted` is given now.

    "8 000" is an amount; "+500" and "−500" a difference with what is voted; "+10 %" and "−10 %" a rate of it; "50 %" a
    share of the cost of the action. What a rate gives is rounded to the euro. An empty text gives back
    what is voted: an amount goes to 0 by writing 0.

    Raises Refusal, with an example, for a text that means none of these, for less than nothing and for a slip.
    """
    bare = re.sub(r"[\s\u00a0\u202f]+", "", text).replace("−", "-").replace("–", "-")
    if not bare:
        return voted
    amount = _rated(bare, voted, cost) if bare.endswith("%") else _written(bare, voted)
    if amount < 0:
        raise Refusal(f"« {text.strip()} » laisserait moins que rien à l’action. {HOW}")
    if amount > MOST:
        raise Refusal(f"« {text.strip()} » passe le milliard d’euros. Vérifiez les zéros.")
    return amount


def _written(bare: str, voted: Decimal) -> Decimal:
    sign = bare[0] if bare[0] in "+-" else ""
    try:
        amount = parse_amount(bare.removeprefix(sign))
    except Unreadable as unreadable:
        raise Refusal(f"« {bare} » n’est pas un montant. {HOW}") from unreadable
    if not sign:
        return amount or ZERO
    if amount is None or amount < 0 or bare[1] in "+-":
        raise Refusal(f"« {bare} » ne dit pas de combien le montant change. {HOW}")
    return voted - amount if sign == "-" else voted + amount


def _rated(bare: str, voted: Decimal, cost: Decimal | None) -> Decimal:
    found = _RATE.fullmatch(bare)
    if found is None:
        raise Refusal(f"« {bare} » n’est pas un taux. {HOW}")
    sign, digits = found.groups()
    rate = Decimal(digits.replace(",", "."))
    if not sign and cost is None:
        raise Refusal("Le coût de l’action n’est pas connu : une part du coût ne se calcule pas. Écrivez un montant.")
    exact = (cost or ZERO) * rate / 100 if not sign else voted * (100 + (rate if sign == "+" else -rate)) / 100
    return exact.quantize(Decimal(1), rounding=ROUND_HALF_UP).quantize(Decimal("0.01"))


def shared(total: Decimal, amounts: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """The amounts, once `total` (euros; negative to take back) is shared among them in proportion to what each has.

    To the cent, and the differences sum to the total exactly. Raises Refusal where there is nothing to share by, or
    where more would be taken than there is.
    """
    keys: Sequence[Key] = list(amounts)
    whole = sum(amounts.values(), ZERO)
    if whole <= 0:
        raise Refusal("Ces actions n’ont aucun montant : un partage au prorata ne se calcule pas.")
    if any(amount < 0 for amount in amounts.values()):
        raise Refusal("Une de ces actions reçoit moins que rien : corrigez d’abord son montant.")
    if total + whole < 0:
        raise Refusal("C’est plus que ce que ces actions reçoivent.")
    parts = split(total, [amounts[key] for key in keys]) if total else [ZERO] * len(keys)
    return {key: amounts[key] + part for key, part in zip(keys, parts, strict=True)}
