"""From grids to an annex: title, tables, actions, totals and notes. Never raises for what a file contains.

Every row with content becomes an action, a heading, a total, a note, or a finding that says it was not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from preau.core.annex import header as headers
from preau.core.annex.about import about, year_in
from preau.core.annex.cells import one_line
from preau.core.annex.content import Content
from preau.core.annex.copies import mark_copies
from preau.core.annex.header import Header
from preau.core.annex.pages import join_pages
from preau.core.annex.rows import AMOUNTS, Annex, ColumnMap, Concept, TableRead
from preau.core.annex.table import read_table
from preau.core.annex.whole import Extent, set_aside, settle_whole
from preau.core.findings import Finding
from preau.core.grid import Grid, Reading
from preau.core.refusal import Refusal

Overrides = Mapping[Concept, str | Sequence[str]]
"""Columns that a person chose: concept to letter ("H"), place ("8") or heading; several where tables differ, of which
each table takes the first that it has; none where no column stands for the concept."""


def parse(reading: Reading, *, sheet: str | None = None, overrides: Overrides | None = None) -> Annex:
    """The annex that the grids hold; without the findings of the checks, only those of the reading itself.

    `sheet` keeps the grids of that name only. Raises Refusal when the name is unknown, when a chosen column does not
    exist, or when nothing in the file looks like a table.
    """
    content = [Content(grid) for grid in _chosen(reading.grids, sheet)]
    parts = join_pages(content, _headers(content, chosen=bool(overrides)))
    parser = _Parser(Annex(None, None, None, [], findings=list(reading.findings)), overrides or {}, _above(parts))
    for part, header in parts:
        parser.read(part, header)
    parser.finish([text for part, _ in parts[-1:] for text in part.after])
    return parser.annex


class NoTable(Refusal):
    """Nothing in the file looks like a table of actions; a person may still say which columns are."""


_NO_TABLE = (
    "Aucun tableau d’actions reconnu dans ce fichier. Vérifiez qu’il contient une ligne d’en-têtes "
    "(par exemple N°, Porteur, Intitulé, Coût total, Montant), ou indiquez ses colonnes à l’import "
    "(en ligne de commande, avec --map)."
)


def _chosen(grids: Sequence[Grid], sheet: str | None) -> list[Grid]:
    if sheet is None:
        return list(grids)
    chosen = [grid for grid in grids if grid.sheet == sheet]
    if not chosen:
        names = ", ".join(f"« {grid.sheet} »" for grid in grids if grid.sheet)
        raise Refusal(
            f"Ce fichier n’a pas de feuille « {sheet} ». "
            + (f"Ses feuilles : {names}." if names else "Il n’a pas de feuilles nommées.")
        )
    return chosen


def _headers(content: Sequence[Content], *, chosen: bool) -> list[Header | None]:
    """The first headings of each grid; where none has any and a person chose the columns, each grid is a table."""
    found = [headers.find(part.texts) for part in content]
    if not any(found):
        found = [headers.plain(part.texts) for part in content]
    if any(found) or not chosen:
        return found
    return [Header(0, 0, _lettered(part.width)) if part.texts else None for part in content]


def _lettered(width: int) -> tuple[str, ...]:
    """Headings for a table that has none: its columns as a spreadsheet letters them."""
    return tuple(f"Colonne {letter(i + 1)}" for i in range(width))


def letter(position: int) -> str:
    """The letter of a column by its place from 1: 1 is A, 27 is AA."""
    name = ""
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _above(parts: Sequence[tuple[Content, Header | None]]) -> list[str]:
    """The lines that stand above the first table, the title of the whole among them."""
    above: list[str] = []
    for part, header in parts:
        above += map(one_line, part.before)
        above += part.notes(0, header.start if header else None)
        if header is not None:
            break
        above += map(one_line, part.after)
    return above


class _Parser:
    """Fills an annex, grid after grid; `above` are the lines above the first table."""

    def __init__(self, annex: Annex, overrides: Overrides, above: Sequence[str]) -> None:
        self.annex, self.overrides, self.above = annex, overrides, above
        self.year = year_in(above)
        self.extents: list[Extent] = []
        self.hats: list[str] = []

    def read(self, part: Content, header: Header | None) -> None:
        """Add the tables of a grid and the texts around them; a grid without headings is notes."""
        self.annex.notes += map(one_line, part.before)
        if header is None:
            self.annex.notes += part.notes()
            self.annex.loose_rows += len(part.texts)
        else:
            self._tables(part, header)
        self.annex.notes += map(one_line, part.after)

    def _tables(self, part: Content, header: Header) -> None:
        """The first table at its header, another wherever different headings begin."""
        head: Header | None = header
        start = 0
        above = [*map(one_line, part.before), *part.titles(0, header.start)]
        while head is not None:
            table = self._table(part, head, above)
            body = head.start + head.span
            table.rows.headings = table.rows.content = body - start
            self.annex.notes += [*(part.notes(0, head.start) if not start else above), *head.hats]
            self.annex.tables.append(table)
            self.annex.findings += _unsure(table)
            rows = read_table(self.annex, table, head, part, body)
            self.extents.append((part, head.start, rows.stop))
            start, head, above = rows.stop, rows.next_header, rows.above

    def _table(self, part: Content, head: Header, above: Sequence[str]) -> TableRead:
        """The table that the headings begin, its columns known and nothing read; the last text above heads it."""
        body = head.start + head.span
        columns = headers.map_columns(head, part.texts[body : body + headers.SAMPLE], self.year)
        columns = _overridden(columns, self.overrides) if self.overrides else columns
        self.hats += [over for over, column in zip(head.over, columns, strict=False) if column.concept in AMOUNTS]
        line = part.lines[min(head.start, len(part.lines) - 1)]
        texts = [text.rstrip(" :\u00a0") for text in above if re.search("\\w", text)]
        heading = texts[-1] if texts else None
        return TableRead(len(self.annex.tables), heading, part.sheet, part.page, line, line, columns)

    def finish(self, after: Sequence[str]) -> None:
        """Settle what depends on the whole; `after` are the paragraphs that end the file."""
        if not self.annex.tables:
            raise NoTable(_NO_TABLE)
        _refuse_unknown(self.annex.tables, self.overrides)
        set_aside(self.annex, self.extents)
        about(self.annex, self.above, self.hats)
        settle_whole(self.annex, after)
        mark_copies(self.annex)


def _overridden(columns: list[ColumnMap], overrides: Overrides) -> list[ColumnMap]:
    """The columns with the choices of a person, which win over ours. A table that lacks a chosen column keeps its own.

    A column that was chosen for one concept stands for no other.
    """
    for concept, wanted in overrides.items():
        names = [wanted] if isinstance(wanted, str) else wanted
        position = next((at for name in names if (at := _place(columns, name))), None)
        if names and position is None:
            continue
        columns = [
            column._replace(concept=concept, sure=True)
            if column.position == position
            else column._replace(concept=None)
            if column.concept == concept
            else column
            for column in columns
        ]
    return columns


def _place(columns: Sequence[ColumnMap], wanted: str) -> int | None:
    """The place of the column of that heading, number or letter."""
    names = ((column.position, {str(column.position), column.heading, letter(column.position)}) for column in columns)
    return next((position for position, known in names if wanted in known or wanted.upper() in known), None)


def _refuse_unknown(tables: Sequence[TableRead], overrides: Overrides) -> None:
    """Refuse a chosen column that no table has."""
    for concept, wanted in overrides.items():
        names = [wanted] if isinstance(wanted, str) else wanted
        if names and not any(_place(table.columns, name) for table in tables for name in names):
            width = max(len(table.columns) for table in tables)
            raise Refusal(
                f"La colonne « {', '.join(names)} » choisie pour {concept} n’existe pas. "
                f"Le tableau a {width} colonnes, de A à {letter(width)}."
            )


def _unsure(table: TableRead) -> list[Finding]:
    """What the mapping of the columns leaves to a person's eye."""
    found = [
        Finding(
            "columns-unsure",
            f"La colonne « {column.heading} » est lue comme « {CONCEPT_NAMES[column.concept]} », sans certitude. "
            "Vérifiez-la ; à l’import, vous pouvez en choisir une autre "
            f"(en ligne de commande : --map {column.concept}=LETTRE).",
            table.index,
            table.first_line,
            column.position,
            column.heading,
        )
        for column in table.columns
        if column.concept and not column.sure
    ]
    known = {column.concept for column in table.columns if column.concept}
    if not known & {"title", "holder"}:
        message = (
            "Aucune colonne de porteur ni d’intitulé reconnue. "
            "Indiquez-les à l’import (en ligne de commande : --map holder=LETTRE --map title=LETTRE)."
        )
        found.append(Finding("columns-unsure", message, table.index, table.first_line))
    return found


CONCEPT_NAMES: dict[str, str] = {
    "number": "numéro",
    "holder": "porteur",
    "theme": "thématique",
    "title": "intitulé",
    "description": "descriptif",
    "audience": "public visé",
    "expected_partners": "partenaires pressentis",
    "total_cost": "coût total",
    "requested": "montant demandé",
    "grant": "montant accordé",
    "status": "état",
    "siret": "SIRET",
    "rna": "RNA",
    "uai": "UAI",
}
"""The name of each concept, as people say it."""
