"""The agenda of a sitting, what was decided of each point, and who sat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from preau.committees.models import AgendaItem, Attendee, Seat, Sitting
from preau.committees.operations.records import locked, refuse, told
from preau.committees.operations.sittings import fresh
from preau.committees.rules import may_change, may_minute, may_name, may_write, one_line
from preau.committees.states import Presence
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.models import Operation
from preau.journal.operations import Told
from preau.people.models import Cite, User

LONGEST_TITLE, LONGEST_NAME, LONGEST_CAPACITY = 300, 120, 160
MOST = 200
"""Points of one agenda, people at one sitting."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who sat, or who is expected."""

    name: str
    capacity: str = ""
    seat: Seat | None = None
    presence: Presence = Presence.PRESENT


def add_item(*, sitting: Sitting, title: str, by: User) -> AgendaItem:
    """A point after the others. Raises Refusal for one without a title, or on a sitting that is cancelled."""
    title = one_line(title)
    with locked(sitting.committee.cite, by) as cite:
        sitting = fresh(sitting, cite)
        refuse(may_change(sitting), may_name(title, LONGEST_TITLE, "à ce point"))
        if sitting.items.count() >= MOST:
            raise Refusal(f"Cet ordre du jour a déjà {MOST} points.")
        last = sitting.items.aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem.objects.create(sitting=sitting, position=last + 1, title=title)
        told(Told(sitting, {}, {"item": title}), cite=cite, label=f"Point ajouté, {sitting} : {title}", by=by)
    return item


def edit_item(*, item: AgendaItem, title: str, decision: str, by: User) -> Operation | None:
    """The title of a point and what was decided of it; None where nothing changes.

    Raises Refusal for a point without a title, and for a decision before the sitting is held.
    """
    title, decision = one_line(title), squeeze(decision.replace("\r\n", "\n")).strip()
    with locked(item.sitting.committee.cite, by) as cite:
        item = _fresh_item(item, cite)
        decided = decision != item.decision
        refuse(
            may_change(item.sitting),
            may_name(title, LONGEST_TITLE, "à ce point"),
            may_minute(item.sitting) if decided else None,
            may_write(decision),
        )
        before, after = {"item": item.title, "decision": item.decision}, {"item": title, "decision": decision}
        if before == after:
            return None
        item.title, item.decision = title, decision
        item.save(update_fields=["title", "decision"])
        return told(Told(item.sitting, before, after), cite=cite, label=f"Point, {item.sitting} : {title}", by=by)


def place_item(*, item: AgendaItem, place: int, by: User) -> Operation | None:
    """Put the point at that place (from 1). None where it is there, so that twice is once."""
    with locked(item.sitting.committee.cite, by) as cite:
        item = _fresh_item(item, cite)
        refuse(may_change(item.sitting))
        before = list(item.sitting.items.order_by("position"))
        order = [one for one in before if one != item]
        order.insert(max(min(place, len(order) + 1), 1) - 1, item)
        if order == before:
            return None
        _renumber(order)
        agenda = Told(item.sitting, {"agenda": _titles(before)}, {"agenda": _titles(order)})
        return told(agenda, cite=cite, label=f"Ordre du jour : {item.sitting}", by=by)


def remove_item(*, item: AgendaItem, by: User) -> Operation:
    """Take a point off. Raises Refusal for one of which something was decided."""
    with locked(item.sitting.committee.cite, by) as cite:
        item = _fresh_item(item, cite)
        refuse(may_change(item.sitting))
        if item.decision:
            raise Refusal("Ce point porte une décision. Effacez-la d’abord si elle a été notée par erreur.")
        item.delete()
        _renumber(list(item.sitting.items.order_by("position")))
        gone = Told(item.sitting, {"item": item.title}, {})
        return told(gone, cite=cite, label=f"Point retiré, {item.sitting} : {item.title}", by=by)


def add_people(*, sitting: Sitting, people: Sequence[Person], by: User) -> Operation | None:
    """The people who sat, or who are expected; whoever is there already is left as they are. None where all are.

    Raises Refusal for somebody without a name, a seat of another cité, a sitting that is cancelled.
    """
    with locked(sitting.committee.cite, by) as cite:
        sitting = fresh(sitting, cite)
        refuse(may_change(sitting))
        known = {name.casefold() for name in sitting.attendees.values_list("name", flat=True)}
        new = [one for one in (_checked(person, cite) for person in people) if one.name.casefold() not in known]
        new = list({one.name.casefold(): one for one in new}.values())
        if len(known) + len(new) > MOST:
            raise Refusal(f"Une séance a {MOST} personnes au plus.")
        if not new:
            return None
        for one in new:
            one.sitting = sitting
        Attendee.objects.bulk_create(new)
        names = ", ".join(one.name for one in new)
        return told(Told(sitting, {}, {"people": names}), cite=cite, label=f"Personnes, {sitting} : {names}", by=by)


