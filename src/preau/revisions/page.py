"""What the page of a revision shows: its sheet folded or whole, fields to type in, who answered, what may be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.utils.timezone import localdate

from preau.annexes.typed import shown
from preau.budgets.models import Assent, Revision
from preau.budgets.states import Answer, RevisionState
from preau.committees.models import Seat, Sitting
from preau.committees.operations import assent_rule
from preau.committees.states import SittingState
from preau.core.typography import french
from preau.people.access import Access, access_to
from preau.people.models import Membership
from preau.people.roles import Role, Verb
from preau.revisions.answers import SeatAnswer, answers_of
from preau.revisions.checks import why_incomplete, why_stale
from preau.revisions.queries import in_force
from preau.revisions.rows import Cell, Group, Row
from preau.revisions.rules import may_adopt_by, may_decide_in, may_start
from preau.revisions.sheet import OPEN, Sheet, sheet_of
from preau.revisions.typing import Sent, name_of, was_of

SIGNS = {Answer.YES: ("check", "good"), Answer.RESERVE: ("check", "warn"), Answer.NO: ("alert", "stop")}
"""The sign of an answer, and its tone."""
STEPS = ((RevisionState.DRAFT, "Brouillon"), (RevisionState.PROPOSED, "Proposée"), (RevisionState.ADOPTED, "Adoptée"))


@dataclass(frozen=True, slots=True)
class Field:
    """An amount or a reason to type in: its text, what was wrong with it."""

    name: str
    text: str
    error: str = ""
    cell: Cell | None = None
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with its fields; none where nothing is typed in it."""

    row: Row
    fields: tuple[Field, ...] = ()
    reason: Field | None = None


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A theme, the rows of it that are shown."""

    group: Group
    rows: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A seat in the side column: its answer, those before, whether the visitor gives or notes it, whom to remind."""

    seat: Seat
    assent: Assent | None
    stale: Assent | None
    earlier: tuple[Assent, ...]
    mine: bool
    remind: str = ""

    @property
    def sign(self) -> str:
        """The sign of the answer."""
        return SIGNS[Answer(self.assent.answer)][0] if self.assent else "ask"

    @property
    def tone(self) -> str:
        """Its tone."""
        return SIGNS[Answer(self.assent.answer)][1] if self.assent else "warn"


def edits(request: HttpRequest, revision: Revision) -> bool:
    """Whether the visitor types in the sheet."""
    return revision.state == RevisionState.DRAFT and access_to(request.user, revision.programme.cite_id).may(
        Verb.REVISE
    )


def shown_all(request: HttpRequest, sheet: Sheet) -> bool:
    """Whether every line is shown: where it is asked for, and in a draft that says nothing yet."""
    asked = request.GET.get("lignes", "")
    if asked in ("toutes", "modifiees"):
        return asked == "toutes"
    return not sheet.changed


def table_context(request: HttpRequest, revision: Revision, sent: Sent | None = None) -> dict[str, Any]:
    """The sheet, as the address asks for it, with what was typed and refused."""
    sheet = sheet_of(revision)
    types, whole, sent = edits(request, revision), shown_all(request, sheet), sent or Sent()
    kept = {slug for slug in sent.slugs if sent.errors}
    groups = [
        ShownGroup(
            group,
            tuple(
                _shown(row, types=types, sent=sent) for row in group.rows if whole or row.changed or row.slug in kept
            ),
        )
        for group in sheet.groups
    ]
    rows = [one.row for group in groups for one in group.rows]
    return {
        "revision": revision,
        "programme": revision.programme,
        "sheet": sheet,
        "groups": groups,
        "whole": whole,
        "edits": types,
        "was": was_of([row for row in rows if not row.leaves]) if types else "",
        "counts": (len(sheet.changed), len(sheet.rows)),
        "errors": [(name, error) for name, error in sent.errors.items()],
        "obstacles": obstacles(revision),
    }


def obstacles(revision: Revision) -> list[str]:
    """What stands between the revision and its next step, as it is now; nothing once it is decided."""
    answers = None
    if revision.state == RevisionState.PROPOSED:
        answers = may_adopt_by(assent_rule(revision.programme.cite), answers_of(revision))
    ready = why_incomplete(revision, localdate()) if revision.state in OPEN and revision.lines.exists() else None
    return [sentence for sentence in (answers, ready) if sentence]


def _shown(row: Row, *, types: bool, sent: Sent) -> Shown:
    if not types:
        return Shown(row)
    names = [(name_of(row, cell), cell) for cell in row.cells] if not row.leaves else []
    fields = tuple(
        Field(name, sent.texts.get(name, cell.text), sent.errors.get(name, ""), cell, cell.text) for name, cell in names
    )
    name = f"r-{row.slug}"
    if row.line is None:
        return Shown(row, fields)
    known = row.line.reason
    return Shown(row, fields, Field(name, sent.texts.get(name, known), sent.errors.get(name, ""), kept=known))


