"""What the checks have to say of the programme as it stands; each put right where it stands, or kept with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from preau.annexes.acceptance import accept_finding, withdraw_acceptance
from preau.annexes.editing import Edit, edit_actions
from preau.annexes.models import Acceptance
from preau.annexes.queries import current_import, standing_for
from preau.annexes.typed import EDITABLE
from preau.core.refusal import Refusal
from preau.people.access import access_to
from preau.people.roles import Verb
from preau.programmes.models import Programme
from preau.programmes.reach import reach_action, reach_programme
from preau.site import queries
from preau.site.fixing import fix_of
from preau.site.labels import LEVEL_SLUGS
from preau.site.remarks import chapters, count_to_check, of_programme


@require_safe
def findings(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """One list for the whole programme."""
    return render(request, "site/findings.html", findings_context(request, reach_programme(request, cite, year)))


def findings_context(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    """All that the page of the findings shows, for the gravity or the kind that the address asks for."""
    actions = queries.findable_actions(request.user, programme)
    kept = queries.acceptances_of(programme)
    remarks = [of_programme(finding, actions, kept) for finding in standing_for(request.user, programme)]
    waiting = [remark for remark in remarks if not remark.kept]
    level = LEVEL_SLUGS.get(request.GET.get("gravite", ""))
    kind = request.GET.get("constat", "")
    kind = kind if any(remark.code == kind for remark in waiting) else ""
    shown = [
        remark for remark in waiting if (level is None or remark.level == level) and (not kind or remark.code == kind)
    ]
    slugs = {name: slug for slug, name in LEVEL_SLUGS.items()}
    request.to_check = count_to_check(waiting)  # type: ignore[attr-defined]
    access = access_to(request.user, programme.cite)
    return {
        "programme": programme,
        "imported": current_import(programme),
        "whole": access.whole,
        "edits": access.may(Verb.EDIT),
        "tab": "findings",
        "everything": [(chapter, slugs[chapter.level]) for chapter in chapters(waiting)],
        "chapters": chapters(shown),
        "fixes": {remark.anchor: fix_of(remark, programme) for remark in shown} if access.may(Verb.EDIT) else {},
        "kept": [remark for remark in remarks if remark.kept],
        "total": len(waiting),
        "shown": len(shown),
        "level": level,
        "kind": kind,
    }


@require_POST
def fix(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Write the fields that put a finding right; back to the list, which says what is left."""
    action = reach_action(request, cite, year, serial, Verb.EDIT)
    edits = [
        Edit(serial, name, request.POST.get(f"was-{name}"), request.POST[name])
        for name in EDITABLE
        if name in request.POST and request.POST[name] != request.POST.get(f"was-{name}")
    ]
    try:
        operation = edit_actions(programme=action.programme, edits=edits, by=request.user)  # type: ignore[arg-type]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"Action {action.number or serial} : enregistré." if operation else "Rien n’a changé."
        )
    return redirect("findings", cite, year)


@require_POST
def keep(request: HttpRequest, cite: str, year: int, mark: str) -> HttpResponse:
    """Keep what a finding speaks of as it is, with a reason."""
    programme = reach_programme(request, cite, year, Verb.EDIT)
    finding = standing_for(request.user, programme).filter(mark=mark).select_related("action").first()
    if finding is None:
        raise Refusal("Ce constat n’est plus là : la valeur a changé depuis. Relisez la liste.")
    finding.programme = programme
    try:
        accept_finding(finding=finding, reason=request.POST.get("reason", ""), by=request.user)  # type: ignore[arg-type]
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('findings', args=[cite, year])}#f-{mark}")
    messages.success(request, "Gardé, avec votre motif.")
    return redirect("findings", cite, year)


@require_POST
def ask_again(request: HttpRequest, cite: str, year: int, pk: int) -> HttpResponse:
    """No longer keep what was kept; the question comes back."""
    programme = reach_programme(request, cite, year, Verb.EDIT)
    acceptance = Acceptance.objects.filter(programme=programme, pk=pk).first()
    if acceptance is None:
        raise Http404
    acceptance.programme = programme
    withdraw_acceptance(acceptance=acceptance, by=request.user)  # type: ignore[arg-type]
    messages.success(request, "La question est de nouveau posée.")
    return redirect("findings", cite, year)
