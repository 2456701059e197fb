"""Whether what a revision says can still be proposed, or adopted: None, or the French sentence that says why not."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.db.models import F, Q

from preau.budgets.models import Envelope, Revision, RevisionAmount, RevisionLine
from preau.budgets.operations import may_fund
from preau.budgets.rules import may_program, may_take
from preau.budgets.states import Fate
from preau.revisions.projects import why_number_taken
from preau.revisions.queries import LEAVING, asked_of, in_force, programmed, stale_lines


def content_of(revision: Revision) -> dict[str, Any]:
    """All that the revision says, as plain data: its reason, then each line with its amounts by envelope. One query."""
    names = ("action_id", "fate", "year", "fields", "reason")
    amounts = ("amounts__envelope_id", "amounts__before", "amounts__amount")
    lines: dict[int, dict[str, Any]] = {}
    rows = RevisionLine.objects.filter(revision=revision).order_by("pk", "amounts__envelope_id")
    for pk, *line, envelope, before, amount in rows.values_list("pk", *names, *amounts):
        said = lines.setdefault(pk, {**dict(zip(names, line, strict=True)), "amounts": []})
        if envelope is not None:
            said["amounts"].append({"envelope_id": envelope, "before": f"{before:.2f}", "amount": f"{amount:.2f}"})
    ordered = sorted(lines.items(), key=lambda one: (one[1]["action_id"] or 0, one[0]))
    return {"reason": revision.reason, "lines": [said for _, said in ordered]}


def digest_of(revision: Revision) -> str:
    """What the revision says, as a SHA-256: the same amounts, fates and reasons give the same. One query."""
    said = {"programme": revision.programme_id, **content_of(revision)}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def why_unseen(revision: Revision, seen: str | None) -> str | None:
    """Whether the person saw other amounts than those proposed now, by their digest; None where no page showed any."""
    if seen is None or seen == revision.digest:
        return None
    return "Ce projet a changé depuis que vous avez ouvert cette page. Relisez ses montants, puis recommencez."


def why_stale(revision: Revision) -> str | None:
    """Whether the amounts were compared with what is programmed no more."""
    force = in_force(revision.programme)
    moved = list(stale_lines(revision, programmed(revision.programme)))
    if not moved and (force is None or revision.based_on_id == force.pk):
        return None
    since = f"« {force} » est en vigueur depuis. " if force and revision.based_on_id != force.pk else ""
    return f"{since}Ce projet se compare à d’anciens montants : mettez-le à jour, relisez-le, puis proposez-le."


def why_absent(revision: Revision) -> str | None:
    """Whether an action of the revision left the programme, reopened in between."""
    line = revision.lines.filter(action__withdrawn=True).select_related("action").first()
    return f"L’action {line.action} n’est plus au programme : retirez-la du projet." if line else None


def why_unfunded(revision: Revision) -> str | None:
    """Whether an envelope is to give to an action while it covers the year of the programme no more."""
    given = RevisionAmount.objects.filter(line__revision=revision, amount__gt=0).select_related("envelope")
    envelopes = {one.envelope_id: one.envelope for one in given}.values()
    refusals = (may_fund(envelope, revision.programme) for envelope in envelopes)
    return next((f"{one} Retirez ses montants du projet." for one in refusals if one), None)


def why_kept(revision: Revision) -> str | None:
    """Whether an action that leaves would keep money."""
    lines = revision.lines.filter(fate__in=LEAVING, amounts__amount__gt=0).select_related("action")
    if line := lines.first():
        return f"L’action {line.action} quitte le programme et garderait de l’argent : ramenez ses montants à 0."
    return None


def why_before(revision: Revision, day: date) -> str | None:
    """Whether the day precedes the version in force, that the revision changes."""
    force = in_force(revision.programme)
    if force and force.decided_on and day < force.decided_on:
        return f"Le {day:%d/%m/%Y} précède la version en vigueur, adoptée le {force.decided_on:%d/%m/%Y}."
    return None


def why_incomplete(revision: Revision, day: date) -> str | None:
    """Why it is not ready to be proposed that day; None where it is."""
    changing = ~Q(fate=Fate.KEEP) | ~Q(amounts__amount=F("amounts__before"))
    if not revision.lines.filter(changing, ~Q(fate=Fate.KEEP) | Q(amounts__isnull=False)).exists():
        return "Ce projet ne change rien : écrivez au moins un montant."
    return (
        why_stale(revision)
        or why_before(revision, day)
        or why_absent(revision)
        or why_unfunded(revision)
        or why_kept(revision)
        or why_number_taken(revision.programme, revision.lines.all())
        or _allowed(revision, day)
    )


def _allowed(revision: Revision, day: date) -> str | None:
    """Whether the rules that block allow the amounts, and what is committed; those of the actions to add count too."""
    targets, added = asked_of(revision.lines.prefetch_related("amounts"), revision.programme.cite)
    for envelope in Envelope.objects.filter(pk__in={*targets, *added}):
        amounts = targets.get(envelope.pk, {})
        if refusal := may_program(envelope, amounts, added.get(envelope.pk, ())) or may_take(envelope, amounts, day):
            return refusal
    return None
