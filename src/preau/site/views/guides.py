"""The guides, one for each role."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preau.people.access import cites_for, memberships_of
from preau.site.guides import GUIDES
from preau.site.help import guide_of


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """All the guides, those of the visitor's own roles first."""
    _stay(request)
    mine = {guide_of(one.role) for one in memberships_of(request.user)}
    ordered = sorted(GUIDES, key=lambda guide: guide.slug not in mine)
    return render(request, "site/help/guides.html", {"guides": ordered, "mine": mine})


@require_safe
def guide(request: HttpRequest, role: str) -> HttpResponse:
    """The guide of a role."""
    found = next((one for one in GUIDES if one.slug == role), None)
    if found is None:
        raise Http404
    _stay(request)
    return render(request, "site/help/guide.html", {"guide": found, "others": [one for one in GUIDES if one != found]})


def _stay(request: HttpRequest) -> None:
    """Keep the head of the page in the visitor's cité, where they have one only: the way back is in its menu."""
    cites = list(cites_for(request.user)[:2])
    if len(cites) == 1:
        request.cite = cites[0]  # type: ignore[attr-defined]
