"""The themes of a cité: their order, what each has had, and what a person changes of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preau.annexes.theme_merging import merge_themes, theme_merge_of, undo_theme_merge
from preau.annexes.themes import add_theme, change_theme, place_theme, standing_themes
from preau.core.refusal import Refusal
from preau.journal.models import Line
from preau.people.access import Forbidden
from preau.people.models import Cite
from preau.people.reach import access_of, reach_cite
from preau.people.roles import Verb
from preau.programmes.forms import ThemeForm
from preau.programmes.looks import called, pair_of
from preau.programmes.models import Theme
from preau.programmes.operations import LOOKS
from preau.site import headings, holdings
from preau.site.overview import Badge


def reach_themes(request: HttpRequest, slug: str, verb: Verb = Verb.READ) -> Cite:
    """The cité, where the visitor reads all of it and may do this to its themes. Raises as `reach_cite` does."""
    cite = reach_cite(request, slug, verb)
    if not access_of(request).whole:
        raise Forbidden("Les thèmes se lisent avec tout le programme. Vous lisez vos actions.")
    return cite


def _theme(cite: Cite, pk: int) -> Theme:
    return get_object_or_404(Theme.objects.select_related("merged_into"), cite=cite, pk=pk)


@require_safe
def themes(request: HttpRequest, cite: str) -> HttpResponse:
    """The themes in their order, and the national axes."""
    place = reach_themes(request, cite)
    return render(request, "site/themes/themes.html", _context(place))


def _context(cite: Cite) -> dict[str, Any]:
    """All that the page of the themes shows."""
    programmes = headings.programmes_shown(cite)
    found, without = headings.headings_of(cite, programmes)
    latest = programmes[0] if programmes else None
    return {
        "tab": "programme",
        "programmes": programmes,
        "latest": latest,
        "headings": found,
        "without": without if any(share.count for share in without) else None,
        "actions": sum(one.shares[0].count for one in found) + without[0].count if latest else 0,
        "grant": holdings.total([*(one.shares[0].grant for one in found), without[0].grant]) if latest else None,
        "axes": headings.axes_of(cite, programmes),
        "merges": _merges(cite),
    }


def _merges(cite: Cite) -> list[tuple[Line, Any]]:
    """The merges of themes that stand, the latest first."""
    lines = Line.objects.filter(
        kind=Line.Kind.THEME, operation__cite=cite, operation__verb="merge", operation__undone_by=None
    )
    found = lines.filter(after__has_key="into").select_related("operation__by").order_by("-operation__number")
    return [(line, line.operation) for line in found]


@require_POST
def add(request: HttpRequest, cite: str) -> HttpResponse:
    """A theme after the others."""
    place = reach_themes(request, cite, Verb.EDIT)
    try:
        theme = add_theme(cite=place, name=request.POST.get("name", ""), by=request.user)  # type: ignore[arg-type]
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("themes", cite)
    messages.success(request, f"« {theme} » est ajouté, avec la lettre {theme.letter}.")
    return redirect("themes", cite)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """The name, the letter and the look of a theme; with which other to make it one."""
    place = reach_themes(request, cite, Verb.EDIT)
    theme = _theme(place, pk)
    if theme.merged_into is not None:
        return redirect("themes", cite)
    form = ThemeForm(request.POST or None, initial={"name": theme.name, "letter": theme.letter, "look": theme.look})
    if form.is_valid():
        try:
            change_theme(theme=theme, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except Refusal as refusal:
            form.add_error("letter" if str(refusal).startswith("La lettre") else "name", str(refusal))
        else:
            messages.success(request, "Enregistré.")
            return redirect("themes", cite)
    others = [one for one in standing_themes(place) if one != theme]
    context = {"tab": "programme", "form": form, "theme": theme, "badge": Badge.of(theme), "others": others}
    return render(request, "site/themes/theme.html", context | {"looks": _looks(form, others)})


def _looks(form: ThemeForm, others: list[Theme]) -> list[dict[str, Any]]:
    """The looks to choose from, each drawn, named, with the themes that have it already."""
    chosen = str(form["look"].value())
    return [
        {
            "value": look,
            "colour": pair_of(look)[0],
            "pattern": pair_of(look)[1],
            "name": called(look),
            "chosen": chosen == str(look),
            "taken": [one for one in others if one.look == look],
        }
        for look in range(1, LOOKS + 1)
    ]


@require_POST
def place(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """The theme at the place that the button says."""
    theme = _theme(reach_themes(request, cite, Verb.EDIT), pk)
    said = request.POST.get("place", "")
    if not said.isdecimal() or len(said) > 4:  # noqa: PLR2004 - no cité has ten thousand themes
        raise Http404
    try:
        place_theme(theme=theme, place=int(said), by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"« {theme} » est à la place {said}.")
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("themes", cite)


@require_POST
def merge(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """The theme made one with the other that is chosen, which stays."""
    where = reach_themes(request, cite, Verb.EDIT)
    gone = _theme(where, pk)
    said = request.POST.get("avec", "")
    kept = Theme.objects.filter(cite=where, pk=int(said)).first() if said.isdecimal() and len(said) < 19 else None  # noqa: PLR2004
    if kept is None:
        messages.error(request, "Dites à quel thème réunir celui-ci.")
        return redirect("theme_edit", cite, pk)
    try:
        merge_themes(kept=kept, gone=gone, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"« {gone} » est réuni à « {kept} ». Vous pouvez annuler plus bas.")
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("themes", cite)


@require_POST
def undo(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """Make two again of what the merge of that number made one."""
    operation = theme_merge_of(reach_themes(request, cite, Verb.EDIT), number)
    if operation is None:
        raise Http404
    try:
        undo_theme_merge(operation=operation, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"Fusion n° {number} annulée : les deux thèmes sont comme avant.")
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("themes", cite)
