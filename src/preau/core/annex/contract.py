"""The annex as JSON, for programs: the shape that `preau check --json` promises (docs/reading.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from preau.core.annex.rows import AMOUNTS, IDENTIFIERS, ActionRow, Annex, TableRead, Totals
from preau.core.findings import Finding


class Source(NamedTuple):
    """The file an annex was read from: its name, our word for its format, its SHA-256, the encoding of its text."""

    name: str
    format: str
    sha256: str
    encoding: str | None


def as_json(source: Source, annex: Annex, findings: list[Finding]) -> dict[str, Any]:
    """Everything read, as plain values. Amounts are strings with two decimals, in euros, or null."""
    return {
        "source": source._asdict(),
        "title": annex.title,
        "place": annex.place,
        "year": annex.year,
        "tables": [_table(table) for table in annex.tables],
        "actions": [_action(action) for action in annex.actions],
        "printed": _totals(annex.printed, annex.tables),
        "computed": _totals(annex.computed, annex.tables),
        "notes": [note for note in annex.notes if note != annex.title],
        "findings": [_finding(finding) for finding in findings],
    }


def _table(table: TableRead) -> dict[str, Any]:
    return {
        "index": table.index,
        "heading": table.heading,
        "sheet": table.sheet,
        "page": table.page,
        "first_line": table.first_line,
        "last_line": table.last_line,
        "columns": [{"position": c.position, "heading": c.heading, "concept": c.concept} for c in table.columns],
        "printed": _totals(table.printed, [table]),
        "computed": _totals(table.computed, [table]),
    }


def _totals(totals: Totals, tables: list[TableRead]) -> dict[str, str | None]:
    """The totals of the columns that exist; null where the file prints none."""
    concepts = [concept for concept in AMOUNTS if any(table.position(concept) for table in tables)]
    return {concept: euros_text(totals.get(concept)) for concept in concepts}


def euros_text(amount: Decimal | None) -> str | None:
    """An amount for a program: "55200.00", or null."""
    return None if amount is None else f"{amount:.2f}"


def _action(action: ActionRow) -> dict[str, Any]:
    return {
        "table": action.table,
        "line": action.line,
        "number": number_value(action.number),
        "title": action.title,
        "status": action.status,
        "holders": [holder._asdict() for holder in action.holders],
        "holder_written": action.holder_written,
        "theme": action.theme,
        "description": action.description,
        "audience": action.audience,
        "partners": list(action.partners),
        "amounts": {concept: euros_text(getattr(action, concept)) for concept in AMOUNTS},
        "identifiers": {concept: getattr(action, concept) for concept in IDENTIFIERS},
        "other": action.other,
    }


def number_value(number: str | None) -> int | str | None:
    """The number of an action as a number where it is one: "24" is 24, "12 bis" stays text."""
    if number and number.isascii() and number.isdigit() and not (len(number) > 1 and number[0] == "0"):
        return int(number)
    return number


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "level": finding.level,
        "table": finding.table,
        "line": finding.line,
        "column": finding.column,
        "raw": finding.raw,
        "message": finding.message,
    }
