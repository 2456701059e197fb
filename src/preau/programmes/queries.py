"""The programmes and actions that a visitor may read: nothing in a view comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from preau.people.access import Forbidden, Visitor, access_to, memberships_of, readable_cites, whole_cites
from preau.people.models import Cite
from preau.people.roles import LABELS, Role, Verb
from preau.programmes.models import Action, ActionHolder, Programme, Theme
from preau.programmes.states import ProgrammeState


def programmes_for(user: Visitor) -> QuerySet[Programme]:
    """The programmes of the cités the visitor may read, with their cité."""
    return Programme.objects.filter(cite__in=readable_cites(user)).select_related("cite")


def by_currency(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """The programmes, that in force first: the latest that was voted; where none was, the latest that has actions.

    Opening next year, or putting an action off to it, does not make next year the present one.
    """
    live = Action.objects.filter(programme=OuterRef("pk"), withdrawn=False, renewed_from=None)
    voted = Case(When(state=ProgrammeState.VOTED, then=0), default=1)
    begun = Case(When(Exists(live), then=0), default=1)
    return programmes.order_by(voted, begun, "-year")


def actions_for(user: Visitor, programme: Programme) -> QuerySet[Action]:
    """The actions of the programme that the visitor may read, withdrawn ones too: all, or those of their organisations.

    The programme must have been reached by `programmes_for`.
    """
    return actions_seen(user, Action.objects.filter(programme=programme), programme.cite_id)


def may_on(user: Visitor, action: Action, verb: Verb) -> bool:
    """Whether the visitor may do this to the action: to all of them, or to it as one of their organisation."""
    cite_id = action.programme.cite_id
    access = access_to(user, cite_id)
    if access.whole_for(verb) or not access.may(verb):
        return access.whole_for(verb)
    return actions_seen(user, Action.objects.filter(pk=action.pk), cite_id, verb).exists()


def require_on(user: Visitor, action: Action, verb: Verb) -> None:
    """Raise Forbidden unless the visitor may do this to the action."""
    access_to(user, action.programme.cite_id).require(verb)
    if not may_on(user, action, verb):
        raise Forbidden(f"{LABELS[verb]} : vous ne le pouvez que pour les actions de votre organisme.")


def actions_seen(user: Visitor, actions: QuerySet[Action], cite_id: int, verb: Verb = Verb.READ) -> QuerySet[Action]:
    """Those of the actions of a cité that the visitor may read, or do something else to."""
    access = access_to(user, cite_id)
    if access.whole_for(verb):
        return actions
    if not access.may(verb):
        return actions.none()
    return actions.filter(pk__in=held_by(access.organisations))


def held_by(organisations: Iterable[int | None]) -> QuerySet[ActionHolder, Any]:
    """The keys of the actions that these organisations answer for. One that is only expected ("JSA ?") reads nothing.

    Until somebody confirms it, the action may be another's.
    """
    return ActionHolder.objects.filter(organisation__in=organisations, tentative=False).values("action")


def live_actions_for(user: Visitor) -> QuerySet[Action]:
    """The actions in a programme today that the visitor may read, of every cité."""
    mine = {one.organisation_id for one in memberships_of(user) if one.role == Role.HOLDER}
    own = Q(pk__in=held_by(mine))
    return Action.objects.filter(Q(programme__cite__in=whole_cites(user)) | own, withdrawn=False)


def themes_named(cite_id: int, word: str) -> QuerySet[Theme]:
    """The themes of the cité whose folded name holds the folded word."""
    return Theme.objects.filter(cite=cite_id, key__contains=word)


def in_order(actions: Iterable[Action]) -> list[Action]:
    """The actions in the order of the programme’s page: by the rank of their theme, then as in the annex."""

    def place(action: Action) -> tuple[bool, int, int, int]:
        rank = action.theme.rank if action.theme else None
        return rank is None, rank or 0, action.rank, action.serial

    return sorted(actions, key=place)


def actions_of(programme: Programme) -> QuerySet[Action]:
    """The actions in the programme today, in the order of its themes then of its annex, with their theme.

    All of them, whoever asks: for papers and for checks, never for a page.
    """
    return (
        Action.objects.filter(programme=programme, withdrawn=False)
        .select_related("theme")
        .order_by("theme__rank", "rank", "serial")
    )


def themes_by_key(cite: Cite) -> dict[str, Theme]:
    """Every theme of the cité by the key of its name; a merged one gives the theme that took its place. One query."""
    by_id = {theme.pk: theme for theme in Theme.objects.filter(cite=cite)}

    def standing(theme: Theme) -> Theme:
        while theme.merged_into_id is not None:
            theme = by_id[theme.merged_into_id]
        return theme

    return {theme.key: standing(theme) for theme in by_id.values()}
