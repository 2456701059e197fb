"""The checks of an annex: small functions in a list. Each takes the annex and yields what it has to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from preau.core.annex.checks import amounts, identity, repeats, spelling, texts
from preau.core.annex.rows import Annex
from preau.core.findings import Finding
from preau.core.typography import french

CHECKS: tuple[Callable[[Annex], Iterable[Finding]], ...] = (
    amounts.total_mismatch,
    amounts.total_missing,
    amounts.grant_above_cost,
    amounts.grant_above_requested,
    amounts.full_funding,
    identity.number_repeated,
    identity.number_gap,
    identity.siret,
    identity.rna,
    identity.uai,
    identity.columns_shifted,
    repeats.action_repeated,
    repeats.action_nearly_repeated,
    texts.cell_missing,
    texts.markup_in_cell,
    texts.status_in_title,
    texts.headcount_in_text,
    texts.audience_run_together,
    texts.several_years_in_text,
    spelling.theme_variant,
    spelling.holder_written,
    spelling.holder_own_partner,
    spelling.partners_written,
    spelling.partners_run_together,
    spelling.name_typo,
    spelling.name_variant,
)
"""In the order of product people's attention: the money first."""


def check(annex: Annex) -> list[Finding]:
    """Every finding of the annex: those of its reading, then those of the checks, errors first, in the file's order.

    A finding is never said twice for one place.
    """
    found = [*annex.findings, *(finding for run in CHECKS for finding in run(annex))]
    found = [f._replace(message=french(f.message)) for f in found]
    unique = {(f.code, f.table, f.line, f.column, f.raw): f for f in found}
    gravity = {"error": 0, "warning": 1, "info": 2}
    return sorted(
        unique.values(), key=lambda f: (gravity[f.level], -1 if f.table is None else f.table, f.line or 0, f.code)
    )
