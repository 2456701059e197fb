"""A sheet that repeats another: read, named, and not counted twice."""

from __future__ import annotations

from collections import Counter

from preau.core.annex.rows import Annex, TableRead
from preau.core.findings import Finding

SMALLEST = 3
"""Two tables of fewer actions may be alike by chance."""


def mark_copies(annex: Annex) -> None:
    """Mark every table that holds the same actions as an earlier one, in whatever order, and say so once."""
    seen: list[tuple[Counter[object], TableRead]] = []
    for table in annex.tables:
        if len(table.actions) < SMALLEST or len(annex.tables) == 1:
            continue
        content: Counter[object] = Counter(
            (action.title, action.holder_written, action.total_cost, action.grant) for action in table.actions
        )
        original = next((other for other_content, other in seen if other_content == content), None)
        if original is None:
            seen.append((content, table))
            continue
        table.copy_of = original.index
        annex.findings.append(
            Finding(
                "action-repeated",
                f"Le tableau {_name(table)} contient les mêmes {len(table.actions)} actions que le tableau "
                f"{_name(original)}. Il n’est pas compté une seconde fois.",
                table.index,
                table.first_line,
                None,
                table.sheet or table.heading,
            )
        )


def _name(table: TableRead) -> str:
    return f"« {table.sheet or table.heading or table.index + 1} »"
