"""The seats and committees that a cité starts with; the pages that keep them call the other verbs."""

from __future__ import annotations

from django.db import transaction

from preau.committees.models import AssentRule, Committee, Seat
from preau.committees.queries import standing_seats, usual_seats
from preau.committees.states import Level
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import Cite, User
from preau.people.operations import lock
from preau.people.roles import Verb


def ensure_seats(cite: Cite) -> list[Seat]:
    """The seats of the cité that stand, in their order; those of the troïka are made where nobody chose any yet.

    Inside the transaction of the caller, which holds the lock of the cité.
    """
    if not Seat.objects.filter(cite=cite).exists():
        Seat.objects.bulk_create(usual_seats(cite))
    return standing_seats(cite)


def ensure_committees(cite: Cite) -> list[Committee]:
    """The committees that stand; the steering and the technical one are made where nobody chose any yet. Locked."""
    if not Committee.objects.filter(cite=cite).exists():
        Committee.objects.bulk_create(
            [
                Committee(cite=cite, name="Comité de pilotage", level=Level.STEERING),
                Committee(cite=cite, name="Comité technique", level=Level.TECHNICAL),
            ]
        )
    return list(Committee.objects.filter(cite=cite, closed=False))


def assent_rule(cite: Cite) -> AssentRule:
    """The rule of the cité; that of all seats, unsaved, where nobody chose another."""
    return AssentRule.objects.filter(cite=cite).first() or AssentRule(cite=cite)


def set_up(*, cite: Cite, by: User) -> Operation | None:
    """Give the cité the seats and committees that most have, where it has none; None where it has both already."""
    access_to(by, cite).require(Verb.REVISE)
    with transaction.atomic():
        cite = lock(cite)
        known = Seat.objects.filter(cite=cite).exists(), Committee.objects.filter(cite=cite).exists()
        if all(known):
            return None
        seats = [] if known[0] else ensure_seats(cite)
        committees = [] if known[1] else ensure_committees(cite)
        operation = begin(cite=cite, verb=Operation.Verb.SITTING, label="Instances et sièges de départ", by=by)
        tell(operation, [Told(one, {}, {"name": str(one)}) for one in (*seats, *committees)])
    return operation
