"""Writing a draft: opened, copied as a scenario, amounts and fates changed, brought up to date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from preau.annexes.editing import typed_values
from preau.annexes.lifecycle import new_action
from preau.annexes.votes import next_serial
from preau.budgets.models import Envelope, Revision, RevisionAmount, RevisionLine
from preau.budgets.operations import ensure_cite_envelope, may_fund
from preau.budgets.states import Fate
from preau.core.budget.typed import proposed, shared
from preau.core.money import ZERO, euros
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme
from preau.revisions.queries import in_force, programmed
from preau.revisions.rules import may_draft, may_meet, may_start


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed for an action (by its serial) in an envelope (by its key; None: that of the annex).

    `text` is an amount, a difference, a rate or a share (`core.budget.typed`). `before` is the amount that was shown,
    None where it is changed whatever it was. `reason` None leaves the reason as it is.
    """

    serial: int
    text: str | None
    envelope: int | None = None
    before: Decimal | None = None
    reason: str | None = None


@contextmanager
def drafting(revision: Revision, by: User) -> Iterator[Revision]:
    """The draft, locked and fresh, for somebody who may write in it; whatever happens in the block is kept, or none."""
    access_to(by, revision.programme.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(revision.programme.cite)
        fresh = Revision.objects.select_related("programme__cite").get(pk=revision.pk)
        if refusal := may_draft(fresh):
            raise Refusal(refusal)
        yield fresh
        fresh.changed_by = by
        fresh.save(update_fields=["changed_by", "changed_at"])


def start_revision(*, programme: Programme, title: str, by: User, reason: str = "") -> Revision:
    """An empty draft, compared with the revision in force. Raises Refusal in a programme that was not voted."""
    access_to(by, programme.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(programme.cite)
        programme.refresh_from_db(fields=["state"])
        if refusal := may_start(programme):
            raise Refusal(refusal)
        return open_draft(programme, title, reason, by)


def open_draft(programme: Programme, title: str, reason: str, by: User, undoes: Revision | None = None) -> Revision:
    """Write a new draft, inside the transaction of its caller."""
    revision = Revision.objects.create(
        programme=programme, serial=next_serial(programme), title=squeeze(title)[:120], reason=reason.strip(),
        based_on=in_force(programme), undoes=undoes, created_by=by, changed_by=by,
    )  # fmt: skip
    operation = begin(cite=programme.cite, verb=Operation.Verb.REVISE, label=str(revision), by=by)
    tell(operation, [Told(revision, {}, {"state": revision.state, "title": revision.title})])
    return revision


def copy_revision(*, revision: Revision, title: str, by: User) -> Revision:
    """A draft with the same changes, whatever became of the first: another scenario."""
    programme = revision.programme
    access_to(by, programme.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(programme.cite)
        programme.refresh_from_db(fields=["state"])
        if refusal := may_start(programme):
            raise Refusal(refusal)
        copy = open_draft(programme, title, revision.reason, by)
        now = programmed(programme)
        for line in revision.lines.prefetch_related("amounts"):
            amounts = list(line.amounts.all())
            if line.fate == Fate.ADD and line.action_id is not None:  # it was adopted: the action is there
                line.fate, line.fields = Fate.KEEP, {}
            action_id = line.action_id
            line.pk, line.revision = None, copy
            line._state.adding = True  # noqa: SLF001 - Django's own way to copy a row
            line.save()
            for one in amounts:
                given = now.get(action_id, {}).get(one.envelope_id, ZERO) if action_id else ZERO
                RevisionAmount.objects.create(  # type: ignore[misc] # EuroField takes Decimal
                    line=line, envelope_id=one.envelope_id, before=given, amount=one.amount
                )
    return copy


def describe_revision(*, revision: Revision, title: str, reason: str, by: User) -> None:
    """Its name among the scenarios, and the reasons of the whole."""
    with drafting(revision, by) as draft:
        draft.title, draft.reason = squeeze(title)[:120], reason.strip()[:10_000]
        draft.save(update_fields=["title", "reason"])


def edit_draft(*, revision: Revision, typed: Sequence[Typed], by: User) -> None:
    """Write what was typed, all or nothing.

    Raises Refusal for a text that means no amount, an action or an envelope that is not there, and where the draft no
    longer says what its author saw.
    """
    with drafting(revision, by) as draft:
        programme = draft.programme
        now = programmed(programme)
        actions = _actions(programme, {one.serial for one in typed})
        for one in typed:
            action = actions[one.serial]
            line = _line(draft, action)
            if one.reason is not None:
                line.reason = one.reason.strip()[:2_000]
            if one.text is not None:
                envelope = _envelope(programme, one.envelope)
                _amount(line, action, envelope, one, now.get(action.pk, {}).get(envelope.pk, ZERO))
            line.save()
            _drop_if_empty(line)


def spread(*, revision: Revision, serials: Sequence[int], total: Decimal, by: User, reason: str = "") -> None:
    """Share an amount (euros; negative to take back) among actions, in proportion to what each gets in the draft.

    The cents of it all sum to the total. It moves the envelope that each draws most from.
    """
    with drafting(revision, by) as draft:
        programme = draft.programme
        now = programmed(programme)
        actions = _actions(programme, set(serials))
        lines = {serial: _line(draft, action) for serial, action in actions.items()}
        amounts: dict[int, Decimal] = {}
        envelopes: dict[int, Envelope] = {}
        for serial, action in actions.items():
            held = dict(now.get(action.pk, {}))
            held |= {one.envelope_id: one.amount for one in lines[serial].amounts.all()}
            most = max(held, key=lambda pk: held[pk], default=None)
            envelopes[serial] = _envelope(programme, most)
            amounts[serial] = held.get(envelopes[serial].pk, ZERO)
        for serial, amount in shared(total, amounts).items():
            line, action, envelope = lines[serial], actions[serial], envelopes[serial]
            line.reason = reason.strip()[:2_000] or line.reason
            line.save()
            _set(line, envelope, now.get(action.pk, {}).get(envelope.pk, ZERO), amount)
            _drop_if_empty(line)


def set_fate(  # noqa: PLR0913 - what becomes of an action has as many parts
    *, revision: Revision, serial: int, fate: Fate, by: User, year: int | None = None, reason: str = ""
) -> None:
    """Postpone an action to a year, drop it, take it up again, or keep it. What leaves gets nothing any more."""
    with drafting(revision, by) as draft:
        programme = draft.programme
        action = _actions(programme, {serial})[serial]
        if fate == Fate.ADD:
            raise Refusal("Cette action est déjà au programme.")
        if fate == Fate.POSTPONE and (year is None or year <= programme.year):
            raise Refusal(f"Une action de {programme.year} se reporte à une année suivante.")
        if refusal := may_meet(action, fate):
            raise Refusal(refusal)
        line = _line(draft, action)
        line.fate, line.year = fate, year if fate == Fate.POSTPONE else None
        line.reason = reason.strip()[:2_000] or line.reason
        line.save()
        if fate in (Fate.POSTPONE, Fate.DROP):
            for envelope, given in programmed(programme).get(action.pk, {}).items():
                _set(line, Envelope.objects.get(pk=envelope), given, ZERO)
        _drop_if_empty(line)


def add_to_draft(
    *, revision: Revision, fields: Mapping[str, str], amounts: Mapping[int | None, str], by: User, reason: str = ""
) -> RevisionLine:
    """An action that the revision brings: the texts of its fields, what each envelope gives it (None: the annex's).

    It joins the programme when the revision is adopted. Raises Refusal for texts that mean no value.
    """
    with drafting(revision, by) as draft:
        programme = draft.programme
        texts = {name: text for name, text in fields.items() if text.strip() and name != "grant"}
        if not squeeze(texts.get("title", "")) and not squeeze(texts.get("holder_written", "")):
            raise Refusal("Donnez au moins un intitulé ou un porteur à l’action.")
        values = typed_values(new_action(programme), texts)
        line = RevisionLine.objects.create(revision=draft, fate=Fate.ADD, fields=texts, reason=reason.strip()[:2_000])
        cost = values.get("total_cost")
        for key, text in amounts.items():
            envelope = _envelope(programme, key)
            _set(line, envelope, ZERO, proposed(text, ZERO, cost if isinstance(cost, Decimal) else None))
    return line


def leave_line(*, revision: Revision, line: int, by: User) -> None:
    """Take everything that the draft says of an action out of it."""
    with drafting(revision, by) as draft:
        draft.lines.filter(pk=line).delete()


def refresh_draft(*, revision: Revision, by: User) -> int:
    """Compare the draft with what is programmed today: the amounts proposed stay. Returns how many had moved."""
    with drafting(revision, by) as draft:
        now = programmed(draft.programme)
        moved = 0
        for line in draft.lines.filter(action__isnull=False).prefetch_related("amounts"):
            for one in line.amounts.all():
                given = now.get(line.action_id or 0, {}).get(one.envelope_id, ZERO)
                if given != one.before:
                    moved += 1
                    _set(line, one.envelope, given, one.amount)
            _drop_if_empty(line)
        draft.based_on = in_force(draft.programme)
        draft.save(update_fields=["based_on"])
    return moved


def _actions(programme: Programme, serials: set[int]) -> dict[int, Action]:
    found = Action.objects.filter(programme=programme, serial__in=serials, withdrawn=False)
    actions = {action.serial: action for action in found}
    if missing := serials - actions.keys():
        raise Refusal(f"L’action {min(missing)} n’est pas dans ce programme. Rechargez la page.")
    return actions


def _envelope(programme: Programme, key: int | None) -> Envelope:
    if key is None:
        return ensure_cite_envelope(cite=programme.cite, year=programme.year)[0]
    envelope = Envelope.objects.filter(pk=key, cite=programme.cite_id).first()
    if envelope is None:
        raise Refusal("Cette enveloppe n’est pas de cette cité éducative. Rechargez la page.")
    if refusal := may_fund(envelope, programme):
        raise Refusal(refusal)
    return envelope


def _line(revision: Revision, action: Action) -> RevisionLine:
    line = RevisionLine.objects.filter(revision=revision, action=action).first()
    return line or RevisionLine.objects.create(revision=revision, action=action)


def _amount(line: RevisionLine, action: Action, envelope: Envelope, one: Typed, given: Decimal) -> None:
    known = line.amounts.filter(envelope=envelope).first()
    shown = known.amount if known else given
    amount = proposed(one.text or "", given, action.total_cost)
    if one.before is not None and shown not in {one.before, amount}:
        raise Refusal(
            f"Action {action} : quelqu’un a écrit {euros(shown)} entre-temps, au lieu de {euros(one.before)}. "
            "Relisez, puis écrivez de nouveau."
        )
    _set(line, envelope, given, amount)


def _set(line: RevisionLine, envelope: Envelope, before: Decimal, amount: Decimal) -> None:
    """Write what an envelope gives; an amount that does not change is not kept."""
    if before == amount and line.fate != Fate.ADD:
        line.amounts.filter(envelope=envelope).delete()
        return
    RevisionAmount.objects.update_or_create(line=line, envelope=envelope, defaults={"before": before, "amount": amount})


def _drop_if_empty(line: RevisionLine) -> None:
    if line.fate == Fate.KEEP and not line.reason and not line.amounts.exists():
        line.delete()
