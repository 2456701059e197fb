"""From a draft to a decision: proposed and frozen, answered to by the seats, taken back, rejected."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from preau.budgets.models import Assent, Envelope, Revision
from preau.budgets.rules import may_program, may_take
from preau.budgets.states import Answer, RevisionState
from preau.committees.models import Seat, Sitting
from preau.committees.operations import ensure_seats
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import Forbidden, access_to
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Role, Verb
from preau.revisions.queries import asked_of, in_force, programmed, stale_lines
from preau.revisions.rules import may_assent, may_be_proposed_to, may_become, may_decide_in, may_start


def digest_of(revision: Revision) -> str:
    """What the lines of the revision say, as a SHA-256: the same amounts, fates and reasons give the same."""
    said = [
        (
            line.action_id, line.fate, line.year, sorted(line.fields.items()), line.reason,
            [(one.envelope_id, str(one.before), str(one.amount)) for one in line.amounts.order_by("envelope")],
        )
        for line in revision.lines.order_by("action_id", "pk")
    ]  # fmt: skip
    return hashlib.sha256(json.dumps([revision.programme_id, said], ensure_ascii=False).encode()).hexdigest()


def why_stale(revision: Revision) -> str | None:
    """Whether the amounts were compared with what is programmed no more."""
    force = in_force(revision.programme)
    moved = list(stale_lines(revision, programmed(revision.programme)))
    if not moved and (force is None or revision.based_on_id == force.pk):
        return None
    since = f"« {force} » est en vigueur depuis. " if force and revision.based_on_id != force.pk else ""
    return f"{since}Ce projet se compare à d’anciens montants : mettez-le à jour, relisez-le, puis proposez-le."


def propose(
    *, revision: Revision, by: User, on: date | None = None, due_on: date | None = None, sitting: Sitting | None = None
) -> Revision:
    """Freeze the draft, for the seats to answer until `due_on` and a sitting to decide. `on` is today if not said.

    Raises Refusal for an empty draft, one that is not up to date, or amounts that adopting would refuse: by a blocking
    rule, or below what is committed.
    """
    access_to(by, revision.programme.cite_id).require(Verb.REVISE)
    day = on or localdate()
    with transaction.atomic():
        ensure_seats(lock(revision.programme.cite))
        fresh = _fresh(revision)
        if refusal := may_become(fresh, RevisionState.PROPOSED) or may_start(fresh.programme) or _complete(fresh, day):
            raise Refusal(refusal)
        if sitting is not None and (refusal := may_be_proposed_to(sitting, fresh.programme, day)):
            raise Refusal(refusal)
        if due_on is not None and due_on < day:
            raise Refusal(f"Les avis seraient attendus le {due_on:%d/%m/%Y}, avant la proposition. Changez cette date.")
        operation = _move(fresh, RevisionState.PROPOSED, by, on=day)
        fresh.proposed_on, fresh.due_on, fresh.sitting, fresh.digest = operation.on, due_on, sitting, digest_of(fresh)
        fresh.save()
    return fresh


def why_absent(revision: Revision) -> str | None:
    """Whether an action of the revision left the programme, reopened in between."""
    line = revision.lines.filter(action__withdrawn=True).select_related("action").first()
    return f"L’action {line.action} n’est plus au programme : retirez-la du projet." if line else None


def _complete(revision: Revision, day: date) -> str | None:
    if refusal := may_start(revision.programme):
        return refusal
    if not revision.lines.exists():
        return "Ce projet ne change rien : écrivez au moins un montant."
    return why_stale(revision) or why_absent(revision) or _allowed(revision, day)


def _allowed(revision: Revision, day: date) -> str | None:
    """Whether the rules that block allow the amounts, and what is committed; those of the actions to add count too."""
    targets, added = asked_of(revision.lines.prefetch_related("amounts"))
    for envelope in Envelope.objects.filter(pk__in={*targets, *added}):
        amounts = targets.get(envelope.pk, {})
        if refusal := may_program(envelope, amounts, added.get(envelope.pk, ())) or may_take(envelope, amounts, day):
            return refusal
    return None


def take_back(*, revision: Revision, by: User) -> Revision:
    """Make a draft of it again: proposed, rejected or withdrawn. What the seats answered stays, on what they saw."""
    access_to(by, revision.programme.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(revision.programme.cite)
        fresh = _fresh(revision)
        if refusal := may_become(fresh, RevisionState.DRAFT):
            raise Refusal(refusal)
        _move(fresh, RevisionState.DRAFT, by)
        fresh.proposed_on = fresh.due_on = fresh.decided_on = None
        fresh.digest, fresh.decision = "", ""
        fresh.save()
    return fresh


def withdraw_revision(*, revision: Revision, reason: str, by: User) -> Revision:
    """Leave it aside, with the reason. It stays readable, and may be taken up again."""
    access_to(by, revision.programme.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(revision.programme.cite)
        fresh = _fresh(revision)
        if refusal := may_become(fresh, RevisionState.WITHDRAWN):
            raise Refusal(refusal)
        _move(fresh, RevisionState.WITHDRAWN, by)
        fresh.decision = reason.strip()[:10_000]
        fresh.save()
    return fresh


def reject(*, revision: Revision, sitting: Sitting, decision: str, by: User) -> Revision:
    """The sitting decided against it: nothing moves, and it stays with what was said of it."""
    access_to(by, revision.programme.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(revision.programme.cite)
        fresh = _fresh(revision)
        sitting = Sitting.objects.select_related("committee").get(pk=sitting.pk)
        refusal = may_become(fresh, RevisionState.REJECTED) or may_decide_in(fresh, sitting, localdate())
        if refusal:
            raise Refusal(refusal)
        _move(fresh, RevisionState.REJECTED, by, on=sitting.on)
        fresh.sitting, fresh.decided_on, fresh.decision = sitting, sitting.on, decision.strip()[:10_000]
        fresh.save()
    return fresh


@dataclass(frozen=True, slots=True)
class Said:
    """An assent as it was received: from whom, when, in which words. `mandate` where the person answers for another."""

    answer: Answer
    on: date
    person: str
    capacity: str = ""
    text: str = ""
    mandate: str = ""


def record_assent(*, revision: Revision, seat: Seat, said: Said, by: User) -> Assent:
    """Keep the answer of a seat to the amounts as they are proposed; an earlier one stays, and no longer counts.

    Whoever has the role of the seat gives its assent; the coordination notes one that it received. Raises Refusal for
    a revision that is not proposed, a no or a reserve without its text, a day to come or before the proposal.
    """
    cite_id = revision.programme.cite_id
    access_to(by, cite_id).require(Verb.ASSENT)
    roles = access_to(by, cite_id).roles
    if seat.role not in roles and Role.COORDINATION not in roles:
        raise Forbidden(f"L’avis du siège « {seat} » se donne par ses membres, ou se note par la coordination.")
    with transaction.atomic():
        lock(revision.programme.cite)
        fresh = _fresh(revision)
        if refusal := _may_say(fresh, seat, said):
            raise Refusal(refusal)
        label = f"{seat} : {said.answer.label}, {fresh}"
        operation = begin(cite=fresh.programme.cite, verb=Operation.Verb.ASSENT, label=label, by=by, on=said.on)
        assent = Assent(
            revision=fresh, seat=seat, answer=said.answer, text=said.text.strip(), on=said.on,
            person=squeeze(said.person)[:120], capacity=squeeze(said.capacity)[:120],
            mandate=squeeze(said.mandate)[:200], digest=fresh.digest, cause=operation,
        )  # fmt: skip
        assent.save()
    return assent


def _may_say(revision: Revision, seat: Seat, said: Said) -> str | None:
    if seat.cite_id != revision.programme.cite_id or seat.closed:
        return "Ce siège ne donne plus d’avis dans cette cité éducative."
    if not squeeze(said.person):
        return "Dites qui donne cet avis."
    if said.answer != Answer.YES and not said.text.strip():
        return "Écrivez la réserve ou le motif du refus : l’avis le portera."
    return may_assent(revision, said.on)


def _fresh(revision: Revision) -> Revision:
    return Revision.objects.select_related("programme__cite", "based_on").get(pk=revision.pk)


def _move(revision: Revision, state: RevisionState, by: User, on: date | None = None) -> Operation:
    """Change the state of the revision, unsaved; the journal says so."""
    before = revision.state
    label = f"{revision} : {state.label.lower()}"
    operation = begin(cite=revision.programme.cite, verb=Operation.Verb.REVISE, label=label, by=by, on=on)
    revision.state, revision.changed_by = state, by
    tell(operation, [Told(revision, {"state": before}, {"state": state.value})])
    return operation
