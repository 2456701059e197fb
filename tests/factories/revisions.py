"""Revisions that were adopted on a day, with their money and their reasons: what their own package does, in a line."""

from __future__ import annotations

from decimal import Decimal

from preau.budgets.models import Revision, RevisionLine
from preau.budgets.operations import ensure_cite_envelope, program
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell


def adopted(programme, number, on, grants=None, reasons=None):
    """The revision of that number: its grants by serial are programmed from that day. N° 0 is the vote."""
    grants, reasons = grants or {}, reasons or {}
    operation = begin(cite=programme.cite, verb=Operation.Verb.ADOPT, label=f"Réactualisation {number}", by=None, on=on)
    actions = {one.serial: one for one in programme.actions.all()}
    envelope, _ = ensure_cite_envelope(cite=programme.cite, year=programme.year)
    targets = {actions[serial].pk: Decimal(amount) for serial, amount in grants.items()}
    program(envelope=envelope, targets=targets, cause=operation)
    told = {"grant": None}
    tell(operation, [Told(actions[serial], told, {"grant": f"{amount:.2f}"}) for serial, amount in grants.items()])
    if number == 0:
        voted = {"state": "voted", "voted_on": on.isoformat()}
        tell(operation, [Told(programme, {"state": "draft", "voted_on": None}, voted)])
        programme.state, programme.voted_on = "voted", on
        programme.save(update_fields=["state", "voted_on"])
    revision = Revision.objects.create(
        programme=programme, serial=number + 1, number=number, state="adopted", decided_on=on, operation=operation
    )
    for serial, reason in reasons.items():
        RevisionLine.objects.create(revision=revision, action=actions[serial], reason=reason)
    return revision
