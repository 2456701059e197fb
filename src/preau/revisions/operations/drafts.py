"""Writing a draft: opened, copied as a scenario, amounts and fates changed, brought up to date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from preau.annexes.editing import typed_values
from preau.annexes.lifecycle import new_action
from preau.annexes.votes import next_serial
from preau.budgets.models import Envelope, Revision, RevisionAmount, RevisionLine
from preau.budgets.operations import ensure_cite_envelope, may_fund
from preau.budgets.states import Fate, RevisionState
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
from preau.programmes.states import ActionState
from preau.revisions.projects import why_number_taken
from preau.revisions.queries import LEAVING, cost_of, in_force, programmed
from preau.revisions.rules import STATES, may_draft, may_meet, may_start


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed for an action (by its serial) in an envelope (by its key; None: that of the annex).

    `text` is an amount, a difference, a rate or a share (`core.budget.typed`). `before` is the amount that was shown,
    None where it is changed whatever it was. `reason` and `reason_before` go the same way; None leaves the reason as it
    is. For an action that the draft adds, `line` is the key of its line, and `serial` 0.
    """

    serial: int
    text: str | None
    envelope: int | None = None
    before: Decimal | None = None
    reason: str | None = None
    line: int = 0
    reason_before: str | None = None

    @property
    def place(self) -> Place:
        """Where it was typed."""
        return Place(self.serial, self.line, self.envelope if self.text is not None else 0)


class Place(NamedTuple):
    """A cell of a draft: of an action by its serial, or of a line that adds one; from an envelope by its key.

    The envelope is None for that of the annex, 0 for the reason.
    """

    serial: int
    line: int
    envelope: int | None


class WrongAmounts(Refusal):
    """What is wrong with the amounts typed, a sentence a place; `now` has those that another person changed."""

    def __init__(self, sentences: Mapping[Place, str], now: Mapping[Place, Decimal | str]) -> None:
        super().__init__(" ".join(dict.fromkeys(sentences.values())))
        self.sentences = dict(sentences)
        self.now = dict(now)


