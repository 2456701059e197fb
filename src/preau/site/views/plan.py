"""The funding plan of an action: read, written in one form without any script, taken away, as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preau.annexes.plans import PlanConflict, delete_plan, save_plan
from preau.annexes.queries import standing_for
from preau.budgets.funding import Funding, funding_of, years_of
from preau.budgets.models import Movement
from preau.budgets.queries import envelopes_for, positions, reaching
from preau.core.budget.chart import SIDES, heads_of
from preau.core.budget.funding import balance, falls, not_falling, percent_text, printed
from preau.core.budget.paste import paste
from preau.core.refusal import Refusal
from preau.people.access import Forbidden
from preau.people.reach import access_of
from preau.people.roles import Verb
from preau.programmes.models import Action
from preau.programmes.reach import reach_action
from preau.site import downloads, queries
from preau.site.labels import PLAN_FILES
from preau.site.plan_form import PlanForm, choices_of
from preau.site.remarks import of_programme


@require_safe
def plan(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """The plan as it stands: both sides, who brings what, what is to be said of it, the share over the years."""
    action = reach_action(request, cite, year, serial)
    funding = funding_of(action)
    years = years_of(request.user, action)
    figures = [one.figures for one in years]
    context = {
        "programme": action.programme,
        "tab": "programme",
        "action": action,
        "funding": funding,
        "files": PLAN_FILES,
        "years": [(one, percent_text(one.figures), one.action.pk == action.pk) for one in years],
        "not_falling": not_falling(figures),
        "falls": falls(figures),
        "edits": access_of(request).may(Verb.EDIT) and not action.withdrawn,
        **(_shown(funding) | _said(request, action) if funding else {}),
    }
    return render(request, "site/plan/plan.html", context)


def _shown(funding: Funding) -> dict[str, Any]:
    """Both sides of a plan as they are printed, with its sums."""
    found = funding.totals
    sides = {
        f"{side}{'_in_kind' if in_kind else ''}": printed(funding.lines, heads_of(side, in_kind=in_kind))
        for side in SIDES
        for in_kind in (False, True)
    }
    return {
        **sides,
        "totals": found,
        "balance": balance(found),
    }


def _said(request: HttpRequest, action: Action) -> dict[str, Any]:
    """What stands to be said of the plan, and how much of it somebody keeps as it is."""
    found = standing_for(request.user, action.programme).filter(action=action, code__startswith="plan-")
    remarks = [of_programme(one, {action.pk: action}) for one in found]
    return {"said": [one for one in remarks if not one.kept], "kept": sum(one.kept for one in remarks)}


@require_http_methods(["GET", "HEAD", "POST"])
def edit_plan(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """The plan in a form. Only "save" writes; other gestures change what the form shows, with all that was typed."""
    action = reach_action(request, cite, year, serial, Verb.EDIT)
    envelopes = list(reaching(envelopes_for(request.user, action.programme.cite), year))
    if request.method != "POST":
        return _page(request, action, _form_of(request, action, envelopes))
    form = PlanForm.posted(request.POST, envelopes)
    gesture = request.POST.get("do", "save")
    if gesture != "save":
        return _page(request, action, form, **_gesture(form, gesture))
    try:
        operation = save_plan(action=action, plan=form.plan(), by=request.user)  # type: ignore[arg-type]
    except PlanConflict as conflict:
        form.seen = conflict.now.version if conflict.now else ""
        return _page(request, action, form, status=409, conflict=conflict, other=conflict.now)
    except Forbidden:
        raise
    except Refusal as refusal:
        form.errors.append(str(refusal))
        return _page(request, action, form, status=409)
    messages.success(request, "Plan de financement enregistré." if operation else "Rien n’a changé.")
    return redirect("plan", cite, year, serial)


def _form_of(request: HttpRequest, action: Action, envelopes: list[Any]) -> PlanForm:
    """The form of the plan that is kept, or of one to begin; short unless the address asks for the long one."""
    wanted = request.GET.get("forme")
    funding = funding_of(action)
    if funding is None:
        moved = positions(Movement.objects.filter(action=action), "envelope")
        programmed = {pk: position.programmed for (pk,), position in moved.items()}
        return PlanForm.begun(action, programmed, envelopes, short=wanted != "longue")
    form = PlanForm.of(funding, envelopes)
    form.short = wanted == "courte" or (form.short and wanted != "longue")
    return form


def _gesture(form: PlanForm, gesture: str) -> dict[str, Any]:
    """Change what the form shows: its form, more rows, what was pasted, first seen and then taken over."""
    said: dict[str, Any] = {"changed": True}
    if gesture in {"long", "short"}:
        form.short = gesture == "short"
    elif gesture == "more":
        form.more += 3
    elif gesture in {"paste", "append", "replace"}:
        pasted = paste(form.pasted)
        if gesture == "paste":
            return said | {"preview": pasted}
        form.replace_by(pasted.lines, keep=gesture == "append")
        form.short = form.short and all(line.account == "6" for line in pasted.lines if line.chart.side == "charges")
        form.cents = form.cents or any(line.amount % 1 for line in pasted.lines)
        form.pasted = "\n".join(one.text for one in pasted.unread)
        said["taken"] = len(pasted.lines)
    return said


def _page(request: HttpRequest, action: Action, form: PlanForm, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401
    found = form.totals
    context = {
        "programme": action.programme,
        "tab": "programme",
        "action": action,
        "form": form,
        "parts": form.parts(),
        "totals": found,
        "balance": balance(found),
        "choices": {side: choices_of(side) for side in SIDES},
        **more,
    }
    return render(request, "site/plan/edit.html", context, status=status)


@require_POST
def remove_plan(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Take the plan away, as it was shown."""
    action = reach_action(request, cite, year, serial, Verb.EDIT)
    try:
        done = delete_plan(action=action, seen=request.POST.get("seen", ""), by=request.user)  # type: ignore[arg-type]
    except PlanConflict:
        messages.error(request, "Quelqu’un d’autre a changé ce plan entre-temps. Relisez-le avant de le supprimer.")
        return redirect("plan", cite, year, serial)
    messages.success(
        request, "Plan de financement supprimé. Le journal garde ce qu’il disait." if done else "C’était fait."
    )
    return redirect("action", cite, year, serial)


@require_safe
def plan_file(request: HttpRequest, cite: str, year: int, serial: int, format_: str) -> HttpResponse:
    """The plan as a file, both sides facing each other."""
    action = reach_action(request, cite, year, serial)
    funding = funding_of(action)
    if format_ not in PLAN_FILES or funding is None:
        raise Http404
    return downloads.plan(request, action, funding, queries.last_operation(action.programme), format_)
