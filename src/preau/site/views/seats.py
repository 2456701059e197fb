"""The committees of a cité, the seats that give an assent, and the rule that says which of them an adoption needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preau.committees.forms import CommitteeForm, RuleForm, SeatForm
from preau.committees.models import Committee, Seat
from preau.committees.operations import assent_rule, set_up
from preau.committees.operations import committees as bodies
from preau.committees.operations import seats as chairs
from preau.committees.queries import committees_for, seats_for
from preau.committees.states import Needed
from preau.core.refusal import Refusal
from preau.people.access import Forbidden
from preau.people.models import Cite
from preau.people.reach import reach_cite
from preau.people.roles import Verb
from preau.revisions.sittings import close_asked_seat

takes_a_form = require_http_methods(["GET", "HEAD", "POST"])
PLACES = 4
"""Digits of a place in a list, at most."""


@require_safe
def governance(request: HttpRequest, cite: str) -> HttpResponse:
    """All of it on a page."""
    place = reach_cite(request, cite, Verb.READ_DRAFTS)
    seats = list(seats_for(request.user, place))
    context = {
        "tab": "sittings",
        "committees": committees_for(request.user, place),
        "seats": seats,
        "standing": sum(1 for seat in seats if not seat.closed),
        "rule": assent_rule(place),
    }
    return render(request, "site/sittings/governance.html", context)


@require_POST
def begin(request: HttpRequest, cite: str) -> HttpResponse:
    """The seats and the committees that most cités have."""
    place = reach_cite(request, cite, Verb.REVISE)
    if set_up(cite=place, by=request.user):  # type: ignore[arg-type]
        messages.success(request, "Le comité de pilotage, le comité technique et les sièges de la troïka sont là.")
    return redirect("governance", cite)


@takes_a_form
def committee_add(request: HttpRequest, cite: str) -> HttpResponse:
    """A committee more."""
    place = reach_cite(request, cite, Verb.REVISE)
    form = CommitteeForm(request.POST or None)
    return _kept(
        request, place, form, None, lambda: bodies.create_committee(cite=place, said=form.said, by=_me(request))
    )


@takes_a_form
def committee(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """A committee, changed; or closed, or opened again, by the button of its page."""
    place = reach_cite(request, cite, Verb.REVISE)
    one = get_object_or_404(Committee.objects.select_related("cite"), cite=place, pk=pk)
    if "fermer" in request.POST or "rouvrir" in request.POST:
        verb = bodies.close_committee if "fermer" in request.POST else bodies.reopen_committee
        return _done(request, lambda: verb(committee=one, by=_me(request)), cite)
    initial = {"name": one.name, "level": one.level, "members": one.members}
    form = CommitteeForm(request.POST or None, initial=initial)
    return _kept(
        request, place, form, one, lambda: bodies.edit_committee(committee=one, said=form.said, by=_me(request))
    )


@takes_a_form
def seat_add(request: HttpRequest, cite: str) -> HttpResponse:
    """A seat more."""
    place = reach_cite(request, cite, Verb.REVISE)
    form = SeatForm(request.POST or None)
    return _kept(
        request, place, form, None, lambda: chairs.create_seat(cite=place, **form.cleaned_data, by=_me(request))
    )


@takes_a_form
def seat(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """A seat, changed; or closed, or opened again, by the button of its page."""
    place = reach_cite(request, cite, Verb.REVISE)
    one = get_object_or_404(Seat.objects.select_related("cite"), cite=place, pk=pk)
    if "fermer" in request.POST or "rouvrir" in request.POST:
        verb = close_asked_seat if "fermer" in request.POST else chairs.reopen_seat
        return _done(request, lambda: verb(seat=one, by=_me(request)), cite)
    form = SeatForm(request.POST or None, initial={"name": one.name, "role": one.role})
    return _kept(request, place, form, one, lambda: chairs.edit_seat(seat=one, **form.cleaned_data, by=_me(request)))


@require_POST
def seat_place(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """A seat at the place that the button says."""
    place = reach_cite(request, cite, Verb.REVISE)
    one = get_object_or_404(Seat.objects.select_related("cite"), cite=place, pk=pk)
    where = place_asked(request)
    return _done(request, lambda: chairs.place_seat(seat=one, place=where, by=_me(request)), cite)


@takes_a_form
def rule(request: HttpRequest, cite: str) -> HttpResponse:
    """Which assents an adoption needs."""
    place = reach_cite(request, cite, Verb.REVISE)
    known = assent_rule(place)
    form = RuleForm(request.POST or None, initial={"needed": known.needed, "source": known.source})
    return _kept(
        request, place, form, None,
        lambda: chairs.set_assent_rule(
            cite=place, needed=Needed(form.cleaned_data["needed"]), source=form.cleaned_data["source"], by=_me(request)
        ),
    )  # fmt: skip


def place_asked(request: HttpRequest) -> int:
    """The place that a button says. Raises Http404 where it says none."""
    said = request.POST.get("place", "")
    if not (said.isascii() and said.isdecimal()) or len(said) > PLACES:
        raise Http404
    return int(said)


def _me(request: HttpRequest) -> Any:  # noqa: ANN401 - a signed in user, which Django types loosely
    return request.user


def _done(request: HttpRequest, verb: Callable[[], object], cite: str) -> HttpResponse:
    """Do it, say so or say why not, and go back to the page of them all."""
    try:
        if verb():
            messages.success(request, "Enregistré.")
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("governance", cite)


def _kept(
    request: HttpRequest, place: Cite, form: Form, one: Committee | Seat | None, verb: Callable[[], object]
) -> HttpResponse:
    """Do what the form says, or show it as it was filled with what is wrong."""
    if form.is_valid():
        try:
            verb()
        except Forbidden:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Enregistré.")
            return redirect("governance", place.slug)
    title = {CommitteeForm: "une instance", SeatForm: "un siège"}.get(type(form), "")
    context = {"tab": "sittings", "form": form, "one": one, "what": title}
    return render(request, "site/sittings/seat.html", context, status=422 if form.errors else 200)
