"""Two moments of a programme, side by side; the amendment that says in a paper what changed between them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preau.annexes.history import adopted
from preau.formats.writing import FORMATS, write
from preau.people.roles import Verb
from preau.programmes.models import Programme
from preau.programmes.reach import reach_programme
from preau.revisions.differences import Comparison, compare
from preau.revisions.papers import amendment_paper
from preau.revisions.sides import TODAY, Side, read_side, usual_sides
from preau.site.overview import Badge
from preau.ui.downloads import attachment

PAPERS = {"pdf": "PDF", "docx": "Word", "odt": "ODT"}


@require_safe
def differences(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """What changed from a moment to another."""
    programme = reach_programme(request, cite, year, Verb.READ_BUDGETS)
    before, after = _sides(request, programme)
    comparison = compare(programme, before.at, after.at)
    context = {
        "programme": programme,
        "tab": "programme",
        "before": before,
        "after": after,
        "comparison": comparison,
        "groups": [(Badge.of(group.theme), group) for group in comparison.groups()],
        "most": _most(comparison),
        "versions": adopted(programme),
        "today": TODAY,
        "papers": PAPERS,
    }
    return render(request, "site/differences.html", context)


@require_safe
def paper(request: HttpRequest, cite: str, year: int, format_: str) -> HttpResponse:
    """The amendment as a file to sign, unnumbered: a number is given when a paper is issued."""
    programme = reach_programme(request, cite, year, Verb.READ_BUDGETS)
    if format_ not in PAPERS:
        raise Http404
    before, after = _sides(request, programme)
    written = amendment_paper(programme, before, after)
    name = f"avenant-{programme.cite.slug}-{year}-{before.word}-{after.word}.{format_}"
    return attachment(write(written, format_), name, FORMATS[format_].media_type)


def _sides(request: HttpRequest, programme: Programme) -> tuple[Side, Side]:
    """The two sides that the address names; a day typed beside the list counts first."""
    usual = usual_sides(programme)
    words = [
        request.GET.get(f"{name}_le", "").strip() or request.GET.get(name, "").strip() or known
        for name, known in zip(("de", "a"), usual, strict=True)
    ]
    return read_side(programme, words[0]), read_side(programme, words[1])


def _most(comparison: Comparison) -> Any:  # noqa: ANN401 - an amount
    """The largest gap of an action, for the length of the bars."""
    return max((abs(one.gap) for one in comparison.differences), default=0) or 1
