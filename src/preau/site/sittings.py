"""What the pages of sittings show: the calendar of a cité, one sitting with all that is on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from preau.budgets.models import Revision
from preau.committees.minutes import Weighed
from preau.committees.models import Attendee, Seat, Sitting
from preau.committees.states import Presence, SittingState
from preau.members.queries import members_for
from preau.people.access import Visitor
from preau.people.models import Cite
from preau.people.roles import SEATS, Role
from preau.revisions.sittings import revisions_of, weighed

INVITED = (Role.COORDINATION, *SEATS, Role.MANAGER)
"""The roles of the members whom a sitting may list in a click."""


OFFERED = ("pdf", "docx", "odt")
"""The formats of a project of paper."""
LISTS = (*OFFERED, "xlsx", "ods", "csv")
"""Those of a list, which is worked on in a spreadsheet too: it is what letters are merged from."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The sittings of a cité: those to come, the next one first; those behind, by committee, the latest first."""

    coming: Sequence[Sitting]
    behind: Sequence[tuple[str, Sequence[Sitting]]]
    late: int

    @classmethod
    def of(cls, sittings: QuerySet[Sitting], today: date) -> Calendar:
        """One query. A sitting whose day has passed and that nobody noted as held is late, and stays to come."""
        shown = sittings.annotate(
            points=Count("items", distinct=True),
            proposals=Count("revisions", filter=~Q(revisions__state__in=["draft", "withdrawn"]), distinct=True),
        )
        every = list(shown)
        coming = sorted((one for one in every if one.state == SittingState.PLANNED), key=lambda one: (one.on, one.pk))
        behind = [one for one in every if one.state != SittingState.PLANNED]
        behind.sort(key=lambda one: (one.committee.closed, one.committee_id))
        grouped = [(name, list(members)) for name, members in groupby(behind, key=lambda one: one.committee.name)]
        return cls(coming, grouped, sum(1 for one in coming if one.on < today))


@dataclass(frozen=True, slots=True)
class Proposed:
    """A revision that names the sitting, with what it moves and what the seats said."""

    revision: Revision
    said: Weighed


def proposals_of(sitting: Sitting, seats: Sequence[Seat]) -> list[Proposed]:
    """The revisions on the agenda of the sitting. Three queries."""
    revisions = list(revisions_of(sitting))
    return [Proposed(one, said) for one, said in zip(revisions, weighed(revisions, seats), strict=True)]


@dataclass(frozen=True, slots=True)
class Guest:
    """A member of the cité who is not on the list yet: how a click would write them."""

    pk: int
    name: str
    capacity: str
    seat: Seat | None


def guests_of(user: Visitor, cite: Cite, people: Sequence[Attendee], seats: Sequence[Seat]) -> list[Guest]:
    """The members whom the sitting may list, each with the seat of their role. One query."""
    there = {one.name.casefold() for one in people}
    of_role = {seat.role: seat for seat in reversed(seats) if seat.role and not seat.closed}
    found: dict[int, Guest] = {}
    for one in members_for(user, cite).filter(role__in=INVITED):
        if one.user.is_active and one.user.name.casefold() not in there:
            guest = Guest(one.user_id, one.user.name, str(Role(one.role).label), of_role.get(one.role))
            found.setdefault(one.user_id, guest)
    return list(found.values())


def counted(people: Sequence[Attendee]) -> dict[str, int]:
    """How many are there, at a distance, excused."""
    return {presence.value: sum(1 for one in people if one.presence == presence) for presence in Presence}
