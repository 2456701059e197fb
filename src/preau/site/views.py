"""The pages, and nothing but reading: each fetches with its right, then renders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from preau.annexes.models import Finding, Import, ImportedRow
from preau.annexes.queries import current_import, imports_of
from preau.budgets.queries import movements_of
from preau.people.queries import cites_for
from preau.programmes.models import Action, Programme
from preau.programmes.queries import programmes_for
from preau.site import downloads, origins, overview, queries, receipt
from preau.site.filters import Filters
from preau.site.labels import EXPORTS, FORMATS, LEVEL_SLUGS
from preau.site.places import Places
from preau.site.prose import passages
from preau.site.remarks import TO_CHECK, Remark, chapters, count_to_check, remark


def home(request: HttpRequest) -> HttpResponse:
    """The programmes the visitor may read; the only one at once; how to bring the first."""
    cards = queries.cards_for(request.user)
    if len(cards) == 1:
        return redirect("programme", cards[0].programme.cite.slug, cards[0].programme.year)
    if cards:
        cites = [(cite, list(found)) for cite, found in groupby(cards, key=lambda card: card.programme.cite)]
        grants = [card.grant for card in cards if card.grant is not None]
        figures = {"count": len(cards), "actions": sum(card.count for card in cards), "grant": sum(grants) or None}
        return render(request, "site/home.html", {"cites": cites, **figures})
    if cites_for(request.user).query.is_empty():
        return render(request, "site/closed.html", status=404)
    return render(request, "site/empty.html")


def latest(request: HttpRequest, cite: str) -> HttpResponse:
    """The latest programme of the cité: where an address cut short leads."""
    found = programmes_for(request.user).filter(cite__slug=cite).order_by("-year").first()
    if found is None:
        raise Http404
    return redirect("programme", found.cite.slug, found.year)


def programme(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """The whole programme: figures, actions by theme, what is to be checked."""
    found = _programme(request, cite, year)
    imported = current_import(found)
    filters = Filters.of(request.GET)
    entries = queries.table_of(found, whole=bool(filters.words))
    remarks = _remarks(imported, {entry.action.pk: entry.action for entry in entries})
    to_check = {remark.action_id for remark in remarks if remark.finding.level in TO_CHECK}
    shown = filters.keep(entries, to_check) if filters.active else entries
    totals = receipt.comparisons(imported) if imported else []
    sums = overview.Sums.of(entries)
    columns = overview.Columns.of(entries, sums)
    context = {
        "years": queries.years_of(found),
        "filters": filters,
        "themes": overview.theme_choices(entries, filters.themes),
        "holders": filters.holder_choices(entries),
        "states": filters.state_choices(entries),
        "to_check_actions": sum(entry.action.pk in to_check for entry in entries),
        "groups": overview.groups(shown, remarks, columns),
        "shown": overview.Sums.of(shown),
        "sums": sums,
        "columns": columns,
        "holder_count": overview.holders_in(entries),
        "bars": overview.bars(entries),
        "comparisons": {one.concept: one for one in totals},
        "mismatch": any(remark.finding.code == "total-mismatch" for remark in remarks),
        "same_totals": bool(totals) and all(total.equal for total in totals),
        "chapters": [chapter for chapter in chapters(remarks) if chapter.level in TO_CHECK],
        "to_know": sum(remark.finding.level == "info" for remark in remarks),
        "exports": EXPORTS,
    }
    return render(
        request, "site/programme.html", context | _frame(found, imported, count_to_check(remarks), "programme")
    )


def action(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """One action: what it is, its amounts, where each value comes from, what happened to it."""
    found = _programme(request, cite, year)
    one = queries.action_of(found, serial)
    if one is None:
        raise Http404
    imported = current_import(found)
    remarks = _remarks(imported, {one.pk: one}, queries.remarks_about(imported, one))
    movements = origins.steps(list(movements_of(one)))
    before, after = queries.neighbours_of(one)
    state, sign = overview.state_of(one)
    context = {
        "action": one,
        "grant": queries.grant_of(one),
        "state": state,
        "sign": sign,
        "badge": overview.Badge.of(one.theme),
        "passages": passages(one.description),
        "remarks": remarks,
        "impossible": next((remark for remark in remarks if remark.finding.code == "grant-above-cost"), None),
        "steps": movements,
        "most": max([one.total_cost or 0, *(step.total for step in movements)]),
        "events": origins.events(queries.history_of(one)),
        "before": before,
        "after": after,
        **_row_context(one, queries.source_row(one), imported, remarks),
    }
    to_check = queries.count_to_check(imported)
    return render(request, "site/action.html", context | _frame(found, imported, to_check, "programme"))


def _row_context(one: Action, row: ImportedRow | None, current: Import | None, remarks: list[Remark]) -> dict[str, Any]:
    if row is None:
        return {"row": None}
    places = Places(row.imported, {row.table: (row.sheet, row.page)})
    about = remarks if row.imported == current else []
    return {"row": row, "place": places.text(row.table, row.line), "origins": origins.origins(one, row, places, about)}


def findings(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """What the checks have to say of the annex that the programme stands on."""
    found = _programme(request, cite, year)
    imported = current_import(found)
    remarks = _remarks(imported, queries.named_actions(found))
    everything = chapters(remarks)
    level = LEVEL_SLUGS.get(request.GET.get("gravite", ""))
    kind = request.GET.get("constat", "")
    kind = kind if any(remark.finding.code == kind for remark in remarks) else ""
    shown = [
        remark
        for remark in remarks
        if (level is None or remark.finding.level == level) and (not kind or remark.finding.code == kind)
    ]
    slugs = {name: slug for slug, name in LEVEL_SLUGS.items()}
    context = {
        "everything": [(chapter, slugs[chapter.level]) for chapter in everything],
        "chapters": chapters(shown),
        "total": len(remarks),
        "shown": len(shown),
        "level": level,
        "kind": kind,
    }
    return render(request, "site/findings.html", context | _frame(found, imported, count_to_check(remarks), "findings"))


def imported(request: HttpRequest, cite: str, year: int, number: int) -> HttpResponse:
    """One import: the file, where its rows went, what was understood and what it changed."""
    found = _programme(request, cite, year)
    one, current = _import(found, number), current_import(found)
    places = Places(one, queries.sheets_of(one))
    remarks = [remark(finding, places, {}) for finding in queries.remarks_of(one)]
    by_action: dict[int | None, list[Remark]] = defaultdict(list)
    for about in remarks:
        by_action[about.action_id].append(about)
    rows = list(queries.rows_of(one))
    view = receipt.view_of(request.GET, rows, {pk for pk in by_action if pk})
    examples = {row.table: row for row in reversed(rows) if row.kind != "withdraw"}
    withdrawn = [row for row in rows if row.kind == "withdraw"]
    whole = queries.cells_of([*view.rows, *examples.values(), *withdrawn])
    context = {
        "import": one,
        "format_label": FORMATS.get(one.source.format, one.source.format),
        "undone_by": getattr(one.operation, "undone_by", None),
        "standing": one == current,
        "rounded": any(remark.finding.code == "total-rounded" for remark in remarks),
        "comparisons": receipt.comparisons(one),
        "nothing_lost": receipt.nothing_lost(one),
        "effects": receipt.effects(one),
        "whereabouts": receipt.whereabouts(one),
        "columns": receipt.columns_of(places, {table: whole[row.pk] for table, row in examples.items()}),
        "view": view,
        "rows": [receipt.row_of(whole[row.pk], places, by_action[row.action_id]) for row in view.rows],
        "withdrawn": [whole[row.pk] for row in withdrawn],
        "about_file": by_action[None],
        "imports": imports_of(found),
    }
    to_check = count_to_check(remarks) if one == current else queries.count_to_check(current)
    return render(request, "site/import.html", context | _frame(found, current, to_check, "import"))


def annex(request: HttpRequest, cite: str, year: int, format_: str) -> HttpResponse:
    """The annex of the programme as a file, in the format of the address."""
    found = _programme(request, cite, year)
    if format_ not in EXPORTS:
        raise Http404
    return downloads.annex(request, found, current_import(found), queries.last_operation(found), format_)


def source(request: HttpRequest, cite: str, year: int, number: int) -> HttpResponse:
    """The file of an import, as it was received."""
    return downloads.source(request, _import(_programme(request, cite, year), number))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The page of an address that leads nowhere, or nowhere for this visitor. It asks nothing of the database."""
    return render(request, "site/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """The page of a failure of ours. It asks nothing of the database."""
    return render(request, "site/broken.html", status=500)


def _programme(request: HttpRequest, cite: str, year: int) -> Programme:
    """The programme, where the visitor may read it. Raises Http404 otherwise: that it exists is not told either."""
    found = programmes_for(request.user).filter(cite__slug=cite, year=year).first()
    if found is None:
        raise Http404
    return found


def _import(programme: Programme, number: int) -> Import:
    found = queries.import_of(programme, number)
    if found is None:
        raise Http404
    return found


def _remarks(
    imported: Import | None, actions: dict[int, Action], found: Iterable[Finding] | None = None
) -> list[Remark]:
    """Findings of an import, all of them by default; those about other actions than these do not name theirs."""
    if imported is None:
        return []
    places = Places(imported, queries.sheets_of(imported))
    return [remark(finding, places, actions) for finding in (queries.remarks_of(imported) if found is None else found)]


def _frame(programme: Programme, imported: Import | None, to_check: int, tab: str) -> dict[str, Any]:
    """What the head of every page of a programme shows."""
    return {"programme": programme, "imported": imported, "to_check": to_check, "tab": tab}
