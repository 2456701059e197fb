"""Writing a draft: opened, copied as a scenario, amounts and fates changed, brought up to date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal

from django.db import transaction

from preau.annexes.editing import typed_values
from preau.annexes.lifecycle import new_action
from preau.annexes.votes import next_serial
from preau.budgets.models import Envelope, Revision, RevisionLine
from preau.budgets.states import Fate, RevisionState
from preau.core.budget.typed import proposed, shared
from preau.core.money import ZERO
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
from preau.revisions.operations.lines import Changed, Lines, Place, Typed, WrongAmounts
from preau.revisions.projects import why_number_taken
from preau.revisions.queries import LEAVING, in_force
from preau.revisions.rules import STATES, may_draft, may_meet, may_start


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
        lines = Lines(copy, by)
        for line in revision.lines.select_related("action").prefetch_related("amounts__envelope"):
            _copy_line(line, lines)
        lines.keep()
    return copy


def _copy_line(line: RevisionLine, lines: Lines) -> None:
    """The same change in another draft, compared with what is given now; nothing where all of it is done already."""
    fate, year, fields = Fate(line.fate), line.year, line.fields
    if line.action is not None and (fate == Fate.ADD or _is_done(line.action, fate)):
        fate, year, fields = Fate.KEEP, None, {}
    copy = lines.add(RevisionLine(action=line.action, fate=fate, year=year, fields=fields))
    for one in line.amounts.all():
        copy.set(one.envelope, one.amount)
    if fate in LEAVING:
        lines.empty(copy)
    copy.row.reason = "" if copy.says_nothing else line.reason


def _is_done(action: Action, fate: Fate) -> bool:
    return fate in STATES and (action.status or ActionState.PLANNED) == STATES[fate]


def describe_revision(*, revision: Revision, title: str, reason: str, by: User) -> None:
    """Its name among the scenarios, and the reasons of the whole."""
    with drafting(revision, by) as draft:
        draft.title, draft.reason = squeeze(title)[:120], reason.strip()[:10_000]
        draft.save(update_fields=["title", "reason"])


def edit_draft(*, revision: Revision, typed: Sequence[Typed], by: User) -> None:
    """Write what was typed, all or nothing. As many queries whatever is typed.

    Raises WrongAmounts, with a sentence for each place, for a text that means no amount, for an action that leaves, and
    where the draft no longer says what its author saw; Refusal for an action or an envelope that is not there.
    """
    with drafting(revision, by) as draft:
        lines = Lines(draft, by)
        actions = _actions(draft.programme, {one.serial for one in typed if not one.line})
        sentences: dict[Place, str] = {}
        changed: dict[Place, Decimal | str] = {}
        for one in typed:
            line = lines.added(one.line) if one.line else lines.of(actions[one.serial])
            try:
                lines.write(one, line)
            except Changed as refusal:
                sentences[one.place], changed[one.place] = str(refusal), refusal.now
            except Refusal as refusal:
                sentences[one.place] = str(refusal)
        if sentences:
            raise WrongAmounts(sentences, changed)
        lines.keep()


def spread(*, revision: Revision, serials: Sequence[int], total: Decimal, by: User, reason: str = "") -> None:
    """Share an amount (euros; negative to take back) among actions, in proportion to what each gets in the draft.

    The cents of it all sum to the total. It moves the envelope that each draws most from.
    """
    with drafting(revision, by) as draft:
        lines = Lines(draft, by)
        found = {serial: lines.of(action) for serial, action in _actions(draft.programme, set(serials)).items()}
        amounts: dict[int, Decimal] = {}
        envelopes: dict[int, Envelope] = {}
        for serial, line in found.items():
            held = dict(line.given) | {pk: one.amount for pk, one in line.amounts.items()}
            envelopes[serial] = lines.envelope(max(held, key=lambda pk: held[pk], default=None))
            amounts[serial] = held.get(envelopes[serial].pk, ZERO)
        for serial, amount in shared(total, amounts).items():
            line = found[serial]
            line.row.reason = reason.strip()[:2_000] or line.row.reason
            line.set(envelopes[serial], amount)
        lines.keep()


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
        lines = Lines(draft, by)
        line = lines.of(action)
        row, left = line.row, line.row.fate in LEAVING
        if row.fate == Fate.ADD:
            raise Refusal("Ce projet ajoute cette action : retirez-la du projet, ou changez son montant.")
        row.fate, row.year = fate, year if fate == Fate.POSTPONE else None
        row.reason = reason.strip()[:2_000] or row.reason
        if fate in LEAVING:
            lines.empty(line)
        elif left:  # it stays after all: with what it gets now
            line.amounts.clear()
        lines.keep()


def add_to_draft(
    *, revision: Revision, fields: Mapping[str, str], amounts: Mapping[int | None, str], by: User, reason: str = ""
) -> RevisionLine:
    """An action that the revision brings: the texts of its fields, what each envelope gives it (None: the annex's).

    It joins the programme when the revision is adopted. Raises Refusal for texts that mean no value, and for a number
    that another action has.
    """
    with drafting(revision, by) as draft:
        programme = draft.programme
        texts = {name: text for name, text in fields.items() if text.strip() and name != "grant"}
        if not squeeze(texts.get("title", "")) and not squeeze(texts.get("holder_written", "")):
            raise Refusal("Donnez au moins un intitulé ou un porteur à l’action.")
        values = typed_values(new_action(programme), texts)
        lines = Lines(draft, by)
        line = lines.add(RevisionLine(fate=Fate.ADD, fields=texts, reason=reason.strip()[:2_000]))
        if refusal := why_number_taken(programme, [one.row for one in lines.all]):
            raise Refusal(refusal)
        cost = values.get("total_cost")
        for key, text in amounts.items():
            amount = proposed(text, ZERO, cost if isinstance(cost, Decimal) else None)
            line.set(lines.envelope(key), amount)
        lines.keep()
    return line.row


def leave_line(*, revision: Revision, line: int, by: User) -> None:
    """Take everything that the draft says of an action out of it."""
    with drafting(revision, by) as draft:
        draft.lines.filter(pk=line).delete()


def refresh_draft(*, revision: Revision, by: User) -> int:
    """Compare the draft with what is programmed today: the amounts proposed stay. Returns how many had moved."""
    with drafting(revision, by) as draft:
        lines = Lines(draft, by)
        moved = 0
        for line in lines.all:
            for pk, one in list(line.amounts.items()):
                if line.row.action_id is not None and line.given.get(pk, ZERO) != one.before:
                    moved += 1
                    line.set(one.envelope, one.amount)
            if line.row.fate in LEAVING:
                lines.empty(line)
        lines.keep()
        draft.based_on = in_force(draft.programme)
        draft.save(update_fields=["based_on"])
    return moved


def _actions(programme: Programme, serials: set[int]) -> dict[int, Action]:
    found = Action.objects.filter(programme=programme, serial__in=serials, withdrawn=False)
    actions = {action.serial: action for action in found}
    if missing := serials - actions.keys():
        raise Refusal(f"L’action {min(missing)} n’est pas dans ce programme. Rechargez la page.")
    return actions
