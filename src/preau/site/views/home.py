"""The first pages: the programmes of everybody's cités, and where an address cut short leads."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from preau.people.access import access_to, cites_for
from preau.people.reach import reach_cite
from preau.people.roles import Verb
from preau.programmes.queries import programmes_for
from preau.site import queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The programmes the visitor may read; the only cité at once; how to bring the first programme."""
    cards = queries.cards_for(request.user)
    cites = list(cites_for(request.user))
    if len(cites) == 1 and cards:
        return redirect("cite", cites[0].slug)
    if cards:
        grouped = [(cite, list(found)) for cite, found in groupby(cards, key=lambda card: card.programme.cite)]
        grants = [card.grant for card in cards if card.grant is not None]
        figures = {"count": len(cards), "actions": sum(card.count for card in cards), "grant": sum(grants) or None}
        return render(request, "site/home.html", {"cites": grouped, **figures})
    able = [cite for cite in cites if access_to(request.user, cite).may(Verb.IMPORT)]
    return render(request, "site/empty.html", {"cites": cites, "able": able})


@require_safe
def latest(request: HttpRequest, cite: str) -> HttpResponse:
    """The latest programme of the cité: where an address cut short leads."""
    reach_cite(request, cite)
    found = programmes_for(request.user).filter(cite__slug=cite).order_by("-year").first()
    if found is None:
        raise Http404
    return redirect("programme", found.cite.slug, found.year)
