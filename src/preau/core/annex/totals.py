"""Totals that a file prints: recognising them in rows and in sentences, and saying which actions they sum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from preau.core.annex.figures import Sums
from preau.core.annex.rows import TotalRow, Totals
from preau.core.money import Unreadable, parse_amount
from preau.core.text import fold

_STRONG = re.compile(
    "(?:(?:sous|s) )?tota(?:l|ux)(?: (?:general|global|generaux|hors|ttc|en|euros?|eur|depenses|recettes|page|annexe|"
    "programm[a-z]*|des? |du |d |axe|volet|pilier|them[a-z]*|[0-9]).*)?|t o t a l|(?:sous|s) total .*"
)
_WEAK = re.compile("total .*|(?:montant|cout) total(?: .*)?|ensemble|somme")
_SUBTOTAL = re.compile("(?:sous|s) ?tota(?:l|ux).*")
_WHOLE = re.compile("totaux|total(?: general| du programme| des actions)?")
_GENERAL = re.compile("total (?:general|global|du programme|programme|des actions|annexe).*|totaux generaux")
_BALANCE = re.compile(
    "(?:reste|solde|reliquat|enveloppe|disponible|dotation|report|a reporter|marge|ecart|difference|rappel|dont|"
    "plafond|"
    "credits?|budget|taux|pourcentage|moyenne|nombre|pour memoire)(?: .*)?"
)
_SENTENCE = re.compile(
    "\\b(?:total\\w*|montants? (?:totaux |total )?des? (?:projets|actions|subventions|dossiers)|"
    "soit un montant)[^0-9]{0,60}?"
    "(?P<amount>[0-9][0-9 .,\u00a0\u202f]*)[ \u00a0\u202f]?(?:€|euros?\\b)"
)
_COUNT = re.compile(
    "\\bnombre (?:total )?(?:de |des |d['’])(?:projets|actions|dossiers|subventions)[^0-9]{0,40}([0-9]+)"
)
_COUNT_BESIDE = re.compile("[0-9]+(?: [^0-9]{1,30})?")
LONGEST_LABEL = 80
FIRST_LETTERS = frozenset("TtSsMmCcEe")
"""No label of a total begins otherwise: nearly every text is told from one by its first letter."""
BLOCKS = 60
"""How many blocks of rows are tried, to find what a total without a clear label sums."""


class Printed(NamedTuple):
    """A total as printed: its line, its label and amounts, the number of actions above it.

    `block` gives the actions that it sums, where that is known already.
    """

    line: int | None
    label: str
    amounts: Totals
    above: int
    announced: int | None = None
    block: tuple[int, int] | None = None
    written: tuple[tuple[str, str], ...] = ()


def total_label(text: str) -> str | None:
    """How surely the text labels a row of totals: "strong" ("Sous-total Santé"), "weak" ("Ensemble"), or None."""
    if text[:1] not in FIRST_LETTERS or len(text) > LONGEST_LABEL:
        return None
    folded = fold(text)
    return "strong" if _STRONG.fullmatch(folded) else "weak" if _WEAK.fullmatch(folded) else None


def is_total_label(text: str) -> bool:
    """Whether the text may label a row of totals: "TOTAL", "Sous-total Santé", "Total général :"."""
    return total_label(text) is not None


def is_general(label: str) -> bool:
    """Whether the label says that everything is summed: "Total général"."""
    return _GENERAL.fullmatch(fold(label)) is not None


def is_count(text: str) -> bool:
    """Whether a cell of a row of totals only counts: "24", "24 actions"."""
    return _COUNT_BESIDE.fullmatch(text) is not None


def is_balance(text: str) -> bool:
    """Whether the text labels what is left or carried over, no action and no total: "Reste à programmer"."""
    return _BALANCE.fullmatch(fold(text)) is not None


def total_in_sentence(text: str, concepts: Sequence[str], sums: Sums | None = None) -> tuple[Totals, int | None] | None:
    """The total that a sentence announces, with the number of actions when it gives it.

    "Nombre de projets retenus : 279, montant des projets retenus : 1 978 782 €". The amount is that of the only amount
    column; of several, the one whose sum it is, or that the sentence names, or the grant. None without a total.
    """
    if not concepts or not any(sign.isdigit() for sign in text):
        return None
    found = _SENTENCE.search(text.lower())
    try:
        amount = parse_amount(found["amount"].rstrip(" .,\u00a0\u202f")) if found else None
    except Unreadable:
        return None
    if found is None or amount is None:
        return None
    summed = [c for c in concepts if sums is not None and sums.between(0, sums.rows, c) == amount]
    named = ["total_cost"] if "cout" in fold(found.group()) and "total_cost" in concepts else []
    usual = [c for c in concepts if c == "grant"]
    return {[*summed, *named, *usual, *concepts][0]: amount}, announced_count([text])


def announced_count(texts: Iterable[str]) -> int | None:
    """The number of actions that one of the texts announces: "Nombre de projets retenus : 279"."""
    found = (_COUNT.search(text.lower()) for text in texts)
    return next((int(count[1]) for count in found if count), None)


def settle(printed: Sequence[Printed], sums: Sums) -> list[TotalRow]:
    """Say of each printed total what it sums: the block since the previous one, several blocks, or the whole table.

    What it says decides first: the rows whose sum it is. Where it sums nothing exactly, its label and its place do.
    """
    settled: list[TotalRow] = []
    starts = [0]
    final = max((i for i, total in enumerate(printed) if total.block is None), default=-1)
    for i, total in enumerate(printed):
        first, end = total.block or _block(total, starts, sums, final=i == final)
        if len(printed) == 1 and not total.block and total.above < sums.rows and _WHOLE.fullmatch(fold(total.label)):
            first, end = 0, sums.rows  # actions were added under the only total
        grand = total.block is None and (first, end) == (0, sums.rows) and not _SUBTOTAL.fullmatch(fold(total.label))
        settled.append(
            TotalRow(total.line, total.label, total.amounts, first, end, grand, total.announced, total.written)
        )
        if total.block is None and total.above > starts[-1]:
            starts.append(total.above)
    return settled


def _block(total: Printed, starts: Sequence[int], sums: Sums, *, final: bool) -> tuple[int, int]:
    """The actions that a printed total sums; `starts` end the blocks above it. Above them all, it sums all."""
    if not total.above:
        return 0, sums.rows
    near = [start for start in starts[-BLOCKS:] if start < total.above] or [0]
    order = [near[-1], 0, *reversed(near[:-1])]
    label = fold(total.label)
    if is_general(label) or (final and total.above == sums.rows and not _SUBTOTAL.fullmatch(label)):
        order = [0, *order]
    return next((start for start in order if sums.are(total.amounts, start, total.above)), order[0]), total.above


def block_headed(
    amounts: Totals, first: int, stops: Sequence[int], sums: Sums, *, least: int
) -> tuple[int, int] | None:
    """The actions from `first` on that sum to the amounts of the row above them, which then heads them."""
    ends = (stop for stop in stops[:BLOCKS] if stop - first >= least)
    return next(((first, stop) for stop in ends if sums.are(amounts, first, stop)), None)


def block_summed(
    amounts: Totals, last: int, starts: Sequence[int], sums: Sums, *, least: int
) -> tuple[int, int] | None:
    """The actions up to `last` that sum to the amounts of the row under them."""
    begins = (start for start in reversed(starts[-BLOCKS:]) if last - start >= least)
    return next(((start, last) for start in begins if sums.are(amounts, start, last)), None)
