"""Where the values of an action come from: the cells of its row, the movements of its money, its journal."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from preau.annexes.changes import Change, changes_of, value_text
from preau.annexes.models import ImportedRow
from preau.budgets.models import Movement
from preau.core.annex.living import FIELDS as FIELDS_OF
from preau.core.money import euros
from preau.core.text import squeeze
from preau.journal.models import Line, Operation
from preau.programmes.models import Action
from preau.site.labels import CONCEPTS
from preau.site.overview import state_of
from preau.site.places import Places
from preau.site.queries import grant_of
from preau.site.remarks import Remark
from preau.ui.templatetags.french import french

_NAMED = re.compile("^Action [^:]+[ \u00a0]: ")
AS_IT_IS = "repris tel quel"
SHORT = 60
"""Signs of a value that is shown beside the cell it no longer comes from."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A cell of the file and what it became."""

    label: str
    heading: str
    raw: str
    understood: str
    column: str
    concept: str | None
    remarks: tuple[Remark, ...]

    def fills(self, known: set[str | None]) -> bool:
        """Whether it says what later files have no column for."""
        return self.concept is not None and self.concept not in known

    def of_file(self, row: ImportedRow) -> Origin:
        """The same, its place naming the file it stands in."""
        return replace(self, column=f"{row.imported.source.name}, {self.column}")


@dataclass(frozen=True, slots=True)
class Event:
    """What an operation did to the action."""

    operation: Operation
    what: str
    changes: tuple[Change, ...]
    withdrew: bool = False

    @property
    def of_file(self) -> bool:
        """Whether a file is the cause: an import, or the undoing of one."""
        return (self.operation.undoes or self.operation).verb == Operation.Verb.IMPORT


@dataclass(frozen=True, slots=True)
class Step:
    """A movement of money and what was programmed after it."""

    movement: Movement
    total: Decimal


def origins(
    action: Action, row: ImportedRow, places: Places, remarks: Sequence[Remark], later: Mapping[str, object]
) -> list[Origin]:
    """Every column of the file for the action, empty ones too; then what stood past the last column.

    `later` are the fields that changed since the file was read (`changed_since`).
    """
    texts = {position: (concept, text) for position, concept, text in row.cells}
    columns = {column["position"]: column for column in places.columns(row.table)}
    found = []
    for position in sorted(columns | texts):
        known = columns.get(position, {"heading": "", "concept": None})
        concept, raw = known["concept"], texts.get(position, (None, ""))[1]
        about = tuple(one for one in remarks if concept and one.field == FIELDS_OF.get(concept, concept))
        label = CONCEPTS.get(concept, "") or known["heading"] or "Sans titre"
        field = FIELDS_OF.get(concept, concept) if concept else ""
        understood = understood_of(action, concept, raw) if raw else ""
        if field in later:
            understood = french(_changed(field, later[field]))
        found.append(Origin(label, known["heading"], raw, understood, places.column(position), concept, about))
    return found


def changed_since(lines: Iterable[Line], number: int) -> dict[str, object]:
    """The fields of an action that are no longer what they were after an operation, each with its value now.

    `lines` are its journal, the latest first. What was changed and put back has not changed.
    """
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for line in lines:
        if line.kind == Line.Kind.ACTION and line.operation.number > number:
            before |= {name: line.before.get(name) for name in line.after}
            after = dict(line.after) | after
    return {name: value for name, value in after.items() if (value or None) != (before[name] or None)}


def _changed(field: str, value: object) -> str:
    text = value_text(field, value)
    return f"modifié depuis : {text}" if len(text) <= SHORT else "modifié depuis"


def understood_of(action: Action, concept: str | None, raw: str) -> str:
    """What Préau made of a cell: its value where it differs from the text, else that nothing changed."""
    match concept:
        case "total_cost" | "requested" | "grant":
            amount = grant_of(action) if concept == "grant" else getattr(action, concept)
            return euros(amount) if amount is not None else "gardé en texte"
        case "holder":
            understood = ", ".join(
                f"{one.organisation} (pressenti)" if one.tentative else str(one.organisation)
                for one in action.holders.all()
            )
        case "expected_partners":
            names = [partner.written for partner in action.partners.all()]
            understood = raw if len(names) < 2 else f"{len(names)} noms"  # noqa: PLR2004 - one name is the cell
        case "theme":
            understood = action.theme.name if action.theme else ""
        case "title":
            state = f" ; état : {state_of(action)[0].lower()}" if action.status else ""
            understood = action.title + (state if squeeze(raw) != action.title else "")
        case "status":
            understood = state_of(action)[0]
        case "description" | "audience":
            return AS_IT_IS if squeeze(raw) == getattr(action, concept) else "sans les balises, les paragraphes gardés"
        case _:
            return AS_IT_IS if concept else "gardé à part"
    return AS_IT_IS if understood == squeeze(raw) else french(understood)


def steps(movements: Iterable[Movement]) -> list[Step]:
    """The movements with the total that each leads to."""
    total, found = Decimal(0), []
    for movement in movements:
        total += movement.amount
        found.append(Step(movement, total))
    return found


def events(lines: Iterable[Line]) -> list[Event]:
    """The journal of the action as sentences, each with the fields it changed."""
    return [_event(line) for line in lines]


CREATED = {
    Operation.Verb.DUPLICATE: "Action créée par copie",
    Operation.Verb.RENEW: "Action créée par reconduction",
    Operation.Verb.POSTPONE: "Action reportée d’un autre programme",
    Operation.Verb.ADD: "Action ajoutée",
}
CHANGED = {
    Operation.Verb.POSTPONE: "Action reportée",
    Operation.Verb.RENUMBER: "Numéro changé",
    Operation.Verb.THEMES: "Thème changé",
    Operation.Verb.MERGE: "Organismes ou thèmes réunis",
    Operation.Verb.FUNDING: "Plan de financement changé",
}
"""What each verb did to an action that was there; an edit, an import and what undoes one changed it, simply."""


def _event(line: Line) -> Event:
    verb = Operation.Verb(line.operation.verb)
    if line.kind == Line.Kind.FINDING:
        reason = line.after.get("reason") or line.before.get("reason", "")
        said = (("Constat", _NAMED.sub("", line.label)), ("Motif", reason))
        changes = tuple(Change(label, "", text) for label, text in said if text)
        return Event(line.operation, "Constat gardé" if line.after else "Constat rouvert", changes)
    if not line.before:
        return Event(line.operation, CREATED.get(verb, "Action créée"), ())
    changes = changes_of(_pairs(line, line.after.keys() - {"withdrawn"}))
    if "withdrawn" in line.after:
        withdrew = bool(line.after["withdrawn"])
        what = "Action retirée du programme" if withdrew else "Action remise au programme"
        return Event(line.operation, what, changes, withdrew)
    for field, added, removed in (
        ("attachment", "Pièce jointe", "Pièce retirée"),
        ("target", "Objectif ajouté", "Objectif retiré"),
    ):
        if field in line.after:
            shown = Change("", "", line.after[field] or line.before.get(field, ""))
            return Event(line.operation, added if line.after[field] else removed, (shown,))
    return Event(line.operation, CHANGED.get(verb, "Action modifiée"), changes)


def _pairs(line: Line, names: Container[str]) -> list[tuple[str, Any, Any]]:
    """The fields of the line that are asked for, in its order, before and after."""
    return [(name, line.before.get(name), after) for name, after in line.after.items() if name in names]
