"""What a row says of its action: the fields that its table has a column for, and whatever it gives besides.

A field whose column the table lacks is not said, and stays as it was: a table of three columns empties no fourth.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from preau.core.annex.rows import ActionRow, TableRead
from preau.core.text import fold

FIELDS = (
    "number", "title", "status", "holder_written", "theme", "description", "audience", "partners_written",
    "total_cost", "requested", "grant", "siret", "rna", "uai", "other",
)  # fmt: skip
"""The fields of an action that an annex gives, in the order of the annex."""

Value = str | Decimal | dict[str, str] | bool | int | None

_COLUMNS = {"holder_written": "holder", "partners_written": "expected_partners"}
"""The concept of the column that fills a field, where it is not of the same name."""
_ONE_WRITING = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " "})


def values_of(row: ActionRow) -> dict[str, Value]:
    """The fields of an action read from a file, by name; empty texts are None."""
    return {name: getattr(row, name) or None if name == "other" else getattr(row, name) for name in FIELDS}


def said_by(row: ActionRow, table: TableRead, before: Mapping[str, Value]) -> dict[str, Value]:
    """The fields of the action after its row was heard, of those that it had `before`.

    Where the table has the column, an empty cell empties the field. Where it has none, the field changes only if the
    row gives a value all the same: a state marked in the title, a theme that heads the rows.
    """
    read = values_of(row)
    after = {name: read[name] if _has(table, name) else read[name] or before[name] for name in FIELDS}
    after["other"] = _other(row, table, before["other"])
    return after


def same_writing(one: str, other: str) -> bool:
    """Whether two texts differ at most by their apostrophes and the width of their spaces."""
    return one == other or one.translate(_ONE_WRITING) == other.translate(_ONE_WRITING)


def _has(table: TableRead, field: str) -> bool:
    return table.column_of(_COLUMNS.get(field, field)) is not None


def _other(row: ActionRow, table: TableRead, before: Value) -> Value:
    """The texts beside the fields: those under headings that the table lacks stay; a writing that is the same stays."""
    kept = before if isinstance(before, dict) else {}
    headings = {fold(name) for column in table.columns for name in _names(column.heading, column.position)}
    stay = {heading: text for heading, text in kept.items() if fold(heading) not in headings}
    told = {
        heading: kept[heading] if heading in kept and same_writing(kept[heading], text) else text
        for heading, text in row.other.items()
    }
    return {**stay, **told} or None


def _names(heading: str, position: int) -> tuple[str, str]:
    """The names under which the text of a column is kept; the second where another column bears the same heading."""
    return (heading, f"{heading} ({position})") if heading else (f"Colonne {position}", "")
