"""The pages of money: envelopes, their rules, their movements; what is noted there. Operations decide, pages show."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preau.budgets.asked import moment_in, number_in
from preau.budgets.envelope_rules import rules_of, set_rules
from preau.budgets.envelopes import create_envelope, edit_envelope
from preau.budgets.forms import EnvelopeForm, RulesForm
from preau.budgets.models import Envelope, Movement
from preau.budgets.movement_forms import MoveForm, NotifyForm, ReasonForm
from preau.budgets.movement_pages import for_lines, movements_context
from preau.budgets.operations import note_movement, reverse_movement
from preau.budgets.pages import FORMATS, Forms, envelope_context, funded_actions, list_context
from preau.budgets.papers import envelope_statement
from preau.budgets.queries import envelopes_for
from preau.core.money import euros
from preau.core.refusal import Refusal
from preau.documents.issuing import issue_document, stamped
from preau.documents.models import PaperKind
from preau.formats.writing import FORMATS as WRITTEN
from preau.formats.writing import write
from preau.people.models import Cite, Organisation, User
from preau.people.reach import reach_cite
from preau.people.roles import Verb
from preau.ui.downloads import attachment


def reach_envelope(request: HttpRequest, slug: str, pk: int, verb: Verb = Verb.READ_BUDGETS) -> Envelope:
    """The envelope, where the visitor reads the money of the whole cité and may do this to it.

    Raises as `reach_cite` does, and Http404 for an envelope that is not theirs to read.
    """
    cite = reach_cite(request, slug, verb)
    envelope = get_object_or_404(envelopes_for(request.user, cite), pk=pk)
    envelope.cite = cite
    return envelope


@require_safe
def envelopes(request: HttpRequest, cite: str) -> HttpResponse:
    """The envelopes of a year, side by side."""
    place = reach_cite(request, cite, Verb.READ_BUDGETS)
    return render(request, "budgets/envelopes.html", list_context(request, place))


@require_safe
def envelope(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """One envelope: where it stands, its rules, its parts, its movements."""
    return envelope_page(request, reach_envelope(request, cite, pk), Forms())


def envelope_page(request: HttpRequest, one: Envelope, forms: Forms) -> HttpResponse:
    """The page of an envelope, with a form that was refused where there is one."""
    status = 409 if forms != Forms() else 200
    return render(request, "budgets/envelope.html", envelope_context(request, one, forms), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, cite: str) -> HttpResponse:
    """A new envelope, with its first rule."""
    place = reach_cite(request, cite, Verb.MANAGE_BUDGETS)
    form = EnvelopeForm(request.POST or None, year=number_in(request.GET.get("annee", "")))
    if form.is_valid():
        try:
            one = create_envelope(cite=place, facts=form.facts, rules=form.rules, by=_person(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"L’enveloppe {one} est ouverte. Notez ce qui est notifié.")
            return redirect("envelope", cite, one.pk)
    return _form_page(request, place, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """What is said of an envelope, put right."""
    one = reach_envelope(request, cite, pk, Verb.MANAGE_BUDGETS)
    form = EnvelopeForm(request.POST or None, envelope=one)
    if form.is_valid():
        try:
            done = edit_envelope(envelope=one, facts=form.facts, by=_person(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Enregistré." if done else "C’était déjà ainsi.")
            return redirect("envelope", cite, pk)
    return _form_page(request, one.cite, form, one)


def _form_page(request: HttpRequest, cite: Cite, form: EnvelopeForm, one: Envelope | None) -> HttpResponse:
    names = Organisation.objects.filter(cite=cite, merged_into=None).values_list("name", flat=True)
    context = {"tab": "envelopes", "form": form, "envelope": one, "names": names}
    return render(request, "budgets/envelope_form.html", context, status=409 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """The rules of an envelope, set together."""
    one = reach_envelope(request, cite, pk, Verb.MANAGE_BUDGETS)
    others = list(Envelope.objects.filter(cite=one.cite).exclude(pk=pk))
    form = RulesForm(request.POST or None, rules=rules_of(one), others=others)
    if form.is_valid():
        try:
            done = set_rules(envelope=one, rules=form.rules, by=_person(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Les règles sont enregistrées." if done else "Les règles étaient déjà celles-là.")
            return redirect("envelope", cite, pk)
    context = {"tab": "envelopes", "form": form, "envelope": one}
    return render(request, "budgets/rules.html", context, status=409 if form.errors else 200)


@require_POST
def note(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """Note a movement: "notify" notifies or cuts, any other step is done with the money of an action."""
    one = reach_envelope(request, cite, pk, Verb.MANAGE_BUDGETS)
    notify = request.POST.get("step") == "notify"
    form: NotifyForm | MoveForm
    if notify:
        form = NotifyForm(request.POST, auto_id="notify_%s")
    else:
        form = MoveForm(request.POST, actions=funded_actions(one), auto_id="move_%s")
    if form.is_valid():
        try:
            noted = note_movement(envelope=one, noted=form.noted, by=_person(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Noté : {noted.get_kind_display().lower()}, {euros(noted.amount)}.")
            return redirect("envelope", cite, pk)
    refused = Forms(notify=form) if isinstance(form, NotifyForm) else Forms(move=form)
    return envelope_page(request, one, refused)


@require_safe
def statement(request: HttpRequest, cite: str, pk: int, format_: str) -> HttpResponse:
    """The paper of an envelope at a moment, in a format; written on demand, kept nowhere."""
    one = reach_envelope(request, cite, pk)
    if format_ not in FORMATS:
        raise Http404
    at, wrong = moment_in(request.GET)
    if wrong:
        raise Refusal(wrong)
    name = f"enveloppe-{one.cite.slug}-{one.years}-{one.pk}.{format_}"
    return attachment(write(envelope_statement(one, at), format_), name, WRITTEN[format_].media_type)


@require_POST
def issue_statement(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """The statement of the envelope at a moment, issued under a number."""
    one = reach_envelope(request, cite, pk, Verb.MANAGE_BUDGETS)
    at, wrong = moment_in(request.POST)
    if wrong:
        raise Refusal(wrong)
    document = envelope_statement(one, at)
    paper = issue_document(
        cite=one.cite, kind=PaperKind.STATEMENT, title=document.title, about={"envelope": str(one)},
        make=lambda number: stamped(envelope_statement(one, at), number), by=_person(request),
    )  # fmt: skip
    messages.success(request, f"Papier n° {paper.number} émis. Il est gardé tel quel.")
    return redirect("paper", cite, paper.number)


@require_safe
def movements(request: HttpRequest, cite: str) -> HttpResponse:
    """The movements of a figure; a holder opens those of their own actions."""
    place = reach_cite(request, cite, Verb.READ)
    return render(request, "budgets/movements.html", movements_context(request, place))


@require_http_methods(["GET", "HEAD", "POST"])
def reverse_one(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """Take back a movement that was noted by mistake, with the reason."""
    place = reach_cite(request, cite, Verb.MANAGE_BUDGETS)
    found = for_lines(Movement.objects.filter(envelope__in=envelopes_for(request.user, place)))
    movement = get_object_or_404(found, pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reverse_movement(movement=movement, reason=form.cleaned_data["reason"], by=_person(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La ligne est reprise par sa contraire. Les deux restent.")
            return redirect("envelope", cite, movement.envelope_id)
    context = {"tab": "envelopes", "movement": movement, "form": form}
    return render(request, "budgets/reverse.html", context, status=409 if form.errors else 200)


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
