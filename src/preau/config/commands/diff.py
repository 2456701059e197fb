"""`preau diff`: what changed in the amounts of a programme from an adopted revision to another."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from preau.config.commands.places import cite_named, programme_of
from preau.config.database import wake
from preau.core.money import euros
from preau.core.typography import french

if TYPE_CHECKING:
    from preau.budgets.models import Revision
    from preau.revisions.differences import Comparison, Difference


def run(options: Namespace) -> int:
    """Print each action on both sides, and the totals. Raises Refusal for a revision that was not adopted."""
    wake()
    from preau.annexes.history import revision_of
    from preau.revisions.differences import compare
    from preau.revisions.sides import side_of

    programme = programme_of(cite_named(options.cite), options.year)
    before, after = (revision_of(programme, number) for number in (options.before, options.after))
    comparison = compare(programme, side_of(before).at, side_of(after).at)
    if options.json:
        json.dump(_as_json(comparison, before, after), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.writelines(f"{french(line)}\n" for line in _report(comparison, before, after))
    return 0


def _as_json(comparison: Comparison, before: Revision, after: Revision) -> dict[str, Any]:
    sums = comparison.sums
    return {
        "cite": comparison.programme.cite.slug,
        "year": comparison.programme.year,
        "before": before.number,
        "after": after.number,
        "actions": [_action(one) for one in comparison.differences],
        "totals": {"before": f"{sums.before:.2f}", "after": f"{sums.after:.2f}", "difference": f"{sums.gap:.2f}"},
    }


def _action(one: Difference) -> dict[str, Any]:
    """An action: its amounts are null where it was not there, "0.00" where it was given nothing."""
    return {
        "number": one.action.number,
        "title": one.action.name,
        "change": one.kind,
        "before": _amount(one.granted_before),
        "after": _amount(one.granted_after),
        "reason": one.reason,
    }


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _report(comparison: Comparison, before: Revision, after: Revision) -> Iterator[str]:
    yield f"{comparison.programme} : de {_named(before)} à {_named(after)}"
    changed = comparison.changed
    for one in changed:
        was, now = euros(one.granted_before) or "absente", euros(one.granted_after) or "absente"
        yield f"  {one.action} : {was} → {now}{f' ({one.reason})' if one.reason else ''}"
    same = len(comparison.differences) - len(changed)
    yield f"  {same} {'action inchangée' if same < 2 else 'actions inchangées'}"  # noqa: PLR2004 - French plural
    sums = comparison.sums
    yield f"Total : {euros(sums.before)} → {euros(sums.after)}, écart {euros(sums.gap)}"


def _named(revision: Revision) -> str:
    return f"{revision} ({revision.decided_on:%d/%m/%Y})" if revision.decided_on else str(revision)
