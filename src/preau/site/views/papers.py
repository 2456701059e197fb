"""The papers that a cité issued: their register, each with its hash; and the page where anybody verifies one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from preau.documents.models import Paper
from preau.documents.queries import paper_of_hash, papers_for
from preau.people.reach import reach_cite
from preau.people.roles import Verb
from preau.site.downloads import paper_file as download
from preau.site.downloads import paper_name
from preau.site.hashing import HashedFile, Hashing

PAGE = 50
SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@require_safe
def papers(request: HttpRequest, cite: str) -> HttpResponse:
    """The register: what was issued, the latest first."""
    place = reach_cite(request, cite, Verb.READ_BUDGETS)
    page = Paginator(papers_for(request.user, place), PAGE).get_page(request.GET.get("page"))
    return render(request, "site/papers/papers.html", {"tab": "papers", "page": page})


@require_safe
def paper(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """One paper: all that is known of it, and how to check it."""
    one = _reach(request, cite, number)
    return render(request, "site/papers/paper.html", {"tab": "papers", "paper": one, "file": paper_name(one)})


@require_safe
def paper_file(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """Its bytes."""
    return download(request, _reach(request, cite, number))


def _reach(request: HttpRequest, cite: str, number: int) -> Paper:
    place = reach_cite(request, cite, Verb.READ_BUDGETS)
    return get_object_or_404(papers_for(request.user, place), number=number)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks to verify: a hash, where it is one, or the sentence that says what is missing."""

    sha256: str = ""
    name: str = ""
    wrong: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Asked | None:
        """From the file that was sent, or from the hash in the form or in the address; None where nothing was."""
        file = request.FILES.get("file")
        if isinstance(file, HashedFile):
            return cls(file.sha256, file.name or "")
        said = (request.POST.get("empreinte") or request.GET.get("empreinte") or "").strip()
        if not said:
            wrong = "Choisissez un fichier, ou collez une empreinte."
            return cls(wrong=wrong) if request.method == "POST" else None
        found = SHA256.fullmatch(said.split()[0])
        if found is None:
            return cls(wrong="Une empreinte SHA-256 a 64 signes : des chiffres, et des lettres de a à f.")
        return cls(found[0].lower())


@login_not_required
@csrf_exempt
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a file, or a hash, is that of a paper that was issued here. Open to everybody, and lists nothing.

    How the file is received must be said before the form is read; its token is looked for one step later.
    """
    request.upload_handlers = [Hashing(request)]
    return _verify(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _verify(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request)
    found = paper_of_hash(asked.sha256) if asked and asked.sha256 else None
    said = request.POST.get("empreinte") or request.GET.get("empreinte") or ""
    context = {"asked": asked, "found": found, "said": said[:200]}
    return render(request, "site/papers/verify.html", context, status=422 if asked and asked.wrong else 200)
