"""The programme: its figures, its actions by theme, what is to be checked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preau.annexes.models import Import
from preau.annexes.queries import current_import, standing_for
from preau.programmes.models import Programme
from preau.programmes.reach import reach_programme
from preau.site import overview, queries, receipt
from preau.site.filters import Filters
from preau.site.labels import EXPORTS
from preau.site.remarks import TO_CHECK, Remark, chapters, count_to_check, of_programme


@require_safe
def programme(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """The whole programme."""
    return render(request, "site/programme.html", table_context(request, reach_programme(request, cite, year)))


def table_context(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    """All that the page of the programme shows, for the filters of the address."""
    imported = current_import(programme)
    filters = Filters.of(request.GET)
    entries = queries.table_of(request.user, programme)
    remarks = standing(request, programme, entries)
    waiting = [remark for remark in remarks if remark.acceptance is None]
    to_check = {remark.action_id for remark in waiting if remark.level in TO_CHECK}
    saying = queries.saying(request.user, programme, filters.sought) if filters.sought else None
    shown = filters.keep(entries, to_check, saying) if filters.active else entries
    sums = overview.Sums.of(entries)
    columns = overview.Columns.of(entries, sums)
    request.to_check = count_to_check(waiting)  # type: ignore[attr-defined]
    return {
        "programme": programme,
        "imported": imported,
        "tab": "programme",
        "to_check": count_to_check(waiting),
        "years": queries.years_of(programme),
        "filters": filters,
        "themes": overview.theme_choices(entries, filters.themes),
        "holders": filters.holder_choices(entries),
        "states": filters.state_choices(entries),
        "to_check_actions": sum(entry.action.pk in to_check for entry in entries),
        "groups": overview.groups(shown, waiting, columns),
        "shown": overview.Sums.of(shown),
        "sums": sums,
        "columns": columns,
        "holder_count": overview.holders_in(entries),
        "bars": overview.bars(entries),
        "chapters": [chapter for chapter in chapters(waiting) if chapter.level in TO_CHECK],
        "to_know": sum(remark.level == "info" for remark in waiting),
        "kept": len(remarks) - len(waiting),
        "exports": EXPORTS,
        **_totals(imported, sums),
    }


def _totals(imported: Import | None, sums: overview.Sums) -> dict[str, Any]:
    """The totals that the file of the current import prints, against the sums of today."""
    totals = {one.concept: one for one in receipt.comparisons(imported)} if imported else {}
    now = {"total_cost": sums.cost, "requested": sums.requested, "grant": sums.grant}
    printed = {concept: one.printed for concept, one in totals.items() if one.printed is not None}
    return {
        "comparisons": totals,
        "same_totals": bool(printed) and all(now[concept] == amount for concept, amount in printed.items()),
    }


def standing(request: HttpRequest, programme: Programme, entries: list[queries.Entry]) -> list[Remark]:
    """The findings of the programme that the visitor may read, those that somebody keeps too."""
    actions = {entry.action.pk: entry.action for entry in entries}
    found = list(standing_for(request.user, programme))
    kept = queries.acceptances_of(programme) if any(getattr(one, "accepted") for one in found) else {}  # noqa: B009
    return [of_programme(finding, actions, kept) for finding in found]
