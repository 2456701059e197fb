"""The wizard: bring a file, see what it says and what it would change, choose, apply once; and undo an import."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preau.annexes import columns, pages, tasks, uploads
from preau.annexes.forms import UploadForm, YearForm, choices_of, day_of, parts_of
from preau.annexes.models import Import, Upload
from preau.annexes.operations import Outcome, Stale, why_not_undone
from preau.annexes.operations import undo_import as undo
from preau.annexes.outline import effects_of
from preau.annexes.pages import preview_context, understand
from preau.annexes.queries import imports_of, open_uploads, undoing
from preau.annexes.reading import year_of
from preau.core.refusal import Refusal
from preau.people.models import Cite, User
from preau.people.reach import reach_cite
from preau.people.roles import Verb
from preau.programmes.models import Programme
from preau.programmes.reach import reach_programme
from preau.ui.templatetags.french import agree, count

State = Upload.State
AT_ONCE = 2**20
"""Bytes of a file that is read while the person waits; a larger one, or a PDF, is read in the background."""
AGAIN = "Vous aviez changé des choix de lecture : voici ce qu’ils donnent. Rien n’a encore été appliqué."


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, cite: str) -> HttpResponse:
    """Bring a file or a text."""
    place = reach_cite(request, cite, Verb.IMPORT)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            return redirect("upload_page", cite, _receive(place, form, _person(request)).number)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "tab": "programme", "waiting": open_uploads(place)}
    return render(request, "annexes/upload.html", context, status=200 if not form.errors else 422)


def _receive(place: Cite, form: UploadForm, by: User) -> Upload:
    """Keep what was given; read it at once where that is short, else leave it to the worker."""
    name, data = form.received
    with transaction.atomic():
        kept = uploads.receive(cite=place, name=name, data=data, year=form.cleaned_data["year"], by=by)
        at_once = len(data) < AT_ONCE and not data.lstrip()[:5].startswith(b"%PDF")
        if not at_once and kept.state == State.WAITING:
            tasks.read_upload.enqueue(kept.pk)
    if at_once:
        uploads.read(pk=kept.pk)
    return kept


@require_safe
def upload_page(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """The upload as it stands: being read, refused, to check, applied or left."""
    one = _reach(request, cite, number)
    if one.imported is not None:
        return redirect("import", cite, one.imported.programme.year, one.imported.operation.number)
    if one.state == State.READ:
        return _preview(request, one)
    context = {"upload": one, "tab": "programme", "stages": pages.stages_of(one), "late": pages.is_late(one)}
    return render(request, f"annexes/{'reading' if one.state in uploads.TO_READ else 'ended'}.html", context)


def _preview(request: HttpRequest, one: Upload, *, error: str = "") -> HttpResponse:
    """The preview; with the sentence of what was refused, and what the form said, where there is one."""
    context = preview_context(one, request.GET, request.POST if error else None)
    context |= {"tab": "programme", "error": error}
    request.programme = context.get("programme")  # type: ignore[attr-defined]
    return render(request, "annexes/preview.html", context, status=422 if error else 200)


@require_safe
def upload_state(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """How far the reading is, for the script of the page."""
    one = _reach(request, cite, number)
    going = one.state in uploads.TO_READ
    label = next((stage.label for stage in pages.stages_of(one) if stage.current), str(State(one.state).label))
    return JsonResponse({"going": going, "progress": one.progress, "label": label, "late": pages.is_late(one)})


@require_POST
def upload_read(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """Read the file now, where the worker that should have is late; else there is nothing to do but wait."""
    one = _reach(request, cite, number)
    if pages.is_late(one):
        uploads.read(pk=one.pk)
    return redirect("upload_page", cite, number)


@require_POST
def upload_columns(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """Read the same file otherwise: other columns, other sheets, another year."""
    one = _reach(request, cite, number)
    try:
        _choose(one, request)
    except Refusal as refusal:
        if one.state != State.READ:
            raise
        return _preview(request, one, error=str(refusal))
    return _to_preview(one, "#t-colonnes")


def _choose(one: Upload, request: HttpRequest) -> None:
    year = YearForm(request.POST)
    if request.POST.get("year", "").strip() and not year.is_valid():
        raise Refusal(next(iter(year.errors["year"])))
    if one.state != State.READ:
        raise Refusal(uploads.ENDED.format(state=State(one.state).label.lower()))
    found = columns.chosen(understand(one).layouts, request.POST, one.columns)
    kept = year.cleaned_data.get("year") if year.is_bound and year.is_valid() else None
    uploads.choose(upload=one, year=kept, parts=parts_of(request.POST), columns=found, by=_person(request))


@require_POST
def upload_keep(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """Remember what is accepted on this page, and show the rows that the person asks for."""
    one = _reach(request, cite, number)
    if one.state == State.READ:
        uploads.keep_choices(upload=one, choices=choices_of(request.POST), by=_person(request))
    which, _, page = request.POST.get("voir", "").partition(".")
    asked = {"lignes": which, "page": page or 1} | ({"le": day} if (day := request.POST.get("le", "")) else {})
    return _to_preview(one, f"?{urlencode(asked)}#t-lignes")


@require_POST
def upload_apply(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """Apply what is accepted, once. A second click finds the import that the first one made."""
    one = _reach(request, cite, number)
    if one.state == State.READ and _says_otherwise(one, request):
        messages.warning(request, AGAIN)
        return upload_columns(request, cite, number)
    try:
        on = day_of(request.POST)
    except Refusal as refusal:
        return _preview(request, one, error=str(refusal)) if one.state == State.READ else _to_preview(one)
    try:
        outcome = uploads.apply_upload(upload=one, choices=choices_of(request.POST), by=_person(request), on=on)
    except Stale as stale:
        messages.warning(request, str(stale))
        return _to_preview(one)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _to_preview(one)
    if outcome is not None:
        messages.success(request, _done(outcome))
    return redirect("upload_page", cite, number)


def _says_otherwise(one: Upload, request: HttpRequest) -> bool:
    """Whether the form asks for another reading than the one it was shown with."""
    understood = understand(one)
    annex = understood.file.annex if understood.file else None
    year = request.POST.get("year", "").strip()
    known = str(year_of(one, annex) or "") if annex else ""
    parts = {part.place for part in pages.parts_of(understood.reading, one) if part.chosen}
    return year != known or set(parts_of(request.POST)) != parts or columns.changed(understood.layouts, request.POST)


def _done(outcome: Outcome) -> str:
    told = [f"{count(number)} {agree(number, words)}" for number, words, _ in effects_of(outcome.plan)]
    if outcome.imported is None:
        return f"Le programme {outcome.target.year} dit déjà tout ce que dit ce fichier. Rien n’a changé."
    return f"Le fichier est appliqué au programme {outcome.target.year}. Actions : {', '.join(told)}."


@require_POST
def upload_leave(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """Give the upload up."""
    one = uploads.leave(upload=_reach(request, cite, number), by=_person(request))
    if one.state == State.APPLIED:
        return redirect("upload_page", cite, number)
    messages.success(request, f"{one} abandonné. Le programme n’a pas changé.")
    return redirect("upload", cite)


@require_http_methods(["GET", "HEAD", "POST"])
def undo_import(request: HttpRequest, cite: str, year: int, number: int) -> HttpResponse:
    """Say what undoing the import would do, and do it."""
    programme = reach_programme(request, cite, year, Verb.IMPORT)
    one = _import(programme, number)
    page = redirect("import", cite, year, number)
    if hasattr(one.operation, "undone_by"):
        return page
    refusal, status = "", 200
    if request.method == "POST":
        try:
            undo(imported=one, by=_person(request))
        except Refusal as told:
            refusal, status = str(told), 409
        else:
            messages.success(
                request, f"L’import n° {number} est annulé. Le programme est revenu à ce qu’il était avant."
            )
            return page
    refusal = refusal or why_not_undone(one)
    context = {"programme": programme, "import": one, "tab": "programme", "refusal": refusal, "effects": undoing(one)}
    return render(request, "annexes/undo.html", context, status=status)


def _import(programme: Programme, number: int) -> Import:
    found = imports_of(programme).filter(operation__number=number).first()
    if found is None:
        raise Http404
    found.programme = programme
    return found


def _reach(request: HttpRequest, cite: str, number: int) -> Upload:
    """The upload of that number in the cité, for who may import there. Raises Http404 where there is none."""
    place = reach_cite(request, cite, Verb.IMPORT)
    related = ("source", "by", "imported__programme", "imported__operation")
    found = Upload.objects.filter(cite=place, number=number).select_related(*related).defer("source__content").first()
    if found is None:
        raise Http404
    found.cite = place
    return found


def _to_preview(one: Upload, rest: str = "") -> HttpResponse:
    page = redirect("upload_page", one.cite.slug, one.number)
    page["Location"] += rest
    return page


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - every page requires a signed-in person
    return request.user
