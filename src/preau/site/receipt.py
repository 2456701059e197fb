"""An import as its page tells it: where every row went, how the columns were understood, what it changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.http import QueryDict

from preau.annexes.changes import Change, changes_of
from preau.annexes.models import Import, ImportedRow
from preau.core.money import euros
from preau.site.labels import AMOUNTS, CONCEPTS
from preau.site.places import Places
from preau.site.remarks import Remark

PER_PAGE = 100
CHOICES = {"toutes": "Toutes", "remarques": "Avec une remarque", "changements": "Ce qui change"}
EFFECTS = {"create": "Créée", "change": "Modifiée", "withdraw": "Retirée", "unchanged": "Inchangée", "left": "Laissée"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A total that the file prints, against the sum of its actions."""

    concept: str
    label: str
    printed: Decimal | None
    computed: Decimal | None

    @property
    def equal(self) -> bool:
        """Whether they agree to the cent."""
        return self.printed == self.computed


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its heading, an example, what it stands for, whether that is sure."""

    position: str
    heading: str
    example: str
    stands_for: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that some tables of the file have in common."""

    tables: tuple[int, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: its column as people name it, the heading, the text; its place from 1 for an anchor."""

    position: int
    column: str
    heading: str
    text: str


@dataclass(slots=True)
class Row:
    """A row of the file, what was understood of it and what it changed; its amounts in euros where they were read."""

    row: ImportedRow
    place: str
    effect: str
    number: str
    name: str
    cost: str
    grant: str
    cells: list[Cell]
    remarks: list[Remark]
    changes: tuple[Change, ...] = ()
    hit: bool = False
    quoted: list[Cell] = field(default_factory=list)


class Choice(NamedTuple):
    """A choice of rows: its word in the address, its label, how many rows it holds."""

    slug: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class View:
    """Which rows are wanted: all, those with a remark, those that change something; and the page of them."""

    which: str
    page: int
    pages: int
    rows: Sequence[ImportedRow]
    choices: Sequence[Choice]

    @property
    def numbers(self) -> range:
        """The numbers of the pages."""
        return range(1, self.pages + 1)


def comparisons(imported: Import) -> list[Comparison]:
    """The totals of the file, for each amount that it gives."""
    return [
        Comparison(concept, label, _amount(imported.printed.get(concept)), _amount(imported.computed.get(concept)))
        for concept, label in AMOUNTS.items()
        if imported.printed.get(concept) is not None or imported.computed.get(concept) is not None
    ]


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _euros(text: str | None) -> str:
    return "" if text is None else euros(Decimal(text))


def whereabouts(imported: Import) -> list[tuple[int, str]]:
    """Where the rows of the file went: each count with the forms of its noun."""
    words = {
        "actions": "action,actions",
        "headings": "ligne de titre,lignes de titre",
        "totals": "ligne de total,lignes de total",
        "notes": "note,notes",
        "unread": "ligne non lue,lignes non lues",
    }
    return [(imported.counts[name], forms) for name, forms in words.items() if imported.counts[name]]


def columns_of(places: Places, examples: dict[int, ImportedRow]) -> list[Columns]:
    """The columns as understood; tables that have the same ones stand together."""
    alike: dict[tuple[tuple[str, str | None, bool], ...], list[int]] = defaultdict(list)
    for table, columns in enumerate(places.imported.columns):
        alike[tuple((c["heading"], c["concept"], c.get("sure", True)) for c in columns)].append(table)
    found = []
    for shape, tables in alike.items():
        row = next((examples[table] for table in tables if table in examples), None)
        texts = {position: text for position, _, text in row.cells} if row else {}
        found.append(
            Columns(
                tuple(table + 1 for table in tables),
                tuple(
                    Column(places.column(i), heading, texts.get(i, ""), CONCEPTS.get(concept or "", ""), sure)
                    for i, (heading, concept, sure) in enumerate(shape, start=1)
                ),
            )
        )
    return found


def view_of(query: QueryDict, rows: Sequence[ImportedRow], remarked: set[int]) -> View:
    """The page of rows that the address asks for: of those chosen, or the one that holds the row of an action."""
    kinds = {
        "toutes": [row for row in rows if row.kind != "withdraw"],
        "remarques": [row for row in rows if row.action_id in remarked and row.kind != "withdraw"],
        "changements": [row for row in rows if row.kind in ("create", "change")],
    }
    first = "changements" if 0 < len(kinds["changements"]) < len(kinds["toutes"]) else "toutes"
    which = query.get("lignes", "")
    which = which if which in kinds else first
    wanted = query.get("action", "")
    chosen = kinds["toutes" if wanted else which]
    pages = max(1, -(-len(chosen) // PER_PAGE))
    at = next((i for i, row in enumerate(chosen) if str(row.action.serial) == wanted), None)
    asked = query.get("page", "1")
    page = at // PER_PAGE + 1 if at is not None else int(asked) if asked.isdecimal() and len(asked) < 7 else 1  # noqa: PLR2004
    page = min(max(page, 1), pages)
    which = "toutes" if wanted else which
    choices = [Choice(slug, CHOICES[slug], len(found)) for slug, found in kinds.items() if found or slug == which]
    return View(which, page, pages, chosen[(page - 1) * PER_PAGE : page * PER_PAGE], choices)


def row_of(row: ImportedRow, places: Places, remarks: Iterable[Remark]) -> Row:
    """The row with its cells, its remarks, and the cells that the remarks quote."""
    cells = [
        Cell(at, places.column(at), places.heading(row.table, at) or "sans titre", text) for at, _, text in row.cells
    ]
    said = {concept: text for _, concept, text in row.cells if concept}
    about = list(remarks)
    quoted = {one.column for one in about}
    return Row(
        row,
        places.text(row.table, row.line),
        EFFECTS[row.kind],
        said.get("number", ""),
        said.get("title") or said.get("holder") or row.action.name,
        _euros(row.amounts.get("total_cost")) or said.get("total_cost", ""),
        _euros(row.amounts.get("grant")) or said.get("grant", ""),
        cells,
        about,
        changes_of(row.changes) if row.kind == "change" else (),
        any(one.level == "error" for one in about),
        [cell for cell in cells if cell.position in quoted],
    )


def verdict(comparison: Comparison) -> str:
    """What the comparison says, in words."""
    if comparison.printed is None:
        return "le fichier n’imprime pas ce total"
    if comparison.equal:
        return "somme calculée et total imprimé concordent"
    return f"le fichier imprime {euros(comparison.printed)}"


def effects(imported: Import) -> list[tuple[int, str]]:
    """What the import did, each count with the forms of its word: the same counts as its preview told."""
    words = {
        "create": "créée,créées",
        "change": "modifiée,modifiées",
        "withdraw": "retirée,retirées",
        "unchanged": "inchangée,inchangées",
    }
    done = [(imported.counts[kind], forms) for kind, forms in words.items()]
    absent = imported.counts.get("absent", 0)
    left = imported.counts.get("left", 0) - absent
    kept = [
        (left, "laissée comme elle était,laissées comme elles étaient"),
        (absent, "absente du fichier et gardée,absentes du fichier et gardées"),
    ]
    return [*done, *(one for one in kept if one[0])]


def nothing_lost(imported: Import) -> bool:
    """Whether every row with content went somewhere."""
    counts = imported.counts
    return bool(counts["rows"] == sum(counts[name] for name in ("actions", "headings", "totals", "notes", "unread")))
