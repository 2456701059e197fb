"""The vote of a programme, which makes its n° 0; and the vote taken back, where it was noted by mistake."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from preau.annexes.apply import serials_in_order
from preau.annexes.editing import current_values
from preau.annexes.state import as_told
from preau.budgets.models import Movement, Revision
from preau.budgets.operations import write_programmed
from preau.budgets.queries import with_grant
from preau.budgets.states import MovementKind, RevisionState
from preau.core.money import ZERO
from preau.core.refusal import Refusal
from preau.journal.models import Line, Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme
from preau.programmes.rules import may_reopen, may_vote
from preau.programmes.states import ProgrammeState


def vote_programme(*, programme: Programme, on: date, by: User) -> Operation:
    """Note the day on which the programme was voted: it is revision n° 0, and its amounts only change by another.

    What was typed here after that day is what was voted on it: the operation says so of each action, and brings the
    amounts programmed back to that day, each by a movement and its contrary. Raises Refusal for a programme that was
    voted or has no action, for a day to come, and where what was committed would then have passed what was programmed.
    """
    access_to(by, programme.cite_id).require(Verb.EDIT)
    with transaction.atomic():
        lock(programme.cite)
        programme.refresh_from_db()
        live = Action.objects.filter(programme=programme, withdrawn=False).count()
        if refusal := may_vote(programme, live):
            raise Refusal(refusal)
        before: dict[str, Any] = {"state": programme.state, "voted_on": None}
        operation = begin(cite=programme.cite, verb=Operation.Verb.VOTE, label=str(programme), by=by, on=on)
        programme.state, programme.voted_on = ProgrammeState.VOTED, on
        programme.save(update_fields=["state", "voted_on"])
        after: dict[str, Any] = {"state": programme.state, "voted_on": on.isoformat()}
        if on < localdate():
            _hold_from(programme, operation)
            after["order"] = serials_in_order(programme)
        tell(operation, [Told(programme, before, after)])
        Revision.objects.create(
            programme=programme, serial=next_serial(programme), number=0, state=RevisionState.ADOPTED,
            decided_on=on, operation=operation, created_by=by, changed_by=by,
        )  # fmt: skip
    return operation


def next_serial(programme: Programme) -> int:
    """The serial of a new revision of the programme."""
    return (Revision.objects.filter(programme=programme).aggregate(last=Max("serial"))["last"] or 0) + 1


def _hold_from(programme: Programme, operation: Operation) -> None:
    """Make the programme as it stands hold from the day of the operation, in the past."""
    actions = with_grant(Action.objects.filter(programme=programme)).select_related("theme")
    tell(
        operation,
        [
            Told(action, {}, {**as_told(current_values(action)), "withdrawn": action.withdrawn, "rank": action.rank})
            for action in actions
        ],
        kind=Line.Kind.SNAPSHOT,
    )
    later: dict[tuple[int, int, date], Decimal] = defaultdict(Decimal)
    for envelope, action, on, amount in Movement.objects.filter(
        action__programme=programme, kind=MovementKind.PROGRAMMED, on__gt=operation.on
    ).values_list("envelope_id", "action_id", "on", "amount"):
        if action is not None:
            later[envelope, action, on] += amount
    sums: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for (envelope, action, _), amount in later.items():
        sums[envelope, action] += amount
    wanted = [(envelope, action, on, -amount) for (envelope, action, on), amount in later.items()]
    wanted += [(envelope, action, operation.on, amount) for (envelope, action), amount in sums.items()]
    note = f"Ramené au jour du vote, le {operation.on:%d/%m/%Y}"
    write_programmed([
        Movement(  # type: ignore[misc] # EuroField takes Decimal
            envelope_id=envelope, action_id=action, kind=MovementKind.PROGRAMMED, amount=amount, on=on,
            cause=operation, note=note,
        )
        for envelope, action, on, amount in wanted
        if amount != ZERO
    ])  # fmt: skip


def reopen_programme(*, programme: Programme, reason: str, by: User) -> Operation:
    """Take a voted programme up again as a draft, for a vote noted by mistake; the reason stays in the journal.

    It holds from the day of the vote, and the past is as if it had never been: the amounts that the vote brought back
    to its day leave it by contrary movements, and what it said of the actions then counts no more (`journal.folds`).
    Its n° 0 is taken back, and stays. Raises Refusal where another revision was adopted or is proposed since, or where
    money was committed since on what the vote brought back to its day.
    """
    access_to(by, programme.cite_id).require(Verb.EDIT)
    if not reason.strip():
        raise Refusal("Dites pourquoi le programme redevient modifiable : le motif reste au journal.")
    with transaction.atomic():
        lock(programme.cite)
        programme.refresh_from_db()
        if refusal := may_reopen(programme) or _nothing_since(programme):
            raise Refusal(refusal)
        before = {"state": programme.state, "voted_on": programme.voted_on and programme.voted_on.isoformat()}
        on, label = programme.voted_on, reason.strip()[:300]
        programme.state, programme.voted_on = ProgrammeState.DRAFT, None
        programme.save(update_fields=["state", "voted_on"])
        operation = begin(cite=programme.cite, verb=Operation.Verb.REOPEN, label=label, by=by, on=on)
        _hold_no_more(programme, operation)
        tell(operation, [Told(programme, before, {"state": programme.state, "voted_on": None})])
        Revision.objects.filter(programme=programme, number=0).update(
            state=RevisionState.WITHDRAWN, number=None, operation=None, decision=reason.strip()
        )
    return operation


def _hold_no_more(programme: Programme, operation: Operation) -> None:
    """Undo, each on its own day, the movements by which the vote brought the amounts back to its day."""
    caused = Movement.objects.filter(
        cause__revision__programme=programme, cause__revision__number=0, cause__verb=Operation.Verb.VOTE,
        kind=MovementKind.PROGRAMMED,
    ).order_by("-pk")  # fmt: skip
    write_programmed([
        Movement(
            envelope_id=one.envelope_id, action_id=one.action_id, kind=one.kind, amount=-one.amount, on=one.on,
            cause=operation, reverses=one, note=f"Vote repris : {operation.label}"[:300],
        )
        for one in caused
    ])  # fmt: skip


def _nothing_since(programme: Programme) -> str | None:
    """Whether the vote is still the last word: no revision was adopted upon it, none is proposed."""
    since = Revision.objects.filter(programme=programme).exclude(number=0)
    if adopted := since.filter(state=RevisionState.ADOPTED).first():
        return f"La {adopted} est adoptée : le programme ne redevient plus un brouillon."
    if since.filter(state=RevisionState.PROPOSED).exists():
        return "Une réactualisation est proposée. Retirez-la d’abord, puis reprenez la préparation."
    return None
