"""The revisions that a visitor may read, and what is programmed now for the actions they change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet, Sum

from preau.budgets.models import Movement, Revision
from preau.budgets.states import MovementKind, RevisionState
from preau.journal.moments import NOW, Moment
from preau.people.access import Visitor, access_to
from preau.people.roles import Verb
from preau.programmes.models import Programme


def revisions_for(user: Visitor, programme: Programme) -> QuerySet[Revision]:
    """The revisions of the programme: all for who reads drafts, the adopted ones for who reads budgets, else none."""
    access = access_to(user, programme.cite_id)
    revisions = Revision.objects.filter(programme=programme).select_related("sitting__committee", "operation")
    if access.whole_for(Verb.READ_DRAFTS):
        return revisions
    if access.whole_for(Verb.READ_BUDGETS):
        return revisions.filter(state=RevisionState.ADOPTED)
    return revisions.none()


def in_force(programme: Programme) -> Revision | None:
    """The last revision that was adopted; None while the programme is a draft."""
    return Revision.objects.filter(programme=programme, number__isnull=False).order_by("-number").first()


def moment_of(revision: Revision) -> Moment:
    """Just after the adoption of the revision."""
    return Moment(number=revision.operation.number) if revision.operation else NOW


def programmed(programme: Programme, at: Moment = NOW) -> dict[int, dict[int, Decimal]]:
    """What is programmed for each action, by envelope (primary keys); nothing is absent. One query."""
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = (
        Movement.objects.filter(at.movements(), action__programme=programme, kind=MovementKind.PROGRAMMED)
        .order_by()
        .values_list("action_id", "envelope_id")
        .annotate(total=Sum("amount"))
    )
    for action, envelope, total in rows:
        if action is not None and total:
            found[action][envelope] = total
    return dict(found)


def stale_lines(revision: Revision, now: dict[int, dict[int, Decimal]]) -> Iterable[tuple[int, int]]:
    """The amounts (action, envelope) that were compared with what is no longer programmed."""
    for line in revision.lines.prefetch_related("amounts"):
        if line.action_id is None:
            continue
        for one in line.amounts.all():
            if one.before != now.get(line.action_id, {}).get(one.envelope_id, Decimal(0)):
                yield line.action_id, one.envelope_id
