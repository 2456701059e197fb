"""A file and its plan in a few figures: totals, where its rows went, what applying would do, which actions it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from preau.annexes.preview import Remark
from preau.annexes.records import ABOUT_TABLES
from preau.annexes.words import AMOUNTS
from preau.core.annex.plan import Plan
from preau.core.annex.rows import Annex
from preau.core.findings import Level, cut
from preau.core.money import euros
from preau.formats.annex import AnnexFile

LEVELS: dict[Level, str] = {"error": "à corriger", "warning": "à préciser", "info": "à savoir"}


class Total(NamedTuple):
    """A total that the file prints, against the sum of its rows, in euros."""

    label: str
    printed: Decimal | None
    computed: Decimal | None

    @property
    def equal(self) -> bool:
        """Whether they agree to the cent."""
        return self.printed == self.computed


class Absent(NamedTuple):
    """An action of the programme that the file lacks; `mark` is empty where it may not leave."""

    mark: str
    name: str
    grant: str
    leaves: bool


def totals_of(annex: Annex) -> list[Total]:
    """The totals of the file, for each amount that it gives."""
    printed, computed = annex.printed, annex.computed
    return [
        Total(label, printed.get(concept), computed.get(concept))
        for concept, label in AMOUNTS.items()
        if concept in printed or concept in computed
    ]


def absent_of(plan: Plan[int], left: Collection[str]) -> list[Absent]:
    """The actions that the file lacks, and whether they leave."""
    found = []
    for at, step in enumerate(plan.steps):
        if step.row is None:
            grant = next((one.before for one in (*step.changes, *step.held) if one.field == "grant"), None)
            mark = str(at) if step.kind == "withdraw" else ""
            amount = euros(grant) if isinstance(grant, Decimal) else ""
            found.append(Absent(mark, step.name, amount, bool(mark) and mark not in left))
    return found


def effects_of(accepted: Plan[int]) -> list[tuple[int, str, str]]:
    """What applying would do: each count with the forms of its words, and its tone."""
    done = Counter(step.kind for step in accepted.steps)
    absent_kept = sum(step.row is None and step.kind == "left" for step in accepted.steps)
    rows_left = done["left"] - absent_kept
    told = [
        (done["create"], "créée,créées", "good"),
        (done["change"], "modifiée,modifiées", ""),
        (done["unchanged"], "inchangée,inchangées", ""),
        (done["withdraw"], "retirée,retirées", "warn"),
        (rows_left, "laissée comme elle est,laissées comme elles sont", ""),
        (absent_kept, "absente du fichier et gardée,absentes du fichier et gardées", "warn"),
    ]
    return [one for one in told if one[0]]


def about_file(file: AnnexFile) -> list[Remark]:
    """What is said of the file and its tables, and of no action in particular."""
    rows = {(row.table, row.line) for row in file.annex.actions}
    return [
        Remark(
            finding.level,
            *((cut(finding.message)[0], "") if finding.code == "columns-unsure" else cut(finding.message)),
        )
        for finding in file.findings
        if finding.code in ABOUT_TABLES or (finding.table, finding.line) not in rows
    ]


def whereabouts(annex: Annex) -> list[tuple[int, str]]:
    """Where the rows of the file went: each count with the forms of its noun."""
    rows = annex.rows
    counts = [
        (rows.actions, "action,actions"),
        (rows.headings, "ligne de titre,lignes de titre"),
        (rows.totals, "ligne de total,lignes de total"),
        (rows.notes, "note,notes"),
        (rows.unread, "ligne non lue,lignes non lues"),
    ]
    return [(number, forms) for number, forms in counts if number]


def levels_of(file: AnnexFile) -> list[tuple[int, str]]:
    """How many findings there are of each gravity, in words, the gravest first."""
    counts = Counter(finding.level for finding in file.findings)
    return [(counts[level], words) for level, words in LEVELS.items() if counts[level]]
