"""The directory of a cité, and the page of each organisation: what it is, what it does, how it is written."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preau.core.refusal import Refusal
from preau.journal.models import Line
from preau.people.access import Forbidden
from preau.people.models import Cite, Organisation
from preau.people.reach import access_of, reach_cite
from preau.people.roles import Verb
from preau.programmes.forms import OrganisationForm
from preau.programmes.organisations import Facts, add_alias, add_organisation, edit_organisation, remove_alias
from preau.site import directory, holdings

PAGE = 100
FEW = 5
"""Pairs named beside the directory; their page has them all."""


def reach_directory(request: HttpRequest, slug: str, verb: Verb = Verb.READ) -> Cite:
    """The cité, where the visitor reads all of it and may do this to its directory.

    Raises as `reach_cite` does, and Forbidden for who reads their own actions alone.
    """
    cite = reach_cite(request, slug, verb)
    if not access_of(request).whole:
        raise Forbidden("Le répertoire des organismes se lit avec tout le programme. Vous lisez vos actions.")
    return cite


def one_of(cite: Cite, pk: int) -> Organisation:
    """The organisation of the cité, merged or not; Http404 for any other."""
    return get_object_or_404(Organisation.objects.select_related("merged_into"), cite=cite, pk=pk)


@require_safe
def organisations(request: HttpRequest, cite: str) -> HttpResponse:
    """The directory, for what the address asks of it."""
    place = reach_directory(request, cite)
    listed = directory.directory_of(place)
    sought = directory.Sought.of(request.GET, listed)
    pairs = directory.suspected(place, listed)
    page = Paginator(sought.keep(listed), PAGE).get_page(request.GET.get("page"))
    context = {
        "tab": "organisations",
        "sought": sought,
        "page": page,
        "query": _query(request),
        "doubled": {each.organisation.pk for pair in pairs for each in (pair.one, pair.other)},
        "pairs": len(pairs),
        "first_pairs": pairs[:FEW],
        "total": len(listed),
        "holders": sum(each.carried > 0 for each in listed),
        "with_siret": sum(bool(each.organisation.siret) for each in listed),
        "tentative": [each for each in listed if each.tentative],
    }
    return render(request, "site/organisations/directory.html", context)


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


@require_safe
def organisation(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """The page of an organisation; of one that was merged, the way to what took its place."""
    place = reach_cite(request, cite)
    one = one_of(place, pk)
    if one.merged_into is not None:
        return redirect("organisation", cite, one.merged_into.pk)
    if not access_of(request).whole and one.pk not in access_of(request).organisations:
        raise Forbidden("Vous lisez la fiche de votre organisme, et les actions qu’il porte.")
    return render(request, "site/organisations/organisation.html", _context(request, place, one))


def _context(request: HttpRequest, cite: Cite, one: Organisation, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """All that the page of an organisation shows."""
    access = access_of(request)
    carried, joined = holdings.carried_by(request.user, one), holdings.joined_by(request.user, one)
    listed = directory.directory_of(cite) if access.whole else []
    pairs = [
        pair for pair in directory.suspected(cite, listed) if one in {pair.one.organisation, pair.other.organisation}
    ]
    written = [alias.written for alias in one.aliases.all()]
    return {
        "tab": "organisations",
        "one": one,
        "listed": directory.Listed(one, tuple(written)),
        "carried": carried,
        "joined": joined,
        "expected": [each for each in carried if each.tentative],
        "years": holdings.years_of(carried, joined),
        "grant": holdings.total(each.grant for each in carried),
        "shared": sum(each.shared for each in carried),
        "members": holdings.members_of(one) if access.may_here(Verb.READ_PEOPLE) else None,
        "merges": holdings.merged_into(cite, kind=Line.Kind.ORGANISATION, pk=one.pk),
        "proposed": directory.identifiers(holdings.identifiers_seen(one)),
        "alike": [(pair.other if pair.one.organisation == one else pair.one, pair.reason) for pair in pairs],
        "names": [each.organisation.name for each in listed if each.organisation != one],
        **more,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, cite: str) -> HttpResponse:
    """An organisation written by hand."""
    place = reach_directory(request, cite, Verb.MANAGE_ORGANISATIONS)
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        try:
            one = add_organisation(cite=place, facts=form.facts, by=request.user)  # type: ignore[arg-type]
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            return _saved(request, place, one, f"« {one} » est dans le répertoire.")
    return render(request, "site/organisations/form.html", {"tab": "organisations", "form": form, "one": None})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """What is known of an organisation, put right."""
    place = reach_directory(request, cite, Verb.MANAGE_ORGANISATIONS)
    one = one_of(place, pk)
    if one.merged_into is not None:
        return redirect("organisation", cite, one.merged_into.pk)
    proposed = holdings.identifiers_seen(one)
    initial = asdict(Facts.of(one)) | proposed
    form = OrganisationForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            edit_organisation(organisation=one, facts=form.facts, by=request.user)  # type: ignore[arg-type]
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            return _saved(request, place, one, "Enregistré.")
    return render(
        request,
        "site/organisations/form.html",
        {"tab": "organisations", "form": form, "one": one, "proposed": proposed},
    )


def _saved(request: HttpRequest, cite: Cite, one: Organisation, sentence: str) -> HttpResponse:
    """Back to the page of the organisation; a SIRET that another has is told, and is no mistake by itself."""
    messages.success(request, sentence)
    one.refresh_from_db()
    twins = Organisation.objects.filter(cite=cite, merged_into=None, siret=one.siret).exclude(pk=one.pk)
    twin = twins.first() if one.siret else None
    if twin is not None:
        messages.warning(
            request, f"« {twin} » a le même SIRET. Est-ce le même organisme ? Voyez les doublons possibles."
        )
    return redirect("organisation", cite.slug, one.pk)


@require_POST
def alias(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """Another writing of the name, added or, with "retirer", removed."""
    one = one_of(reach_directory(request, cite, Verb.MANAGE_ORGANISATIONS), pk)
    written = request.POST.get("written", "")
    try:
        if "retirer" in request.POST:
            done, sentence = remove_alias(organisation=one, written=written, by=request.user), "retirée"  # type: ignore[arg-type]
        else:
            done, sentence = add_alias(organisation=one, written=written, by=request.user), "ajoutée"  # type: ignore[arg-type]
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"Écriture {sentence} : « {' '.join(written.split())} »." if done else "C’était déjà fait."
        )
    return redirect("organisation", cite, one.pk)
