"""The seats that give an assent, in their order, and which of them an adoption needs."""

from __future__ import annotations

from django.db.models import Max

from preau.committees.models import AssentRule, Seat
from preau.committees.operations.beginnings import assent_rule
from preau.committees.operations.records import locked, refuse, write
from preau.committees.rules import may_call_seat, may_name, one_line
from preau.committees.states import Needed
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.models import Cite, User

LONGEST, LONGEST_SOURCE = 120, 300


def create_seat(*, cite: Cite, name: str, role: str, by: User) -> Seat:
    """A seat after the others; `role` is that of the members who answer for it, empty where somebody notes it.

    Raises Refusal for a name that is missing, too long, or that another has, and for a role that gives no assent.
    """
    name = one_line(name)
    with locked(cite, by) as place:
        refuse(may_name(name, LONGEST, "au siège"), may_call_seat(place, name, role))
        last = Seat.objects.filter(cite=place).aggregate(last=Max("rank"))["last"] or 0
        seat = Seat(cite=place, rank=last + 1)
        write(seat, {"name": name, "role": role}, cite=place, label=f"Siège ajouté : {name}", by=by)
    return seat


def edit_seat(*, seat: Seat, name: str, role: str, by: User) -> Operation | None:
    """Its name and its role, changed; None where nothing changes. Raises Refusal as `create_seat` does."""
    name = one_line(name)
    with locked(seat.cite, by) as place:
        seat = Seat.objects.get(pk=seat.pk, cite=place)
        refuse(may_name(name, LONGEST, "au siège"), may_call_seat(place, name, role, seat.pk))
        return write(seat, {"name": name, "role": role}, cite=place, label=f"Siège modifié : {name}", by=by)


def close_seat(*, seat: Seat, by: User) -> Operation | None:
    """It is asked nothing more, and keeps what it said."""
    with locked(seat.cite, by) as place:
        seat = Seat.objects.get(pk=seat.pk, cite=place)
        return write(seat, {"closed": True}, cite=place, label=f"Siège fermé : {seat}", by=by)


def reopen_seat(*, seat: Seat, by: User) -> Operation | None:
    """It is asked again."""
    with locked(seat.cite, by) as place:
        seat = Seat.objects.get(pk=seat.pk, cite=place)
        return write(seat, {"closed": False}, cite=place, label=f"Siège rouvert : {seat}", by=by)


def place_seat(*, seat: Seat, place: int, by: User) -> Operation | None:
    """Put the seat at that place (from 1) among those that stand. None where it is there, so that twice is once."""
    with locked(seat.cite, by) as cite:
        seat = Seat.objects.get(pk=seat.pk, cite=cite)
        order = [one for one in Seat.objects.filter(cite=cite).order_by("closed", "rank", "pk") if one != seat]
        order.insert(max(min(place, len(order) + 1), 1) - 1, seat)
        moved = [(one, one.rank, rank) for rank, one in enumerate(order, start=1) if one.rank != rank]
        if not moved:
            return None
        for one, _, rank in moved:
            one.rank = rank
        Seat.objects.bulk_update([one for one, _, _ in moved], ["rank"])
        operation = begin(cite=cite, verb=Operation.Verb.SITTING, label=f"Ordre des sièges : {seat}", by=by)
        tell(operation, [Told(one, {"rank": before}, {"rank": rank}) for one, before, rank in moved])
    return operation


def set_assent_rule(*, cite: Cite, needed: Needed, source: str, by: User) -> Operation | None:
    """Which assents an adoption needs, and the text that says so; None where it is so already."""
    with locked(cite, by) as place:
        rule: AssentRule = assent_rule(place)
        values = {"needed": Needed(needed).value, "source": one_line(source)[:LONGEST_SOURCE]}
        return write(rule, values, cite=place, label=f"Avis exigés : {Needed(needed).label}", by=by)
