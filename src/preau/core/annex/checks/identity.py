"""Checks of what identifies: numbers of actions, SIRET, RNA, UAI, and columns whose values have moved aside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preau.core.annex.checks.places import called, finding, named
from preau.core.annex.rows import ActionRow, Annex, TableRead
from preau.core.findings import Finding
from preau.core.identifiers import rna_is_valid, siret_is_destroyed, siret_is_valid, uai_is_valid

_WHOLE = re.compile(r"\d{1,6}")
_SIRET_LIKE = re.compile(r"\d{3}\s?\d{3}\s?\d{3}\s?\d{5}")
LARGEST_GAP = 30
"""Numbers further apart than this follow a coding of their own, not a sequence."""


def _runs(table: TableRead) -> list[list[tuple[int, ActionRow]]]:
    """The numbered actions of a table, in runs: a numbering that starts again at 1 under another theme is another run."""
    runs: list[list[tuple[int, ActionRow]]] = [[]]
    theme: str | None = None
    for action in table.actions:
        if action.number and _WHOLE.fullmatch(action.number):
            number = int(action.number)
            if number == 1 and runs[-1] and action.theme != theme:
                runs.append([])
            runs[-1].append((number, action))
        theme = action.theme
    return runs


def number_repeated(annex: Annex) -> Iterator[Finding]:
    """number-repeated: two actions of a table carry the same number."""
    for table in annex.tables:
        for run in _runs(table):
            seen: dict[int, ActionRow] = {}
            for number, action in run:
                if number in seen:
                    message = f"Le numéro {number} est déjà celui de la ligne {seen[number].line}. Donnez un autre numéro à l’une des deux."
                    yield finding(annex, action, "number-repeated", "number", message)
                else:
                    seen[number] = action


def number_gap(annex: Annex) -> Iterator[Finding]:
    """number-gap: numbers are missing in a sequence; an action may have been dropped, or a row lost."""
    for table in annex.tables:
        for run in _runs(table):
            for (before, _), (after, action) in zip(run, run[1:], strict=False):
                if 1 < after - before <= LARGEST_GAP and _is_sequence(run):
                    missing = [str(number) for number in range(before + 1, after)]
                    said = (
                        f"du numéro {missing[0]} au numéro {missing[-1]}"
                        if len(missing) > 1
                        else f"le numéro {missing[0]}"
                    )
                    message = f"Il manque {said} avant {called(action)}. Vérifiez qu’aucune action n’a été oubliée."
                    yield finding(annex, action, "number-gap", "number", message)


def _is_sequence(run: list[tuple[int, ActionRow]]) -> bool:
    """Whether the numbers count the actions, nearly all in steps of one."""
    steps = sum(1 for (before, _), (after, _) in zip(run, run[1:], strict=False) if after - before == 1)
    return steps * 4 >= (len(run) - 1) * 3


def siret(annex: Annex) -> Iterator[Finding]:
    """siret-invalid and siret-destroyed: a wrong key, or digits that a spreadsheet has rounded away."""
    for action in annex.actions:
        if not action.siret or siret_is_valid(action.siret):
            continue
        if siret_is_destroyed(action.siret):
            message = f"{named(action)} : un tableur a arrondi le SIRET « {action.siret} ». Ses derniers chiffres sont perdus ; reprenez-le à la source."
            yield finding(annex, action, "siret-destroyed", "siret", message)
        elif any(sign.isdigit() for sign in action.siret):
            message = f"{named(action)} : « {action.siret} » n’est pas un SIRET (14 chiffres, le dernier est une clé). Vérifiez la saisie."
            yield finding(annex, action, "siret-invalid", "siret", message)


def rna(annex: Annex) -> Iterator[Finding]:
    """rna-invalid: not the number of an association (W and nine signs)."""
    for action in annex.actions:
        if action.rna and not rna_is_valid(action.rna):
            message = f"{named(action)} : « {action.rna} » n’est pas un numéro RNA (W suivi de neuf chiffres). Vérifiez la saisie."
            yield finding(annex, action, "rna-invalid", "rna", message)


def uai(annex: Annex) -> Iterator[Finding]:
    """uai-invalid: not the number of a school; the letter is a key, and a capital."""
    for action in annex.actions:
        if not action.uai or uai_is_valid(action.uai):
            continue
        if uai_is_valid(action.uai.upper()):
            message = f"{named(action)} : l’UAI « {action.uai} » s’écrit avec une majuscule, {action.uai.upper()}."
        else:
            message = f"{named(action)} : « {action.uai} » n’est pas un UAI (sept chiffres et une lettre clé). Vérifiez la saisie."
        yield finding(annex, action, "uai-invalid", "uai", message)


def columns_shifted(annex: Annex) -> Iterator[Finding]:
    """columns-shifted: from some row on, SIRET numbers stand in the column beside their own. Said once a block of rows."""
    for table in annex.tables:
        at = table.position("siret")
        if at is None:
            continue
        block: list[ActionRow] = []
        for action in [*table.actions, None]:
            if action is not None and _is_shifted(action, at - 1):
                block.append(action)
            elif block:
                yield _shift(annex, table, block)
                block = []


def _is_shifted(action: ActionRow, at: int) -> bool:
    own = action.raw[at]
    if _SIRET_LIKE.fullmatch(own or "") or siret_is_destroyed(own or ""):
        return False
    beside = [action.raw[i] for i in (at - 1, at + 1) if 0 <= i < len(action.raw)]
    return any(_SIRET_LIKE.fullmatch(text or "") for text in beside)


def _shift(annex: Annex, table: TableRead, block: list[ActionRow]) -> Finding:
    rows = (
        f"Sur {len(block)} lignes à partir de la ligne {block[0].line}" if len(block) > 1 else f"Ligne {block[0].line}"
    )
    column = table.column_of("siret")
    heading = column.heading if column else ""
    message = f"{rows}, les valeurs ont glissé d’une colonne : le SIRET est à côté de « {heading} ». Elles sont gardées là où elles sont."
    return finding(annex, block[0], "columns-shifted", "siret", message)
