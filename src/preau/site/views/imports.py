"""One import as it was: the file, where its rows went, what was understood and what it changed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preau.annexes.models import Import
from preau.annexes.operations import why_not_undone
from preau.annexes.queries import current_import, imports_of
from preau.core.refusal import Refusal
from preau.people.access import access_to
from preau.people.roles import Verb
from preau.programmes.models import Programme
from preau.programmes.reach import reach_programme
from preau.site import downloads, queries, receipt
from preau.site.labels import EXPORTS, FORMATS
from preau.site.past import past_of
from preau.site.places import Places
from preau.site.remarks import Remark, of_file
from preau.site.views.programme import table_context


@require_safe
def imported(request: HttpRequest, cite: str, year: int, number: int) -> HttpResponse:
    """The page of an import."""
    programme = reach_programme(request, cite, year)
    return render(request, "site/import.html", import_context(request, programme, _import(request, programme, number)))


def import_context(request: HttpRequest, programme: Programme, one: Import) -> dict[str, Any]:
    """All that the page of an import shows, for the rows that the address asks for."""
    current = current_import(programme)
    places = Places(one, queries.sheets_of(one))
    remarks = [of_file(finding, places) for finding in queries.remarks_of(one)]
    by_action: dict[int | None, list[Remark]] = defaultdict(list)
    for about in remarks:
        by_action[about.action_id].append(about)
    rows = list(queries.rows_of(one))
    view = receipt.view_of(request.GET, rows, {pk for pk in by_action if pk})
    examples = {row.table: row for row in reversed(rows) if row.kind != "withdraw"}
    withdrawn = [row for row in rows if row.kind == "withdraw"]
    whole = queries.cells_of([*view.rows, *examples.values(), *withdrawn])
    one.programme = programme
    may_undo = access_to(request.user, programme.cite).may(Verb.IMPORT) and not hasattr(one.operation, "undone_by")
    return {
        "programme": programme,
        "imported": current,
        "no_undo": why_not_undone(one) if may_undo else "",
        "tab": "import",
        "import": one,
        "format_label": FORMATS.get(one.source.format, one.source.format),
        "undone_by": getattr(one.operation, "undone_by", None),
        "standing": one == current,
        "rounded": any(remark.code == "total-rounded" for remark in remarks),
        "comparisons": receipt.comparisons(one),
        "nothing_lost": receipt.nothing_lost(one),
        "effects": receipt.effects(one),
        "whereabouts": receipt.whereabouts(one),
        "columns": receipt.columns_of(places, {table: whole[row.pk] for table, row in examples.items()}),
        "view": view,
        "rows": [receipt.row_of(whole[row.pk], places, by_action[row.action_id]) for row in view.rows],
        "withdrawn": [whole[row.pk] for row in withdrawn],
        "about_file": by_action[None],
        "imports": imports_of(programme),
    }


@require_safe
def annex(request: HttpRequest, cite: str, year: int, format_: str) -> HttpResponse:
    """The annex of the programme as a file, in the format of the address.

    `?ecran=1` for what the screen shows, `?au=2020-10-15` or `?version=1` for what it was then.
    """
    found = reach_programme(request, cite, year)
    if format_ not in EXPORTS:
        raise Http404
    past, last = past_of(request, found), queries.last_operation(found)
    if past and past.begins:
        raise Refusal(
            f"Le {past.day:%d/%m/%Y}, le programme {year} n’était pas encore connu : il commence le "
            f"{past.begins:%d/%m/%Y}. Choisissez une date à partir de ce jour."
        )
    if request.GET.get("ecran"):
        return downloads.screen(request, found, last, format_, table_context(request, found, past))
    if past:
        return downloads.annex_then(request, found, past, last, format_)
    return downloads.annex(request, found, current_import(found), last, format_)


@require_safe
def source(request: HttpRequest, cite: str, year: int, number: int) -> HttpResponse:
    """The file of an import, as it was received."""
    programme = reach_programme(request, cite, year)
    return downloads.source(request, _import(request, programme, number))


def _import(request: HttpRequest, programme: Programme, number: int) -> Import:
    """The import of that number; a holder, who reads a part of the programme, reads no whole file of it."""
    found = queries.import_of(programme, number)
    if found is None or not access_to(request.user, programme.cite).whole:
        raise Http404
    return found
