"""The two answers to a holder that is only expected, from wherever it is shown."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from preau.annexes.holders import confirm_holder, replace_holder
from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.people.access import Forbidden
from preau.people.roles import Verb
from preau.programmes.models import Action
from preau.programmes.reach import reach_action
from preau.ui.ways import next_page


@require_POST
def confirm(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """The expected holder carries the action."""
    action = reach_action(request, cite, year, serial, Verb.EDIT)
    return _answer(request, action, lambda: confirm_holder(action=action, by=request.user))  # type: ignore[arg-type]


@require_POST
def replace(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Another organisation carries the action."""
    action = reach_action(request, cite, year, serial, Verb.EDIT)
    name = request.POST.get("name", "")
    return _answer(request, action, lambda: replace_holder(action=action, name=name, by=request.user))  # type: ignore[arg-type]


def _answer(request: HttpRequest, action: Action, do: Callable[[], Operation]) -> HttpResponse:
    """Do it, say what was done or why it was not, and go back to where the question was asked."""
    try:
        messages.success(request, f"Action {action.number or action.serial} : {_small(do().label)}.")
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    if after := next_page(request):
        return redirect(after)
    programme = action.programme
    return redirect(reverse("action", args=[programme.cite.slug, programme.year, action.serial]))


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
