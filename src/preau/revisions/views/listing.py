"""The revisions of a programme: the version in force, its history, the scenarios; a new one; two of them compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from preau.budgets.models import Revision
from preau.budgets.states import RevisionState
from preau.core.refusal import Refusal
from preau.people.access import Forbidden, access_to
from preau.people.models import User
from preau.people.roles import Verb
from preau.programmes.models import Programme
from preau.programmes.reach import reach_programme
from preau.revisions.comparison import compare
from preau.revisions.forms import NameForm
from preau.revisions.operations.drafts import start_revision
from preau.revisions.queries import Weighed, revisions_for, stale_drafts, weighed
from preau.revisions.rules import may_start
from preau.revisions.sheet import sheet_of

LONGEST = 9
"""Digits of a serial in a question."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A revision of the list, what it takes and gives; whether it is compared with old amounts."""

    revision: Revision
    weighed: Weighed
    stale: bool = False


@require_safe
def revisions(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """All those that the visitor may read."""
    return _list(request, reach_programme(request, cite, year, Verb.READ_BUDGETS), NameForm())


def _list(request: HttpRequest, programme: Programme, form: NameForm, status: int = 200) -> HttpResponse:
    weights, stale = weighed(Revision.objects.filter(programme=programme)), stale_drafts(programme)
    found = [
        Listed(one, weights.get(one.pk, Weighed()), one.pk in stale)
        for one in revisions_for(request.user, programme).select_related("created_by", "undoes")
    ]
    states = {state: [one for one in found if one.revision.state == state] for state in RevisionState}
    history = sorted(states[RevisionState.ADOPTED], key=lambda one: -(one.revision.number or 0))
    context = {
        "tab": "programme",
        "programme": programme,
        "inside": access_to(request.user, programme.cite_id).may(Verb.READ_DRAFTS),
        "force": history[0] if history else None,
        "history": history,
        "scenarios": [*states[RevisionState.PROPOSED], *states[RevisionState.DRAFT]],
        "aside": [*states[RevisionState.REJECTED], *states[RevisionState.WITHDRAWN]],
        "listed": [one.revision for one in found],
        "form": form,
        "why_not": may_start(programme) or "",
    }
    return render(request, "revisions/list.html", context, status=status)


@require_POST
def start(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """A new draft."""
    programme = reach_programme(request, cite, year, Verb.REVISE)
    form = NameForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = start_revision(
                programme=programme, title=said["title"], reason=said["reason"], by=cast("User", request.user)
            )
        except Forbidden:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le brouillon est ouvert : écrivez les montants que vous proposez.")
            return redirect("revision", cite, year, made.serial)
    return _list(request, programme, form, 409)


@require_safe
def comparison(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """Two versions side by side; a question where the address does not name two."""
    programme = reach_programme(request, cite, year, Verb.READ_BUDGETS)
    known = list(revisions_for(request.user, programme))
    one, other = (_named(known, request.GET.get(word, "")) for word in ("un", "autre"))
    for named in (one, other):
        if named is not None:
            named.programme = programme
    both = compare(sheet_of(one), sheet_of(other)) if one and other else None
    whole = request.GET.get("lignes") == "toutes"
    context = {
        "tab": "programme", "programme": programme, "known": known, "one": one, "other": other, "both": both,
        "whole": whole,
    }  # fmt: skip
    return render(request, "revisions/compare.html", context)


def _named(known: list[Revision], text: str) -> Revision | None:
    """The revision of that serial. Raises Http404 for one that the visitor does not read."""
    if not text:
        return None
    serial = int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0
    found = next((one for one in known if one.serial == serial), None)
    if found is None:
        raise Http404
    return found
