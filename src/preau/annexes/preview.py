"""What a file would do to a programme, as the wizard shows it: row by row, field by field. Nothing here writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.http import QueryDict

from preau.annexes.changes import Change, changes_of
from preau.annexes.columns import place_of
from preau.annexes.records import ABOUT_TABLES
from preau.annexes.state import as_told
from preau.core.annex.plan import Change as Changed
from preau.core.annex.plan import Plan, Step, marks_of
from preau.core.annex.rows import ActionRow
from preau.core.findings import Finding, cut
from preau.core.money import euros
from preau.core.text import fold
from preau.formats.annex import AnnexFile
from preau.programmes.models import Action, Programme

PER_PAGE = 100
CHOICES = {"changements": "Ce qui change", "remarques": "Avec une remarque", "toutes": "Toutes"}


class Remark(NamedTuple):
    """What a check says of a row: its level, the statement, and what to do."""

    level: str
    statement: str
    advice: str


class Quote(NamedTuple):
    """A cell of the file: its heading, its place as people name it, its text."""

    heading: str
    place: str
    text: str


class Proposal(NamedTuple):
    """A field that would change, with its mark in the form; several parts where it gathers other columns."""

    mark: str
    parts: tuple[Change, ...]
    accepted: bool


@dataclass(slots=True)
class Line:
    """A row of the file: what it says, what the checks say of it, what would be done with it.

    `namesake` is another action of the programme that has the number of this new one already.
    """

    step: Step[int]
    mark: str
    place: str
    cells: list[Quote]
    quoted: list[Quote]
    remarks: list[Remark]
    proposals: list[Proposal]
    held: tuple[Change, ...]
    accepted: bool
    hit: bool
    namesake: str = ""

    @property
    def enters_bare(self) -> bool:
        """Whether it is a new action of a voted programme, which enters without the amount that the file writes."""
        return bool(self.mark and self.held)

    @property
    def name(self) -> str:
        """What the row is called."""
        row = self.step.row
        return (row and (row.title or row.holder_written)) or self.step.name

    @property
    def number(self) -> str:
        """Its number in the file."""
        return (self.step.row and self.step.row.number) or ""

    @property
    def cost(self) -> str:
        """The cost that was understood."""
        return euros(self.step.row.total_cost) if self.step.row and self.step.row.total_cost is not None else ""

    @property
    def grant(self) -> str:
        """The grant that was understood."""
        return euros(self.step.row.grant) if self.step.row and self.step.row.grant is not None else ""


class Choice(NamedTuple):
    """A choice of rows: its word in the address, its label, how many rows it holds."""

    slug: str
    label: str
    number: int


@dataclass(slots=True)
class View:
    """The rows that are shown: which of them, which page of how many."""

    which: str
    page: int
    pages: int
    lines: list[Line]
    choices: list[Choice] = field(default_factory=list)

    @property
    def numbers(self) -> range:
        """The numbers of the pages."""
        return range(1, self.pages + 1)

    @property
    def seen(self) -> str:
        """The marks that the page shows, for its form."""
        marks = (mark for line in self.lines for mark in (line.mark, *(one.mark for one in line.proposals)) if mark)
        return ",".join(marks)


def namesakes_of(programme: Programme | None, plan: Plan[int]) -> dict[str, str]:
    """For each number of the programme, as it is compared, an action that has it and keeps it."""
    if programme is None or not plan.of("create"):
        return {}
    renumbered = {step.id for step in plan.steps for change in step.changes if change.field == "number"}
    present = Action.objects.filter(programme=programme, withdrawn=False).exclude(number="")
    found = present.order_by("-rank").values_list("pk", "number", "title", "holder_written")
    return {fold(number): title or holder for pk, number, title, holder in found if pk not in renumbered}


def view_of(
    file: AnnexFile, plan: Plan[int], left: Collection[str], asked: QueryDict, namesakes: Mapping[str, str]
) -> View:
    """The rows that the address asks for. First those that change; else those with a remark; else all."""
    by_row: dict[tuple[int | None, int | None], list[Finding]] = defaultdict(list)
    for finding in file.findings:
        if finding.code not in ABOUT_TABLES:
            by_row[finding.table, finding.line].append(finding)
    rows = [(at, step) for at, step in enumerate(plan.steps) if step.row is not None]
    kinds = {
        "changements": [(at, step) for at, step in rows if step.kind in ("create", "change") or step.held],
        "remarques": [(at, step) for at, step in rows if step.row and by_row.get((step.row.table, step.row.line))],
        "toutes": rows,
    }
    which = asked.get("lignes", "")
    if which not in kinds:
        which = _first(kinds)
    found = kinds[which]
    pages = max(1, -(-len(found) // PER_PAGE))
    wanted = asked.get("page", "1")
    page = min(max(int(wanted) if wanted.isdecimal() and len(wanted) < 7 else 1, 1), pages)  # noqa: PLR2004 - no real page
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    lines = [_line(file, at, step, by_row[step.row.table, step.row.line], left) for at, step in shown if step.row]
    for line in lines:
        line.namesake = namesakes.get(fold(line.number), "") if line.step.kind == "create" else ""
    choices = [Choice(slug, CHOICES[slug], len(some)) for slug, some in kinds.items() if some or slug == which]
    return View(which, page, pages, lines, choices)


def _first(kinds: dict[str, list[tuple[int, Step[int]]]]) -> str:
    return next((which for which, rows in kinds.items() if rows), "toutes")


def _line(file: AnnexFile, at: int, step: Step[int], findings: Sequence[Finding], left: Collection[str]) -> Line:
    row = step.row
    assert row is not None  # noqa: S101 - the caller chose rows of the file
    cells = _cells(file, row)
    places = dict.fromkeys(finding.column for finding in findings if finding.column)
    return Line(
        step,
        str(at) if step.kind == "create" else "",
        _place(file, row),
        list(cells.values()),
        [cells[place] for place in places if place in cells],
        [Remark(finding.level, *cut(_alone(finding.message))) for finding in findings],
        [
            Proposal(mark, _words([change]), mark not in left)
            for mark, change in zip(marks_of(step, at), step.changes, strict=False)
            if step.kind == "change"
        ],
        _words(step.held),
        str(at) not in left,
        any(finding.level == "error" for finding in findings),
    )


def _words(changes: Sequence[Changed]) -> tuple[Change, ...]:
    return changes_of((one.field, *as_told({"before": one.before, "after": one.after}).values()) for one in changes)


def _alone(message: str) -> str:
    """The message without the action it begins with: the row names it."""
    head, colon, rest = message.replace("\u00a0:", " :").partition(" : ")
    return rest[:1].upper() + rest[1:] if colon and head.startswith(("Action ", "Ligne ")) else message


def _cells(file: AnnexFile, row: ActionRow) -> dict[int, Quote]:
    """The filled cells of the row, by their places."""
    headings = {column.position: column.heading for column in file.annex.tables[row.table].columns}
    return {
        place: Quote(headings.get(place) or "sans titre", place_of(place, file.source.format), text)
        for place, text in enumerate(row.raw, start=1)
        if text
    }


def _place(file: AnnexFile, row: ActionRow) -> str:
    """Where the row stands: "feuille « 2020 », ligne 24"."""
    table = file.annex.tables[row.table]
    parts = [
        f"feuille «\u00a0{table.sheet}\u00a0»" if table.sheet else "",
        f"page {table.page}" if table.page and not table.sheet else "",
        f"tableau {table.index + 1}" if not table.sheet and len(file.annex.tables) > 1 else "",
        f"ligne {row.line}",
    ]
    return ", ".join(part for part in parts if part)
