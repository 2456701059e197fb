"""The first pages: what needs the visitor today in a cité, and their cités where they have several."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import cast

from django import forms
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from preau.journal.models import Operation
from preau.people.access import access_to, cites_for
from preau.people.models import Cite, User
from preau.people.operations import mark_visit
from preau.people.reach import reach_cite
from preau.people.roles import Role, Verb
from preau.programmes.reach import keep
from preau.site import queries
from preau.site.everywhere import Table
from preau.site.since import news_for
from preau.site.today import programme_of_the_day, today_of
from preau.site.views.search import search_context


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The cités of the visitor: the only one at once, the list of several, all of them for a national reader.

    With words (`q`) it is the search over all of them.
    """
    if "q" in request.GET:
        return render(request, "site/search.html", search_context(request, None))
    installation = access_to(request.user, None)
    if Role.NATIONAL in installation.roles:
        return render(request, "site/everywhere.html", {"table": Table.of(request.GET)})
    cites = list(cites_for(request.user))
    if not cites and installation.may(Verb.MANAGE_INSTALLATION):
        return redirect("installation")
    if len(cites) == 1:
        return redirect("cite", cites[0].slug)
    cards = queries.cards_for(request.user)
    if not cards:
        able = [cite for cite in cites if access_to(request.user, cite).may(Verb.IMPORT)]
        return render(request, "site/empty.html", {"cites": cites, "able": able})
    grouped = [(cite, list(found)) for cite, found in groupby(cards, key=lambda card: card.programme.cite)]
    grants = [card.grant for card in cards if card.grant is not None]
    figures = {"count": len(cards), "actions": sum(card.count for card in cards), "grant": sum(grants) or None}
    return render(request, "site/home.html", {"cites": grouped, **figures})


@require_safe
def today(request: HttpRequest, cite: str) -> HttpResponse:
    """What needs the visitor today in the cité, and what others did since they last looked."""
    found = _reach(request, cite)
    user = cast("User", request.user)
    access = access_to(user, found)
    if not access.may(Verb.READ):
        return render(request, "site/sessions_later.html")
    programme = programme_of_the_day(user, found)
    if programme is None:
        able = [found] if access.may(Verb.IMPORT) else []
        return render(request, "site/empty.html", {"cites": [found], "able": able, "tab": "today"})
    keep(request, found, programme)
    day = today_of(user, programme)
    request.to_check = day.to_check  # type: ignore[attr-defined]
    context = {"tab": "today", "programme": programme, "day": day, "news": news_for(user, found)}
    return render(request, "site/today.html", context)


class Mark(forms.Form):
    """Up to where the page had told what others did: the number of an operation and a moment."""

    seen = forms.IntegerField(min_value=0)
    at = forms.FloatField(min_value=0)


@require_POST
def mark_read(request: HttpRequest, cite: str) -> HttpResponse:
    """Remember that what the page told was read: what came after it was shown stays new."""
    found = reach_cite(request, cite)
    mark = Mark(request.POST)
    if mark.is_valid():
        last = Operation.objects.filter(cite=found).aggregate(last=Max("number"))["last"] or 0
        now = timezone.now()
        at = datetime.fromtimestamp(min(mark.cleaned_data["at"], now.timestamp()), tz=now.tzinfo)
        mark_visit(user=cast("User", request.user), cite=found, seen=min(mark.cleaned_data["seen"], last), at=at)
    return redirect("cite", found.slug)


def _reach(request: HttpRequest, slug: str) -> Cite:
    """The cité, whatever the visitor's role in it; Http404 where they have none."""
    found = cites_for(request.user).filter(slug=slug).first()
    if found is None:
        raise Http404
    request.cite = found  # type: ignore[attr-defined]
    return found
