"""The annex as a paper, laid out as prefectures expect: title, two rows of headings, one row an action, TOTAL.

The inverse of reading: what is laid out, written and read again is the same annex.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from preau.core.annex.contract import number_value
from preau.core.annex.names import title_with_status
from preau.core.annex.rows import AMOUNTS, ActionRow, Annex, ColumnMap, Concept, TableRead, Totals, sum_amounts
from preau.core.document.blocks import Block, Cell, Column, Document, Heading, Row, Table

UNTITLED = "Programme d’actions"


class _Place(NamedTuple):
    """A column of the paper: its concept, or the heading of a column that stands for none; its share of the width."""

    concept: Concept | None
    heading: str
    width: float


HEADINGS: dict[Concept, str] = {
    "number": "N°",
    "holder": "Nom de l’association / EPLE / Collectivité",
    "theme": "Thématiques",
    "title": "Intitulé action/projet",
    "description": "Descriptif de l’action/projet",
    "audience": "Public visé",
    "expected_partners": "Partenaires pressentis",
    "siret": "SIRET",
    "rna": "RNA",
    "uai": "UAI",
    "total_cost": "Coût total du projet",
    "requested": "Montant demandé",
    "grant": "Montant Cité éducative réactualisé",
}
"""The headings of the annex of the cités éducatives, as the prefecture of the Sarthe had it filled in 2020."""

_WIDTHS: dict[Concept, float] = {
    "number": 7, "holder": 25, "theme": 26, "title": 32, "description": 84, "audience": 26, "expected_partners": 42,
    "siret": 25, "rna": 20, "uai": 16, "total_cost": 21, "requested": 21, "grant": 22,
}  # fmt: skip
_ALWAYS: frozenset[Concept] = frozenset({"number", "holder", "title"})
_OTHER_WIDTH = 22
_FIELDS: dict[Concept, str] = {
    "theme": "theme", "description": "description", "audience": "audience", "expected_partners": "partners_written",
    "total_cost": "total_cost", "requested": "requested", "grant": "grant",
    "siret": "siret", "rna": "rna", "uai": "uai",
}  # fmt: skip
"""The field of an action that each column which may be left out prints."""


def lay_out(annex: Annex, *, footer: str = "") -> Document:
    """The paper of an annex: each of its tables under its heading, with its own total.

    `footer` stands at the foot of every page (version and date of the data).
    """
    blocks: list[Block] = [Heading(annex.title)] if annex.title else []
    tables = [table for table in annex.tables if table.copy_of is None]
    for table in tables:
        if table.heading and len(tables) > 1:
            blocks.append(Heading(table.heading, 2 if annex.title else 1))
        places = _places(table)
        headings: dict[Concept | None, str] = {
            c.concept: c.heading for c in table.columns if c.concept in AMOUNTS and c.heading
        }
        blocks.append(_table(table, places, annex.year, headings))
    return Document(annex.title or UNTITLED, tuple(blocks), footer=footer)


def programme_annex(
    title: str, year: int, actions: Sequence[ActionRow], concepts: Collection[Concept] | None = None
) -> Annex:
    """The annex of a programme that is kept: one table, every standard column, whatever file it once came from.

    With `concepts`, the columns of those alone, and those that name an action.
    """
    columns = [ColumnMap(place, HEADINGS.get(one, one), one) for place, one in enumerate(concepts or (), start=1)]
    table = TableRead(0, None, None, None, 0, 0, columns, actions=list(actions))
    return Annex(title, None, year, [table])


def only(action: ActionRow, concepts: Collection[Concept], other: Mapping[str, str]) -> ActionRow:
    """The action with what it says of these concepts and what names it, and other columns by their headings."""
    kept = {*concepts, *_ALWAYS}
    said = replace(action, other=dict(other), status=None)
    for concept, field in _FIELDS.items():
        if concept not in kept:
            setattr(said, field, None)
    return said


def _places(table: TableRead) -> list[_Place]:
    """The columns the paper needs: the standard ones that say something, then every heading that is no concept."""
    actions = table.actions
    whole = not table.columns
    same_theme = bool(table.heading) and all(action.theme == table.heading for action in actions)
    places = [
        _Place(concept, HEADINGS[concept], _WIDTHS[concept])
        for concept in HEADINGS
        if concept in _ALWAYS
        or (concept == "theme" and not same_theme and (whole or _says(actions, concept) or table.position("theme")))
        or (
            concept != "theme"
            and (_says(actions, concept) or table.position(concept) or (whole and _standard(concept)))
        )
    ]
    taken = {c.heading for c in table.columns if c.concept in AMOUNTS}
    others = dict.fromkeys(heading for action in actions for heading in action.other if heading not in taken)
    at = next((i for i, place in enumerate(places) if place.concept in AMOUNTS), len(places))
    return [*places[:at], *(_Place(None, heading, _OTHER_WIDTH) for heading in others), *places[at:]]


def _standard(concept: Concept) -> bool:
    return concept not in ("siret", "rna", "uai", "requested")


def _says(actions: Sequence[ActionRow], concept: Concept) -> bool:
    return any(_value(action, concept) is not None for action in actions)


def _value(action: ActionRow, concept: Concept) -> str | int | Decimal | None:
    match concept:
        case "title":
            return title_with_status(action.title, action.status) if action.title else None
        case "holder":
            return action.holder_written
        case "expected_partners":
            return action.partners_written
        case "number":
            return number_value(action.number)
        case "status":
            return None
        case _:
            value: str | Decimal | None = getattr(action, concept)
            return value


def _table(
    table: TableRead, places: list[_Place], year: int | None, amount_headings: dict[Concept | None, str]
) -> Table:
    row_head = next(i for i, place in enumerate(places) if place.concept == "title")
    body = tuple(
        tuple(
            Cell(_cell(action, place, amount_headings), role="row" if i == row_head else None)
            for i, place in enumerate(places)
        )
        for action in table.actions
    )
    return Table(
        columns=tuple(Column(place.width, "right" if place.concept in AMOUNTS else "left") for place in places),
        head=_head(places, year),
        body=body,
        foot=_foot(places, sum_amounts(table.actions)),
    )


def _cell(action: ActionRow, place: _Place, amount_headings: dict[Concept | None, str]) -> str | int | Decimal | None:
    if place.concept is None:
        return action.other.get(place.heading)
    value = _value(action, place.concept)
    if value is None and place.concept in amount_headings:
        return action.other.get(amount_headings[place.concept])
    return value


def _head(places: list[_Place], year: int | None) -> tuple[Row, ...]:
    amounts = [place for place in places if place.concept in AMOUNTS]
    if year is None or len(amounts) < 2:  # noqa: PLR2004 - a hat stands over two columns
        return (tuple(Cell(place.heading, role="column") for place in places),)
    above = [Cell(place.heading, rowspan=2, role="column") for place in places if place.concept not in AMOUNTS]
    hat = Cell(f"ANNEE {year}", colspan=len(amounts), role="column")
    return ((*above, hat), tuple(Cell(place.heading, role="column") for place in amounts))


def _foot(places: list[_Place], totals: Totals) -> tuple[Row, ...]:
    before = next((i for i, place in enumerate(places) if place.concept in AMOUNTS), 0)
    if not before:
        return ()
    amounts = tuple(Cell(totals.get(place.concept or "")) for place in places[before:])
    return ((Cell("TOTAL", colspan=before, role="row"), *amounts),)
