"""The papers of a sitting and of a decision: given as projects in several formats, issued once as numbered PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from preau.budgets.models import Revision
from preau.budgets.states import RevisionState
from preau.committees.models import Sitting
from preau.committees.states import SittingState
from preau.core.document.blocks import Document
from preau.core.refusal import Refusal
from preau.documents.issuing import issue_document
from preau.documents.models import Paper, PaperKind
from preau.formats.writing import FORMATS, write
from preau.people.models import Cite
from preau.people.roles import Verb
from preau.programmes.reach import reach_programme
from preau.revisions.sitting_papers import PROJECT, Issue, agenda_paper, minutes_paper, notification_list
from preau.site.sittings import LISTS, OFFERED
from preau.site.views.sittings import reach_sitting
from preau.ui.downloads import attachment


@dataclass(frozen=True, slots=True)
class Kind:
    """A paper of a sitting: what it is, the words of its title, how it is made."""

    kind: PaperKind
    title: str
    make: Callable[[Sitting, Issue], Document]


KINDS = {
    "ordre-du-jour": Kind(PaperKind.AGENDA, "Ordre du jour", agenda_paper),
    "compte-rendu": Kind(PaperKind.MINUTES, "Compte rendu", minutes_paper),
}


@require_safe
def sitting_paper(request: HttpRequest, cite: str, pk: int, what: str, format_: str) -> HttpResponse:
    """The agenda or the minutes as they stand, as a project."""
    sitting = reach_sitting(request, cite, pk)
    if what not in KINDS or format_ not in OFFERED:
        raise Http404
    document = KINDS[what].make(sitting, PROJECT)
    return attachment(write(document, format_), f"{what}-{sitting.on:%Y-%m-%d}.{format_}", FORMATS[format_].media_type)


@require_POST
def issue(request: HttpRequest, cite: str, pk: int) -> HttpResponse:
    """The agenda or the minutes, issued."""
    sitting = reach_sitting(request, cite, pk, Verb.REVISE)
    kind = KINDS.get(request.POST.get("papier", ""))
    if kind is None:
        raise Refusal("Dites quel papier émettre : l’ordre du jour ou le compte rendu.")
    if refusal := _may_issue(sitting, kind.kind):
        messages.error(request, refusal)
        return redirect("sitting", cite, pk)
    paper = _issued(
        request, sitting.committee.cite, kind.kind, f"{kind.title} – {sitting}", {"sitting": sitting.pk},
        lambda issue: kind.make(sitting, issue),
    )  # fmt: skip
    return redirect("paper", cite, paper.number)


def _may_issue(sitting: Sitting, kind: PaperKind) -> str | None:
    if sitting.state == SittingState.CANCELLED:
        return "Cette séance est annulée : elle n’émet plus de papier."
    if kind == PaperKind.MINUTES and not sitting.minutes:
        return "Écrivez d’abord le compte rendu : il n’y a rien à émettre."
    if kind == PaperKind.AGENDA and not sitting.items.exists() and not sitting.revisions.exists():
        return "Inscrivez d’abord un point à l’ordre du jour : il n’y a rien à émettre."
    return None


@require_safe
def notifications(request: HttpRequest, cite: str, year: int, serial: int, format_: str) -> HttpResponse:
    """Who is to be told of what a revision changes, as a project."""
    revision = _reach_revision(request, cite, year, serial, Verb.READ_DRAFTS)
    if format_ not in LISTS:
        raise Http404
    name = f"notifications-{cite}-{year}-{serial}.{format_}"
    return attachment(write(notification_list(revision), format_), name, FORMATS[format_].media_type)


@require_POST
def issue_notifications(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """The list of those to be told, issued: of what was adopted alone."""
    revision = _reach_revision(request, cite, year, serial, Verb.REVISE)
    if revision.state != RevisionState.ADOPTED:
        raise Refusal("Seule une réactualisation adoptée se notifie. Celle-ci ne l’est pas.")
    title = f"Notifications – {revision}, {str(revision.programme).lower()}"
    paper = _issued(
        request, revision.programme.cite, PaperKind.NOTIFICATIONS, title,
        {"year": year, "revision": serial}, lambda issue: notification_list(revision, issue),
    )  # fmt: skip
    return redirect("paper", cite, paper.number)


def _reach_revision(request: HttpRequest, cite: str, year: int, serial: int, verb: Verb) -> Revision:
    programme = reach_programme(request, cite, year, verb)
    found = Revision.objects.filter(programme=programme).select_related("programme__cite", "operation")
    return get_object_or_404(found, serial=serial)


def _issued(  # noqa: PLR0913, PLR0917 - a paper says as much
    request: HttpRequest,
    cite: Cite,
    kind: PaperKind,
    title: str,
    about: dict[str, Any],
    make: Callable[[Issue], Document],
) -> Paper:
    """The PDF under its number, kept."""
    paper = issue_document(
        cite=cite, kind=kind, title=title, about=about, make=lambda number: make(Issue(number)), by=request.user,  # type: ignore[arg-type]
    )  # fmt: skip
    messages.success(request, f"Papier n° {paper.number} émis. Il est gardé tel quel.")
    return paper
