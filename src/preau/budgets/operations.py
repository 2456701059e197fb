"""Moving money. An amount is never set: the movement that makes the difference is added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from django.db import transaction
from django.utils.timezone import localdate

from preau.budgets.models import Envelope, EnvelopeRule, Movement
from preau.budgets.queries import positions, programmed_by_action, programmed_elsewhere
from preau.budgets.rules import Pair, may_move, may_notify, may_program, may_write
from preau.budgets.states import EnvelopeKind, MovementKind, RuleKind, RuleLevel
from preau.core.budget.position import Entry, Kind
from preau.core.money import ZERO, euros
from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, may_be_on, tell
from preau.people.access import access_to
from preau.people.models import Cite, User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme
from preau.programmes.rules import may_change_grant, may_edit

CITE_ENVELOPE = "Cité éducative"


def ensure_cite_envelope(*, cite: Cite, year: int) -> tuple[Envelope, bool]:
    """The envelope that an annex's amounts come from, and whether it had to be created; what passes it only warns."""
    envelope, new = Envelope.objects.get_or_create(
        cite=cite,
        year=year,
        is_default=True,
        defaults={"kind": EnvelopeKind.CITE, "name": _free_name(cite, year), "last_year": year, "in_grant": True},
    )
    if new:
        EnvelopeRule.objects.create(envelope=envelope, kind=RuleKind.NOTIFIED, level=RuleLevel.WARN)
    return envelope, new


def _free_name(cite: Cite, year: int) -> str:
    """A name for the envelope of the annex: an envelope that a person made may have the usual one."""
    taken = set(Envelope.objects.filter(cite=cite, year=year).values_list("name", flat=True))
    names = [CITE_ENVELOPE, f"{CITE_ENVELOPE} (annexe)", *(f"{CITE_ENVELOPE} ({rank})" for rank in range(2, 99))]
    return next(name for name in names if name not in taken)


def program(*, envelope: Envelope, targets: Mapping[int, Decimal], cause: Operation) -> int:
    """Bring what is programmed for each action (by primary key) to its target, in euros. Returns the movements added.

    An action already at its target is left alone. The caller holds the lock of the cité. Raises Refusal where a rule of
    the envelope blocks, or where an action would keep less than what is committed for it.
    """
    current = programmed_by_action(envelope, targets)
    gaps = {pk: gap for pk, target in targets.items() if (gap := target - current.get(pk, ZERO))}
    if not gaps:
        return 0
    if refusal := may_program(envelope, {pk: targets[pk] for pk in gaps}):
        raise Refusal(refusal)
    wanted = [
        Movement(envelope=envelope, action_id=pk, kind=MovementKind.PROGRAMMED, amount=gap, cause=cause, on=cause.on)  # type: ignore[misc] # EuroField takes Decimal
        for pk, gap in gaps.items()
    ]
    write_programmed(wanted)
    return len(gaps)


def write_programmed(wanted: Sequence[Movement]) -> None:
    """Write movements of programmed money, whatever their days: the one way in. Raises Refusal as `may_write` says.

    The caller holds the lock of the cité, and has asked the rules of the envelopes.
    """
    added: dict[Pair, list[Entry]] = defaultdict(list)
    for one in wanted:
        added[one.envelope_id, one.action_id or 0].append(Entry("programmed", one.amount, one.on))
    if refusal := may_write(added):
        raise Refusal(refusal)
    Movement.objects.bulk_create(wanted, batch_size=500)


def program_grants(*, programme: Programme, grants: Mapping[int, Decimal], cause: Operation) -> Envelope | None:
    """Bring the grant of each action to an amount that names no envelope, as an annex does.

    What other envelopes already give counts; the default one of the year gives the rest. Returns that envelope where
    it had to be created.

    Raises Refusal where the others already give more.
    """
    envelope, new = ensure_cite_envelope(cite=programme.cite, year=programme.year)
    others = programmed_elsewhere(envelope, grants)
    targets = {pk: grant - others.get(pk, ZERO) for pk, grant in grants.items()}
    if short := [pk for pk, given in others.items() if given and targets[pk] < 0]:
        action = Action.objects.get(pk=short[0])
        raise Refusal(
            f"Action {action} : d’autres enveloppes lui donnent déjà {euros(others[action.pk])}. Changez d’abord ce "
            "qu’elles programment."
        )
    program(envelope=envelope, targets=targets, cause=cause)
    return envelope if new else None


def unprogram(*, action: Action, cause: Operation) -> None:
    """Give back to every envelope what it has programmed for the action. Raises Refusal for what is committed."""
    found = positions(Movement.objects.filter(action=action), "envelope")
    for envelope in Envelope.objects.filter(pk__in=[pk for (pk,) in found]):
        program(envelope=envelope, targets={action.pk: ZERO}, cause=cause)


