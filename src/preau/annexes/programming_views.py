"""Programming an amount for an action of a draft, from the page of the envelope that gives it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from preau.annexes.programming import program_and_check
from preau.budgets.movement_forms import ProgramForm
from preau.budgets.pages import Forms, draft_actions
from preau.budgets.views import envelope_page, reach_envelope
from preau.core.money import euros
from preau.core.refusal import Refusal
from preau.people.roles import Verb


@require_POST
def program(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """Bring what the envelope gives to an action to an amount; a refusal comes back in the form."""
    envelope = reach_envelope(request, cite, pk, Verb.EDIT)
    form = ProgramForm(request.POST, actions=draft_actions(envelope), auto_id="program_%s")
    if form.is_valid():
        amount = form.cleaned_data["amount"]
        try:
            done = program_and_check(envelope=envelope, action=form.chosen, amount=amount, by=request.user)  # type: ignore[arg-type]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = f"Action {form.chosen.number or form.chosen.serial} : {euros(amount)} programmés."
            messages.success(request, said if done else "Ce montant était déjà programmé.")
            return redirect("envelope", cite, pk)
    return envelope_page(request, envelope, Forms(program=form))
