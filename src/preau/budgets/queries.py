"""How much is programmed, for whom: sums of movements, computed by the database in cents."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import NullIf

from preau.budgets.models import Envelope, Movement
from preau.programmes.fields import EuroField
from preau.programmes.models import Action


def programmed_by_action(envelope: Envelope, actions: Iterable[int]) -> dict[int, Decimal]:
    """What the envelope has programmed for each of the actions, by primary key; absent where nothing ever moved."""
    return dict(
        Movement.objects.filter(envelope=envelope, kind=Movement.Kind.PROGRAMMED, action__in=list(actions))
        .values_list("action_id")
        .annotate(total=Sum("amount"))
    )


def with_grant(actions: QuerySet[Action]) -> QuerySet[Action]:
    """The actions, each with its `grant`: what all envelopes have programmed for it, None where that is nothing."""
    sums = (
        Movement.objects.filter(action=OuterRef("pk"), kind=Movement.Kind.PROGRAMMED)
        .order_by()
        .values("action")
        .annotate(total=NullIf(Sum("amount"), Value(0, BigIntegerField())))
        .values("total")
    )
    return actions.annotate(grant=Subquery(sums, output_field=EuroField()))


def programmed_by_programme(actions: QuerySet[Action]) -> dict[int, Decimal]:
    """What is programmed for these actions, by the primary key of their programme; absent where nothing is."""
    return dict(
        Movement.objects.filter(action__in=actions, kind=Movement.Kind.PROGRAMMED)
        .order_by()
        .values_list("action__programme")
        .annotate(total=Sum("amount"))
    )


def programmed_by_theme(actions: QuerySet[Action]) -> dict[tuple[int | None, int], Decimal]:
    """What is programmed for these actions, by the primary keys of their theme and programme; absent where nothing."""
    return {
        (theme, programme): total
        for theme, programme, total in Movement.objects.filter(action__in=actions, kind=Movement.Kind.PROGRAMMED)
        .order_by()
        .values_list("action__theme", "action__programme")
        .annotate(total=Sum("amount"))
    }


def movements_of(action: Action) -> QuerySet[Movement]:
    """What was programmed for the action, movement by movement, the oldest first, each with what caused it."""
    return (
        Movement.objects.filter(action=action, kind=Movement.Kind.PROGRAMMED)
        .select_related("cause__undoes", "envelope")
        .order_by("pk")
    )
