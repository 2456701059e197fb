"""The checks of an annex: small functions in a list. Each takes the annex and yields what it has to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter

from preau.core.annex.checks import amounts, identity, repeats, spelling, texts
from preau.core.annex.rows import Annex
from preau.core.findings import LEVELS, Finding

Check = Callable[[Annex], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    amounts.total_mismatch,
    amounts.total_missing,
    amounts.grant_above_cost,
    amounts.grant_above_requested,
    amounts.full_funding,
    identity.numbers,
    identity.siret,
    identity.rna,
    identity.uai,
    identity.columns_shifted,
    repeats.repeated,
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
    spelling.names_written,
)
"""In the order of product people's attention: the money first."""


def check(annex: Annex, checks: Sequence[Check] = CHECKS) -> list[Finding]:
    """Every finding of the annex: those of its reading, then those of the checks, errors first, in the file's order.

    A finding is never said twice for one place. An amount that cannot be read because its row has moved aside is said
    of the row.
    """
    found = _but_shifted(annex)
    for run in checks:
        found += run(annex)
    found.sort(key=itemgetter(0))
    by_level: dict[str, list[Finding]] = {"error": [], "warning": [], "info": []}
    for finding in found:
        by_level[LEVELS[finding.code]].append(finding)
    return [finding for findings in by_level.values() for finding in _once(sorted(findings, key=_place))]


def _place(finding: Finding) -> int:
    """The place in the file as one number, which sorts faster than two: the table, then the line."""
    return ((finding.table or 0) << 32) + (finding.line or 0)


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without those that say again the same of the same cell; those of a line come together."""
    line = None
    said: set[tuple[object, ...]] = set()
    for finding in findings:
        code, _, table, row, column, raw = finding
        if (table, row) != line:
            line = table, row
            said.clear()
        what = code, column, raw
        if what not in said:
            said.add(what)
            yield finding


def _but_shifted(annex: Annex) -> list[Finding]:
    """The findings of the reading, without the amounts that cannot be read because their row has moved aside."""
    if not any(finding.code == "amount-unreadable" for finding in annex.findings):
        return annex.findings.copy()
    moved = identity.rows_shifted(annex)
    return [f for f in annex.findings if f.code != "amount-unreadable" or (f.table, f.line) not in moved]
