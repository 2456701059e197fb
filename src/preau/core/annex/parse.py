"""From grids to an annex: title, tables, actions, totals and notes. Never raises for what a file contains.

Every row with content becomes an action, a heading, a total, a note, or a finding that says it was not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from preau.core.annex import header as headers
from preau.core.annex.about import about
from preau.core.annex.body import Rows, read_body
from preau.core.annex.cells import one_line, texts_of
from preau.core.annex.copies import mark_copies
from preau.core.annex.header import Header
from preau.core.annex.rows import AMOUNTS, Annex, ColumnMap, Concept, RowCount, TableRead, TotalRow
from preau.core.annex.totals import total_in_sentence
from preau.core.findings import Finding
from preau.core.grid import Grid, Reading
from preau.core.refusal import Refusal

Overrides = Mapping[Concept, str]
"""Columns that a person chose: concept to letter ("H"), place ("8") or heading."""


def parse(reading: Reading, *, sheet: str | None = None, overrides: Overrides | None = None) -> Annex:
    """The annex that the grids hold; without the findings of the checks, only those of the reading itself.

    `sheet` keeps the grids of that name only. Raises Refusal when the name is unknown, when a chosen column does not
    exist, or when nothing in the file looks like a table.
    """
    grids = _chosen(reading.grids, sheet)
    annex = Annex(None, None, None, [], findings=list(reading.findings))
    content = [_Content(grid) for grid in grids]
    found = [headers.find(part.texts) for part in content]
    if not any(found):
        found = [headers.plain(part.texts) for part in content]
    for part, header in zip(content, found, strict=True):
        annex.notes.extend(one_line(text) for text in part.grid.before)
        if header is None and not overrides:
            annex.notes.extend(part.lines_as_notes())
            annex.loose_rows += len(part.texts)
        else:
            _read_tables(annex, part, header or Header(-1, 0, _lettered(part.texts)), overrides or {})
        annex.notes.extend(one_line(text) for text in part.grid.after)
    if not annex.tables:
        raise Refusal(_NO_TABLE)
    _totals_after(annex, content[-1])
    about(annex, content[0].grid.before)
    _themes_from_headings(annex)
    mark_copies(annex)
    return annex


_NO_TABLE = (
    "Aucun tableau d’actions reconnu dans ce fichier. Vérifiez qu’il contient une ligne d’en-têtes "
    "(par exemple N°, Porteur, Intitulé, Coût total, Montant), ou indiquez les colonnes avec --map."
)


def _chosen(grids: Sequence[Grid], sheet: str | None) -> list[Grid]:
    if sheet is None:
        return list(grids)
    chosen = [grid for grid in grids if grid.sheet == sheet]
    if not chosen:
        names = ", ".join(f"« {grid.sheet} »" for grid in grids if grid.sheet)
        raise Refusal(
            f"Ce fichier n’a pas de feuille « {sheet} ». "
            + (f"Ses feuilles : {names}." if names else "Il n’a pas de feuilles nommées.")
        )
    return chosen


class _Content:
    """The rows of a grid that hold something, as texts, with where they came from."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.lines: list[int] = []
        self.texts: list[list[str]] = []
        self.spread: dict[tuple[int, int], str] = {}
        at_row: dict[int, int] = {}
        for index, row in enumerate(grid.rows):
            texts = texts_of(row)
            if any(texts):
                at_row[index] = len(self.texts)
                self.lines.append(grid.lines[index])
                self.texts.append(texts)
        self._spread_merged(grid, at_row)

    def _spread_merged(self, grid: Grid, at_row: dict[int, int]) -> None:
        """Remember the text of every area merged over several rows, for each row under its first."""
        for first, column, last, _ in grid.merged:
            if last > first and first in at_row and column < len(self.texts[at_row[first]]):
                text = self.texts[at_row[first]][column]
                for row in range(first + 1, last + 1):
                    if text and row in at_row:
                        self.spread[at_row[row], column] = text

    def lines_as_notes(self) -> list[str]:
        """Every row as one line of text."""
        return [" ".join(text for text in texts if text) for texts in self.texts]


