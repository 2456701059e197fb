"""Adopting a revision: in a sitting, all of its movements, states and actions in one transaction. And undoing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from preau.annexes.checking import refresh_findings
from preau.annexes.editing import write_changes
from preau.annexes.lifecycle import create_all
from preau.annexes.years import postponed_copies
from preau.budgets.models import Assent, Envelope, Revision, RevisionAmount, RevisionLine
from preau.budgets.operations import program
from preau.budgets.queries import with_grant
from preau.budgets.states import Fate, RevisionState
from preau.committees.models import Sitting
from preau.committees.operations import assent_rule, ensure_seats
from preau.core.annex.plan import Value
from preau.core.money import ZERO, euros
from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, once, tell
from preau.people.access import access_to
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme
from preau.programmes.states import ActionState
from preau.revisions.answers import SeatAnswer
from preau.revisions.checks import digest_of, why_absent, why_before, why_stale, why_unfunded, why_unseen
from preau.revisions.operations.drafts import open_draft
from preau.revisions.operations.proposing import decision_told, hold
from preau.revisions.projects import to_add, why_number_taken
from preau.revisions.queries import LEAVING, programmed
from preau.revisions.rules import STATES, may_adopt_by, may_become, may_decide_in, may_meet, may_start


def adopt(*, revision: Revision, sitting: Sitting, by: User, decision: str = "", seen: str | None = None) -> Revision:
    """Adopt the revision in a sitting: it takes the next number, and everything it changes holds from that day.

    Whole or nothing. Raises Refusal where an assent that the cité asks for is missing, where what is programmed is no
    longer what was compared, where a rule of an envelope blocks, where an action would keep less than is committed; and
    where the digest that the person saw is no longer the one, None where no page stands in between.
    """
    programme = revision.programme
    access_to(by, programme.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(programme.cite)
        fresh = Revision.objects.select_related("programme__cite", "based_on").get(pk=revision.pk)
        sitting = Sitting.objects.select_related("committee").get(pk=sitting.pk)
        if refusal := why_not_adopted(fresh, sitting) or why_unseen(fresh, seen):
            raise Refusal(refusal)
        number = (Revision.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0) + 1
        label = f"Réactualisation n°\u00a0{number}, {sitting}"
        operation = begin(cite=programme.cite, verb=Operation.Verb.ADOPT, label=label, by=by, on=sitting.on)
        told = _apply(fresh, operation)
        before = {"state": fresh.state}
        fresh.number, fresh.state, fresh.operation = number, RevisionState.ADOPTED, operation
        fresh.sitting, fresh.decided_on, fresh.decision = sitting, sitting.on, decision.strip()[:10_000]
        fresh.changed_by = by
        fresh.save()
        after = {"state": fresh.state, "number": number, **decision_told(fresh)}
        tell(operation, [*told, *hold(sitting), Told(fresh, before, after)])
        refresh_findings(fresh.programme)
    return fresh


def why_not_adopted(revision: Revision, sitting: Sitting) -> str | None:
    """The sentence with which adopting it in the sitting would be refused; None where it would be done.

    What the rules of envelopes say is known only when the movements are written.
    """
    return (
        may_become(revision, RevisionState.ADOPTED)
        or may_start(revision.programme)
        or may_decide_in(revision, sitting, localdate())
        or why_before(revision, sitting.on)
        or why_not_assented(revision, sitting)
        or why_stale(revision)
        or why_absent(revision)
        or why_unfunded(revision)
        or why_number_taken(revision.programme, revision.lines.all())
        or ("Le projet n’est plus celui qui a été proposé." if digest_of(revision) != revision.digest else None)
    )


def why_not_assented(revision: Revision, sitting: Sitting) -> str | None:
    """Whether the seats had not given the assents that the cité asks for by the day of the sitting.

    What a seat said later is another matter, be it that it changed its mind.
    """
    last: dict[int, Assent] = {}
    late = {}
    for assent in Assent.objects.filter(revision=revision, digest=revision.digest).select_related("seat"):
        if assent.on <= sitting.on:
            last[assent.seat_id] = assent
        else:
            late[assent.seat_id] = assent.seat
    seats = ensure_seats(revision.programme.cite)
    answers = [SeatAnswer(seat, last.get(seat.pk)) for seat in seats]
    refusal = may_adopt_by(assent_rule(revision.programme.cite), answers)
    after = ", ".join(str(seat) for pk, seat in late.items() if pk not in last)
    if refusal and after:
        return f"{refusal} Donnés après la séance du {sitting.on:%d/%m/%Y}, ils ne comptent pas pour elle : {after}."
    return refusal


def _apply(revision: Revision, operation: Operation) -> list[Told]:
    """Write what the revision says; what the journal is to be told."""
    programme = revision.programme
    lines = list(revision.lines.select_related("action").prefetch_related("amounts__envelope"))
    told = _added(programme, [line for line in lines if line.action is None], operation)
    before = programmed(programme)
    targets: dict[Envelope, dict[int, Decimal]] = {}
    for line in lines:
        for one in line.amounts.all():
            targets.setdefault(one.envelope, {})[line.action_id or 0] = one.amount
    for envelope, amounts in targets.items():
        program(envelope=envelope, targets=amounts, cause=operation)
    return once([*told, *_fates(programme, lines, operation), *_moved(programme, lines, before)])


def _added(programme: Programme, lines: Sequence[RevisionLine], operation: Operation) -> list[Told]:
    """Make the actions that the revision brings; each line then names its action."""
    made = to_add(programme, lines)
    told = create_all([(action, values) for _, action, values in made], operation)
    for line, action, _ in made:
        line.action = action
        line.save(update_fields=["action"])
    return told


def _fates(programme: Programme, lines: Sequence[RevisionLine], operation: Operation) -> list[Told]:
    changes: list[tuple[Action, dict[str, Value]]] = []
    told: list[Told] = []
    later: dict[int, list[int]] = {}
    moving = {line.action_id: line for line in lines if line.fate in STATES}
    for action in with_grant(Action.objects.filter(pk__in=moving)).select_related("theme", "programme__cite"):
        line = moving[action.pk]
        state = STATES[Fate(line.fate)]
        if refusal := may_meet(action, Fate(line.fate)):
            raise Refusal(refusal)
        if line.fate == Fate.POSTPONE and line.year:
            later.setdefault(line.year, []).append(action.serial)
        if (action.status or ActionState.PLANNED) != state:
            changes.append((action, {"status": state.value}))
    for year, serials in later.items():
        told += postponed_copies(programme, serials, year, operation)
    return told + (write_changes(programme, changes, operation) if changes else [])


def _moved(programme: Programme, lines: Sequence[RevisionLine], before: dict[int, dict[int, Decimal]]) -> list[Told]:
    """What the journal is to be told of each action whose amounts move, with the reason.

    What the envelopes of the grant give is one amount, as an annex says it; each other one is told by its key.
    """
    granting = set(Envelope.objects.filter(cite=programme.cite_id, in_grant=True).values_list("pk", flat=True))
    told = []
    for line in lines:
        if line.action is None or not line.amounts.all():
            continue
        known = before.get(line.action.pk, {})
        was: dict[str, Decimal] = {"grant": sum((known[pk] for pk in known.keys() & granting), ZERO)}
        moves: dict[str, Decimal] = {}
        for one in line.amounts.all():
            name = "grant" if one.envelope_id in granting else f"programmed:{one.envelope_id}"
            was.setdefault(name, known.get(one.envelope_id, ZERO))
            moves[name] = moves.get(name, ZERO) + one.amount - one.before
        said = {"reason": line.reason} if line.reason else {}
        then = {name: f"{was[name] + gap:.2f}" for name, gap in moves.items()}
        told.append(Told(line.action, {name: f"{was[name]:.2f}" for name in moves if was[name]}, then | said))
    return told


@dataclass(frozen=True, slots=True)
class Taken:
    """What undoing a revision takes from an action, or gives back to it, in euros; with a word where it cannot all."""

    action: Action
    envelope: Envelope
    before: Decimal
    amount: Decimal
    short: Decimal = ZERO

    @property
    def difference(self) -> Decimal:
        """What the action gains; negative where it loses."""
        return self.amount - self.before


def undoing(revision: Revision) -> list[Taken]:
    """What undoing an adopted revision would do now, action by action; `short` is what is no longer there to take.

    An action that leaves by it gives back all that it has, whoever gave it.
    """
    now = programmed(revision.programme)
    envelopes = Envelope.objects.filter(cite=revision.programme.cite_id).in_bulk()
    found = []
    for line in revision.lines.select_related("action", "revision").prefetch_related("amounts"):
        if line.action is None:
            continue
        given = now.get(line.action.pk, {})
        wanted = {
            one.envelope_id: given.get(one.envelope_id, ZERO) - (one.amount - one.before) for one in line.amounts.all()
        }
        if contrary(line)[0] in LEAVING:
            wanted = {pk: min(wanted.get(pk, ZERO), ZERO) for pk in {**wanted, **given}}
        found += [
            Taken(line.action, envelopes[pk], given.get(pk, ZERO), max(amount, ZERO), max(-amount, ZERO))
            for pk, amount in wanted.items()
        ]
    return found


def contrary(line: RevisionLine) -> tuple[Fate, int | None]:
    """The fate, and the year, that take back that of the line of an adopted revision.

    What left is taken up again; what was added is dropped, what was taken up again leaves again.
    """
    if line.fate == Fate.KEEP:
        return Fate.KEEP, None
    if line.fate in LEAVING:
        return Fate.RESUME, None
    if line.fate == Fate.RESUME:
        left = RevisionLine.objects.filter(
            action=line.action, fate__in=LEAVING, revision__number__lt=line.revision.number
        )
        if before := left.order_by("-revision__number").first():
            return Fate(before.fate), before.year
    return Fate.DROP, None


def start_undo(*, revision: Revision, by: User) -> Revision:
    """A draft that takes an adopted revision back: what it gave is taken, what it took is given. Nothing is erased.

    Raises Refusal for n° 0, and for what was not adopted or is already being undone.
    """
    programme = revision.programme
    access_to(by, programme.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(programme.cite)
        fresh = Revision.objects.select_related("programme__cite").get(pk=revision.pk)
        if refusal := may_undo(fresh) or may_start(fresh.programme):
            raise Refusal(refusal)
        draft = open_draft(
            fresh.programme, f"Annulation de la n° {fresh.number}", f"Annule la {fresh.called}.", by, undoes=fresh
        )
        for taken in undoing(fresh):
            _write(draft, taken, fresh)
        for line in fresh.lines.exclude(fate=Fate.KEEP).select_related("action", "revision"):
            _contrary(draft, line)
    return draft


def may_undo(revision: Revision) -> str | None:
    """Whether another revision may take it back: one that was adopted, that is not n° 0, and only once."""
    if revision.state != RevisionState.ADOPTED:
        return "Seule une réactualisation adoptée s’annule, par une autre."
    if revision.number == 0:
        return "Le programme initial ne s’annule pas : préparez une réactualisation."
    going = Revision.objects.filter(undoes=revision).exclude(
        state__in=[RevisionState.WITHDRAWN, RevisionState.REJECTED]
    )
    if other := going.first():
        return f"Cette réactualisation est déjà annulée par « {other} »."
    return None


def _write(draft: Revision, taken: Taken, revision: Revision) -> None:
    line, _ = RevisionLine.objects.get_or_create(revision=draft, action=taken.action)
    short = f" Il manque {euros(taken.short)} ({taken.envelope}), déjà repris depuis." if taken.short else ""
    line.reason = f"{line.reason or f'Annule la {revision.called}.'}{short}"
    line.save(update_fields=["reason"])
    if taken.amount != taken.before:
        RevisionAmount.objects.create(  # type: ignore[misc] # EuroField takes Decimal
            line=line, envelope=taken.envelope, before=taken.before, amount=taken.amount
        )


def _contrary(draft: Revision, line: RevisionLine) -> None:
    if line.action is None:
        return
    mine, _ = RevisionLine.objects.get_or_create(revision=draft, action=line.action)
    mine.fate, mine.year = contrary(line)
    mine.reason = mine.reason or f"Annule la {line.revision.called}."
    mine.save(update_fields=["fate", "year", "reason"])