def page_context(request: HttpRequest, revision: Revision, sent: Sent | None = None) -> dict[str, Any]:
    """The whole page."""
    access = access_to(request.user, revision.programme.cite_id)
    inside = access.may(Verb.READ_DRAFTS)
    context = table_context(request, revision, sent)
    answered = answered_of(revision, access) if inside else []
    mine = [one for one in answered if one.mine]
    return context | {
        "tab": "programme",
        "inside": inside,
        "steps": _steps(revision),
        "force": in_force(revision.programme),
        "answered": answered,
        "heard": bool(mine) and all(one.assent for one in mine),
        "given": sum(one.assent is not None for one in answered),
        "picked": (),
        "wrong": why_stale(revision) or "" if revision.state == RevisionState.DRAFT else "",
        "closed": (may_start(revision.programme) or "") if revision.state == RevisionState.DRAFT else "",
        **(_counted(revision) if inside else {}),
    }


def _steps(revision: Revision) -> list[tuple[str, bool, bool]]:
    """The way of a revision: each step, whether it is behind, whether it is the present one."""
    order = [state for state, _ in STEPS]
    at = order.index(RevisionState(revision.state)) if revision.state in order else -1
    if at < 0:
        return [("Brouillon", True, False), (str(revision.get_state_display()), False, True)]
    return [(label, place < at, place == at) for place, (_, label) in enumerate(STEPS)]


def _counted(revision: Revision) -> dict[str, Any]:
    if revision.state != RevisionState.PROPOSED:
        return {}
    return {"deciding": deciding(revision)}


def answered_of(revision: Revision, access: Access) -> list[Answered]:
    """The seats with their answers, all that they said before, and whom the coordination may remind."""
    answers = answers_of(revision)
    earlier: dict[int, list[Assent]] = {}
    for assent in Assent.objects.filter(revision=revision).order_by("-pk"):
        earlier.setdefault(assent.seat_id, []).append(assent)
    revises = access.may(Verb.REVISE)
    open_now = revision.state == RevisionState.PROPOSED
    mails = _mails(revision, answers) if revises and open_now else {}
    return [
        Answered(
            one.seat, one.assent, one.before,
            tuple(each for each in earlier.get(one.seat.pk, []) if not one.assent or each.pk != one.assent.pk),
            mine=open_now and (revises or bool(one.seat.role and Role(one.seat.role) in access.roles)),
            remind=mails.get(one.seat.pk, "") if one.assent is None else "",
        )
        for one in answers
    ]  # fmt: skip


def _mails(revision: Revision, answers: Sequence[SeatAnswer]) -> dict[int, str]:
    """For each seat that is awaited, a letter to those who answer for it, ready to be sent from one's own mail."""
    waiting = [one.seat for one in answers if one.assent is None and one.seat.role]
    members = Membership.objects.filter(cite=revision.programme.cite_id, role__in=[seat.role for seat in waiting])
    emails: dict[str, list[str]] = {}
    for role, email in members.filter(user__is_active=True).values_list("role", "user__email"):
        emails.setdefault(role, []).append(email)
    until = f" Il est attendu avant le {revision.due_on:%d/%m/%Y}." if revision.due_on else ""
    subject = f"Votre avis sur la réactualisation {revision.programme.year}"
    body = french(
        f"Bonjour,\n\nLa réactualisation du programme {revision.programme.year} attend votre avis.{until}\n"
        "Vous la lisez et y répondez dans Préau, page « Aujourd’hui »."
    )
    asked = urlencode({"subject": subject, "body": body}, quote_via=quote)
    return {
        seat.pk: f"mailto:{','.join(quote(one, safe='@') for one in emails[seat.role])}?{asked}"
        for seat in waiting
        if emails.get(seat.role)
    }


def sittings_of(revision: Revision) -> Any:  # noqa: ANN401 - a query of sittings
    """The sittings of the cité that were not cancelled, the last first."""
    found = Sitting.objects.filter(committee__cite=revision.programme.cite_id).exclude(state=SittingState.CANCELLED)
    return found.select_related("committee").order_by("-on", "-serial")


def deciding(revision: Revision) -> list[Sitting]:
    """The sittings that can decide of it today."""
    today = localdate()
    return [one for one in sittings_of(revision)[:50] if may_decide_in(revision, one, today) is None]


def said_of(sheet: Sheet, row: Row | None) -> str:
    """What an edit did, in a sentence: the amount, then what remains."""
    touched = sheet.touched
    left = ""
    if len(touched) == 1 and touched[0].notified:
        remaining = touched[0].remaining
        left = f" Il reste {shown(remaining)} €." if remaining >= 0 else f" Il manque {shown(-remaining)} €."
    if row is None:
        return f"Enregistré.{left}"
    called = f"Action {row.number}" if row.number else f"« {row.name} »"
    return f"{called} : {shown(row.amount)} €.{left}"
