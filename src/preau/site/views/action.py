"""One action: what it is, its amounts, where each value comes from, what happened to it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preau.annexes.models import ImportedRow
from preau.annexes.queries import standing_for
from preau.budgets.queries import movements_of
from preau.people.reach import access_of
from preau.people.roles import Verb
from preau.programmes.models import Action
from preau.programmes.reach import reach_programme
from preau.site import origins, overview, queries
from preau.site.places import Places
from preau.site.prose import passages
from preau.site.remarks import Remark, of_programme


@require_safe
def action(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """The page of the action."""
    programme = reach_programme(request, cite, year)
    one = queries.action_of(request.user, programme, serial)
    if one is None:
        raise Http404
    return render(request, "site/action.html", action_context(request, one))


def action_context(request: HttpRequest, one: Action) -> dict[str, Any]:
    """All that the page of the action shows."""
    programme = one.programme
    kept = queries.acceptances_of(programme)
    remarks = [
        of_programme(finding, {one.pk: one}, kept)
        for finding in standing_for(request.user, programme).filter(action=one)
    ]
    waiting = [remark for remark in remarks if not remark.kept]
    movements = origins.steps(list(movements_of(one)))
    before, after = queries.neighbours_of(request.user, one)
    state, sign = overview.state_of(one)
    people = access_of(request).may(Verb.READ_PEOPLE)
    return {
        "programme": programme,
        "tab": "programme",
        "action": one,
        "grant": queries.grant_of(one),
        "state": state,
        "sign": sign,
        "badge": overview.Badge.of(one.theme),
        "passages": passages(one.description),
        "remarks": waiting,
        "kept": [remark for remark in remarks if remark.kept],
        "impossible": next((remark for remark in waiting if remark.code == "grant-above-cost"), None),
        "steps": movements,
        "most": max([one.total_cost or 0, *(step.total for step in movements)]),
        "events": origins.events(queries.history_of(one)) if people else [],
        "before": before,
        "after": after,
        **_row_context(one, queries.source_row(one), waiting),
    }


def _row_context(one: Action, row: ImportedRow | None, remarks: list[Remark]) -> dict[str, Any]:
    if row is None:
        return {"row": None}
    places = Places(row.imported, {row.table: (row.sheet, row.page)})
    return {
        "row": row,
        "place": places.text(row.table, row.line),
        "origins": origins.origins(one, row, places, remarks),
    }
