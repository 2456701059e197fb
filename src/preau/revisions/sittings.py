"""Sittings and the revisions that are proposed to them: what is known of both, and what a decision then forbids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from preau.budgets.models import Assent, Revision
from preau.budgets.states import Answer, RevisionState
from preau.committees.minutes import Facts, Point, Said, Sat, Weighed
from preau.committees.models import Attendee, Seat, Sitting
from preau.committees.operations.seats import close_seat
from preau.committees.operations.sittings import Meeting, become, edit_meeting
from preau.committees.states import Presence, SittingState
from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.people.access import access_to
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.revisions import queries


def move_sitting(*, sitting: Sitting, said: Meeting, by: User) -> Operation | None:
    """When and where a sitting meets, changed; None where nothing changes.

    Raises Refusal as `edit_meeting` does, and for another day where it decided of a revision.
    """
    access_to(by, sitting.committee.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(sitting.committee.cite)
        known = Sitting.objects.values_list("on", flat=True).get(pk=sitting.pk)
        if said.on != known and (refusal := decided_in(sitting)):
            raise Refusal(f"{refusal} Son jour ne change plus.")
        return edit_meeting(sitting=sitting, said=said, by=by)


def cancel_sitting(*, sitting: Sitting, by: User) -> Operation | None:
    """The sitting is not held; None where that is noted already. Raises Refusal where it decided of a revision."""
    access_to(by, sitting.committee.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(sitting.committee.cite)
        if refusal := decided_in(sitting):
            raise Refusal(f"{refusal} Elle ne s’annule plus.")
        return become(sitting=sitting, state=SittingState.CANCELLED, by=by)


def close_asked_seat(*, seat: Seat, by: User) -> Operation | None:
    """The seat is asked nothing more. Raises Refusal while it is asked: a proposed revision waits for the seats."""
    access_to(by, seat.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(seat.cite)
        waiting = Revision.objects.filter(programme__cite=seat.cite_id, state=RevisionState.PROPOSED)
        if found := waiting.select_related("programme").first():
            raise Refusal(
                f"{found} ({found.programme}) attend les avis des sièges. Fermez ce siège une fois la "
                "décision prise, ou reprenez le projet en brouillon."
            )
        return close_seat(seat=seat, by=by)


def decided_in(sitting: Sitting) -> str | None:
    """Which revision was adopted or rejected in the sitting, as a sentence; None where none was."""
    decided = Revision.objects.filter(sitting=sitting, state__in=[RevisionState.ADOPTED, RevisionState.REJECTED])
    found = decided.select_related("programme").first()
    if found is None:
        return None
    done = "adoptée" if found.state == RevisionState.ADOPTED else "rejetée"
    return f"Une réactualisation a été {done} dans cette séance\u00a0: {found} ({found.programme})."


def revisions_of(sitting: Sitting) -> QuerySet[Revision]:
    """The revisions that name the sitting, drafts aside: what is still written is not on an agenda."""
    shown = [RevisionState.PROPOSED, RevisionState.ADOPTED, RevisionState.REJECTED]
    found = Revision.objects.filter(sitting=sitting, state__in=shown).select_related("programme__cite")
    return found.order_by("programme__year", "serial")


def weighed(revisions: Iterable[Revision], seats: Iterable[Seat]) -> list[Weighed]:
    """What each revision moves and what the seats said of it. Two queries, however many there are.

    `seats` are those of the cité in their order. One that is closed is named where it answered.
    """
    revisions, seats = list(revisions), list(seats)
    sums = queries.weighed(revisions)
    answers = _answers(revisions)
    return [_weighed(one, sums.get(one.pk, queries.Weighed()), seats, answers[one.pk]) for one in revisions]


def _weighed(revision: Revision, sums: queries.Weighed, seats: list[Seat], answers: dict[int, Assent]) -> Weighed:
    awaited = revision.state == RevisionState.PROPOSED
    asked = [seat for seat in seats if seat.pk in answers or (awaited and not seat.closed)]
    return Weighed(
        name=str(revision),
        programme=str(revision.programme),
        outcome=str(revision.get_state_display()),
        taken=sums.taken,
        given=sums.given,
        decision=revision.decision,
        decided=revision.decided_on is not None,
        assents=[_said(seat, answers.get(seat.pk)) for seat in asked],
    )


def _said(seat: Seat, assent: Assent | None) -> Said:
    if assent is None:
        return Said(seat.name)
    return Said(seat.name, str(assent.get_answer_display()), assent.text, assent.person, assent.answer == Answer.NO)


def _answers(revisions: list[Revision]) -> dict[int, dict[int, Assent]]:
    """The last answer of each seat on the amounts as they are, by revision and seat."""
    found: dict[int, dict[int, Assent]] = defaultdict(dict)
    digests = {one.pk: one.digest for one in revisions}
    for assent in Assent.objects.filter(revision__in=revisions).order_by("pk"):
        if assent.digest == digests[assent.revision_id]:
            found[assent.revision_id][assent.seat_id] = assent
    return found


def facts_of(sitting: Sitting) -> Facts:
    """All that is known of the sitting, as plain data. Six queries."""
    cite = sitting.committee.cite
    people: dict[str, list[Sat]] = defaultdict(list)
    for one in Attendee.objects.filter(sitting=sitting).select_related("seat"):
        people[one.presence].append(Sat(one.name, one.capacity, one.seat.name if one.seat else ""))
    seats = Seat.objects.filter(cite=cite).order_by("rank", "pk")
    return Facts(
        cite=cite.name,
        committee=sitting.committee.name,
        on=sitting.on,
        time=sitting.time,
        place=sitting.place,
        present=people[Presence.PRESENT],
        remote=people[Presence.REMOTE],
        excused=people[Presence.EXCUSED],
        points=[Point(item.title, item.decision) for item in sitting.items.all()],
        revisions=weighed(revisions_of(sitting), seats),
    )
