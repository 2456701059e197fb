"""The programme: its figures, its actions, what is to be checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from preau.annexes.history import adopted
from preau.annexes.models import Import
from preau.annexes.queries import current_import, standing_for
from preau.people.access import access_to
from preau.people.roles import Verb
from preau.programmes.models import Programme
from preau.programmes.reach import reach_programme
from preau.programmes.states import ActionState, NationalAxis, ProgrammeState
from preau.revisions.queries import in_force
from preau.site import overview, queries, receipt
from preau.site.columns import COLUMNS, Column, Columns, choice_of
from preau.site.filters import Filters
from preau.site.labels import EXPORTS
from preau.site.past import Past, entries_then, past_of
from preau.site.past import saying as said_then
from preau.site.remarks import TO_CHECK, Remark, chapters, count_to_check, of_programme
from preau.site.table import GROUPINGS, SORTS, Table, sort


@require_safe
def programme(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """The whole programme."""
    found = reach_programme(request, cite, year)
    past = past_of(request, found)
    if past and past.begins:
        return render(request, "site/past_before.html", {"programme": found, "past": past, "tab": "programme"})
    return render(request, "site/programme.html", table_context(request, found, past))


class Head(NamedTuple):
    """The heading of a column: where sorting by it leads, and the order it sorts in now."""

    column: Column
    address: str
    order: str
    field: str


def table_context(request: HttpRequest, programme: Programme, past: Past | None = None) -> dict[str, Any]:
    """All that the page of the programme shows, for the filters of the address and the columns of the visitor.

    Of the past, nothing is edited and nothing is to be checked: findings are those of today.
    """
    access = access_to(request.user, programme.cite)
    edits = access.may(Verb.EDIT) and past is None
    imported = None if past else current_import(programme)
    filters = Filters.of(request.GET)
    choice = choice_of(request.user, programme.cite)
    themes = queries.themes_of(programme)
    wanted = [one.field for one in COLUMNS if one.key in (choice or ())]
    if past:
        entries, remarks = entries_then(request.user, programme, past), []
        filters = replace(filters, to_check=False)
    else:
        entries = queries.table_of(request.user, programme, themes, wanted)
        remarks = standing(request, programme, entries)
    waiting = [remark for remark in remarks if not remark.kept]
    shown = chosen(request, programme, filters, entries, waiting, past)
    sums = overview.Sums.of(entries)
    columns = Columns.of(entries, sums, choice, edits=edits)
    grouping = filters.grouping if filters.grouping in GROUPINGS else "theme"
    voted = programme.state == ProgrammeState.VOTED
    then = f"?{past.query}" if past else ""
    table = Table(columns, grouping, edits, voted, programme.year, partial=filters.active, past=then)
    if past is None:
        request.to_check = count_to_check(waiting)  # type: ignore[attr-defined]
    return {
        "programme": programme,
        "imported": imported,
        "tab": "programme",
        "edits": edits,
        "whole": access.whole,
        "force": in_force(programme) if voted and access.whole else None,
        "years": queries.years_of(programme),
        "next_year": programme.year + 1,
        "sums": sums,
        "holder_count": overview.holders_in(entries),
        "bars": overview.bars(entries),
        "exports": EXPORTS,
        **_asked(filters, entries, waiting, grouping),
        **_shown(table, filters, shown, waiting),
        **_questions(remarks, waiting),
        **_totals(imported if access.whole else None, sums, waiting),
        "all_themes": themes,
        "past": past,
        "versions": adopted(programme) if access.whole_for(Verb.READ_BUDGETS) else (),
        "today": localdate(),
    }


def _asked(
    filters: Filters, entries: Sequence[queries.Entry], waiting: Sequence[Remark], grouping: str
) -> dict[str, Any]:
    """The form above the table: what may be asked for, and what was."""
    return {
        "filters": filters,
        "themes": overview.theme_choices(entries, filters.themes),
        "holders": filters.holder_choices(entries),
        "states": filters.state_choices(entries),
        "to_check_actions": len({remark.action_id for remark in waiting if remark.level in TO_CHECK} - {None}),
        "groupings": [(slug, label) for slug, (label, _) in GROUPINGS.items()],
        "grouping": grouping,
        "grouping_label": GROUPINGS[grouping][0],
    }


def _shown(table: Table, filters: Filters, shown: Sequence[queries.Entry], waiting: Sequence[Remark]) -> dict[str, Any]:
    """The table, and what is chosen in its cells."""
    columns = table.columns
    return {
        "heads": heads(table, filters),
        "groups": table.groups(shown, waiting),
        "moved": table.moved(f"annee={table.year}"),
        "shown": overview.Sums.of(shown),
        "shown_entries": shown,
        "columns": columns,
        "all_columns": COLUMNS,
        "total_span": columns.words - (columns.words > 1) + (table.edits and columns.words > 1),
        "all_states": list(ActionState),
        "all_axes": list(NationalAxis),
    }


def _questions(remarks: Sequence[Remark], waiting: Sequence[Remark]) -> dict[str, Any]:
    """The list beside the table."""
    return {
        "to_check": count_to_check(waiting),
        "chapters": [chapter for chapter in chapters(waiting) if chapter.level in TO_CHECK],
        "to_know": sum(remark.level == "info" for remark in waiting),
        "kept": len(remarks) - len(waiting),
    }


def chosen(  # noqa: PLR0913, PLR0917 - what a choice depends on
    request: HttpRequest,
    programme: Programme,
    filters: Filters,
    entries: Sequence[queries.Entry],
    waiting: Sequence[Remark],
    past: Past | None = None,
) -> list[queries.Entry]:
    """The actions that answer to the filters, in the order of the column that the address sorts by."""
    to_check = {remark.action_id for remark in waiting if remark.level in TO_CHECK}
    saying = None
    if filters.sought and past:
        saying = said_then(entries, filters.sought)
    elif filters.sought:
        saying = queries.saying(request.user, programme, filters.sought)
    kept = filters.keep(entries, to_check, saying) if filters.active else list(entries)
    return sort(kept, filters.sort, down=filters.down)


def heads(table: Table, filters: Filters) -> list[Head]:
    """The headings: the first click sorts names upwards and amounts downwards, the second the other way."""
    found = []
    for column in table.columns.shown:
        mine = filters.sort == column.key
        down = not filters.down if mine else column.amount
        words = [filters.query, f"tri={'-' if down else ''}{column.key}"]
        address = "&".join(word for word in words if word) if column.key in SORTS else ""
        order = ("descending" if filters.down else "ascending") if mine else ""
        found.append(Head(column, address, order, column.field if table.types_in(column) else ""))
    return found


def _totals(imported: Import | None, sums: overview.Sums, waiting: Sequence[Remark]) -> dict[str, Any]:
    """The totals that the file of the current import prints, against the sums of today."""
    totals = {one.concept: one for one in receipt.comparisons(imported)} if imported else {}
    now = {"total_cost": sums.cost, "requested": sums.requested, "grant": sums.grant}
    printed = {concept: one.printed for concept, one in totals.items() if one.printed is not None}
    return {
        "comparisons": totals,
        "same_totals": bool(printed) and all(now[concept] == amount for concept, amount in printed.items()),
        "mismatch": any(remark.code == "total-mismatch" for remark in waiting),
    }


def standing(request: HttpRequest, programme: Programme, entries: Sequence[queries.Entry]) -> list[Remark]:
    """The findings of the programme that the visitor may read, those that somebody keeps too."""
    actions = {entry.action.pk: entry.action for entry in entries}
    return [of_programme(finding, actions) for finding in standing_for(request.user, programme)]
