"""Sittings: their calendar, each with its agenda, its revisions, who sat and what was decided; its minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preau.committees import minutes as drafting
from preau.committees.forms import MeetingForm, PersonForm, PlanForm
from preau.committees.models import Sitting
from preau.committees.operations.sittings import Changed, hold_sitting, plan_again, plan_sitting, save_minutes
from preau.committees.queries import committees_for, seats_for, sittings_for
from preau.committees.rules import LONGEST_TEXT
from preau.committees.states import Presence, SittingState
from preau.core.refusal import Refusal
from preau.documents.models import PaperKind
from preau.documents.queries import papers_for
from preau.people.access import Forbidden, access_to
from preau.people.reach import reach_cite
from preau.people.roles import Verb
from preau.revisions.sittings import cancel_sitting, facts_of, move_sitting
from preau.site.labels import EXPORTS
from preau.site.sittings import LISTS, OFFERED, Calendar, counted, guests_of, proposals_of

takes_a_form = require_http_methods(["GET", "HEAD", "POST"])


def reach_sitting(request: HttpRequest, cite: str, pk: int, verb: Verb = Verb.READ_DRAFTS) -> Sitting:
    """The sitting, where the visitor reads those of the cité and may do this. Raises as `reach_cite` does."""
    place = reach_cite(request, cite, verb)
    return get_object_or_404(sittings_for(request.user, place), pk=pk)


@require_safe
def sittings(request: HttpRequest, cite: str) -> HttpResponse:
    """Those to come, and those behind by committee."""
    place = reach_cite(request, cite, Verb.READ_DRAFTS)
    calendar = Calendar.of(sittings_for(request.user, place), localdate())
    known = committees_for(request.user, place).exists()
    context = {"tab": "sittings", "calendar": calendar, "known": known, "today": localdate()}
    return render(request, "site/sittings/sittings.html", context)


@takes_a_form
def plan(request: HttpRequest, cite: str) -> HttpResponse:
    """A sitting more."""
    place = reach_cite(request, cite, Verb.REVISE)
    form = PlanForm(request.POST or None, committees=committees_for(request.user, place).filter(closed=False))
    if form.is_valid():
        try:
            one = plan_sitting(committee=form.committee, said=form.said, by=request.user)  # type: ignore[arg-type]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La séance est au calendrier. Écrivez son ordre du jour.")
            return redirect("sitting", cite, one.pk)
    context = {"tab": "sittings", "form": form}
    return render(request, "site/sittings/plan.html", context, status=422 if form.errors else 200)


@require_safe
def sitting(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """One sitting, whole."""
    return sitting_page(request, reach_sitting(request, cite, pk))


def sitting_page(request: HttpRequest, one: Sitting, **forms: Any) -> HttpResponse:  # noqa: ANN401 - forms as filled
    """The page of the sitting, with a form as it was filled where what it said was refused."""
    place = one.committee.cite
    seats = list(seats_for(request.user, place))
    people = list(one.attendees.select_related("seat"))
    keeps = access_to(request.user, place).may(Verb.REVISE) and one.state != SittingState.CANCELLED
    papers = papers_for(request.user, place).filter(kind__in=[PaperKind.AGENDA, PaperKind.MINUTES])
    context = {
        "tab": "sittings",
        "sitting": one,
        "items": one.items.all(),
        "proposals": proposals_of(one, seats),
        "people": people,
        "counted": counted(people),
        "presences": Presence.choices,
        "keeps": keeps,
        "passed": one.on <= localdate(),
        "guests": guests_of(request.user, place, people, seats) if keeps else [],
        "papers": papers.filter(about__sitting=one.pk),
        "formats": [(name, EXPORTS[name]) for name in OFFERED],
        "lists": [(name, EXPORTS[name]) for name in LISTS],
        "today": localdate(),
        "person": PersonForm(seats=[seat for seat in seats if not seat.closed]) if keeps else None,
        **forms,
    }
    return render(request, "site/sittings/sitting.html", context, status=422 if forms else 200)


@takes_a_form
def edit(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """When and where, changed."""
    one = reach_sitting(request, cite, pk, Verb.REVISE)
    form = MeetingForm(request.POST or None, initial={"on": one.on, "time": one.time, "place": one.place})
    if form.is_valid():
        try:
            move_sitting(sitting=one, said=form.said, by=request.user)  # type: ignore[arg-type]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Enregistré.")
            return redirect("sitting", cite, pk)
    context = {"tab": "sittings", "form": form, "sitting": one}
    return render(request, "site/sittings/plan.html", context, status=422 if form.errors else 200)


@require_POST
def become(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """Held, cancelled, or back in the calendar."""
    one = reach_sitting(request, cite, pk, Verb.REVISE)
    verbs = {"tenue": hold_sitting, "annulee": cancel_sitting, "prevue": plan_again}
    verb = verbs.get(request.POST.get("etat", ""))
    if verb is None:
        raise Refusal("Dites ce que devient la séance : tenue, annulée, ou prévue de nouveau.")
    try:
        verb(sitting=one, by=request.user)  # type: ignore[arg-type]
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("sitting", cite, pk)


@takes_a_form
def minutes(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """The minutes: drafted from what is known where nothing is written, beside what is where something is."""
    one = reach_sitting(request, cite, pk, Verb.REVISE)
    text, refused = request.POST.get("text"), None
    if text is not None:
        try:
            save_minutes(sitting=one, text=text, seen=request.POST.get("seen", ""), by=request.user)  # type: ignore[arg-type]
        except Forbidden:
            raise
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, "Le compte rendu est enregistré.")
            return redirect("sitting", cite, pk)
    drafted = drafting.draft(facts_of(one))
    context = {
        "tab": "sittings",
        "sitting": one,
        "text": text if text is not None else one.minutes or drafted,
        "drafted": drafted if one.minutes or refused else "",
        "refused": refused,
        "theirs": one.minutes if isinstance(refused, Changed) else "",
        "longest": LONGEST_TEXT,
    }
    return render(request, "site/sittings/minutes.html", context, status=422 if refused else 200)
