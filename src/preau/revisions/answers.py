"""What each seat answered to a revision, and who is still awaited."""

from __future__ import annotations

from dataclasses import dataclass

from preau.budgets.models import Assent, Revision
from preau.budgets.states import Answer, RevisionState
from preau.committees.models import Seat
from preau.committees.queries import standing_seats
from preau.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class SeatAnswer:
    """A seat, its assent on the amounts as they are proposed, or else the last it gave on others."""

    seat: Seat
    assent: Assent | None = None
    before: Assent | None = None

    @property
    def favourable(self) -> bool:
        """Whether it said yes, be it with a reserve."""
        return self.assent is not None and self.assent.answer != Answer.NO


def answers_of(revision: Revision) -> list[SeatAnswer]:
    """The seats of the cité in their order, each with its answer; one on other amounts is kept, and counts for nothing.

    Once the revision is decided, the seats are those that answered and those that stand. Two queries.
    """
    last: dict[int, Assent] = {}
    stale: dict[int, Assent] = {}
    standing = standing_seats(revision.programme.cite)
    seats = {seat.pk or -seat.rank: seat for seat in standing}
    for assent in Assent.objects.filter(revision=revision).select_related("seat", "cause__by").order_by("pk"):
        if assent.digest == revision.digest:
            last[assent.seat_id] = assent
            if revision.state != RevisionState.PROPOSED:
                seats.setdefault(assent.seat_id, assent.seat)
        else:
            stale[assent.seat_id] = assent
    ordered = sorted(seats.values(), key=lambda seat: (seat.rank, seat.pk or 0))
    return [SeatAnswer(seat, last.get(seat.pk), stale.get(seat.pk)) for seat in ordered]


@dataclass(frozen=True, slots=True)
class Awaited:
    """A proposed revision, and the seats that have not answered to its amounts."""

    revision: Revision
    missing: tuple[Seat, ...]


def awaited(programme: Programme) -> list[Awaited]:
    """The proposed revisions of the programme, each with the seats it waits for. Three queries at most."""
    proposed = Revision.objects.filter(programme=programme, state=RevisionState.PROPOSED)
    found = list(proposed.select_related("sitting__committee"))
    if not found:
        return []
    seats = standing_seats(programme.cite)
    digests = {one.pk: one.digest for one in found}
    rows = Assent.objects.filter(revision__in=found).values_list("revision_id", "seat_id", "digest")
    answered = {(revision, seat) for revision, seat, digest in rows if digest == digests[revision]}
    return [Awaited(one, tuple(seat for seat in seats if (one.pk, seat.pk) not in answered)) for one in found]
