"""Writing the journal, inside the transaction of the operation it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Model
from django.utils.timezone import localdate

from preau.core.refusal import Refusal
from preau.journal.models import Line, Operation
from preau.people.models import Cite, User

KINDS = {
    "Cite": Line.Kind.CITE,
    "Programme": Line.Kind.PROGRAMME,
    "Theme": Line.Kind.THEME,
    "Organisation": Line.Kind.ORGANISATION,
    "Envelope": Line.Kind.ENVELOPE,
    "Action": Line.Kind.ACTION,
    "Acceptance": Line.Kind.FINDING,
    "Membership": Line.Kind.MEMBERSHIP,
    "Invitation": Line.Kind.MEMBERSHIP,
    "FundingPlan": Line.Kind.FUNDING,
    "Revision": Line.Kind.REVISION,
    "Committee": Line.Kind.COMMITTEE,
    "Sitting": Line.Kind.SITTING,
    "Seat": Line.Kind.SEAT,
    "AssentRule": Line.Kind.SEAT,
    "Paper": Line.Kind.PAPER,
}


EARLIEST = date(2019, 1, 1)
"""The first day of the year of the label (vademecum of the cités éducatives, 2019): nothing of a cité is older."""


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to one object: its values before (empty when it was created) and after."""

    thing: Model
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def begin(  # noqa: PLR0913 - an operation has as many parts
    *,
    cite: Cite,
    verb: Operation.Verb,
    label: str,
    by: User | None,
    undoes: Operation | None = None,
    on: date | None = None,
) -> Operation:
    """Open an operation: the cause of what follows. Numbered within its cité; the caller holds the transaction.

    `on` is the day from which it holds, today unless something else is said. Raises Refusal for a day to come, and for
    one before the label.
    """
    today = localdate()
    if on is not None and on > today:
        raise Refusal(f"Le {on:%d/%m/%Y} est à venir. Donnez la date d’un fait, au plus tard aujourd’hui.")
    if on is not None and (refusal := may_be_on(on)):
        raise Refusal(refusal)
    last = Operation.objects.filter(cite=cite).aggregate(last=Max("number"))["last"] or 0
    operation = Operation(
        cite=cite, number=last + 1, verb=verb, label=label[:300], by=by, undoes=undoes, on=on or today
    )
    operation.save()
    return operation


def may_be_on(day: date) -> str | None:
    """Whether a fact may be of that day: not before the cités éducatives, for it would be a slip, or a lost digit."""
    if day >= EARLIEST:
        return None
    return (
        f"Le {day:%d/%m}/{day.year:04} est avant les cités éducatives. Donnez une date à partir du {EARLIEST:%d/%m/%Y}."
    )


def once(told: Iterable[Told]) -> list[Told]:
    """What is told, once an object: two things told of one, such as its title and its order, are one line."""
    found: dict[tuple[type[Model], Any], Told] = {}
    for one in told:
        known = found.get((type(one.thing), one.thing.pk))
        made = known is not None and not known.before
        if known is not None:
            one = Told(one.thing, {} if made else {**known.before, **one.before}, {**known.after, **one.after})  # noqa: PLW2901
        found[type(one.thing), one.thing.pk] = one
    return list(found.values())


def tell(operation: Operation, told: Iterable[Told], kind: Line.Kind | None = None) -> None:
    """Write one line for each object, in a few statements; of another kind than its own where one is given."""
    Line.objects.bulk_create(
        (
            Line(
                operation=operation,
                kind=kind or KINDS[type(one.thing).__name__],
                object_id=one.thing.pk,
                label=str(one.thing)[:300],
                before=dict(one.before),
                after=dict(one.after),
            )
            for one in told
        ),
        batch_size=500,
    )
