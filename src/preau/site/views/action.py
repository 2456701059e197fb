"""One action: what it is, its amounts, where each value comes from, what people joined to it, said and did."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preau.annexes.models import ImportedRow
from preau.annexes.queries import standing_for
from preau.budgets.funding import funding_of
from preau.budgets.queries import movements_of, purses_of
from preau.budgets.states import MovementKind
from preau.core.budget.funding import balance
from preau.journal.models import Line
from preau.journal.moments import NOW, Moment
from preau.people.models import User
from preau.people.reach import access_of
from preau.people.roles import Verb
from preau.programmes.action_forms import AttachForm, CommentForm, TargetForm
from preau.programmes.comments import callable_by, mark_seen
from preau.programmes.models import Action, Programme
from preau.programmes.queries import may_on
from preau.programmes.reach import reach_programme
from preau.programmes.states import NationalAxis
from preau.programmes.targets import offered
from preau.site import discussion, origins, overview, queries
from preau.site.past import Past, action_then, past_of
from preau.site.places import Places
from preau.site.prose import passages
from preau.site.remarks import Remark, of_programme

FEW_EVENTS = 8
"""Events of the journal that are shown; the older ones are folded."""


class Forms(TypedDict, total=False):
    """The forms of the page that somebody filled in, and that were refused: they keep what was typed."""

    attach: AttachForm
    comment: CommentForm
    target: TargetForm


@require_safe
def action(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """The page of the action. Seeing it is seeing what calls on the visitor there: the one thing that it writes."""
    programme = reach_programme(request, cite, year)
    past = past_of(request, programme)
    return past_page(request, programme, past, serial) if past else action_page(request, programme, serial)


def past_page(request: HttpRequest, programme: Programme, past: Past, serial: int) -> HttpResponse:
    """The action as it was known then. Http404 where the visitor reads no such action, or it was not known."""
    found = action_then(request.user, programme, past, serial)
    if found is None:
        raise Http404
    one, holders = found
    one.programme = programme
    state, sign = overview.state_of(one)
    context = {
        "programme": programme,
        "tab": "programme",
        "action": one,
        "past": past,
        "state": state,
        "sign": sign,
        "badge": overview.Badge.of(one.theme),
        "axis": _axis(one),
        "held": holders,
        "passages": passages(one.description),
        **_money_context(one, past.at),
    }
    return render(request, "site/action_past.html", context)


def action_page(request: HttpRequest, programme: Programme, serial: int, **forms: Unpack[Forms]) -> HttpResponse:
    """The page, with a form that was refused where there is one. Http404 where the visitor reads no such action."""
    one = queries.action_of(request.user, programme, serial)
    if one is None:
        raise Http404
    return render(request, "site/action.html", action_context(request, one, forms), status=409 if forms else 200)


def action_context(request: HttpRequest, one: Action, forms: Forms) -> dict[str, Any]:
    """All that the page of the action shows."""
    access = access_of(request)
    people = may_on(request.user, one, Verb.READ_PEOPLE)
    before, after = queries.neighbours_of(request.user, one)
    renewed_from, renewals = queries.renewals_of(request.user, one)
    state, sign = overview.state_of(one)
    lines = queries.history_of(one)
    history = origins.events(lines)
    return {
        "programme": one.programme,
        "tab": "programme",
        "action": one,
        "state": state,
        "sign": sign,
        "badge": overview.Badge.of(one.theme),
        "axis": _axis(one),
        "passages": passages(one.description),
        "withdrawal": next((event for event in history if event.withdrew), None),
        "before": before,
        "after": after,
        "renewed_from": renewed_from,
        "renewals": renewals,
        **_checks_context(request, one, lines),
        **_money_context(one),
        "may_plan": access.may(Verb.EDIT) and not one.withdrawn,
        **_targets_context(one, forms, may_edit=access.may(Verb.EDIT) and not one.withdrawn),
        "with_people": people,
        "may_comment": people and access.may(Verb.COMMENT),
        "may_attach": people and access.may(Verb.ATTACH),
        **(_people_context(request, one, forms, history) if people else {}),
    }


def _axis(one: Action) -> str:
    """The national axis of the action with its number, "Axe 2 : promouvoir…"; nothing where nobody chose."""
    if not one.axis:
        return ""
    axis = NationalAxis(one.axis)
    label = str(axis.label)
    return f"Axe {list(NationalAxis).index(axis) + 1} : {label[:1].lower()}{label[1:]}"


def _checks_context(request: HttpRequest, one: Action, lines: list[Line]) -> dict[str, Any]:
    """What is to be checked, and the cells of the file that its values came from."""
    kept = queries.acceptances_of(one.programme)
    found = [
        of_programme(finding, {one.pk: one}, kept)
        for finding in standing_for(request.user, one.programme).filter(action=one)
    ]
    waiting = [remark for remark in found if not remark.kept]
    return {
        "remarks": waiting,
        "kept": [remark for remark in found if remark.kept],
        "impossible": next((remark for remark in waiting if remark.code == "grant-above-cost"), None),
        **_row_context(one, queries.source_rows(one), waiting, lines),
    }


def _row_context(one: Action, rows: list[ImportedRow], remarks: list[Remark], lines: list[Line]) -> dict[str, Any]:
    """The cells that the values came from: those of the latest file, then of earlier ones for the columns it lacks."""
    if not rows:
        return {"row": None}
    found: list[origins.Origin] = []
    for row in rows:
        later = origins.changed_since(lines, row.imported.operation.number)
        places = Places(row.imported, {row.table: (row.sheet, row.page)})
        known = {origin.concept for origin in found}
        cells = origins.origins(one, row, places, remarks, later)
        earlier = row is not rows[0]
        found += [cell.of_file(row) if earlier else cell for cell in cells if not earlier or cell.fills(known)]
    latest = Places(rows[0].imported, {rows[0].table: (rows[0].sheet, rows[0].page)})
    return {"row": rows[0], "place": latest.text(rows[0].table, rows[0].line), "origins": found}


def _money_context(one: Action, at: Moment = NOW) -> dict[str, Any]:
    moved = list(movements_of(one).filter(at.movements()))
    steps = origins.steps([move for move in moved if move.kind == MovementKind.PROGRAMMED and move.envelope.in_grant])
    funding = funding_of(one) if at.is_now else None
    return {
        "funding": funding,
        "plan_balance": balance(funding.totals) if funding else "",
        "grant": queries.grant_of(one),
        "purses": purses_of(moved),
        "steps": steps,
        "most": max([one.total_cost or 0, *(step.total for step in steps)]),
    }


def _targets_context(one: Action, forms: Forms, *, may_edit: bool) -> dict[str, Any]:
    targets = list(one.targets.all())
    return {
        "targets": targets,
        "may_target": may_edit,
        "offered": offered(one, targets) if may_edit else [],
        "target_form": forms.get("target") or TargetForm(auto_id="target_%s") if may_edit else None,
    }


def _people_context(request: HttpRequest, one: Action, forms: Forms, history: list[origins.Event]) -> dict[str, Any]:
    """What people joined, said and did: for who may know of people."""
    user, access = cast("User", request.user), access_of(request)
    comments = queries.comments_of(one)
    new = mark_seen(user, comments) if request.method == "GET" else set()
    people = callable_by(user, one) if access.may(Verb.COMMENT) else []
    comment = forms.get("comment") or CommentForm(people=people, auto_id="comment_%s")
    return {
        "events": history[:FEW_EVENTS],
        "older_events": history[FEW_EVENTS:],
        "files": discussion.files(queries.attachments_of(one), user, access),
        "attach_form": forms.get("attach") or AttachForm(auto_id="attach_%s"),
        "said": discussion.said(comments, user, access, new),
        "comment_form": comment,
        "people": people,
        "chosen": {int(pk) for pk in comment["people"].value() or () if str(pk).isdecimal()},
    }
