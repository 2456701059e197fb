"""Organisations that may be one, side by side: made one, told apart, made two again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preau.core.refusal import Refusal
from preau.people.access import Forbidden
from preau.people.models import Cite, Distinct, Organisation, name_key
from preau.people.queries import organisations_by_key
from preau.people.roles import Verb
from preau.programmes.merging import CHOSEN, Contradiction, contradictions, merge_organisations
from preau.programmes.organisations import suspect_again, tell_apart
from preau.programmes.unmerging import merge_of, undo_merge
from preau.site import directory
from preau.site.views.organisations import one_of, reach_directory
from preau.ui.ways import next_page

PAGE = 20


@require_safe
def duplicates(request: HttpRequest, cite: str) -> HttpResponse:
    """Every pair that may be one organisation, then those that somebody told apart."""
    place = reach_directory(request, cite)
    listed = directory.directory_of(place)
    pairs = directory.suspected(place, listed)
    page = Paginator(pairs, PAGE).get_page(request.GET.get("page"))
    apart = Distinct.objects.filter(cite=place, one__merged_into=None, other__merged_into=None)
    context = {
        "tab": "organisations",
        "page": page,
        "total": len(pairs),
        "sides": _sides(list(page)),
        "apart": apart.select_related("one", "other", "by"),
    }
    return render(request, "site/organisations/duplicates.html", context)


def _sides(pairs: list[directory.Suspected]) -> list[tuple[directory.Suspected, list[dict[str, Any]]]]:
    """Both sides of each pair: the one that its button keeps, the one that goes, whether something is to be chosen."""
    whole = directory.with_actions(each for pair in pairs for each in (pair.one, pair.other))
    found = []
    for pair in pairs:
        one, other = whole[pair.one.organisation.pk], whole[pair.other.organisation.pk]
        choose = bool(contradictions(one.organisation, other.organisation))
        sides = [{"listed": mine, "gone": yours, "choose": choose} for mine, yours in ((one, other), (other, one))]
        found.append((pair, sides))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """Two organisations side by side, which of them stays, and what stays of what they say differently."""
    place = reach_directory(request, cite, Verb.MANAGE_ORGANISATIONS)
    one = one_of(place, pk)
    if one.merged_into is not None:
        messages.info(request, f"« {one} » est déjà réuni à « {one.merged_into} ».")
        return redirect("organisation", cite, one.merged_into.pk)
    other = _other(request, place, one)
    if other is None:
        return redirect("organisation", cite, one.pk)
    if request.method == "POST":
        answer = _merge(request, place, one, other)
        if answer is not None:
            return answer
    listed = {each.organisation.pk: each for each in directory.directory_of(place)}
    pair = list(directory.with_actions([listed[one.pk], listed[other.pk]]).values())
    facts = [_choice(name, one, other) for name in contradictions(one, other)]
    context = {"tab": "organisations", "one": one, "other": other, "pair": pair, "facts": facts}
    return render(request, "site/organisations/merge.html", context)


def _other(request: HttpRequest, cite: Cite, one: Organisation) -> Organisation | None:
    """The organisation to merge with: by its key in the directory, or by any writing of its name."""
    said = (request.POST if request.method == "POST" else request.GET).get("avec", "").strip()
    if said.isdecimal() and Organisation.objects.filter(cite=cite, pk=int(said[:18]), merged_into=None).exists():
        other: Organisation | None = one_of(cite, int(said[:18]))
    else:
        other = organisations_by_key(cite).get(name_key(said)) if said else None
    if other is None or other == one:
        why = f"Aucun autre organisme ne s’écrit « {said} »." if said else "Dites à quel organisme réunir celui-ci."
        messages.error(request, f"{why} Choisissez dans la liste.")
        return None
    return other


def _merge(request: HttpRequest, cite: Cite, one: Organisation, other: Organisation) -> HttpResponse | None:
    """Make one of the two; None where something is still to be chosen, which a message then says."""
    by_key = {str(one.pk): (one, other), str(other.pk): (other, one)}
    kept, gone = by_key.get(request.POST.get("garder", ""), (one, other))
    chosen = {name: request.POST[name] for name in CHOSEN if name in request.POST}
    try:
        merge_organisations(kept=kept, gone=gone, chosen=chosen, by=request.user)  # type: ignore[arg-type]
    except Forbidden:
        raise
    except Contradiction as refusal:
        messages.error(request, str(refusal))
        return None
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("organisation", cite.slug, kept.pk)
    messages.success(request, f"« {gone} » est réuni à « {kept} », qui garde ce nom pour autre écriture.")
    return redirect(next_page(request) or reverse("organisation", args=[cite.slug, kept.pk]))


def _choice(name: str, one: Organisation, other: Organisation) -> dict[str, Any]:
    """A fact that the two say differently, as a choice."""
    labels = {"kind": "Nature", "siret": "SIRET", "rna": "RNA", "uai": "UAI"}
    shown = [(getattr(each, name), each.get_kind_display() if name == "kind" else getattr(each, name), each)
             for each in (one, other)]  # fmt: skip
    return {"name": name, "label": labels[name], "values": shown}


@require_POST
def tell(request: HttpRequest, cite: str) -> HttpResponse:
    """Say of a pair that they are two, or with "comparer" take that back."""
    place = reach_directory(request, cite, Verb.MANAGE_ORGANISATIONS)
    one, other = (one_of(place, _key(request, name)) for name in ("un", "autre"))
    try:
        if "comparer" in request.POST:
            suspect_again(one=one, other=other, by=request.user)  # type: ignore[arg-type]
            messages.success(request, f"« {one} » et « {other} » sont de nouveau à comparer.")
        else:
            tell_apart(one=one, other=other, by=request.user)  # type: ignore[arg-type]
            messages.success(request, f"« {one} » et « {other} » sont deux organismes. Ils ne seront plus proposés.")
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("organisation_duplicates", cite)


def _key(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    if not said.isdecimal() or len(said) > 18:  # noqa: PLR2004 - digits of the largest key
        raise Http404
    return int(said)


@require_POST
def undo(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """Make two again of what the merge of that number made one."""
    place = reach_directory(request, cite, Verb.MANAGE_ORGANISATIONS)
    operation = merge_of(place, number)
    if operation is None:
        raise Http404
    try:
        undo_merge(operation=operation, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"Fusion n° {number} annulée : les deux organismes sont comme avant.")
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(next_page(request) or reverse("organisations", args=[cite]))