class _Changed(Refusal):
    """Another person wrote this amount since it was shown."""

    def __init__(self, sentence: str, now: Decimal | str) -> None:
        super().__init__(sentence)
        self.now = now


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
    """A draft with the same changes, whatever became of the first: another scenario, of what is not done already."""
    programme = revision.programme
    access_to(by, programme.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(programme.cite)
        programme.refresh_from_db(fields=["state"])
        if refusal := may_start(programme):
            raise Refusal(refusal)
        undoes = revision.undoes if revision.state != RevisionState.ADOPTED else None
        copy = open_draft(programme, title, revision.reason, by, undoes=undoes)
        now = programmed(programme)
        for line in revision.lines.select_related("action").prefetch_related("amounts__envelope"):
            _copy_line(line, copy, now.get(line.action_id or 0, {}))
    return copy


def _copy_line(line: RevisionLine, draft: Revision, given: Mapping[int, Decimal]) -> None:
    """The same change in another draft, compared with what is given now; nothing where all of it is done already."""
    fate, year, fields = Fate(line.fate), line.year, line.fields
    if line.action is not None and (fate == Fate.ADD or _is_done(line.action, fate)):
        fate, year, fields = Fate.KEEP, None, {}
    copy = RevisionLine.objects.create(
        revision=draft, action=line.action, fate=fate, year=year, fields=fields, reason=line.reason
    )
    for one in line.amounts.all():
        _set(copy, one.envelope, given.get(one.envelope_id, ZERO), one.amount)
    if fate in LEAVING:
        _empty(copy, given)
    if fate == Fate.KEEP and not copy.amounts.exists():
        copy.delete()


def _is_done(action: Action, fate: Fate) -> bool:
    return fate in STATES and (action.status or ActionState.PLANNED) == STATES[fate]


def describe_revision(*, revision: Revision, title: str, reason: str, by: User) -> None:
    """Its name among the scenarios, and the reasons of the whole."""
    with drafting(revision, by) as draft:
        draft.title, draft.reason = squeeze(title)[:120], reason.strip()[:10_000]
        draft.save(update_fields=["title", "reason"])


def edit_draft(*, revision: Revision, typed: Sequence[Typed], by: User) -> None:
    """Write what was typed, all or nothing.

    Raises WrongAmounts, with a sentence for each place, for a text that means no amount, for an action that leaves, and
    where the draft no longer says what its author saw; Refusal for an action or an envelope that is not there.
    """
    with drafting(revision, by) as draft:
        now = programmed(draft.programme)
        actions = _actions(draft.programme, {one.serial for one in typed if not one.line})
        sentences: dict[Place, str] = {}
        changed: dict[Place, Decimal | str] = {}
        for one in typed:
            line = _added_line(draft, one.line) if one.line else _line(draft, actions[one.serial])
            try:
                _reason(line, one)
                if one.text is not None:
                    _amount(line, one, now)
            except _Changed as refusal:
                sentences[one.place], changed[one.place] = str(refusal), refusal.now
            except Refusal as refusal:
                sentences[one.place] = str(refusal)
            line.save()
            _drop_if_empty(line)
        if sentences:
            raise WrongAmounts(sentences, changed)


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
        if line.fate == Fate.ADD:
            raise Refusal("Ce projet ajoute cette action : retirez-la du projet, ou changez son montant.")
        left = line.fate in LEAVING
        line.fate, line.year = fate, year if fate == Fate.POSTPONE else None
        line.reason = reason.strip()[:2_000] or line.reason
        line.save()
        if fate in LEAVING:
            _empty(line, programmed(programme).get(action.pk, {}))
        elif left:  # it stays after all: with what it gets now
            line.amounts.all().delete()
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
        if refusal := why_number_taken(programme, draft.lines.all()):
            raise Refusal(refusal)
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
            if line.fate in LEAVING:
                _empty(line, now.get(line.action_id or 0, {}))
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


def _added_line(revision: Revision, key: int) -> RevisionLine:
    line = RevisionLine.objects.filter(revision=revision, pk=key, action=None).first()
    if line is None:
        raise Refusal("Cette action n’est plus dans le projet. Rechargez la page.")
    return line


def _reason(line: RevisionLine, one: Typed) -> None:
    """Give the reason typed to the line, unsaved; not over one that another person wrote since."""
    if one.reason is None:
        return
    mine = one.reason.strip()[:2_000]
    if one.reason_before is not None and line.reason.split() not in (one.reason_before.split(), mine.split()):
        raise _Changed(
            f"Quelqu’un a écrit ce motif entre-temps : « {line.reason} ». Relisez, puis écrivez de nouveau.",
            line.reason,
        )
    line.reason = mine


def _amount(line: RevisionLine, one: Typed, now: Mapping[int, Mapping[int, Decimal]]) -> None:
    """Write the amount typed in the line. The text is read against what is programmed now, not what the draft says."""
    name = str(line.action) if line.action else squeeze(line.fields.get("title", ""))
    if line.fate in LEAVING:
        raise Refusal(
            f"Action {name} : ce projet l’annule ou la reporte, elle ne reçoit rien. Gardez-la d’abord au programme."
        )
    envelope = _envelope(line.revision.programme, one.envelope)
    given = now.get(line.action_id or 0, {}).get(envelope.pk, ZERO)
    known = line.amounts.filter(envelope=envelope).first()
    shown = known.amount if known else given
    cost = line.action.total_cost if line.action else cost_of(line)
    amount = proposed(one.text or "", given, cost)
    if one.before is not None and shown not in {one.before, amount}:
        raise _Changed(
            f"Action {name} : quelqu’un a écrit {euros(shown)} entre-temps, au lieu de {euros(one.before)}. "
            "Relisez, puis écrivez de nouveau.",
            shown,
        )
    _set(line, envelope, given, amount)


def _empty(line: RevisionLine, given: Mapping[int, Decimal]) -> None:
    """Leave nothing to the action, from any envelope."""
    line.amounts.exclude(envelope__in=given).delete()
    for envelope in Envelope.objects.filter(pk__in=given):
        _set(line, envelope, given[envelope.pk], ZERO)


def _set(line: RevisionLine, envelope: Envelope, before: Decimal, amount: Decimal) -> None:
    """Write what an envelope gives; an amount that does not change is not kept."""
    if before == amount and line.fate != Fate.ADD:
        line.amounts.filter(envelope=envelope).delete()
        return
    RevisionAmount.objects.update_or_create(line=line, envelope=envelope, defaults={"before": before, "amount": amount})


def _drop_if_empty(line: RevisionLine) -> None:
    if line.fate == Fate.KEEP and not line.reason and not line.amounts.exists():
        line.delete()
