"""A sheet that was edited elsewhere: brought, compared with the programme, made a draft."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from preau.annexes.models import SourceFile
from preau.annexes.words import FIELDS
from preau.core.refusal import Refusal
from preau.people.access import Forbidden
from preau.people.models import User
from preau.people.roles import Verb
from preau.programmes.models import Programme
from preau.programmes.reach import reach_programme
from preau.revisions.forms import SheetForm
from preau.revisions.operations.from_file import Reading, draft_from_file, keep_sheet, read_sheet
from preau.revisions.rules import may_start


class TitleForm(forms.Form):
    """The name of the draft to come."""

    title = forms.CharField(label="Nom du projet", max_length=120, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """Bring a file or a text."""
    programme = reach_programme(request, cite, year, Verb.REVISE)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        name, data = form.received
        try:
            kept = keep_sheet(programme=programme, name=name, data=data, by=cast("User", request.user))
        except Forbidden:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("revision_import_page", cite, year, kept.pk)
    context = {"tab": "programme", "programme": programme, "form": form, "why_not": may_start(programme) or ""}
    return render(request, "revisions/bring.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, cite: str, year: int, number: int) -> HttpResponse:
    """What the draft would say; then the draft."""
    programme = reach_programme(request, cite, year, Verb.REVISE)
    source = SourceFile.objects.filter(cite=programme.cite, pk=number).first()
    if source is None:
        raise Http404
    title, error = TitleForm(request.POST or None, initial={"title": f"D’après {source.name}"[:120]}), ""
    dropped = {int(one) for one in request.POST.getlist("annuler") if one.isdecimal() and len(one) < 10}  # noqa: PLR2004
    if request.method == "POST" and title.is_valid():
        try:
            made = draft_from_file(
                programme=programme, source=source, digest=request.POST.get("vu", ""), dropped=dropped,
                title=title.cleaned_data["title"], by=cast("User", request.user),
            )  # fmt: skip
        except Forbidden:
            raise
        except Refusal as refusal:
            error = str(refusal)
        else:
            messages.success(request, "Le brouillon est fait de ce fichier. Relisez-le, puis proposez-le.")
            return redirect("revision", cite, year, made.serial)
    context = _context(programme, read_sheet(programme, source)) | {
        "source": source, "form": title, "error": error, "dropped": dropped,
    }  # fmt: skip
    return render(request, "revisions/brought.html", context, status=409 if request.method == "POST" else 200)


def _context(programme: Programme, reading: Reading) -> dict[str, object]:
    told = [(one.action, [FIELDS.get(name, name).lower() for name in one.fields]) for one in reading.told]
    other = reading.file.annex.year
    return {
        "tab": "programme",
        "programme": programme,
        "reading": reading,
        "told": told,
        "other_year": other if other and other != programme.year else None,
        "why_not": may_start(programme) or "",
    }