def _lettered(texts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Headings for a table that has none: its columns as a spreadsheet letters them."""
    width = max((len(row) for row in texts), default=0)
    return tuple(f"Colonne {letter(i + 1)}" for i in range(width))


def letter(position: int) -> str:
    """The letter of a column by its place from 1: 1 is A, 27 is AA."""
    name = ""
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _read_tables(annex: Annex, part: _Content, header: Header, overrides: Overrides) -> None:
    """Add the tables of a grid: the first at its header, another wherever different headings begin."""
    head: Header | None = header
    start = 0
    while head is not None:
        body = head.start + head.span
        columns = headers.map_columns(head, part.texts[body : body + headers.SEARCHED])
        columns = _overridden(columns, overrides) if overrides else columns
        table = TableRead(
            index=len(annex.tables),
            heading=_heading(part, start, head.start),
            sheet=part.grid.sheet,
            page=part.grid.page,
            first_line=part.lines[max(head.start, 0)],
            last_line=part.lines[max(head.start, 0)],
            columns=columns,
            rows=RowCount(),
        )
        above = [" ".join(text for text in texts if text) for texts in part.texts[start : max(head.start, 0)]]
        annex.notes.extend(above)
        table.rows.headings += max(head.start, 0) - start + head.span
        annex.notes.extend(hat for hat in head.hats)
        annex.tables.append(table)
        annex.findings.extend(_unsure(table))
        end, next_head = read_body(annex, table, head, Rows(part.texts, part.lines, part.spread), body)
        table.rows.content += end - start
        table.last_line = part.lines[end - 1]
        start, head = end, next_head


def _heading(part: _Content, start: int, stop: int) -> str | None:
    """The nearest text above the headings of a table."""
    above = [" ".join(text for text in texts if text) for texts in part.texts[start : max(stop, 0)]]
    if not start:
        above = [one_line(text) for text in part.grid.before] + above
    texts = [text.rstrip(" :\u00a0") for text in above if re.search(r"\w", text)]
    return texts[-1] if texts else None


def _overridden(columns: list[ColumnMap], overrides: Overrides) -> list[ColumnMap]:
    """The columns with the choices of a person, which win over ours."""
    for concept, wanted in overrides.items():
        position = next(
            (
                column.position
                for column in columns
                if wanted in (str(column.position), column.heading) or wanted.upper() == letter(column.position)
            ),
            None,
        )
        if position is None:
            raise Refusal(
                f"La colonne « {wanted} » choisie pour {concept} n’existe pas. "
                f"Le tableau a {len(columns)} colonnes, de A à {letter(len(columns))}."
            )
        columns = [
            column._replace(concept=concept, sure=True)
            if column.position == position
            else column._replace(concept=None)
            if column.concept == concept
            else column
            for column in columns
        ]
    return columns


def _unsure(table: TableRead) -> list[Finding]:
    """What the mapping of the columns leaves to a person's eye."""
    found = [
        Finding(
            "columns-unsure",
            f"La colonne « {column.heading} » est lue comme «\u00a0{CONCEPT_NAMES[column.concept]}\u00a0», sans certitude. "
            f"Vérifiez, ou choisissez avec --map {column.concept}=LETTRE.",
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
        message = "Aucune colonne de porteur ni d’intitulé reconnue. Indiquez-les avec --map holder=LETTRE --map title=LETTRE."
        found.append(Finding("columns-unsure", message, table.index, table.first_line))
    return found


def _themes_from_headings(annex: Annex) -> None:
    """Of several tables without a column of themes, the title above each says the theme of its actions."""
    for table in annex.tables:
        if len(annex.tables) > 1 and table.heading and not table.position("theme"):
            for action in table.actions:
                action.theme = action.theme or table.heading


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


def _totals_after(annex: Annex, last: _Content) -> None:
    """Take the total that a sentence under the last table announces, when the table itself prints none."""
    table = annex.tables[-1]
    if table.printed or not table.actions:
        return
    for text in last.grid.after:
        total = total_in_sentence(one_line(text), [c for c in AMOUNTS if table.position(c)])
        if total is not None:
            amounts, count = total
            whole = len(table.actions)
            table.totals.append(TotalRow(None, one_line(text), amounts, 0, whole, grand=True, count=count))
            return
