"""What the checks have to say of the programme as it stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preau.annexes.queries import current_import, standing_for
from preau.programmes.models import Programme
from preau.programmes.reach import reach_programme
from preau.site import queries
from preau.site.labels import LEVEL_SLUGS
from preau.site.remarks import chapters, count_to_check, of_programme


@require_safe
def findings(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """One list for the whole programme."""
    return render(request, "site/findings.html", findings_context(request, reach_programme(request, cite, year)))


def findings_context(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    """All that the page of the findings shows, for the gravity or the kind that the address asks for."""
    actions = queries.named_actions(request.user, programme)
    kept = queries.acceptances_of(programme)
    remarks = [of_programme(finding, actions, kept) for finding in standing_for(request.user, programme)]
    waiting = [remark for remark in remarks if remark.acceptance is None]
    level = LEVEL_SLUGS.get(request.GET.get("gravite", ""))
    kind = request.GET.get("constat", "")
    kind = kind if any(remark.code == kind for remark in waiting) else ""
    shown = [
        remark for remark in waiting if (level is None or remark.level == level) and (not kind or remark.code == kind)
    ]
    slugs = {name: slug for slug, name in LEVEL_SLUGS.items()}
    request.to_check = count_to_check(waiting)  # type: ignore[attr-defined]
    return {
        "programme": programme,
        "imported": current_import(programme),
        "tab": "findings",
        "everything": [(chapter, slugs[chapter.level]) for chapter in chapters(waiting)],
        "chapters": chapters(shown),
        "kept": [remark for remark in remarks if remark.acceptance is not None],
        "total": len(waiting),
        "shown": len(shown),
        "level": level,
        "kind": kind,
    }
