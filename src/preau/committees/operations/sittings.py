"""Sittings: planned, held, minuted. What a decision taken in one forbids is in `revisions.sittings`, above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.db.models import Max
from django.utils.timezone import localdate

from preau.committees.models import Committee, Sitting
from preau.committees.operations.records import locked, refuse, write
from preau.committees.rules import may_become, may_change, may_meet_on, may_minute, may_write, one_line
from preau.committees.states import SittingState
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.models import Operation
from preau.people.models import Cite, User

LONGEST_PLACE = 200


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where a committee meets."""

    on: date
    time: time | None = None
    place: str = ""


class Changed(Refusal):
    """Somebody else wrote the minutes since they were shown; nothing of theirs is written over."""


def plan_sitting(*, committee: Committee, said: Meeting, by: User) -> Sitting:
    """A sitting to come, or one that took place and is noted late. Raises Refusal for a committee that is closed."""
    with locked(committee.cite, by) as cite:
        committee = Committee.objects.get(pk=committee.pk, cite=cite)
        if committee.closed:
            raise Refusal(f"« {committee} » est fermée : elle ne se réunit plus. Rouvrez-la d’abord.")
        refuse(may_meet_on(said.on, SittingState.PLANNED, localdate()))
        last = committee.sittings.aggregate(last=Max("serial"))["last"] or 0
        sitting = Sitting(committee=committee, serial=last + 1)
        label = f"Séance prévue : {committee} du {said.on:%d/%m/%Y}"
        write(sitting, values_of(said), cite=cite, label=label, by=by)
    return sitting


def edit_meeting(*, sitting: Sitting, said: Meeting, by: User) -> Operation | None:
    """When and where, changed; None where nothing changes. Raises Refusal for one that is cancelled.

    The pages call `revisions.sittings.move_sitting`, which keeps the day of a sitting that decided.
    """
    with locked(sitting.committee.cite, by) as cite:
        sitting = fresh(sitting, cite)
        refuse(may_change(sitting), may_meet_on(said.on, SittingState(sitting.state), localdate()))
        label = f"Séance modifiée : {sitting.committee} du {said.on:%d/%m/%Y}"
        return write(sitting, values_of(said), cite=cite, label=label, by=by)


def hold_sitting(*, sitting: Sitting, by: User) -> Operation | None:
    """Note that it was held: not before its day, nor once cancelled. None where it is noted already."""
    return become(sitting=sitting, state=SittingState.HELD, by=by)


def plan_again(*, sitting: Sitting, by: User) -> Operation | None:
    """Put a sitting that was cancelled back in the calendar."""
    return become(sitting=sitting, state=SittingState.PLANNED, by=by)


def become(*, sitting: Sitting, state: SittingState, by: User) -> Operation | None:
    """The sitting in another state, along the table of moves.

    To cancel, the pages call `revisions.sittings.cancel_sitting`, which keeps a sitting that decided.
    """
    with locked(sitting.committee.cite, by) as cite:
        sitting = fresh(sitting, cite)
        if sitting.state == state:
            return None
        refuse(may_become(sitting, state, localdate()))
        return write(
            sitting, {"state": state.value}, cite=cite, label=f"Séance {state.label.lower()} : {sitting}", by=by
        )


def save_minutes(*, sitting: Sitting, text: str, seen: str, by: User) -> Operation | None:
    """The minutes as a person wrote them, who had seen `seen`; None where they say this already.

    Raises Refusal before the sitting is held, and Changed where somebody else wrote them meanwhile.
    """
    text = text.replace("\r\n", "\n").rstrip()
    with locked(sitting.committee.cite, by) as cite:
        sitting = fresh(sitting, cite)
        refuse(may_minute(sitting), may_write(text))
        if text == sitting.minutes:
            return None
        if sitting.minutes != seen.replace("\r\n", "\n").rstrip():
            raise Changed(
                "Quelqu’un d’autre a modifié ce compte rendu depuis que vous l’avez ouvert. Son texte est à côté du "
                "vôtre : réunissez-les, puis enregistrez."
            )
        return write(sitting, {"minutes": text}, cite=cite, label=f"Compte rendu : {sitting}", by=by)


def fresh(sitting: Sitting, cite: Cite) -> Sitting:
    """The sitting as it is now, under the lock."""
    return Sitting.objects.select_related("committee").get(pk=sitting.pk, committee__cite=cite)


def values_of(said: Meeting) -> dict[str, object]:
    """The fields that a meeting fills."""
    return {"on": said.on, "time": said.time, "place": one_line(squeeze(said.place))[:LONGEST_PLACE]}
