"""A revision: its page, its amounts typed in one by one or all at once, a sum shared among actions."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from preau.budgets.models import Revision
from preau.core.refusal import Refusal
from preau.core.typography import french
from preau.people.access import Forbidden
from preau.people.models import User
from preau.people.roles import Verb
from preau.revisions.forms import SpreadForm
from preau.revisions.operations.drafts import edit_draft, refresh_draft, spread
from preau.revisions.operations.lines import WrongAmounts
from preau.revisions.page import page_context, said_of, table_context
from preau.revisions.reach import reach_revision
from preau.revisions.typing import Sent
from preau.ui.templatetags.french import plural


@require_safe
def revision(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """The page of a revision."""
    return _page(request, reach_revision(request, cite, year, serial))


def _page(request: HttpRequest, one: Revision, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401
    context = page_context(request, one, more.pop("sent", None))
    return render(request, "revisions/revision.html", {"spread": SpreadForm(), **context, **more}, status=status)


@require_POST
def save(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Write all that was typed in the page; what is refused comes back in it, with its text."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)
    sent = Sent.of(request.POST)
    try:
        edit_draft(revision=one, typed=list(sent.typed.values()), by=cast("User", request.user))
    except WrongAmounts as wrong:
        sent.refuse(wrong)
        return _page(request, one, sent=sent, status=422)
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, one, sent=sent, status=409)
    count = len(sent.typed)
    messages.success(
        request, f"{plural(count, 'case enregistrée,cases enregistrées')}." if count else "Rien à changer."
    )
    return _back(request, one)


@require_POST
def cells(request: HttpRequest, cite: str, year: int, serial: int) -> JsonResponse:
    """Write what the script sends of a cell, and answer the parts of the page that this changes.

    `swap` has them by their id, nothing for a part that goes; `say` is a sentence. Refused: `errors` has a sentence by
    the name of a field, and `now` what another person wrote there since.
    """
    one = reach_revision(request, cite, year, serial, Verb.REVISE)
    sent = Sent.of(request.POST)
    try:
        edit_draft(revision=one, typed=list(sent.typed.values()), by=cast("User", request.user))
    except WrongAmounts as wrong:
        sent.refuse(wrong)
        return JsonResponse({"errors": sent.errors, "now": sent.now, "say": french(str(wrong))}, status=422)
    except Refusal as refusal:
        return JsonResponse({"errors": {}, "now": {}, "say": french(str(refusal))}, status=422)
    context = table_context(request, one)
    rows = [row for row in context["sheet"].rows if row.slug in sent.slugs]
    say = said_of(context["sheet"], rows[0] if len(rows) == 1 else None)
    return JsonResponse({"say": french(say), "swap": _parts(request, context, sent.slugs)})


def _parts(request: HttpRequest, context: dict[str, Any], slugs: set[str]) -> dict[str, str]:
    """The parts of the page that change with these rows; a row that is folded again goes."""
    found: dict[str, str] = {
        name: render_to_string(f"revisions/parts/{part}.html", context, request)
        for name, part in {"toit": "roof", "total": "total", "reste": "dock", "lignes": "fold"}.items()
    }
    found |= {f"l-{slug}": "" for slug in slugs}
    for shown in context["groups"]:
        if not any(row.slug in slugs for row in shown.group.rows):
            continue
        found[f"t-{shown.group.slug}"] = render_to_string(
            "revisions/parts/group.html", {**context, "shown": shown}, request
        )
        if not context["whole"]:
            found[f"r-{shown.group.slug}"] = render_to_string(
                "revisions/parts/rest.html", {**context, "shown": shown}, request
            )
        for one in shown.rows:
            if one.row.slug in slugs:
                found[f"l-{one.row.slug}"] = render_to_string(
                    "revisions/parts/row.html", {**context, "one": one}, request
                )
    return found


@require_POST
def share(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Share a sum among the actions that were chosen, in proportion to what each gets."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)
    form = SpreadForm(request.POST)
    chosen = [int(value) for value in request.POST.getlist("serial") if value.isdecimal() and len(value) < 10]  # noqa: PLR2004
    if not chosen:
        form.add_error(None, "Cochez d’abord les actions entre lesquelles répartir, à gauche de leur numéro.")
    if not form.is_valid():
        return _page(request, one, spread=form, picked=chosen, status=422)
    try:
        spread(
            revision=one, serials=chosen, total=form.cleaned_data["total"], reason=form.cleaned_data["reason"],
            by=cast("User", request.user),
        )  # fmt: skip
    except Forbidden:
        raise
    except Refusal as refusal:
        form.add_error("total", str(refusal))
        return _page(request, one, spread=form, picked=chosen, status=409)
    messages.success(request, f"Somme répartie entre {plural(len(chosen), 'action,actions')}.")
    return _back(request, one)


@require_POST
def refresh(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Compare the draft with what is programmed today."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)
    moved = refresh_draft(revision=one, by=cast("User", request.user))
    said = plural(moved, "montant avait changé,montants avaient changé") if moved else "Aucun montant n’avait changé"
    messages.success(request, f"{said}. Le projet se compare aux montants d’aujourd’hui ; ce qu’il propose est gardé.")
    return _back(request, one)


def address(one: Revision) -> str:
    """The page of the revision."""
    return reverse("revision", args=[one.programme.cite.slug, one.programme.year, one.serial])


def _back(request: HttpRequest, one: Revision) -> HttpResponse:
    """To the page, folded as it was."""
    folded = request.GET.get("lignes", "")
    query = f"?lignes={folded}" if folded in ("toutes", "modifiees") else ""
    return redirect(address(one) + query)
