"""From one year to another: renewing actions, opening a year, noting a vote or taking it back, numbering anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preau.annexes.lifecycle import renumber
from preau.annexes.votes import reopen_programme, vote_programme
from preau.annexes.years import create_programme, renew_actions
from preau.core.refusal import Refusal
from preau.people.roles import Verb
from preau.programmes.models import Programme
from preau.programmes.reach import reach_programme
from preau.site import queries
from preau.site.forms import ReasonForm, VoteForm, YearForm
from preau.site.table import grouped
from preau.ui.templatetags.french import plural


@require_safe
def renewal(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """The actions of another year, to choose those that this programme carries on."""
    programme = reach_programme(request, cite, year, Verb.EDIT)
    others = [one for one in queries.years_of(programme) if one != year]
    asked = request.GET.get("de", "")
    before = [one for one in others if one < year]
    chosen = int(asked) if asked.isdecimal() and int(asked[:4]) in others else max(before or others, default=None)
    source = Programme.objects.filter(cite=programme.cite, year=chosen).first() if chosen else None
    entries = queries.table_of(request.user, source, queries.themes_of(source)) if source else []
    context = {
        "programme": programme,
        "tab": "programme",
        "others": others,
        "source": source,
        "groups": grouped(entries, "theme"),
        "renewed": queries.renewed_in(programme),
        "all_chosen": request.GET.get("tout") == "1",
    }
    return render(request, "site/renewal.html", context)


@require_POST
def renew(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """Carry the actions chosen of the programme on in that of another year, then go there."""
    source = reach_programme(request, cite, year, Verb.EDIT)
    form = YearForm(request.POST)
    if not form.is_valid():
        raise Refusal("Dites l’année où reconduire ces actions.")
    serials = [int(one) for one in request.POST.getlist("serial") if one.isdecimal() and len(one) < 10]  # noqa: PLR2004
    if not serials:
        raise Refusal("Choisissez au moins une action à reconduire.")
    target, count = renew_actions(source=source, serials=serials, year=form.cleaned_data["year"], by=request.user)  # type: ignore[arg-type]
    said = plural(count, "action reconduite,actions reconduites") if count else "Ces actions y étaient déjà"
    messages.success(request, f"{said}. Les montants et les états sont à donner.")
    return redirect("programme", cite, target.year)


@require_http_methods(["GET", "HEAD", "POST"])
def years(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """The vote of the programme, noted or taken back; another year, opened."""
    programme = reach_programme(request, cite, year, Verb.EDIT)
    step = request.POST.get("step", "")
    vote = VoteForm(request.POST if step == "vote" else None)
    reason = ReasonForm(request.POST if step == "reopen" else None)
    opened = YearForm(request.POST if step == "open" else None, initial={"year": year + 1})
    try:
        if vote.is_valid():
            vote_programme(programme=programme, on=vote.cleaned_data["on"], by=request.user)  # type: ignore[arg-type]
            messages.success(request, "Le vote est noté : les montants ne se modifient plus dans le tableau.")
            return redirect("programme", cite, year)
        if reason.is_valid():
            reopen_programme(programme=programme, reason=reason.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
            messages.success(request, "Le programme est de nouveau en préparation.")
            return redirect("programme", cite, year)
        if opened.is_valid():
            new = create_programme(cite=programme.cite, year=opened.cleaned_data["year"], by=request.user)  # type: ignore[arg-type]
            return redirect("renewal", cite, new.year)
    except Refusal as refusal:
        next(form for form in (vote, reason, opened) if form.is_bound).add_error(None, str(refusal))
    context = {"programme": programme, "tab": "programme", "vote": vote, "reason": reason, "opened": opened}
    return render(request, "site/years.html", context, status=409 if step else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def numbering(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """What the numbers would become, then the numbering."""
    programme = reach_programme(request, cite, year, Verb.EDIT)
    if request.method == "POST":
        operation = renumber(programme=programme, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"{operation.label}." if operation else "Les numéros se suivent déjà.")
        return redirect("programme", cite, year)
    entries = queries.table_of(request.user, programme, queries.themes_of(programme))
    order = [entry.action for entry in entries]
    changes = [(action, number) for number, action in enumerate(order, 1) if action.number != str(number)]
    return render(request, "site/numbering.html", {"programme": programme, "tab": "programme", "changes": changes})
