"""The lines of a draft, fetched once, changed, then kept: what each says, what each envelope gives by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from preau.budgets.models import Envelope, Revision, RevisionAmount, RevisionLine
from preau.budgets.operations import ensure_cite_envelope, may_fund
from preau.budgets.states import Fate
from preau.core.budget.typed import proposed
from preau.core.money import ZERO, euros
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.models import User
from preau.programmes.models import Action, Programme
from preau.revisions.queries import LEAVING, cost_of, programmed


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


class Changed(Refusal):
    """Another person wrote this amount since it was shown."""

    def __init__(self, sentence: str, now: Decimal | str) -> None:
        super().__init__(sentence)
        self.now = now


def annex_envelope(programme: Programme, by: User) -> Envelope:
    """The envelope of the annex; the journal is told where it had to be made, for it holds at once."""
    envelope, new = ensure_cite_envelope(cite=programme.cite, year=programme.year)
    if new:
        operation = begin(cite=programme.cite, verb=Operation.Verb.ENVELOPE, label=str(envelope), by=by)
        tell(operation, [Told(envelope, {}, {"name": envelope.name, "year": envelope.year})])
    return envelope


@dataclass(slots=True)
class Written:
    """A line of a draft, what each envelope (by its key) gives by it, and what is programmed now for its action."""

    row: RevisionLine
    given: Mapping[int, Decimal]
    amounts: dict[int, RevisionAmount] = field(default_factory=dict)

    @property
    def says_nothing(self) -> bool:
        """Whether it changes nothing, and gives no reason either."""
        return self.row.fate == Fate.KEEP and not self.row.reason and not self.amounts

    def set(self, envelope: Envelope, amount: Decimal) -> None:
        """What the envelope gives; an amount that does not change is not kept."""
        before = self.given.get(envelope.pk, ZERO)
        if before == amount and self.row.fate != Fate.ADD:
            self.amounts.pop(envelope.pk, None)
            return
        one = self.amounts.setdefault(envelope.pk, RevisionAmount(envelope=envelope))
        one.before, one.amount = before, amount

    def explain(self, one: Typed) -> None:
        """Take the reason typed; not over one that another person wrote since."""
        if one.reason is None:
            return
        mine, now = one.reason.strip()[:2_000], self.row.reason
        if one.reason_before is not None and now.split() not in (one.reason_before.split(), mine.split()):
            raise Changed(f"Quelqu’un a écrit ce motif entre-temps : « {now} ». Relisez, puis écrivez de nouveau.", now)
        self.row.reason = mine

    def take(self, one: Typed, envelope: Envelope) -> None:
        """Take the amount typed, that is read against what is programmed now, not what the draft says."""
        row, given = self.row, self.given.get(envelope.pk, ZERO)
        name = str(row.action) if row.action else squeeze(row.fields.get("title", ""))
        shown = self.amounts[envelope.pk].amount if envelope.pk in self.amounts else given
        amount = proposed(one.text or "", given, row.action.total_cost if row.action else cost_of(row))
        if one.before is not None and shown not in {one.before, amount}:
            raise Changed(
                f"Action {name} : quelqu’un a écrit {euros(shown)} entre-temps, au lieu de {euros(one.before)}. "
                "Relisez, puis écrivez de nouveau.",
                shown,
            )
        self.set(envelope, amount)


class Lines:
    """All the lines of a draft, the envelopes of its cité and what is programmed now: four queries, then no other.

    Nothing is written before `keep`.
    """

    def __init__(self, draft: Revision, by: User) -> None:
        self.draft, self.by = draft, by
        self.programme = draft.programme
        self.now = programmed(self.programme)
        self._envelopes = Envelope.objects.filter(cite=self.programme.cite_id).in_bulk()
        rows = draft.lines.select_related("action").prefetch_related("amounts")
        self.all = [self._written(row, {one.envelope_id: one for one in row.amounts.all()}) for row in rows]
        self._rows = {one.row.pk: _said(one.row) for one in self.all}
        self._amounts = {one.pk: (one.before, one.amount) for line in self.all for one in line.amounts.values()}

    def _written(self, row: RevisionLine, amounts: dict[int, RevisionAmount]) -> Written:
        return Written(row, self.now.get(row.action_id or 0, {}), amounts)

    def of(self, action: Action) -> Written:
        """The line of the action, new where the draft says nothing of it yet."""
        found = next((one for one in self.all if one.row.action_id == action.pk), None)
        return found or self.add(RevisionLine(action=action))

    def added(self, key: int) -> Written:
        """The line of that key, that adds an action."""
        found = next((one for one in self.all if one.row.pk == key and one.row.action_id is None), None)
        if found is None:
            raise Refusal("Cette action n’est plus dans le projet. Rechargez la page.")
        return found

    def add(self, row: RevisionLine) -> Written:
        """A line more."""
        row.revision = self.draft
        self.all.append(self._written(row, {}))
        return self.all[-1]

    def envelope(self, key: int | None) -> Envelope:
        """That of the key, that of the annex for None. Raises Refusal for one that may not fund the programme."""
        if key is None:
            known = (one for one in self._envelopes.values() if one.is_default and one.year == self.programme.year)
            envelope = next(known, None) or annex_envelope(self.programme, self.by)
            return self._envelopes.setdefault(envelope.pk, envelope)
        if key not in self._envelopes:
            raise Refusal("Cette enveloppe n’est pas de cette cité éducative. Rechargez la page.")
        if refusal := may_fund(self._envelopes[key], self.programme):
            raise Refusal(refusal)
        return self._envelopes[key]

    def empty(self, line: Written) -> None:
        """Leave nothing to the action, from any envelope."""
        line.amounts = {pk: one for pk, one in line.amounts.items() if pk in line.given}
        for pk in line.given:
            line.set(self._envelopes[pk], ZERO)

    def write(self, one: Typed, line: Written) -> None:
        """Take what was typed in the line."""
        line.explain(one)
        if one.text is None:
            return
        if line.row.fate in LEAVING:
            raise Refusal(
                f"Action {line.row.action} : ce projet l’annule ou la reporte, elle ne reçoit rien. Gardez-la d’abord "
                "au programme."
            )
        line.take(one, self.envelope(one.envelope))

    def keep(self) -> None:
        """Write what changed, in as many statements whatever there is; a line that says nothing goes."""
        kept = [one for one in self.all if not one.says_nothing]
        rows = {one.row.pk for one in kept}
        RevisionLine.objects.filter(pk__in=self._rows.keys() - rows).delete()
        RevisionLine.objects.bulk_create([one.row for one in kept if one.row.pk is None])
        moved = [one.row for one in kept if _said(one.row) != self._rows.get(one.row.pk, _said(one.row))]
        RevisionLine.objects.bulk_update(moved, ["fate", "year", "reason"], batch_size=500)
        for one in kept:
            for amount in one.amounts.values():
                amount.line = one.row
        _keep_amounts([amount for one in kept for amount in one.amounts.values()], self._amounts)


def _said(row: RevisionLine) -> tuple[str, int | None, str]:
    return row.fate, row.year, row.reason


def _keep_amounts(amounts: Iterable[RevisionAmount], known: Mapping[int, tuple[Decimal, Decimal]]) -> None:
    amounts = list(amounts)
    RevisionAmount.objects.filter(pk__in=known.keys() - {one.pk for one in amounts}).delete()
    RevisionAmount.objects.bulk_create([one for one in amounts if one.pk is None], batch_size=500)
    moved = [one for one in amounts if one.pk in known and known[one.pk] != (one.before, one.amount)]
    RevisionAmount.objects.bulk_update(moved, ["before", "amount"], batch_size=500)
