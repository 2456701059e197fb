"""Checks of money: printed totals against the sums, the grant against the cost and the request."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from preau.core.annex.checks.places import finding, named
from preau.core.annex.rows import AMOUNTS, ActionRow, Annex, TableRead, TotalRow, sum_amounts
from preau.core.findings import Finding
from preau.core.money import euros

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
            actions = table.actions[total.first : total.last]
            sums = sum_amounts(actions)
            for concept in AMOUNTS:
                if concept in total.amounts and total.amounts[concept] != sums.get(concept, Decimal(0)):
                    yield _gap(table, total, concept, sums.get(concept, Decimal(0)), actions)
            if total.announced is not None and total.announced != len(actions):
                message = f"Le fichier annonce {total.announced} actions, {len(actions)} sont lues."
                yield Finding("total-mismatch", message, table.index, total.line, None, total.label)


def _gap(table: TableRead, total: TotalRow, concept: str, computed: Decimal, actions: list[ActionRow]) -> Finding:
    printed = total.amounts[concept]
    gap = printed - computed
    name = NAMES[concept]
    place = (table.index, total.line, table.position(concept), euros(printed))
    if _is_rounding(abs(gap), concept, printed, actions):
        message = (
            f"Total du {name} : {euros(printed)} imprimés, {euros(computed)} en additionnant les {len(actions)} lignes "
            f"arrondies. L’écart de {euros(abs(gap))} vient des arrondis ; ce n’est pas une erreur."
        )
        return Finding("total-rounded", message, *place)
    what = "Total" if total.grand else f"Sous-total « {total.label} »" if total.label else "Total sans libellé"
    message = (
        f"{what} du {name} : {euros(printed)} imprimés, {euros(computed)} en additionnant les {len(actions)} lignes. "
        f"Écart : {euros(abs(gap))}. Vérifiez une ligne oubliée ou un montant changé."
    )
    return Finding("total-mismatch" if total.grand else "subtotal-mismatch", message, *place)


def _is_rounding(gap: Decimal, concept: str, printed: Decimal, actions: list[ActionRow]) -> bool:
    if len(actions) < ROUNDED_ROWS or gap > 1 + len(actions) // ROUNDED_ROWS or printed % 1:
        return False
    return all(not (getattr(action, concept) or Decimal(0)) % 1 for action in actions)


def total_missing(annex: Annex) -> Iterator[Finding]:
    """total-missing: a table of several amounts prints no total, or a row of totals without its amounts."""
    for table in annex.tables:
        missing = [c for c in AMOUNTS if table.position(c) and c not in table.printed and c in table.computed]
        if len(table.actions) < 2 or not missing or table.copy_of is not None:  # noqa: PLR2004 - one row is its own total
            continue
        sums = table.computed
        said = " et ".join(f"{euros(sums[concept])} de {NAMES[concept]}" for concept in missing)
        row = next((total for total in table.totals if total.grand), None)
        if row:
            message = f"La ligne « {row.label} » ne donne pas de {' ni de '.join(NAMES[c] for c in missing)}. La somme des lignes fait {said}."
            yield Finding("total-missing", message, table.index, row.line, table.position(missing[0]), row.label)
        else:
            message = f"Le tableau n’imprime pas de total. La somme de ses {len(table.actions)} lignes fait {said}."
            yield Finding("total-missing", message, table.index, table.last_line)


def grant_above_cost(annex: Annex) -> Iterator[Finding]:
    """grant-above-cost: the grant is more than the whole cost of the action."""
    for action in annex.actions:
        cost, grant = action.total_cost, action.grant
        if cost is not None and grant is not None and grant > cost:
            share = f" ({_percent(grant, cost)})" if cost else ""
            message = (
                f"{named(action)} : {euros(grant)} accordés pour {euros(cost)} de coût{share}. "
                "Corrigez l’un des deux montants, ou gardez-les en disant pourquoi."
            )
            yield finding(annex, action, "grant-above-cost", "grant", message)


def grant_above_requested(annex: Annex) -> Iterator[Finding]:
    """grant-above-requested: more is granted than was asked for."""
    for action in annex.actions:
        asked, grant = action.requested, action.grant
        if asked is not None and grant is not None and grant > asked:
            message = f"{named(action)} : {euros(grant)} accordés pour {euros(asked)} demandés."
            yield finding(annex, action, "grant-above-requested", "grant", message)


def full_funding(annex: Annex) -> Iterator[Finding]:
    """full-funding: the grant is the whole cost, so that nobody else pays for the action."""
    for action in annex.actions:
        if action.grant and action.grant == action.total_cost:
            message = f"{named(action)} : {euros(action.grant)} accordés, soit tout le coût. Aucun autre financeur."
            yield finding(annex, action, "full-funding", "grant", message)


def _percent(part: Decimal, whole: Decimal) -> str:
    return f"{part / whole * 100:.0f}\u00a0%"
