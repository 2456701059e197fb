"""The cells of the table: one typed in, many pasted, a change for several actions; the columns of each person."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from preau.annexes.changes import value_text
from preau.annexes.editing import Conflict, Edit, Wrong, edit_actions
from preau.annexes.typed import EDITABLE, shown
from preau.core.refusal import Refusal
from preau.core.text import storable
from preau.core.typography import french
from preau.people.reach import reach_cite
from preau.people.roles import Verb
from preau.programmes.models import Programme
from preau.programmes.reach import reach_programme
from preau.site.columns import choose
from preau.site.labels import FIELDS
from preau.site.views.programme import table_context
from preau.ui.templatetags.french import plural

MOST = 5_000
"""Cells of one paste. A programme of two hundred actions has fewer."""
LARGEST_SERIAL = 10**9
"""Past what any programme numbers, and within what a database counts."""
NOT_OURS = (ValueError, KeyError, TypeError, OverflowError, RecursionError, RawPostDataException)
"""What a body raises that our script did not write."""
FEW = 8
"""Rows past which the whole table is sent again instead of each of them."""


@require_POST
def cells(request: HttpRequest, cite: str, year: int) -> JsonResponse:
    """Write the cells that the script sends, all or none, and answer the parts of the page that this changes.

    The body is JSON: {"edits": [[serial, field, before, after], …]}. The answer has `swap` (parts of the page by id),
    `say` (a sentence), and where it was refused `errors` (a sentence by "serial:field") or `conflict` (a dialog).
    """
    programme = reach_programme(request, cite, year, Verb.EDIT)
    try:
        edits = _edits(request)
        operation = edit_actions(programme=programme, edits=edits, by=request.user)  # type: ignore[arg-type]
    except Wrong as wrong:
        said = {f"{serial}:{field}": french(sentence) for (serial, field), sentence in wrong.sentences.items()}
        return JsonResponse({"errors": said, "say": french(_say_wrong(programme, wrong))}, status=422)
    except Conflict as conflict:
        return JsonResponse({"conflict": _conflict(request, conflict)}, status=409)
    except Refusal as refusal:
        return JsonResponse({"errors": {}, "say": french(str(refusal))}, status=422)
    say = _said(edits) if operation else "Rien n’a changé."
    return JsonResponse({"say": french(say), "swap": _parts(request, programme, edits)})


def _edits(request: HttpRequest) -> list[Edit]:
    """The edits of the body. Raises Refusal for what our script never sends."""
    try:
        sent = json.loads(request.body)["edits"]
        edits = [Edit(_serial(serial), *_texts(field, before, after)) for serial, field, before, after in sent]
    except NOT_OURS as error:
        raise Refusal("Cette saisie n’est pas comprise. Rechargez la page, puis recommencez.") from error
    if not 0 < len(edits) <= MOST:
        raise Refusal(f"Collez au plus {MOST} cases à la fois.")
    return edits


def _serial(sent: Any) -> int:  # noqa: ANN401 - whatever the body holds
    """The serial of an action. Raises ValueError for a number that no action can have."""
    serial = int(sent)
    if not 0 < serial < LARGEST_SERIAL:
        raise ValueError(serial)
    return serial


def _texts(field: Any, before: Any, after: Any) -> tuple[str, str | None, str]:  # noqa: ANN401 - as above
    """The field and its two texts, as they can be kept. Raises ValueError for a field that nobody types."""
    if field not in EDITABLE:
        raise ValueError(field)
    return field, None if before is None else storable(str(before)), storable(str(after))


def _say_wrong(programme: Programme, wrong: Wrong) -> str:
    """The first sentence, and where several cells were sent, which of them it is about and how many are wrong."""
    (serial, field), sentence = next(iter(wrong.sentences.items()))
    if len(wrong.sentences) == 1:
        number = programme.actions.filter(serial=serial).values_list("number", flat=True).first()
        return f"Action {number or serial}, {FIELDS[field].lower()} : {sentence}"
    return f"Rien n’a été écrit : {len(wrong.sentences)} cases sont à reprendre. {sentence}"


def _said(edits: list[Edit]) -> str:
    if len(edits) == 1:
        return f"{FIELDS[edits[0].field]} : enregistré."
    return f"{plural(len(edits), 'case enregistrée,cases enregistrées')}."


def _conflict(request: HttpRequest, conflict: Conflict) -> str:
    """The dialog that shows both values of each field."""
    clashes = [
        {
            "clash": clash,
            "label": FIELDS[clash.edit.field],
            "now": value_text(clash.edit.field, clash.now),
            "typed_now": shown(clash.now),
            "mine": value_text(clash.edit.field, clash.mine),
        }
        for clash in conflict.clashes
    ]
    return render_to_string("site/parts/conflict.html", {"clashes": clashes}, request)


def _parts(request: HttpRequest, programme: Programme, edits: list[Edit]) -> dict[str, str]:
    """The parts of the page that the edits change: rows with their sums, or the whole table where rows may move."""
    context = table_context(request, programme)
    serials = {edit.serial for edit in edits}
    moves = bool(context["filters"].active or request.GET.get("tri") or context["grouping"] != "theme")
    moves |= len(serials) > FEW or any(edit.field == "theme" for edit in edits)
    parts = {"toit": "roof", "verifier": "aside"} | ({"tableau": "table"} if moves else {"total": "total"})
    found = {name: _render(request, part, context) for name, part in parts.items()}
    if not moves:
        for group in context["groups"]:
            touched = [line for line in group.lines if line.serial in serials]
            if touched:
                subtotal = _render(request, "subtotal", {**context, "group": group})
                found[subtotal.partition('id="')[2].partition('"')[0]] = subtotal
            for line in touched:
                found[f"action-{line.serial}"] = _render(request, "line", {**context, "line": line})
    return found


def _render(request: HttpRequest, part: str, context: dict[str, Any]) -> str:
    return render_to_string(f"site/parts/{part}.html", context, request)


@require_POST
def bulk(request: HttpRequest, cite: str, year: int) -> HttpResponse:
    """Give a state, a theme or an axis to the actions chosen, in one operation."""
    programme = reach_programme(request, cite, year, Verb.EDIT)
    serials = [int(serial) for serial in request.POST.getlist("serial") if serial.isdecimal() and len(serial) < 10]  # noqa: PLR2004
    values = {name: request.POST[name] for name in ("status", "theme", "axis") if request.POST.get(name)}
    if not serials or not values:
        messages.warning(request, "Choisissez au moins une action, et ce qui change pour elle.")
        return _back(request, programme)
    edits = [Edit(serial, field, None, value) for serial in serials for field, value in values.items()]
    try:
        operation = edit_actions(programme=programme, edits=edits, by=request.user)  # type: ignore[arg-type]
    except Refusal as refusal:
        messages.error(request, f"Rien n’a été écrit. {refusal}")
        return _back(request, programme)
    changed = operation.lines.count() if operation else 0
    messages.success(
        request, f"{plural(changed, 'action modifiée,actions modifiées')}." if changed else "Rien n’a changé."
    )
    return _back(request, programme)


@require_POST
def columns(request: HttpRequest, cite: str) -> HttpResponse:
    """Keep the columns that the person wants to see, then show them."""
    found = reach_cite(request, cite)
    keys = [] if request.POST.get("forget") else ["name", *request.POST.getlist("column")]
    choose(user=request.user, cite=found, keys=keys)  # type: ignore[arg-type]
    year = request.POST.get("year", "")
    if not year.isdecimal() or len(year) > 4:  # noqa: PLR2004 - a year
        return redirect("cite", found.slug)
    return redirect(_address("programme", (found.slug, int(year)), request))


def _back(request: HttpRequest, programme: Programme) -> HttpResponse:
    return redirect(_address("programme", (programme.cite.slug, programme.year), request))


def _address(name: str, words: tuple[str, int], request: HttpRequest) -> str:
    """The page, with the filters it was shown with."""
    query = request.GET.urlencode()
    return reverse(name, args=words) + (f"?{query}" if query else "") + "#tableau"
