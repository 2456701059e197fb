"""From the words of an address to the programme or the action they name, with the right of the visitor."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from preau.people.access import access_to, cites_for
from preau.people.models import Cite
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme
from preau.programmes.queries import actions_for, require_on


def reach_programme(request: HttpRequest, cite: str, year: int, verb: Verb = Verb.READ) -> Programme:
    """The programme, where the visitor's role in its cité allows the verb; kept on the request with its cité.

    Raises Http404 where they have no role in the cité or it has no such programme, Forbidden where their role does not
    allow this.
    """
    found = Programme.objects.filter(cite__in=cites_for(request.user), cite__slug=cite, year=year)
    programme = found.select_related("cite").first()
    if programme is None:
        raise Http404
    access_to(request.user, programme.cite).require(verb)
    keep(request, programme.cite, programme)
    return programme


def reach_action(request: HttpRequest, cite: str, year: int, serial: int, verb: Verb = Verb.READ) -> Action:
    """The action, withdrawn or not, where the visitor may read it and their role allows the verb.

    Raises as `reach_programme` does; an action that is not one of theirs does not exist for a holder.
    """
    programme = reach_programme(request, cite, year, verb)
    action = actions_for(request.user, programme).filter(serial=serial).select_related("theme").first()
    if action is None:
        raise Http404
    action.programme = programme
    require_on(request.user, action, verb)
    return action


def keep(request: HttpRequest, cite: Cite, programme: Programme) -> None:
    """Keep on the request what it reached, for the head of the page."""
    request.cite = cite  # type: ignore[attr-defined]
    request.programme = programme  # type: ignore[attr-defined]
