"""The committees, seats and sittings that a visitor reads: none for who does not read drafts."""

from __future__ import annotations

from django.db.models import QuerySet

from preau.committees.models import Committee, Seat, Sitting
from preau.core.typography import of_place
from preau.people.access import Visitor, access_to
from preau.people.models import Cite
from preau.people.roles import Role, Verb


def committees_for(user: Visitor, cite: Cite) -> QuerySet[Committee]:
    """The committees of the cité, those that are closed last."""
    found = Committee.objects.filter(cite=cite).order_by("closed", "pk")
    return found if access_to(user, cite).whole_for(Verb.READ_DRAFTS) else found.none()


def seats_for(user: Visitor, cite: Cite) -> QuerySet[Seat]:
    """The seats of the cité in their order, those that are closed last."""
    found = Seat.objects.filter(cite=cite).order_by("closed", "rank", "pk")
    return found if access_to(user, cite).whole_for(Verb.READ_DRAFTS) else found.none()


def usual_seats(cite: Cite) -> list[Seat]:
    """The three seats of the troïka, unsaved: what a cité has until somebody chooses others."""
    names = ((Role.PREFECTURE, "Préfet"), (Role.EDUCATION, "Éducation nationale"), (Role.TOWN, "Maire"))
    return [
        Seat(cite=cite, name=f"{name} {of_place(cite.name)}" if role == Role.TOWN else name, role=role, rank=rank)
        for rank, (role, name) in enumerate(names, start=1)
    ]


def standing_seats(cite: Cite) -> list[Seat]:
    """The seats of the cité that stand, in their order, whoever asks; unsaved ones where nobody chose any yet.

    Reading makes none: they are made when a cité begins with its committees, or proposes its first revision.
    """
    seats = list(Seat.objects.filter(cite=cite))
    return [seat for seat in seats if not seat.closed] if seats else usual_seats(cite)


def sittings_for(user: Visitor, cite: Cite) -> QuerySet[Sitting]:
    """The sittings of the committees of the cité, the latest first."""
    found = Sitting.objects.filter(committee__cite=cite).select_related("committee__cite").order_by("-on", "-pk")
    return found if access_to(user, cite).whole_for(Verb.READ_DRAFTS) else found.none()
