"""The movements that a figure is made of, with their sum: any figure opens here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from preau.budgets import shown
from preau.budgets.asked import FIGURES, KINDS, NONE, Asked, moment_in
from preau.budgets.models import Envelope, Movement
from preau.budgets.queries import envelopes_for, movements_for
from preau.budgets.states import MovementKind
from preau.people.models import Cite, Organisation
from preau.people.reach import access_of
from preau.people.roles import Verb
from preau.programmes.models import Action, Theme
from preau.programmes.states import NationalAxis

PAGE = 100


def page_of(request: HttpRequest, cite: Cite, movements: QuerySet[Movement], asked: Asked) -> dict[str, Any]:
    """A page of movements, the sum of all of them. Three queries."""
    access = access_of(request)
    sums = asked.sums(movements)
    page: Page[Movement] = Paginator(for_lines(movements), PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "query": _query(request),
        "lines": shown.lines(cite, page, asked.signs, manages=access.may_here(Verb.MANAGE_BUDGETS)),
        "sum": asked.total(sums) if asked.adds_up else None,
        "sums": [(kind.label, sums[kind.value]) for kind in MovementKind if kind.value in sums],
        "with_people": access.may_here(Verb.READ_PEOPLE),
        "whole": access.whole_for(Verb.READ_BUDGETS),
    }


def for_lines(movements: QuerySet[Movement]) -> QuerySet[Movement]:
    """The movements with what their lines say, and none of the long texts."""
    related = (
        "envelope",
        "action__programme",
        "cause__by",
        "cause__undoes",
        "cause__revision",
        "reversed_by",
        "reverses",
    )
    long = ("description", "audience", "partners_written", "search", "other")
    return movements.select_related(*related).defer(*(f"action__{name}" for name in long), "envelope__note")


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def movements_context(request: HttpRequest, cite: Cite) -> dict[str, Any]:
    """The movements that make a figure, with their sum. A constant number of queries.

    Envelopes are nothing to a holder: what they ask of one is not looked at.
    """
    access = access_of(request)
    whole = access.whole_for(Verb.READ_BUDGETS)
    asked = Asked.of(request.GET)
    if not whole:
        asked = Asked(asked.figure, asked.kinds, action=asked.action, year=asked.year, on=asked.on)
    envelopes = list(envelopes_for(request.user, cite))
    movements = asked.keep(movements_for(request.user, cite))
    return {
        "tab": "envelopes" if whole else "programme",
        "asked": asked,
        "kept_words": [pair for pair in asked.words if pair[0] not in {"montant", "type", "enveloppe", "au"}],
        "here": reverse("movements", args=[cite.slug]),
        "wrong_day": moment_in(request.GET)[1],
        "figure_text": FIGURES[asked.figure][1] if asked.figure else "",
        "about": ", ".join(_about(cite, asked, {one.pk: one for one in envelopes}, request)),
        "figures": [(word, text.partition(" :")[0].partition(",")[0]) for word, (_, text) in FIGURES.items()],
        "kinds": [(word, kind.label, kind in asked.kinds) for word, kind in KINDS.items()],
        "envelopes": envelopes,
        **page_of(request, cite, movements, asked),
    }


def _about(cite: Cite, asked: Asked, envelopes: Mapping[int, Envelope], request: HttpRequest) -> list[str]:
    """What the figure is of, in words. Three queries at most."""
    found = []
    if asked.envelope is not None:
        found.append(f"enveloppe {envelopes[asked.envelope]}" if asked.envelope in envelopes else "enveloppe inconnue")
    if asked.exercise is not None:
        found.append(f"enveloppes {'en nature ' if asked.in_kind else ''}de {asked.exercise}")
    if asked.action:
        seen = movements_for(request.user, cite)
        one = asked_action(asked, seen)
        found.append(f"action {one}" if one else "cette action")
    if asked.theme:
        theme = Theme.objects.filter(cite=cite, letter=asked.theme).first() if asked.theme != NONE else None
        found.append(f"thème {theme}" if theme else "sans thème")
    if asked.axis:
        found.append(str(NationalAxis(asked.axis).label) if asked.axis != NONE else "sans axe national")
    if asked.holder:
        one_holder = (
            Organisation.objects.filter(cite=cite, pk=int(asked.holder)).first() if asked.holder != NONE else None
        )
        found.append(f"{one_holder}, premier porteur" if one_holder else "sans porteur")
    if asked.year is not None:
        found.append(f"programme {asked.year}")
    return found


def asked_action(asked: Asked, seen: QuerySet[Movement]) -> Action | None:
    """The action that is asked for, where the visitor reads a movement of it."""
    one = Asked(action=asked.action).keep(seen).select_related("action").first()
    return one.action if one else None
