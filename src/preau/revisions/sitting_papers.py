"""The papers of a sitting: its agenda, its minutes; and the list of those whom a decision is to be notified to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from preau.budgets.models import Movement, Revision, RevisionAmount
from preau.budgets.states import MovementKind
from preau.committees.minutes import Facts, moved, name_of
from preau.committees.models import Sitting
from preau.core.document.blocks import Block, Cell, Column, Document, Heading, Paragraph, Row, Table
from preau.core.money import ZERO
from preau.core.typography import french, of_place
from preau.revisions.sittings import facts_of
from preau.ui.templatetags.french import day


@dataclass(frozen=True, slots=True)
class Issue:
    """Whether a paper is a project, or is issued under a number of its cité."""

    number: int | None = None

    def title(self, text: str) -> str:
        """The title of the paper, with its number."""
        return f"{text} (projet)" if self.number is None else f"{text} – papier n°\u00a0{self.number}"

    def footer(self, cite: str) -> str:
        """What stands on every page."""
        said = "projet, non émis" if self.number is None else f"papier n°\u00a0{self.number}"
        return f"Cité éducative {of_place(cite)} – {said}"


PROJECT = Issue()


def agenda_paper(sitting: Sitting, issue: Issue = PROJECT) -> Document:
    """What the committee is called for: when, where, the points in their order, the revisions with what they move."""
    facts = facts_of(sitting)
    name = f"Ordre du jour – {facts.committee}"
    return _paper(name, facts, issue, tuple(_agenda(facts)))


def minutes_paper(sitting: Sitting, issue: Issue = PROJECT) -> Document:
    """The minutes as a person wrote them, under who was there."""
    facts = facts_of(sitting)
    text = [Paragraph(french(part.strip())) for part in sitting.minutes.split("\n\n") if part.strip()]
    blocks = tuple(text) or (Paragraph("Le compte rendu n’est pas encore écrit."),)
    return _paper(f"Compte rendu – {facts.committee}", facts, issue, blocks)


def _paper(name: str, facts: Facts, issue: Issue, blocks: tuple[Block, ...]) -> Document:
    title = issue.title(f"{name} du {day(facts.on)}")
    head = (Heading(title), Paragraph(f"Cité éducative {of_place(facts.cite)}. {facts.when}."))
    return Document(title=title, blocks=(*head, *blocks), footer=issue.footer(facts.cite), landscape=False)


def _agenda(facts: Facts) -> Iterator[Block]:
    points = [french(point.title) for point in facts.points]
    points += [f"{french(name_of(one))}\n{moved(one)}" for one in facts.revisions]
    for number, text in enumerate(points, start=1):
        yield Paragraph(f"{number}. {text}")
    if not points:
        yield Paragraph("Aucun point n’est inscrit.")


COLUMNS = (
    Column(20),
    Column(30),
    Column(12, "right"),
    Column(12, "right"),
    Column(12, "right"),
    Column(24),
    Column(18),
)
HEADINGS = ("Porteur", "Action", "Avant", "Après", "Différence", "Motif", "Enveloppe")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a holder is to be told: what an envelope gave to an action, and gives now."""

    holder: str
    action: str
    before: Decimal
    after: Decimal
    reason: str
    envelope: str

    @property
    def row(self) -> Row:
        """The notice as a row of its table."""
        gap = self.after - self.before
        return (
            Cell(self.holder, role="row"), Cell(self.action), Cell(self.before), Cell(self.after), Cell(gap),
            Cell(self.reason), Cell(self.envelope),
        )  # fmt: skip


def notification_list(revision: Revision, issue: Issue = PROJECT) -> Document:
    """One row an action and envelope whose amount the revision changes, or grants: for the letters that follow."""
    cite, programme = revision.programme.cite, revision.programme
    notices = sorted(notices_of(revision), key=lambda one: (one.holder.casefold(), one.action, one.envelope))
    title = issue.title(f"Notifications – {revision}, {programme}")
    decided = f"Décidé le {day(revision.decided_on)}." if revision.decided_on else "Projet, sans décision."
    head: tuple[Block, ...] = (Heading(title), Paragraph(f"Cité éducative {of_place(cite.name)}. {decided}"))
    if not notices:
        body: Block = Paragraph("Aucun montant ne change : il n’y a rien à notifier.")
    else:
        before, after = sum((one.before for one in notices), ZERO), sum((one.after for one in notices), ZERO)
        total = (
            Cell("Total", colspan=2, role="row"), Cell(before), Cell(after), Cell(after - before), Cell("", colspan=2),
        )  # fmt: skip
        columns = tuple(Cell(heading, role="column") for heading in HEADINGS)
        caption = "Montants à notifier, par porteur"
        body = Table(COLUMNS, (columns,), tuple(one.row for one in notices), (total,), caption=caption)
    return Document(title=title, blocks=(*head, body), footer=issue.footer(cite.name))


def notices_of(revision: Revision) -> list[Notice]:
    """What the revision changes, amount by amount. One that has no line, as n° 0, granted what its vote found there."""
    amounts = RevisionAmount.objects.filter(line__revision=revision).select_related("line__action", "envelope")
    found = [_changed(one) for one in amounts if one.amount != one.before]
    return found if found or revision.number != 0 else list(_granted(revision))


def _changed(amount: RevisionAmount) -> Notice:
    line, action = amount.line, amount.line.action
    holder = action.holder_written if action else str(line.fields.get("holder_written", ""))
    title = f"{action.number or action.serial}. {action.title}" if action else str(line.fields.get("title", ""))
    return Notice(holder, title, amount.before, amount.amount, line.reason, str(amount.envelope))


def _granted(revision: Revision) -> Iterator[Notice]:
    """What was programmed when the programme was voted."""
    if revision.operation is None:
        return
    movements = Movement.objects.filter(
        kind=MovementKind.PROGRAMMED,
        action__programme=revision.programme,
        cause__number__lte=revision.operation.number,
    ).select_related("action", "envelope")
    sums: dict[tuple[int, int], Decimal] = {}
    rows: dict[tuple[int, int], Movement] = {}
    for one in movements:
        key = (one.action_id or 0, one.envelope_id)
        sums[key] = sums.get(key, ZERO) + one.amount
        rows[key] = one
    for key, amount in sums.items():
        action = rows[key].action
        if amount and action is not None:
            title = f"{action.number or action.serial}. {action.title}"
            yield Notice(action.holder_written, title, ZERO, amount, "", str(rows[key].envelope))
