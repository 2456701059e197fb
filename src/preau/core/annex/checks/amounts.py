"""Checks of money: printed totals against the sums, the grant against the cost and the request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from preau.core.annex.checks.places import named, say
from preau.core.annex.rows import AMOUNTS, ActionRow, Annex, TableRead, TotalRow, sum_amounts
from preau.core.findings import Finding
from preau.core.money import ZERO, euros

HALF_A_CENT = Decimal("0.005")
"""What rounding to the cent takes from a row at most, or gives it."""
ROUNDED_ROWS = 100
"""One euro of gap between a printed total and its rounded rows is allowed for each hundred rows begun."""
NAMES = {"total_cost": "coût total", "requested": "montant demandé", "grant": "montant accordé"}


def total_mismatch(annex: Annex) -> Iterator[Finding]:
    """A printed total differs from the sum of its rows: total-mismatch, subtotal-mismatch, or total-rounded.

    A gap that the rounding of whole euros explains is said, and is no alarm. The number of actions that a sentence
    announces is a total too.
    """
    for table in annex.tables:
        for total in table.totals:
            yield from _gaps(table, total, table.actions[total.first : total.last])
    if annex.total is not None:
        yield from _gaps(annex.tables[-1], annex.total, annex.actions)


def _gaps(table: TableRead, total: TotalRow, actions: Sequence[ActionRow]) -> Iterator[Finding]:
    sums = sum_amounts(actions)
    for concept, printed in total.amounts.items():
        if printed != sums.get(concept, ZERO):
            yield _gap(table, total, concept, sums.get(concept, ZERO), actions)
    if total.announced is not None and total.announced != len(actions):
        message = f"Le fichier annonce {total.announced} actions, {len(actions)} sont lues."
        yield Finding("total-mismatch", message, table.index, total.line, None, total.label)


def _gap(table: TableRead, total: TotalRow, concept: str, computed: Decimal, actions: Sequence[ActionRow]) -> Finding:
    printed = total.amounts[concept]
    gap = abs(printed - computed)
    written = dict(total.written).get(concept) or total.label
    place = (table.index, total.line, table.position(concept), written)
    rows = f"les {len(actions)} lignes" if len(actions) > 1 else "une ligne"
    if _is_rounding(gap, concept, printed, actions):
        message = (
            f"Total du {NAMES[concept]} : {euros(printed)} imprimés, {euros(computed)} en additionnant {rows} "
            f"arrondies. L’écart de {euros(gap)} vient des arrondis ; ce n’est pas une erreur."
        )
        return Finding("total-rounded", message, *place)
    what = "Total" if total.grand else f"Sous-total « {total.label} »" if total.label else "Total sans libellé"
    message = (
        f"{what} du {NAMES[concept]} : {euros(printed)} imprimés, {euros(computed)} en additionnant {rows}. "
        f"Écart : {euros(gap)}. Vérifiez une ligne oubliée ou un montant changé."
    )
    return Finding("total-mismatch" if total.grand else "subtotal-mismatch", message, *place)


def _is_rounding(gap: Decimal, concept: str, printed: Decimal, actions: Sequence[ActionRow]) -> bool:
    if gap <= HALF_A_CENT * len(actions) and any((getattr(action, concept) or ZERO) % 1 for action in actions):
        return True
    if len(actions) < ROUNDED_ROWS or gap > 1 + len(actions) // ROUNDED_ROWS or printed % 1:
        return False
    return all(not (getattr(action, concept) or ZERO) % 1 for action in actions)


def total_missing(annex: Annex) -> Iterator[Finding]:
    """total-missing: a table prints no total of its amounts, or a row of totals without its amounts."""
    whole = annex.total.amounts if annex.total else {}
    for table in annex.tables:
        if len(table.actions) < 2 or table.copy_of is not None:  # noqa: PLR2004 - one row is its own total
            continue
        sums, printed = table.computed, table.printed
        missing = [c for c in AMOUNTS if c in sums and c not in printed and c not in whole]
        if not missing:
            continue
        said = " et ".join(f"{euros(sums[concept])} de {NAMES[concept]}" for concept in missing)
        row = next((total for total in table.totals if total.grand), None)
        if row:
            names = " ni de ".join(NAMES[concept] for concept in missing)
            message = f"La ligne « {row.label} » ne donne pas de {names}. La somme des lignes fait {said}."
            yield Finding("total-missing", message, table.index, row.line, table.position(missing[0]), row.label)
        else:
            message = f"Le tableau n’imprime pas de total. La somme de ses {len(table.actions)} lignes fait {said}."
            yield Finding("total-missing", message, table.index, table.last_line)


def grant_above_cost(annex: Annex) -> Iterator[Finding]:
    """grant-above-cost: the grant is more than the whole cost of the action."""
    found = say(annex, "grant-above-cost", "grant")
    for action in annex.actions:
        cost, grant = action.total_cost, action.grant
        if cost is not None and grant is not None and grant > max(cost, ZERO):
            share = f" ({grant / cost * 100:.0f} %)" if cost else ""
            message = (
                f"{named(action)} : {euros(grant)} accordés pour {euros(cost)} de coût{share}. "
                "Corrigez l’un des deux montants, ou gardez-les en disant pourquoi."
            )
            yield found(action, message)


def grant_above_requested(annex: Annex) -> Iterator[Finding]:
    """grant-above-requested: more is granted than was asked for."""
    found = say(annex, "grant-above-requested", "grant")
    for action in annex.actions:
        asked, grant = action.requested, action.grant
        if asked is not None and grant is not None and grant > asked:
            yield found(action, f"{named(action)} : {euros(grant)} accordés pour {euros(asked)} demandés.")


def full_funding(annex: Annex) -> Iterator[Finding]:
    """full-funding: the grant is the whole cost, so that nobody else pays for the action."""
    found = say(annex, "full-funding", "grant")
    for action in annex.actions:
        if action.grant and action.grant == action.total_cost:
            message = f"{named(action)} : {euros(action.grant)} accordés, soit tout le coût. Aucun autre financeur."
            yield found(action, message)
