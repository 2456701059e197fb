"""Checks of what identifies: numbers of actions, SIRET, RNA, UAI, and columns whose values have moved aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from preau.core.annex.checks.places import called, named, say
from preau.core.annex.header import is_amount
from preau.core.annex.rows import AMOUNTS, ActionRow, Annex, TableRead
from preau.core.findings import Finding
from preau.core.identifiers import rna_is_valid, siret_is_destroyed, siret_is_valid, uai_is_valid
from preau.core.money import says_nothing

_SIRET_LIKE = re.compile("[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?[0-9]{5}")
LARGEST_GAP = 30
"""Numbers further apart than this follow a coding of their own, not a sequence."""
LONGEST_NUMBER = 6
MANY = 10
"""In a run this long, numbers a fifth of which come again are the codes of something else than actions."""

Run = list[tuple[int, ActionRow]]


def _runs(table: TableRead) -> list[Run]:
    """The numbered actions of a table, in runs: one that starts again at 1 under another theme is another run."""
    runs: list[Run] = [[]]
    theme: str | None = None
    for action in table.actions:
        written = action.number
        if written and written.isdigit() and written.isascii() and len(written) <= LONGEST_NUMBER:
            number = int(written)
            if number == 1 and runs[-1] and action.theme != theme:
                runs.append([])
            runs[-1].append((number, action))
        theme = action.theme
    return runs


def numbers(annex: Annex) -> Iterator[Finding]:
    """number-repeated and number-gap: two actions with one number, numbers that are missing in a sequence."""
    repeated, gap = say(annex, "number-repeated", "number"), say(annex, "number-gap", "number")
    for table in annex.tables:
        for run in _runs(table):
            again = _again(run)
            if len(run) < MANY or len(again) * 5 < len(run):
                for action, first in again:
                    message = (
                        f"Le numéro {action.number} est déjà celui de la ligne {first.line}. "
                        "Donnez un autre numéro à l’une des deux."
                    )
                    yield repeated(action, message)
            for missing, action in _missing(run):
                message = f"Il manque {missing} avant {called(action)}. Vérifiez qu’aucune action n’a été oubliée."
                yield gap(action, message)


def _again(run: Run) -> list[tuple[ActionRow, ActionRow]]:
    """The actions whose number came before, each with the first that has it."""
    seen: dict[int, ActionRow] = {}
    return [(action, first) for number, action in run if (first := seen.setdefault(number, action)) is not action]


def _missing(run: Run) -> Iterator[tuple[str, ActionRow]]:
    """The numbers that are missing, as people say them, with the action that follows; in steps of one but for a few."""
    steps = [after - before for (before, _), (after, _) in pairwise(run)]
    if steps.count(1) * 4 < len(steps) * 3:
        return
    for step, (number, action) in zip(steps, run[1:], strict=True):
        if 1 < step <= LARGEST_GAP:
            first, last = number - step + 1, number - 1
            yield f"le numéro {last}" if first == last else f"du numéro {first} au numéro {last}", action


def siret(annex: Annex) -> Iterator[Finding]:
    """siret-invalid and siret-destroyed: a wrong key, or digits that a spreadsheet has rounded away."""
    destroyed, invalid = say(annex, "siret-destroyed", "siret"), say(annex, "siret-invalid", "siret")
    for action in annex.actions:
        if not action.siret or siret_is_valid(action.siret):
            continue
        if siret_is_destroyed(action.siret):
            message = (
                f"{named(action)} : un tableur a arrondi le SIRET « {action.siret} ». "
                "Ses derniers chiffres sont perdus ; reprenez-le à la source."
            )
            yield destroyed(action, message)
        elif any(sign.isdigit() for sign in action.siret):
            message = (
                f"{named(action)} : « {action.siret} » n’est pas un SIRET (14 chiffres, le dernier est une clé). "
                "Vérifiez la saisie."
            )
            yield invalid(action, message)


def rna(annex: Annex) -> Iterator[Finding]:
    """rna-invalid: not the number of an association (W and nine signs)."""
    invalid = say(annex, "rna-invalid", "rna")
    for action in annex.actions:
        if action.rna and not says_nothing(action.rna) and not rna_is_valid(action.rna):
            message = (
                f"{named(action)} : « {action.rna} » n’est pas un numéro RNA (W suivi de neuf chiffres). "
                "Vérifiez la saisie."
            )
            yield invalid(action, message)


def uai(annex: Annex) -> Iterator[Finding]:
    """uai-invalid: not the number of a school; the letter is a key, and a capital."""
    invalid = say(annex, "uai-invalid", "uai")
    for action in annex.actions:
        if not action.uai or uai_is_valid(action.uai) or says_nothing(action.uai):
            continue
        if uai_is_valid(action.uai.upper()):
            message = f"{named(action)} : l’UAI « {action.uai} » s’écrit avec une majuscule, {action.uai.upper()}."
        else:
            message = (
                f"{named(action)} : « {action.uai} » n’est pas un UAI (sept chiffres et une lettre clé). "
                "Vérifiez la saisie."
            )
        yield invalid(action, message)


def columns_shifted(annex: Annex) -> Iterator[Finding]:
    """columns-shifted: from some row on, values stand in the column beside their own. Said once a block of rows."""
    for table in annex.tables:
        for concept in ("siret", *AMOUNTS):
            position = table.position(concept)
            if position is not None:
                for block in _blocks(table, position - 1, concept):
                    yield _shift(annex, table, concept, block)


def rows_shifted(annex: Annex) -> set[tuple[int | None, int | None]]:
    """The rows, by table and line, where an amount stands beside its column."""
    found: set[tuple[int | None, int | None]] = set()
    for table in annex.tables:
        for concept in AMOUNTS:
            if (position := table.position(concept)) is not None:
                blocks = _blocks(table, position - 1, concept)
                found.update((action.table, action.line) for block in blocks for action in block)
    return found


def _blocks(table: TableRead, at: int, concept: str) -> Iterator[list[ActionRow]]:
    """The runs of actions whose value of the concept stands beside its column."""
    amounts = {position - 1 for other in AMOUNTS if (position := table.position(other))}
    block: list[ActionRow] = []
    for action in table.actions:
        if concept == "siret":
            shifted = _has_siret_beside(action.raw, at)
        else:
            shifted = getattr(action, concept) is None and _has_amount_beside(action.raw, at, amounts)
        if shifted:
            block.append(action)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _has_siret_beside(raw: tuple[str, ...], at: int) -> bool:
    own = raw[at] if at < len(raw) else ""
    if own and (_SIRET_LIKE.fullmatch(own) or siret_is_destroyed(own)):
        return False
    return any(_SIRET_LIKE.fullmatch(raw[i]) for i in (at - 1, at + 1) if 0 <= i < len(raw))


def _has_amount_beside(raw: tuple[str, ...], at: int, amounts: set[int]) -> bool:
    """Whether words stand where the amount should, and an amount where words should."""
    own = raw[at] if at < len(raw) else ""
    if not own or any(sign.isdigit() for sign in own) or says_nothing(own):
        return False
    return any(is_amount(raw[i]) for i in (at - 1, at + 1) if 0 <= i < len(raw) and i not in amounts)


def _shift(annex: Annex, table: TableRead, concept: str, block: list[ActionRow]) -> Finding:
    first = block[0].line
    rows = f"Sur {len(block)} lignes à partir de la ligne {first}" if len(block) > 1 else f"Ligne {first}"
    column = table.column_of(concept)
    heading = column.heading if column else ""
    value = "le SIRET" if concept == "siret" else "le montant"
    message = (
        f"{rows}, les valeurs ont glissé d’une colonne : {value} est à côté de « {heading} ». "
        "Elles sont gardées là où elles sont."
    )
    return say(annex, "columns-shifted", concept)(block[0], message)
