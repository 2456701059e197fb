"""Totals that a file prints: recognising them in rows and in sentences, and saying which actions they sum."""

from __future__ import annotations

import re
from collections.abc import Sequence

from preau.core.annex.rows import ActionRow, Concept, Totals, TotalRow, sum_amounts
from preau.core.money import Unreadable, parse_amount
from preau.core.text import fold

_LABEL = re.compile(r"(?:sous ?)?totaux|(?:sous |s )?total(?: .{0,60})?|(?:montant|cout) total(?: .{0,60})?|ensemble|somme")
_SUBTOTAL = re.compile(r"(?:sous|s) ?tota(?:l|ux)\b.*")
_GRAND = re.compile(r"total(?: general| programme| du programme| des actions| global| ttc| annexe \d+| euros?)?|ensemble|montant total.*")
_SENTENCE = re.compile(
    r"\b(?:total\w*|montant(?:\s+total)?\s+des?\s+(?:projets|actions|subventions|dossiers)|soit\s+un\s+montant)[^0-9]{0,60}?"
    r"(?P<amount>\d[\d\s.,\u00a0\u202f]*)\s*(?:€|euros?\b)",
    re.I,
)
_COUNT = re.compile(r"\bnombre\s+(?:total\s+)?(?:de|des|d['’])\s*(?:projets|actions|dossiers|subventions)[^0-9]{0,40}(?P<count>\d+)", re.I)
LONGEST_LABEL = 80


def is_total_label(text: str) -> bool:
    """Whether the text labels a row of totals: "TOTAL", "Sous-total Santé", "Total général :"."""
    return len(text) <= LONGEST_LABEL and text[:1].lower() in "tsmce" and _LABEL.fullmatch(fold(text)) is not None


def total_in_sentence(text: str, concepts: Sequence[Concept]) -> tuple[Totals, int | None] | None:
    """The total that a sentence announces, with the number of actions when it gives it.

    "Nombre de projets retenus : 279, montant des projets retenus : 1 978 782 €". The amount is that of the only amount
    column, or the grant where there are several. None when the sentence announces nothing.
    """
    found = _SENTENCE.search(text)
    if not found or not concepts:
        return None
    try:
        amount = parse_amount(found.group("amount"))
    except Unreadable:
        return None
    if amount is None:
        return None
    concept = concepts[0] if len(concepts) == 1 else _meant(found.group(), concepts)
    count = _COUNT.search(text)
    return {concept: amount}, int(count.group("count")) if count else None


def _meant(sentence: str, concepts: Sequence[Concept]) -> Concept:
    if "cout" in fold(sentence) and "total_cost" in concepts:
        return "total_cost"
    return "grant" if "grant" in concepts else concepts[0]


def settle(totals: list[TotalRow], actions: list[ActionRow]) -> list[TotalRow]:
    """Say of each printed total what it sums: the block since the previous one, or the whole table.

    The last total is the grand one, unless its label or its amounts say that it closes the last block only.
    """
    settled: list[TotalRow] = []
    block = 0
    for i, total in enumerate(totals):
        last = i == len(totals) - 1 and total.last == len(actions)
        label = fold(total.label)
        if last and not _SUBTOTAL.fullmatch(label) and _is_grand(total, actions, block, label):
            settled.append(total._replace(first=0, grand=True))
        else:
            settled.append(total._replace(first=block, grand=False))
            block = total.last
    return settled


def _is_grand(total: TotalRow, actions: list[ActionRow], block: int, label: str) -> bool:
    if not block:
        return True
    if sum_amounts(actions) == total.amounts:
        return True
    if sum_amounts(actions[block:]) == total.amounts:
        return False
    return _GRAND.fullmatch(label) is not None or block == len(actions)
