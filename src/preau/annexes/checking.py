"""The findings of a programme as it stands: made anew inside every operation that changes it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from preau.annexes.models import Finding, Import, StandingFinding
from preau.annexes.queries import current_import
from preau.annexes.state import as_rows
from preau.budgets.funding import plans_of
from preau.budgets.queries import with_grant
from preau.core.annex.living import FIELDS, check_kept
from preau.core.budget.checks import Plan, check_plan
from preau.journal.models import Line
from preau.programmes.models import Action, Programme
from preau.programmes.queries import actions_of
from preau.programmes.targets import all_targets

CARRIED = frozenset({
    "total-mismatch", "subtotal-mismatch", "total-rounded", "amount-unreadable", "columns-shifted", "columns-unsure",
    "row-unread", "encoding-mixed", "quote-unclosed",
})  # fmt: skip
"""What was said of the file when it was read and still asks for an answer; the other codes are checked anew."""


def refresh_findings(programme: Programme) -> None:
    """Make the findings of the programme what the checks say of it now. Inside the transaction of what changed it.

    Rows that say the same stay as they are, so that an edit writes one or two. Seven queries, and one for what goes,
    comes or moves.
    """
    wanted = {finding.mark: finding for finding in _found(programme)}
    for position, finding in enumerate(wanted.values()):
        finding.position = position
    known = {finding.mark: finding for finding in StandingFinding.objects.filter(programme=programme)}
    StandingFinding.objects.filter(pk__in=[one.pk for mark, one in known.items() if mark not in wanted]).delete()
    StandingFinding.objects.bulk_create([one for mark, one in wanted.items() if mark not in known], batch_size=500)
    moved = [one for mark, one in known.items() if mark in wanted and _differs(one, wanted[mark])]
    for one in moved:
        for name in KEPT:
            setattr(one, name, getattr(wanted[one.mark], name))
    StandingFinding.objects.bulk_update(moved, KEPT, batch_size=500)


KEPT = ("position", "level", "message")
"""What may change of a finding that is the same: its place, its gravity in a new version, the number of its action."""
_NUMBERED = re.compile("\\b(Actions? |l’action )[^ :,.]+(?=[ :,.]|$)")


def _differs(one: StandingFinding, other: StandingFinding) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in KEPT)


def _found(programme: Programme) -> list[StandingFinding]:
    """Every finding of the programme, unsaved, the gravest first; what a file said stands before what is checked."""
    actions = list(with_grant(actions_of(programme)).order_by("rank", "serial"))
    found = [*_carried(programme, actions), *_checked(programme, actions), *_planned(programme, actions)]
    answered = all_targets(programme, actions)  # a headcount that became a target asks nothing more
    found = [one for one in found if one.code != "headcount-in-text" or one.action_id not in answered]
    levels = ("error", "warning", "info")
    return sorted(found, key=lambda finding: levels.index(finding.level))


def _checked(programme: Programme, actions: list[Action]) -> Iterator[StandingFinding]:
    names = [action.number or str(action.serial) for action in actions]
    for said in check_kept(as_rows(actions), names):
        action = actions[said.at] if said.at is not None else None
        yield _finding(programme, action, said.code, said.level, said.field, said.raw, said.message)


def _planned(programme: Programme, actions: list[Action]) -> Iterator[StandingFinding]:
    """What is to be said of the funding plans. One query for all of them."""
    plans = plans_of(programme)
    for action in actions:
        if (funding := plans.get(action.pk)) is None:
            continue
        for said in check_plan(Plan(funding.lines, action.total_cost, funding.plan.cents)):
            message = f"Action {action.number or action.serial} : {said.message}"
            field = "total_cost" if said.code == "plan-cost-differs" else ""
            yield _finding(programme, action, said.code, said.level, field, "", message)


def _carried(programme: Programme, actions: list[Action]) -> Iterator[StandingFinding]:
    """What the file of the current import still asks, save of a total that the sum now equals or of a changed field."""
    imported = current_import(programme)
    if imported is None:
        return
    live = {action.pk: action for action in actions}
    changed = _changed_since(imported, live)
    for finding in Finding.objects.filter(imported=imported, code__in=CARRIED):
        field = _field(imported, finding)
        if finding.action_id is not None and (finding.action_id not in live or (finding.action_id, field) in changed):
            continue
        if finding.code == "total-mismatch" and _now_equal(imported, field, actions):
            continue
        action = live.get(finding.action_id or 0)
        yield _finding(programme, action, finding.code, finding.level, field, finding.raw, finding.message)


def _field(imported: Import, finding: Finding) -> str:
    columns = (
        imported.columns[finding.table] if finding.table is not None and finding.table < len(imported.columns) else []
    )
    concept = columns[finding.column - 1]["concept"] if finding.column and finding.column <= len(columns) else ""
    return FIELDS.get(concept or "", concept or "")


def _changed_since(imported: Import, live: Iterable[int]) -> set[tuple[int, str]]:
    """The fields of actions that somebody changed after the import."""
    lines = Line.objects.filter(
        kind=Line.Kind.ACTION,
        object_id__in=list(live),
        operation__cite_id=imported.programme.cite_id,
        operation__number__gt=imported.operation.number,
    )
    return {(pk, field) for pk, after in lines.values_list("object_id", "after") for field in after}


def _now_equal(imported: Import, field: str, actions: list[Action]) -> bool:
    printed = imported.printed.get(field)
    total = sum((getattr(action, field) or 0 for action in actions), start=0)
    return printed is not None and f"{total:.2f}" == printed


def _finding(  # noqa: PLR0913, PLR0917 - a row has as many parts
    programme: Programme, action: Action | None, code: str, level: str, field: str, raw: str, message: str
) -> StandingFinding:
    """The row of a finding, with the mark of what it says: an action is the same whatever its number."""
    said = repr((code, action and action.pk, field, raw, _NUMBERED.sub(r"\1", message)))
    mark = hashlib.sha256(said.encode()).hexdigest()[:20]
    return StandingFinding(
        programme=programme, action=action, code=code, level=level, field=field, raw=raw, message=message, mark=mark
    )
