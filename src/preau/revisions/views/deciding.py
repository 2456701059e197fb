"""From a draft to a decision: named, proposed, taken back, set aside, adopted or rejected in a sitting, undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from preau.budgets.models import Revision
from preau.budgets.states import RevisionState
from preau.committees.models import Sitting
from preau.committees.operations import assent_rule
from preau.committees.states import SittingState
from preau.core.refusal import Refusal
from preau.people.access import Forbidden
from preau.people.models import User
from preau.people.roles import Verb
from preau.revisions.answers import answers_of
from preau.revisions.checks import why_stale
from preau.revisions.forms import DecideForm, NameForm, ProposeForm, ReasonForm
from preau.revisions.operations.adopting import adopt as adopt_revision
from preau.revisions.operations.adopting import may_undo, start_undo, undoing
from preau.revisions.operations.drafts import copy_revision, describe_revision
from preau.revisions.operations.proposing import propose as propose_revision
from preau.revisions.operations.proposing import reject as reject_revision
from preau.revisions.operations.proposing import take_back as take_back_revision
from preau.revisions.operations.proposing import withdraw_revision
from preau.revisions.page import deciding, sittings_of
from preau.revisions.reach import reach_revision
from preau.revisions.rules import may_adopt_by, may_become, may_draft
from preau.revisions.sheet import sheet_of
from preau.revisions.views.sheets import address


def _act(
    request: HttpRequest,
    one: Revision,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Revision],
    **said: Any,  # noqa: ANN401
) -> HttpResponse:
    """The page of a gesture: its form, then the gesture once the form says enough; a refusal comes back in it."""
    if form.is_bound and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except Forbidden:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said["done"])
            done.programme = one.programme
            return redirect(address(done))
    context = {"tab": "programme", "programme": one.programme, "revision": one, "form": form, **said}
    return render(request, "revisions/act.html", context, status=409 if form.errors else 200)


def _posted(request: HttpRequest) -> Any:  # noqa: ANN401 - a form's data
    return request.POST if request.method == "POST" else None


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Its name, and the reasons of the whole."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)
    form = NameForm(_posted(request), initial={"title": one.title, "reason": one.reason})

    def act(said: dict[str, Any]) -> Revision:
        describe_revision(revision=one, title=said["title"], reason=said["reason"], by=_person(request))
        return one

    title, button = "Nommer le projet", "Enregistrer"
    return _act(request, one, form, act, title=title, button=button, done="Enregistré.", why_not=may_draft(one) or "")


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Freeze the amounts for the seats to answer."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)
    planned = sittings_of(one).filter(state=SittingState.PLANNED)
    initial = {"on": localdate(), "sitting": one.sitting_id}
    form = ProposeForm(_posted(request), initial=initial, sittings=planned)

    def act(said: dict[str, Any]) -> Revision:
        return propose_revision(
            revision=one, on=said["on"], due_on=said["due_on"], sitting=said["sitting"], by=_person(request)
        )

    return _act(
        request, one, form, act,
        title="Proposer la réactualisation",
        lead="Les montants se figent : les sièges donnent leur avis sur ceux-là, puis une séance décide. "
        "Vous pourrez la reprendre en brouillon.",
        button="Proposer", sheet=sheet_of(one), why_not=may_become(one, RevisionState.PROPOSED) or "",
        done="La réactualisation est proposée. Les sièges voient que leur avis est attendu.",
    )  # fmt: skip


@require_POST
def take_back(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Make a draft of it again."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)
    take_back_revision(revision=one, by=_person(request))
    messages.success(request, "C’est de nouveau un brouillon. Les avis donnés restent, sur ce qu’ils ont vu.")
    return redirect(address(one))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Set it aside, with the reason."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)

    def act(said: dict[str, Any]) -> Revision:
        return withdraw_revision(revision=one, reason=said["reason"], by=_person(request))

    return _act(
        request, one, ReasonForm(_posted(request)), act,
        title="Retirer ce projet", lead="Rien ne change au programme. Le projet reste lisible, et peut être repris.",
        button="Retirer le projet", why_not=may_become(one, RevisionState.WITHDRAWN) or "",
        done="Le projet est retiré.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Adopt it in a sitting: all of its amounts and fates at once."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)

    def act(said: dict[str, Any]) -> Revision:
        seen = request.POST.get("seen", "")
        return adopt_revision(
            revision=one, sitting=said["sitting"], decision=said["decision"], seen=seen, by=_person(request)
        )

    return _act(
        request, one, _decision(request, one), act,
        title="Adopter la réactualisation", button="Adopter",
        lead="Les montants, les reports, les annulations et les actions ajoutées entrent au programme le jour de la "
        "séance, tous ensemble. Une réactualisation adoptée ne s’efface pas : elle s’annule par une autre.",
        sheet=sheet_of(one), done="La réactualisation est adoptée.", why_not=_why_not_decided(one),
    )  # fmt: skip


def _why_not_decided(one: Revision) -> str:
    """What stands in the way of an adoption, whatever the sitting."""
    return (
        may_become(one, RevisionState.ADOPTED)
        or may_adopt_by(assent_rule(one.programme.cite), answers_of(one))
        or why_stale(one)
        or ("" if deciding(one) else "Aucune séance tenue depuis la proposition : notez d’abord celle qui décide.")
    )


def _decision(request: HttpRequest, one: Revision) -> DecideForm:
    """The sittings that can decide of it; the one that was planned is chosen where it is among them."""
    able = [sitting.pk for sitting in deciding(one)]
    chosen = one.sitting_id if one.sitting_id in able else able[0] if len(able) == 1 else None
    found = Sitting.objects.filter(pk__in=able).select_related("committee")
    return DecideForm(_posted(request), initial={"sitting": chosen}, sittings=found)


@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Note that a sitting decided against it."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)

    def act(said: dict[str, Any]) -> Revision:
        return reject_revision(revision=one, sitting=said["sitting"], decision=said["decision"], by=_person(request))

    refusal = may_become(one, RevisionState.REJECTED) or (
        "" if deciding(one) else "Aucune séance tenue depuis la proposition : notez d’abord celle qui décide."
    )
    return _act(
        request, one, _decision(request, one), act,
        title="Noter un rejet", lead="Rien ne change au programme. Le projet reste lisible, et peut être repris.",
        button="Noter le rejet", done="Le rejet est noté.", why_not=refusal,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Say what undoing an adopted revision takes from whom, then open the draft that would."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)

    def act(_: dict[str, Any]) -> Revision:
        return start_undo(revision=one, by=_person(request))

    taken = undoing(one)
    return _act(
        request, one, forms.Form(_posted(request)), act,
        title=f"Annuler la n°\u00a0{one.number}" if one.number else "Annuler", button="Préparer l’annulation",
        lead="Rien ne s’efface : un brouillon reprend ce que celle-ci a donné et rend ce qu’elle a repris. "
        "Il se relit, se propose et s’adopte comme un autre.",
        taken=taken, short=[each for each in taken if each.short], why_not=may_undo(one) or "",
        done="Le brouillon de l’annulation est prêt : relisez-le, puis proposez-le.",
    )  # fmt: skip


@require_POST
def copy(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """The same changes as another scenario."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)
    title = f"{one.title or one} (copie)"
    made = copy_revision(revision=one, title=title, by=_person(request))
    made.programme = one.programme
    messages.success(request, "Un autre scénario est ouvert, avec les mêmes changements.")
    return redirect(address(made))
