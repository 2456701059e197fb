"""How much there is, for whom, at which moment: sums of movements, computed by the database in cents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, cast

from django.db import connection
from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import NullIf

from preau.budgets.models import Envelope, Movement
from preau.budgets.states import MovementKind
from preau.core.budget.position import Entry, Kind, Position, position
from preau.journal.moments import NOW, Moment
from preau.people.access import Visitor, access_to
from preau.people.models import Cite, Organisation
from preau.people.roles import Verb
from preau.programmes.fields import EuroField
from preau.programmes.models import Action, ActionHolder
from preau.programmes.queries import actions_seen

GRANT = Q(kind=MovementKind.PROGRAMMED, envelope__in_grant=True)
"""The movements that make the "montant Cité éducative" of an action."""


def envelopes_for(user: Visitor, cite: Cite) -> QuerySet[Envelope]:
    """The envelopes of the cité, for who reads them: none for a holder, who reads the money of their actions alone."""
    envelopes = Envelope.objects.filter(cite=cite).select_related("funder", "keeper")
    return envelopes if access_to(user, cite).whole_for(Verb.READ_BUDGETS) else envelopes.none()


def reaching(envelopes: QuerySet[Envelope], year: int) -> QuerySet[Envelope]:
    """Those of the envelopes whose period reaches the civil year."""
    return envelopes.filter(year__lte=year, last_year__gte=year)


def movements_for(user: Visitor, cite: Cite) -> QuerySet[Movement]:
    """The movements of the cité that the visitor may read: all, or those of the actions of their organisations."""
    movements = Movement.objects.filter(envelope__cite=cite)
    if access_to(user, cite).whole_for(Verb.READ_BUDGETS):
        return movements
    actions = actions_seen(user, Action.objects.filter(programme__cite=cite), cite.pk)
    return movements.filter(action__in=actions)


def positions(movements: QuerySet[Movement], *keys: str, at: Moment = NOW) -> dict[tuple[Any, ...], Position]:
    """The position of each group of movements, by the values of `keys`; one group, (), where there is none. One query.

    A group in which nothing moved is absent.
    """
    rows = movements.filter(at.movements()).order_by().values_list(*keys, "kind").annotate(total=Sum("amount"))
    sums: dict[tuple[Any, ...], dict[str, Decimal]] = defaultdict(dict)
    for *key, kind, total in rows:
        sums[tuple(key)][kind] = total
    return {key: Position.of(found) for key, found in sums.items()}


def position_of(envelope: Envelope, at: Moment = NOW) -> Position:
    """The position of an envelope. One query, which an index answers, at little more than the bare sum."""
    asked: list[Any] = [envelope.pk]
    asked += [] if at.on is None else [connection.ops.adapt_datefield_value(at.on)]
    asked += [] if at.number is None else [at.number]
    with connection.cursor() as cursor:
        cursor.execute(_statement(by_day=at.on is not None, by_number=at.number is not None), asked)
        return Position.of({kind: Decimal(int(cents)).scaleb(-2) for kind, cents in cursor.fetchall()})


@cache
def _statement(*, by_day: bool, by_number: bool) -> str:
    """The sums of an envelope by kind, in cents, as Django writes them: once, for to write takes longer than to add."""
    moment = Moment(date.min if by_day else None, 0 if by_number else None)
    asked = Movement.objects.filter(envelope=0).filter(moment.movements()).order_by().values_list("kind")
    text: str = asked.annotate(total=Sum("amount")).query.sql_with_params()[0]
    return text


def positions_of(envelopes: Iterable[Envelope], at: Moment = NOW) -> dict[int, Position]:
    """The position of each envelope by primary key, of those too in which nothing moved. One query."""
    ids = [envelope.pk for envelope in envelopes]
    found = positions(Movement.objects.filter(envelope__in=ids), "envelope", at=at)
    return {pk: found.get((pk,), Position()) for pk in ids}


def first_holders(actions: Collection[int]) -> dict[int, Organisation]:
    """The first holder of each action, which alone counts where money is told by holder. One query."""
    found = ActionHolder.objects.filter(action__in=actions).select_related("organisation").order_by("-position")
    return {holder.action_id: holder.organisation for holder in found}  # the last one written is the first holder


def programmed_by_action(envelope: Envelope, actions: Iterable[int]) -> dict[int, Decimal]:
    """What the envelope has programmed for each of the actions, by primary key; absent where nothing ever moved."""
    found = Movement.objects.filter(envelope=envelope, kind=MovementKind.PROGRAMMED, action__in=list(actions))
    return {action: total for action, total in found.values_list("action_id").annotate(total=Sum("amount")) if action}


def with_grant(actions: QuerySet[Action], at: Moment = NOW) -> QuerySet[Action]:
    """The actions, each with its `grant`: what the cité's envelopes programmed for it, None where that is nothing."""
    sums = (
        Movement.objects.filter(GRANT, at.movements(), action=OuterRef("pk"))
        .order_by()
        .values("action")
        .annotate(total=NullIf(Sum("amount"), Value(0, BigIntegerField())))
        .values("total")
    )
    return actions.annotate(grant=Subquery(sums, output_field=EuroField()))


def programmed_by_programme(actions: QuerySet[Action]) -> dict[int, Decimal]:
    """What is programmed for these actions, by the primary key of their programme; absent where nothing is."""
    found = Movement.objects.filter(GRANT, action__in=actions).order_by().values_list("action__programme")
    return {programme: total for programme, total in found.annotate(total=Sum("amount")) if programme}


def programmed_by_theme(actions: QuerySet[Action]) -> dict[tuple[int | None, int], Decimal]:
    """What is programmed for these actions, by the primary keys of their theme and programme; absent where nothing."""
    return {
        (theme, programme): total
        for theme, programme, total in Movement.objects.filter(GRANT, action__in=actions)
        .order_by()
        .values_list("action__theme", "action__programme")
        .annotate(total=Sum("amount"))
        if programme is not None
    }


def programmed_elsewhere(envelope: Envelope, actions: Iterable[int]) -> dict[int, Decimal]:
    """What the cité's other envelopes have programmed for each of the actions, as part of its grant."""
    found = Movement.objects.filter(GRANT, action__in=list(actions)).exclude(envelope=envelope)
    return {action: total for action, total in found.values_list("action_id").annotate(total=Sum("amount")) if action}


def movements_of(action: Action) -> QuerySet[Movement]:
    """Every movement of the action, whatever its kind and its envelope, the oldest first, each with what caused it."""
    related = ("cause__undoes", "cause__revision", "envelope")
    return Movement.objects.filter(action=action).select_related(*related).order_by("pk")


def purses_of(movements: Iterable[Movement]) -> list[tuple[Envelope, Position]]:
    """Where the money of these movements stands in each envelope that it came from, by year and name."""
    found: dict[Envelope, list[Entry]] = defaultdict(list)
    for one in movements:
        found[one.envelope].append(Entry(cast("Kind", one.kind), one.amount, one.on))
    ordered = sorted(found, key=lambda envelope: (envelope.year, envelope.name))
    return [(envelope, where) for envelope in ordered if (where := position(found[envelope])) != Position()]
