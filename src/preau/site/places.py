"""Where a cell stands in the file it came from, as a person would find it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from preau.annexes.models import Import
from preau.core.annex.parse import letter
from preau.site.labels import SHEETS


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one import: its columns, and the sheet and page of each of its tables."""

    imported: Import
    sheets: Mapping[int, tuple[str, int | None]] = field(default_factory=dict)

    def columns(self, table: int | None) -> list[dict[str, Any]]:
        """The columns of a table as they were understood."""
        known = self.imported.columns
        return known[table] if table is not None and table < len(known) else []

    def concept(self, table: int | None, column: int | None) -> str | None:
        """What the column stands for, None where it stands for nothing known."""
        columns = self.columns(table)
        return columns[column - 1]["concept"] if column and column <= len(columns) else None

    def heading(self, table: int | None, column: int | None) -> str:
        """The heading of the column, empty where it has none."""
        columns = self.columns(table)
        return columns[column - 1]["heading"] if column and column <= len(columns) else ""

    def column(self, column: int) -> str:
        """The column as the program that made the file names it: "colonne I" in a spreadsheet, else "colonne 9"."""
        return f"colonne {letter(column)}" if self.imported.source.format in SHEETS else f"colonne {column}"

    def text(self, table: int | None, line: int | None, column: int | None = None) -> str:
        """The place in words: "feuille « 2020 », ligne 24, colonne I"."""
        sheet, page = self.sheets.get(table, ("", None)) if table is not None else ("", None)
        parts = [
            f"feuille «\u00a0{sheet}\u00a0»" if sheet else "",
            f"page {page}" if page and not sheet else "",
            f"tableau {table + 1}" if table is not None and not sheet and len(self.imported.columns) > 1 else "",
            f"ligne {line}" if line else "",
            self.column(column) if column else "",
        ]
        return ", ".join(part for part in parts if part)
