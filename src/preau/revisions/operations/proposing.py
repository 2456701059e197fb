"""From a draft to a decision: proposed and frozen, answered to by the seats, taken back, rejected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from preau.budgets.models import Assent, Revision
from preau.budgets.states import Answer, RevisionState
from preau.committees.models import Seat, Sitting
from preau.committees.operations import ensure_seats
from preau.committees.states import SittingState
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import Forbidden, access_to
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Role, Verb
from preau.revisions.checks import content_of, digest_of, why_incomplete, why_unseen
from preau.revisions.rules import may_assent, may_be_proposed_to, may_become, may_decide_in, may_start


def propose(
    *, revision: Revision, by: User, on: date | None = None, due_on: date | None = None, sitting: Sitting | None = None
) -> Revision:
    """Freeze the draft, for the seats to answer until `due_on` and a sitting to decide. `on` is today if not said.

    The journal keeps all that it says. Raises Refusal for a draft that changes nothing or is not up to date, a day
    before the version in force, or amounts that adopting would refuse: by a blocking rule, or below what is committed.
    """
    access_to(by, revision.programme.cite_id).require(Verb.REVISE)
    day = on or localdate()
    with transaction.atomic():
        ensure_seats(lock(revision.programme.cite))
        fresh = _fresh(revision)
        if (
            refusal := may_become(fresh, RevisionState.PROPOSED)
            or may_start(fresh.programme)
            or why_incomplete(fresh, day)
        ):
            raise Refusal(refusal)
        if sitting is not None and (refusal := may_be_proposed_to(sitting, fresh.programme, day)):
            raise Refusal(refusal)
        if due_on is not None and due_on < day:
            raise Refusal(f"Les avis seraient attendus le {due_on:%d/%m/%Y}, avant la proposition. Changez cette date.")
        operation = _move(fresh, RevisionState.PROPOSED, by, on=day, more={"content": content_of(fresh)})
        fresh.proposed_on, fresh.due_on, fresh.sitting, fresh.digest = operation.on, due_on, sitting, digest_of(fresh)
        fresh.save()
    return fresh


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
    """The sitting decided against it, and was held: no money moves, and it stays with what was said of it."""
    access_to(by, revision.programme.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(revision.programme.cite)
        fresh = _fresh(revision)
        sitting = Sitting.objects.select_related("committee").get(pk=sitting.pk)
        refusal = may_become(fresh, RevisionState.REJECTED) or may_decide_in(fresh, sitting, localdate())
        if refusal:
            raise Refusal(refusal)
        fresh.sitting, fresh.decided_on, fresh.decision = sitting, sitting.on, decision.strip()[:10_000]
        operation = _move(fresh, RevisionState.REJECTED, by, on=sitting.on, more=decision_told(fresh))
        fresh.save()
        tell(operation, hold(sitting))
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


def record_assent(*, revision: Revision, seat: Seat, said: Said, by: User, seen: str | None = None) -> Assent:
    """Keep the answer of a seat to the amounts as they are proposed; an earlier one stays, and no longer counts.

    Whoever has the role of the seat gives its assent; the coordination notes one that it received. Raises Refusal for
    a revision that is not proposed, a no or a reserve without its text, a day to come or before the proposal, and
    where the digest that the person saw is no longer the one; None where no page stands in between.
    """
    cite_id = revision.programme.cite_id
    access_to(by, cite_id).require(Verb.ASSENT)
    roles = access_to(by, cite_id).roles
    if seat.role not in roles and Role.COORDINATION not in roles:
        raise Forbidden(f"L’avis du siège « {seat} » se donne par ses membres, ou se note par la coordination.")
    with transaction.atomic():
        lock(revision.programme.cite)
        fresh = _fresh(revision)
        if refusal := _may_say(fresh, seat, said) or why_unseen(fresh, seen):
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


def _move(
    revision: Revision, state: RevisionState, by: User, on: date | None = None, more: Mapping[str, object] | None = None
) -> Operation:
    """Change the state of the revision, unsaved; the journal says so, and `more` of what it is then."""
    before = revision.state
    label = f"{revision} : {state.label.lower()}"
    operation = begin(cite=revision.programme.cite, verb=Operation.Verb.REVISE, label=label, by=by, on=on)
    revision.state, revision.changed_by = state, by
    tell(operation, [Told(revision, {"state": before}, {"state": state.value, **(more or {})})])
    return operation


def decision_told(revision: Revision) -> dict[str, str]:
    """Where it was decided and in which words, as the journal keeps it."""
    return {"sitting": str(revision.sitting), "decision": revision.decision}


def hold(sitting: Sitting) -> list[Told]:
    """The sitting decided, so that it was held: write it; what the journal is to be told, nothing where it knows."""
    if sitting.state == SittingState.HELD:
        return []
    told = Told(sitting, {"state": sitting.state}, {"state": SittingState.HELD.value})
    sitting.state = SittingState.HELD
    sitting.save(update_fields=["state"])
    return [told]