def edit_person(*, attendee: Attendee, said: Person, by: User) -> Operation | None:
    """Who somebody was at the sitting, changed; None where nothing changes. Raises Refusal as `add_people` does."""
    with locked(attendee.sitting.committee.cite, by) as cite:
        attendee = _fresh_person(attendee, cite)
        refuse(may_change(attendee.sitting))
        now = _checked(said, cite)
        twins = attendee.sitting.attendees.filter(name__iexact=now.name).exclude(pk=attendee.pk)
        if twins.exists():
            raise Refusal(f"« {now.name} » est déjà dans la liste.")
        before, after = _as_told(attendee), _as_told(now)
        if before == after:
            return None
        attendee.name, attendee.capacity, attendee.seat, attendee.presence = (
            now.name, now.capacity, now.seat, now.presence,
        )  # fmt: skip
        attendee.save()
        one = Told(attendee.sitting, before, after)
        return told(one, cite=cite, label=f"Personnes, {attendee.sitting} : {now.name}", by=by)


def mark_presence(*, sitting: Sitting, presence: Mapping[int, Presence], by: User) -> Operation | None:
    """How people of the list, by primary key, were there; None where nothing changes. Others are left as they are."""
    with locked(sitting.committee.cite, by) as cite:
        sitting = fresh(sitting, cite)
        refuse(may_change(sitting))
        people = sitting.attendees.filter(pk__in=presence)
        moved = [(one, one.presence) for one in people if one.presence != presence[one.pk]]
        if not moved:
            return None
        for one, _ in moved:
            one.presence = presence[one.pk].value
        Attendee.objects.bulk_update([one for one, _ in moved], ["presence"])
        before, after = {one.name: was for one, was in moved}, {one.name: one.presence for one, _ in moved}
        return told(Told(sitting, before, after), cite=cite, label=f"Présences, {sitting}", by=by)


def remove_person(*, attendee: Attendee, by: User) -> Operation:
    """Take somebody off who was noted by mistake."""
    with locked(attendee.sitting.committee.cite, by) as cite:
        attendee = _fresh_person(attendee, cite)
        refuse(may_change(attendee.sitting))
        attendee.delete()
        gone = Told(attendee.sitting, _as_told(attendee), {})
        return told(gone, cite=cite, label=f"Personne retirée, {attendee.sitting} : {attendee.name}", by=by)


def _fresh_item(item: AgendaItem, cite: Cite) -> AgendaItem:
    found = AgendaItem.objects.filter(pk=item.pk, sitting__committee__cite=cite).select_related("sitting__committee")
    if not found:
        raise Refusal("Ce point a été retiré entre-temps. Rechargez la page.")
    return found[0]


def _fresh_person(attendee: Attendee, cite: Cite) -> Attendee:
    found = Attendee.objects.filter(pk=attendee.pk, sitting__committee__cite=cite)
    if not found:
        raise Refusal("Cette personne a été retirée entre-temps. Rechargez la page.")
    return found.select_related("sitting__committee", "seat")[0]


def _renumber(order: list[AgendaItem]) -> None:
    """Positions as the points come, from 1: in two steps, for no two points share one ever."""
    last = max((one.position for one in order), default=0)
    for shift in (last + len(order), 0):
        for position, one in enumerate(order, start=1):
            one.position = position + shift
        AgendaItem.objects.bulk_update(order, ["position"])


def _titles(order: list[AgendaItem]) -> str:
    return " | ".join(one.title for one in order)


def _checked(said: Person, cite: Cite) -> Attendee:
    """The person as a row, not saved."""
    name = one_line(said.name)
    refuse(may_name(name, LONGEST_NAME, "à cette personne"))
    if said.seat is not None and said.seat.cite_id != cite.pk:
        raise Refusal("Ce siège n’est pas de cette cité éducative.")
    capacity = one_line(said.capacity)[:LONGEST_CAPACITY]
    return Attendee(name=name, capacity=capacity, seat=said.seat, presence=Presence(said.presence).value)


def _as_told(one: Attendee) -> dict[str, str]:
    seat = one.seat.name if one.seat else ""
    return {"person": one.name, "capacity": one.capacity, "seat": seat, "presence": str(one.presence)}