def program_action(*, envelope: Envelope, action: Action, amount: Decimal, by: User) -> Operation | None:
    """Bring what an envelope programs for an action of a draft to an amount, in euros; None where it is so already.

    Raises Refusal in a programme that was voted, for an action that left it, an amount below nothing, an envelope of
    other years or of another cité.
    """
    programme = action.programme
    access_to(by, programme.cite_id).require(Verb.EDIT)
    with transaction.atomic():
        cite = lock(programme.cite)
        programme.refresh_from_db(fields=["state"])
        envelope = Envelope.objects.get(pk=envelope.pk, cite=cite)
        action = Action.objects.get(pk=action.pk, programme=programme)
        if refusal := may_change_grant(programme) or may_edit(action) or may_fund(envelope, programme):
            raise Refusal(refusal)
        if amount < 0:
            raise Refusal("Écrivez un montant positif, ou 0 pour tout reprendre.")
        before = programmed_by_action(envelope, [action.pk]).get(action.pk, ZERO)
        if before == amount:
            return None
        operation = begin(cite=cite, verb=Operation.Verb.MONEY, label=f"Action {action}"[:300], by=by)
        program(envelope=envelope, targets={action.pk: amount}, cause=operation)
        told = {f"programmed:{envelope.pk}": f"{amount:.2f}"}
        tell(operation, [Told(action, {f"programmed:{envelope.pk}": f"{before:.2f}"}, told)])
    return operation


def may_fund(envelope: Envelope, programme: Programme) -> str | None:
    """Whether the envelope reaches the year of the programme."""
    if envelope.year <= programme.year <= envelope.last_year:
        return None
    return f"L’enveloppe {envelope} ne couvre pas l’année {programme.year}."


@dataclass(frozen=True, slots=True)
class Noted:
    """A movement that a person notes: so many euros, of such a kind, on such a day."""

    kind: MovementKind
    amount: Decimal
    on: date
    action: Action | None = None
    note: str = ""


def note_movement(*, envelope: Envelope, noted: Noted, by: User) -> Movement:
    """Note what happened to money: notified (a cut is negative), committed, paid, released, recovered.

    What is programmed is not noted: it is typed in a draft, then adopted by a revision. Raises Refusal for an amount of
    nothing, a day to come, an action elsewhere, or where the money is not there.
    """
    access_to(by, envelope.cite_id).require(Verb.MANAGE_BUDGETS)
    with transaction.atomic():
        cite = lock(envelope.cite)
        if refusal := _may_note(envelope, noted):
            raise Refusal(refusal)
        label = f"{noted.kind.label} : {euros(noted.amount)}, {envelope}"
        operation = begin(cite=cite, verb=Operation.Verb.MONEY, label=label, by=by)
        movement = Movement(  # type: ignore[misc] # EuroField takes Decimal
            envelope=envelope, action=noted.action, kind=noted.kind, amount=noted.amount, on=noted.on,
            cause=operation, note=noted.note[:300],
        )  # fmt: skip
        movement.save()
    return movement


def _may_note(envelope: Envelope, noted: Noted) -> str | None:
    if noted.kind == MovementKind.PROGRAMMED:
        return "Un montant programmé se saisit dans le programme en préparation, puis change par une réactualisation."
    if noted.on > localdate():
        return f"Le {noted.on:%d/%m/%Y} est à venir. Notez un fait, au plus tard aujourd’hui."
    if refusal := may_be_on(noted.on):
        return refusal
    if not noted.amount:
        return "Écrivez un montant."
    if noted.kind == MovementKind.NOTIFIED:
        return may_notify(envelope, noted.amount, noted.on)
    if noted.amount < 0:
        return "Écrivez un montant positif. Pour reprendre une ligne fausse, contre-passez-la."
    if noted.action is None or noted.action.programme.cite_id != envelope.cite_id:
        return "Choisissez l’action de ce mouvement."
    return may_move(envelope, noted.action, [Entry(cast("Kind", noted.kind.value), noted.amount, noted.on)])


def reverse_movement(*, movement: Movement, reason: str, by: User) -> Movement:
    """Undo a movement that was noted by mistake, by its contrary on the same day: both stay. The reason is kept.

    Raises Refusal for one that was reversed, that reverses another, or that an operation on the programme made; and
    where later movements lean on it.
    """
    envelope = movement.envelope
    access_to(by, envelope.cite_id).require(Verb.MANAGE_BUDGETS)
    with transaction.atomic():
        cite = lock(envelope.cite)
        if refusal := _may_reverse(movement, reason):
            raise Refusal(refusal)
        label = f"Contre-passation : {movement.get_kind_display()} {euros(movement.amount)}, {envelope}"
        operation = begin(cite=cite, verb=Operation.Verb.MONEY, label=label, by=by)
        reversal = Movement(
            envelope=envelope, action=movement.action, kind=movement.kind, amount=-movement.amount, on=movement.on,
            cause=operation, note=reason.strip()[:300], reverses=movement,
        )  # fmt: skip
        reversal.save()
    return reversal


def _may_reverse(movement: Movement, reason: str) -> str | None:
    if not reason.strip():
        return "Dites pourquoi cette ligne est reprise : le motif reste à côté d’elle."
    if movement.kind == MovementKind.PROGRAMMED:
        return "Un montant programmé change dans le programme en préparation, ou par une réactualisation."
    if movement.reverses_id is not None:
        return "Cette ligne en reprend déjà une autre."
    if Movement.objects.filter(reverses=movement).exists():
        return "Cette ligne est déjà reprise."
    if movement.action is None:
        return may_notify(movement.envelope, -movement.amount, movement.on)
    contrary = Entry(cast("Kind", movement.kind), -movement.amount, movement.on)
    return may_move(movement.envelope, movement.action, [contrary])
