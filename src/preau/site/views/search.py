"""The search: in a cité, or in all those that the visitor reads."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preau.people.models import Cite
from preau.people.reach import reach_cite
from preau.site.scope import Scope
from preau.site.search import FEW, KINDS, MOST_PAGES, PER_PAGE, pages_of
from preau.site.search import search as seek
from preau.site.words_found import LONGEST, Words


@require_safe
def search(request: HttpRequest, cite: str) -> HttpResponse:
    """What the cité holds of the words typed."""
    return render(request, "site/search.html", search_context(request, reach_cite(request, cite)))


def search_context(request: HttpRequest, cite: Cite | None) -> dict[str, Any]:
    """All that the page of the search shows, in a cité or in all those of the visitor."""
    words = Words(request.GET.get("q", "").strip()[:LONGEST])
    only = request.GET.get("dans", "") if request.GET.get("dans") in KINDS else ""
    asked = request.GET.get("page", "")
    page = min(max(int(asked), 1), MOST_PAGES) if re.fullmatch("[0-9]{1,4}", asked) else 1
    scope = Scope.of(request.user, words, cite)
    found = seek(scope, only, page) if words.enough else []
    pages = pages_of(found[0].count) if found and only else 1
    return {
        "words": words,
        "scope": scope,
        "found": found,
        "only": only,
        "count": sum(one.count for one in found),
        "few": FEW,
        "page": min(page, pages),
        "cut": bool(found) and found[0].count > MOST_PAGES * PER_PAGE,
        "pages": range(1, pages + 1) if pages > 1 else (),
    }
