"""The papers of a revision: the amendment and the annex, given as projects, issued once it is adopted."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from preau.budgets.models import Revision
from preau.core.document.blocks import Document
from preau.core.refusal import Refusal
from preau.documents.issuing import issue_document, stamped
from preau.documents.models import PaperKind
from preau.formats.writing import FORMATS, write
from preau.people.models import User
from preau.people.roles import Verb
from preau.revisions.papers import amendment_of, annex_at
from preau.revisions.projects import is_project
from preau.revisions.reach import reach_revision
from preau.ui.downloads import attachment

KINDS = {"avenant": PaperKind.AMENDMENT, "annexe": PaperKind.ANNEX}
"""The papers of a revision by their word in the address."""
OFFERED = {"pdf": "PDF", "docx": "Word", "odt": "ODT"}


@require_safe
def paper(  # noqa: PLR0913, PLR0917 - an address has as many words
    request: HttpRequest, cite: str, year: int, serial: int, what: str, format_: str
) -> HttpResponse:
    """The amendment or the annex as it stands, without a number of paper."""
    one = reach_revision(request, cite, year, serial)
    if format_ not in OFFERED:
        raise Http404
    written = write(document_of(one, what), format_)
    return attachment(written, f"{what}-{cite}-{year}-{_called(one)}.{format_}", FORMATS[format_].media_type)


@require_POST
def issue(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """The amendment or the annex of an adopted revision, issued."""
    one = reach_revision(request, cite, year, serial, Verb.REVISE)
    what = request.POST.get("papier", "")
    if is_project(one):
        raise Refusal("Seule une version adoptée s’émet. Un projet se télécharge, sans numéro.")
    document = document_of(one, what)
    issued = issue_document(
        cite=one.programme.cite, kind=KINDS[what], title=document.title, about={"year": year, "revision": one.number},
        make=lambda number: stamped(document_of(one, what), number), by=cast("User", request.user),
    )  # fmt: skip
    messages.success(request, f"Papier n° {issued.number} émis. Il est gardé tel quel.")
    return redirect("paper", cite, issued.number)


def document_of(one: Revision, what: str) -> Document:
    """The paper of that name. Raises Http404 for another, and for the amendment of the initial programme."""
    if what == "annexe":
        return annex_at(one.programme, one)
    if what != "avenant" or one.number == 0:
        raise Http404
    return amendment_of(one)


def _called(one: Revision) -> str:
    return f"projet-{one.serial}" if one.number is None else f"n{one.number}"
