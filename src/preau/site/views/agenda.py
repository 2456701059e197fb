"""The agenda of a sitting and the people who sat: what their gestures do, from its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from preau.committees.forms import ItemForm, PersonForm
from preau.committees.models import AgendaItem, Attendee, Sitting
from preau.committees.operations import agenda
from preau.committees.operations.agenda import Person
from preau.committees.queries import seats_for
from preau.committees.states import Presence
from preau.core.refusal import Refusal
from preau.people.access import Forbidden
from preau.people.models import User
from preau.people.roles import Verb
from preau.site.sittings import guests_of
from preau.site.views.seats import place_asked
from preau.site.views.sittings import reach_sitting, sitting_page

takes_a_form = require_http_methods(["GET", "HEAD", "POST"])


def _reach(request: HttpRequest, cite: str, pk: int) -> Sitting:
    return reach_sitting(request, cite, pk, Verb.REVISE)


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)


def _back(sitting: Sitting, place: str) -> HttpResponse:
    return redirect(f"{reverse('sitting', args=[sitting.committee.cite.slug, sitting.pk])}#{place}")


@require_POST
def item_add(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """A point more."""
    sitting = _reach(request, cite, pk)
    title = request.POST.get("title", "")
    return _done(request, sitting, "ordre", lambda: agenda.add_item(sitting=sitting, title=title, by=_me(request)))


@takes_a_form
def item(request: HttpRequest, cite: str, pk: int, number: int) -> HttpResponse:
    """A point and what was decided of it; taken off by the button of its page."""
    sitting = _reach(request, cite, pk)
    one = get_object_or_404(AgendaItem.objects.select_related("sitting__committee__cite"), sitting=sitting, pk=number)
    if "retirer" in request.POST:
        return _done(request, sitting, "ordre", lambda: agenda.remove_item(item=one, by=_me(request)))
    form = ItemForm(request.POST or None, initial={"title": one.title, "decision": one.decision})
    if form.is_valid():
        try:
            agenda.edit_item(item=one, **form.cleaned_data, by=_me(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Enregistré.")
            return _back(sitting, "ordre")
    context = {"tab": "sittings", "form": form, "sitting": sitting, "one": one, "what": "point"}
    return render(request, "site/sittings/part.html", context, status=422 if form.errors else 200)


@require_POST
def item_place(request: HttpRequest, cite: str, pk: int, number: int) -> HttpResponse:
    """A point at the place that the button says."""
    sitting = _reach(request, cite, pk)
    one = get_object_or_404(AgendaItem.objects.select_related("sitting__committee__cite"), sitting=sitting, pk=number)
    place = place_asked(request)
    return _done(request, sitting, "ordre", lambda: agenda.place_item(item=one, place=place, by=_me(request)))


@require_POST
def people_add(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """The members who are chosen, or somebody who is typed."""
    sitting = _reach(request, cite, pk)
    seats = list(seats_for(request.user, sitting.committee.cite))
    chosen = set(request.POST.getlist("membre"))
    if chosen:
        guests = guests_of(request.user, sitting.committee.cite, list(sitting.attendees.all()), seats)
        people = [Person(one.name, one.capacity, one.seat) for one in guests if str(one.pk) in chosen]
        return _done(request, sitting, "personnes", lambda: _add(request, sitting, people))
    form = PersonForm(request.POST, seats=[seat for seat in seats if not seat.closed])
    if form.is_valid():
        try:
            if not _add(request, sitting, [form.said]):
                raise Refusal(f"« {form.said.name} » est déjà dans la liste.")  # noqa: TRY301 - shown as the others are
        except Forbidden:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _back(sitting, "personnes")
    return sitting_page(request, sitting, person=form)


def _add(request: HttpRequest, sitting: Sitting, people: list[Person]) -> object:
    return agenda.add_people(sitting=sitting, people=people, by=_me(request))


@require_POST
def presence(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """How each person of the list was there."""
    sitting = _reach(request, cite, pk)
    known = {one.pk: request.POST.get(f"presence-{one.pk}") for one in sitting.attendees.all()}
    said = {pk: Presence(value) for pk, value in known.items() if value in Presence.values}
    return _done(
        request, sitting, "personnes", lambda: agenda.mark_presence(sitting=sitting, presence=said, by=_me(request))
    )


@takes_a_form
def person(request: HttpRequest, cite: str, pk: int, number: int) -> HttpResponse:
    """Somebody of the list, put right; taken off by the button of their page."""
    sitting = _reach(request, cite, pk)
    found = Attendee.objects.select_related("sitting__committee__cite", "seat")
    one = get_object_or_404(found, sitting=sitting, pk=number)
    if "retirer" in request.POST:
        return _done(request, sitting, "personnes", lambda: agenda.remove_person(attendee=one, by=_me(request)))
    seats = [seat for seat in seats_for(request.user, sitting.committee.cite) if not seat.closed or seat == one.seat]
    initial = {"name": one.name, "capacity": one.capacity, "seat": one.seat_id or "", "presence": one.presence}
    form = PersonForm(request.POST or None, seats=seats, initial=initial)
    if form.is_valid():
        try:
            agenda.edit_person(attendee=one, said=form.said, by=_me(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Enregistré.")
            return _back(sitting, "personnes")
    context = {"tab": "sittings", "form": form, "sitting": sitting, "one": one, "what": "personne"}
    return render(request, "site/sittings/part.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, sitting: Sitting, place: str, verb: Callable[[], object]) -> HttpResponse:
    """Do it, or say why not, and go back to the part of the page it comes from."""
    try:
        verb()
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(sitting, place)
