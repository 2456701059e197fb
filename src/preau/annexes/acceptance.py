"""Keeping a finding as it is, with a reason that stays visible; or no longer."""

from __future__ import annotations

from django.db import transaction

from preau.annexes.models import Acceptance, StandingFinding
from preau.core.refusal import Refusal
from preau.core.text import storable
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Verb

LONGEST = 1_000
"""Signs of a reason."""


def accept_finding(*, finding: StandingFinding, reason: str, by: User) -> Acceptance:
    """Keep what the finding speaks of as it is. It holds as long as the finding says the very same.

    Doing it twice keeps the first reason. Raises Refusal without a reason.
    """
    programme = finding.programme
    access_to(by, programme.cite_id).require(Verb.EDIT)
    reason = storable(reason).strip()
    if not reason:
        raise Refusal("Dites pourquoi vous gardez cette valeur : le motif reste affiché à côté du constat.")
    with transaction.atomic():
        lock(programme.cite)
        kept = Acceptance.objects.filter(programme=programme, mark=finding.mark).first()
        if kept is not None:
            return kept
        acceptance = Acceptance.objects.create(
            programme=programme,
            action=finding.action,
            code=finding.code,
            mark=finding.mark,
            message=finding.message,
            reason=reason[:LONGEST],
            by=by,
        )
        operation = begin(cite=programme.cite, verb=Operation.Verb.ACCEPT, label=finding.message[:300], by=by)
        tell(operation, [Told(acceptance, {}, _said(acceptance))])
    return acceptance


def withdraw_acceptance(*, acceptance: Acceptance, by: User) -> None:
    """Ask the question again. The reason that was given stays in the journal."""
    programme = acceptance.programme
    access_to(by, programme.cite_id).require(Verb.EDIT)
    with transaction.atomic():
        lock(programme.cite)
        kept = Acceptance.objects.filter(pk=acceptance.pk).first()
        if kept is None:
            return
        operation = begin(cite=programme.cite, verb=Operation.Verb.ACCEPT, label=kept.message[:300], by=by)
        tell(operation, [Told(kept, _said(kept), {})])
        kept.delete()


def _said(acceptance: Acceptance) -> dict[str, str | int | None]:
    """What the journal is told: it outlives the acceptance, and the action finds it there."""
    return {"reason": acceptance.reason, "finding": acceptance.message, "action": acceptance.action_id}
