"""The programmes and actions that a visitor may read: nothing in a view comes from elsewhere."""

from __future__ import annotations

from django.db.models import QuerySet

from preau.people.queries import Visitor, cites_for
from preau.programmes.models import Action, Programme


def programmes_for(user: Visitor) -> QuerySet[Programme]:
    """The programmes of the cités the visitor may read, with their cité."""
    return Programme.objects.filter(cite__in=cites_for(user)).select_related("cite")


def actions_of(programme: Programme) -> QuerySet[Action]:
    """The actions in the programme today, in the order of its themes then of its annex, with their theme."""
    return (
        Action.objects.filter(programme=programme, withdrawn=False)
        .select_related("theme")
        .order_by("theme__rank", "rank", "serial")
    )
