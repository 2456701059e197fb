"""What a draft does to one action: its fate, its envelopes, its reason; an action added; a line left."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preau.budgets.models import Envelope, Revision, RevisionLine
from preau.budgets.queries import reaching
from preau.budgets.states import Fate
from preau.core.refusal import Refusal
from preau.people.access import Forbidden
from preau.people.models import User
from preau.people.roles import Verb
from preau.programmes.models import Action
from preau.programmes.queries import themes_by_key
from preau.revisions.forms import AddForm, AmountForm, LineForm
from preau.revisions.operations.drafts import add_to_draft, edit_draft, leave_line, set_fate
from preau.revisions.operations.lines import Typed
from preau.revisions.reach import reach_revision
from preau.revisions.rows import Row
from preau.revisions.rules import may_draft
from preau.revisions.sheet import sheet_of
from preau.revisions.views.sheets import address


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, cite: str, year: int, serial: int, action: int) -> HttpResponse:
    """What becomes of an action: kept, postponed, dropped, taken up again; or an amount of one envelope more."""
    one = _draft(request, cite, year, serial)
    row = _row(one, action)
    given = row.line
    initial = {"fate": given.fate, "year": given.year, "reason": given.reason} if given else {"fate": Fate.KEEP}
    step = request.POST.get("step", "")
    fate = LineForm(request.POST if step == "fate" else None, initial=initial, programme_year=year)
    amount = AmountForm(request.POST if step == "amount" else None, envelopes=_envelopes(one))
    by = cast("User", request.user)
    try:
        if fate.is_valid():
            said = fate.cleaned_data
            set_fate(
                revision=one, serial=action, fate=Fate(said["fate"]), year=said["year"], reason=said["reason"], by=by
            )
            return _done(request, one, "Enregistré.")
        if amount.is_valid():
            said = amount.cleaned_data
            edit_draft(revision=one, typed=[Typed(action, said["amount"], said["envelope"].pk)], by=by)
            return _done(request, one, "Enregistré.")
    except Forbidden:
        raise
    except Refusal as refusal:
        (fate if fate.is_bound else amount).add_error(None if fate.is_bound else "amount", str(refusal))
    context = {"tab": "programme", "programme": one.programme, "revision": one, "row": row, "fate": fate}
    return render(request, "revisions/line.html", {**context, "amount": amount}, status=409 if step else 200)


def _draft(request: HttpRequest, cite: str, year: int, serial: int) -> Revision:
    """The draft, for who writes in it. Raises Refusal for a revision that is no draft."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)
    if refusal := may_draft(one):
        raise Refusal(refusal)
    return one


def _row(one: Revision, serial: int) -> Row:
    found = Action.objects.filter(programme=one.programme, serial=serial, withdrawn=False).exists()
    if not found:
        raise Http404
    return next(row for row in sheet_of(one).rows if row.action and row.action.serial == serial)


def _envelopes(one: Revision) -> Any:  # noqa: ANN401 - a query of envelopes
    return reaching(Envelope.objects.filter(cite=one.programme.cite_id), one.programme.year)


def _done(request: HttpRequest, one: Revision, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(address(one))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """An action that the draft brings."""
    one = _draft(request, cite, year, serial)
    themes = {theme.pk: theme for theme in themes_by_key(one.programme.cite).values()}.values()
    ordered = sorted(themes, key=lambda theme: theme.rank or 0)
    form = AddForm(request.POST or None, themes=ordered, envelopes=_envelopes(one))
    if form.is_valid():
        envelope = form.cleaned_data["envelope"]
        amounts = {envelope.pk if envelope else None: form.cleaned_data["amount"]}
        try:
            made = add_to_draft(
                revision=one, fields=form.texts, amounts=amounts, reason=form.cleaned_data["reason"],
                by=cast("User", request.user),
            )  # fmt: skip
        except Forbidden:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, one, f"« {made.fields.get('title', 'Action')} » est dans le projet.")
    context = {"tab": "programme", "programme": one.programme, "revision": one, "form": form}
    return render(request, "revisions/add.html", context, status=409 if form.errors else 200)


@require_safe
def added(request: HttpRequest, cite: str, year: int, serial: int, number: int) -> HttpResponse:
    """An action that the draft brings, as it was typed."""
    one = _draft(request, cite, year, serial)
    found = RevisionLine.objects.filter(revision=one, pk=number, action=None).first()
    if found is None:
        raise Http404
    row = next(row for row in sheet_of(one).rows if row.line and row.line.pk == number)
    context = {"tab": "programme", "programme": one.programme, "revision": one, "row": row}
    return render(request, "revisions/added.html", context)


@require_POST
def leave(request: HttpRequest, cite: str, year: int, serial: int, number: int) -> HttpResponse:
    """Take what the draft says of an action out of it."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)
    leave_line(revision=one, line=number, by=cast("User", request.user))
    return _done(request, one, "Le projet ne change plus cette action.")
