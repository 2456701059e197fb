"""An action written in a form, added, copied, withdrawn, brought back, put off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from preau.annexes.editing import current_values, edit_actions
from preau.annexes.lifecycle import add_action as add
from preau.annexes.lifecycle import duplicate_action as duplicate
from preau.annexes.lifecycle import restore_action as restore
from preau.annexes.lifecycle import withdraw_action as withdraw
from preau.annexes.years import postpone_action
from preau.budgets.queries import with_grant
from preau.core.refusal import Refusal
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme
from preau.programmes.reach import reach_action, reach_programme
from preau.programmes.rules import may_restore, may_withdraw
from preau.programmes.states import ProgrammeState
from preau.site import queries
from preau.site.forms import ActionForm, YearForm


@require_http_methods(["GET", "HEAD", "POST"])
def edit_action(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """All the fields of an action; what another person changed since is shown, never overwritten unseen."""
    action = reach_action(request, cite, year, serial, Verb.EDIT)
    whole = with_grant(Action.objects.filter(pk=action.pk)).select_related("theme").get()
    form = _form(action.programme, request.POST if request.method == "POST" else None, current_values(whole))
    if request.method == "POST":
        try:
            edit_actions(programme=action.programme, edits=form.edits(serial), by=request.user)  # type: ignore[arg-type]
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Enregistré.")
            return redirect("action", cite, year, serial)
    context = {"action": action, "may_withdraw": may_withdraw(action), "may_restore": may_restore(action)}
    return _page(request, action.programme, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_action(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """A new action, with whatever is known of it."""
    programme = reach_programme(request, cite, year, Verb.EDIT)
    form = _form(programme, request.POST if request.method == "POST" else None, {})
    if request.method == "POST":
        try:
            action = add(programme=programme, values=form.texts, by=request.user)  # type: ignore[arg-type]
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Action {action} ajoutée.")
            return redirect("action", cite, year, action.serial)
    return _page(request, programme, form, {})


def _form(programme: Programme, data: Any, values: Any) -> ActionForm:  # noqa: ANN401 - what Django posts
    voted = programme.state == ProgrammeState.VOTED
    return ActionForm(data, values=values, themes=queries.themes_of(programme), voted=voted)


def _page(request: HttpRequest, programme: Programme, form: ActionForm, context: dict[str, Any]) -> HttpResponse:
    context = {"programme": programme, "form": form, "tab": "programme", "year_form": YearForm(), **context}
    status = 409 if form.is_bound and form.errors else 200
    return render(request, "site/edit.html", context, status=status)


@require_POST
def duplicate_action(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """A copy at the end of the programme, opened to be changed."""
    copy = duplicate(action=reach_action(request, cite, year, serial, Verb.EDIT), by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Voici la copie : changez-en l’intitulé.")
    return redirect("edit_action", cite, year, copy.serial)


@require_POST
def withdraw_action(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Take the action out of the programme; its page says so and offers to bring it back."""
    withdraw(action=reach_action(request, cite, year, serial, Verb.EDIT), by=request.user)  # type: ignore[arg-type]
    messages.success(request, "L’action est retirée du programme. Elle reste consultable ici, avec son journal.")
    return redirect("action", cite, year, serial)


@require_POST
def restore_action(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Bring a withdrawn action back."""
    restore(action=reach_action(request, cite, year, serial, Verb.EDIT), by=request.user)  # type: ignore[arg-type]
    messages.success(request, "L’action est de retour au programme. Son montant est à redonner.")
    return redirect("action", cite, year, serial)


@require_POST
def postpone(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Put the action off to a later year."""
    action = reach_action(request, cite, year, serial, Verb.EDIT)
    form = YearForm(request.POST)
    if not form.is_valid():
        raise Refusal("Dites l’année du report, par exemple celle qui suit.")
    copy = postpone_action(action=action, year=form.cleaned_data["year"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"L’action est reportée. La voici dans le programme {copy.programme.year}.")
    return redirect("action", cite, copy.programme.year, copy.serial)
