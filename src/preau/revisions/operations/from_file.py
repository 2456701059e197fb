"""A draft made of a sheet that was edited elsewhere: amounts that differ, actions that are new, those that left.

The texts of actions are not a revision's business: what differs of them is told, and left to an import.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.db import transaction
from django.db.models import Sum

from preau.annexes.history import adopted
from preau.annexes.models import SourceFile
from preau.annexes.operations import Stale, plan_for
from preau.annexes.typed import EDITABLE, shown
from preau.budgets.models import Movement, Revision
from preau.budgets.queries import GRANT, programmed_elsewhere
from preau.budgets.states import Fate
from preau.core.annex.plan import Plan, Step
from preau.core.money import ZERO, euros
from preau.core.refusal import Refusal
from preau.formats.annex import AnnexFile, read_annex
from preau.journal.moments import NOW, Moment
from preau.people.access import access_to
from preau.people.models import User, name_key
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme
from preau.programmes.queries import themes_by_key
from preau.revisions.operations.drafts import add_to_draft, edit_draft, set_fate, start_revision
from preau.revisions.operations.lines import Typed, annex_envelope
from preau.revisions.queries import Weighed
from preau.revisions.rules import may_start

TAKEN = tuple(name for name in EDITABLE if name not in ("grant", "status", "axis"))
"""What a new action of the file brings with it."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An action whose amount the file says otherwise."""

    action: Action
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """What it gains."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class New:
    """An action of the file that the programme has not: its texts by field, what it gets."""

    name: str
    fields: dict[str, str]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Gone:
    """An action that the file has not, and what it gets now."""

    action: Action
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Told:
    """An action whose texts the file writes otherwise: not taken."""

    action: Action
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unsaid:
    """An action whose amount the file leaves empty, or writes as `raw`, which is no amount: it stays as it is."""

    action: Action
    amount: Decimal
    raw: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the draft would say of the programme, from the file; `digest` names all of it.

    `base` is the version that the sheet was made from, where it is an older one: what was adopted since is left alone.
    """

    file: AnnexFile
    base: Revision | None
    moved: tuple[Moved, ...]
    unsaid: tuple[Unsaid, ...]
    new: tuple[New, ...]
    gone: tuple[Gone, ...]
    told: tuple[Told, ...]
    digest: str

    @property
    def weighed(self) -> Weighed:
        """What it takes and gives, the actions that the file has not left as they are."""
        return Weighed.of([*(one.difference for one in self.moved), *(one.amount for one in self.new)])

    @property
    def nothing(self) -> bool:
        """Whether the file says what the programme says."""
        return not (self.moved or self.new or self.gone)


def keep_sheet(*, programme: Programme, name: str, data: bytes, by: User) -> SourceFile:
    """Keep the file as it came, once it is known to hold actions. Raises Refusal for one that cannot be read."""
    access_to(by, programme.cite_id).require(Verb.REVISE)
    if refusal := may_start(programme):
        raise Refusal(refusal)
    if not data:
        raise Refusal("Ce fichier est vide : il ne contient aucun octet. Vérifiez que c’est le bon.")
    file = read_annex(data, name)
    if not file.annex.actions:
        raise Refusal("Ce fichier ne contient aucune action : il n’y a rien à comparer.")
    return SourceFile.objects.get_or_create(
        cite=programme.cite,
        sha256=hashlib.sha256(data).hexdigest(),
        name=name[-255:],
        defaults={"format": file.source.format, "encoding": file.source.encoding or "", "size": len(data),
                  "content": data},
    )[0]  # fmt: skip


def read_sheet(programme: Programme, source: SourceFile) -> Reading:
    """What a draft would say from the file, writing nothing."""
    file = read_annex(bytes(source.content), source.name)
    plan = plan_for(programme.cite, programme, file)
    actions = Action.objects.filter(programme=programme).in_bulk()
    moved, unsaid, new, gone, told = [], [], [], [], []
    free = _Free(programme)
    raws = {(one.table, one.line): one.raw or "" for one in file.findings if one.code == "amount-unreadable"}
    base, then = _base(programme, plan)
    for step in plan.steps:
        if step.kind == "create":
            new.append(_new(step, free))
        elif step.row is None:
            gone.append(Gone(actions[cast("int", step.id)], _grant(step) or ZERO))
        else:
            action = actions[cast("int", step.id)]
            changes = [*step.changes, *step.held]
            for one in changes:
                if one.field == "grant" and one.after is None:
                    raw = raws.get((step.row.table, step.row.line), "")
                    unsaid.append(Unsaid(action, _euros(one.before), raw))
                elif one.field == "grant" and (base is None or _euros(one.after) != then.get(action.pk, ZERO)):
                    moved.append(Moved(action, _euros(one.before), _euros(one.after)))
            if fields := tuple(one.field for one in changes if one.field != "grant"):
                told.append(Told(action, fields))
    return Reading(file, base, tuple(moved), tuple(unsaid), tuple(new), tuple(gone), tuple(told), _digest(source, plan))


def _base(programme: Programme, plan: Plan[int]) -> tuple[Revision | None, dict[int, Decimal]]:
    """The older version whose amounts the sheet repeats most, with them; None where it repeats those of today as well.

    Somebody who edits a sheet changes a few amounts: the version that most of the others are of is the one it left.
    """
    written = {
        step.id: _euros(step.row.grant) for step in plan.steps if step.id and step.row and step.row.grant is not None
    }
    best: Revision | None = None
    amounts = _grants(programme, NOW)
    most = sum(1 for pk, amount in written.items() if amounts.get(pk, ZERO) == amount)
    for revision in adopted(programme).order_by("-number"):
        then = _grants(programme, revision.moment)
        same = sum(1 for pk, amount in written.items() if then.get(pk, ZERO) == amount)
        if same > most:
            best, amounts, most = revision, then, same
    return best, amounts


def _grants(programme: Programme, at: Moment) -> dict[int, Decimal]:
    """What the cité gave to each action at the moment. One query."""
    moved = Movement.objects.filter(GRANT, at.movements(), action__programme=programme).order_by()
    return {pk: total for pk, total in moved.values_list("action_id").annotate(total=Sum("amount")) if pk is not None}


def _digest(source: SourceFile, plan: Plan[int]) -> str:
    return f"{source.pk}-{plan.digest}"


def _euros(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else ZERO


def _grant(step: Step[int]) -> Decimal:
    """What the step takes from the action, or gives to it."""
    found = next((one for one in (*step.changes, *step.held) if one.field == "grant"), None)
    return _euros(found.before if step.row is None else found.after) if found else ZERO


class _Free:
    """The numbers that new actions may take, and the themes of the cité."""

    def __init__(self, programme: Programme) -> None:
        live = Action.objects.filter(programme=programme, withdrawn=False)
        self.taken = set(live.values_list("number", flat=True))
        self.themes = themes_by_key(programme.cite)

    def keep(self, name: str, text: str) -> bool:
        """Whether a new action keeps this text of the file: a number once, a theme that there is."""
        if name == "number":
            free = text not in self.taken
            self.taken.add(text)
            return free
        return name != "theme" or name_key(text) in self.themes


def _new(step: Step[int], free: _Free) -> New:
    texts = {one.field: shown(one.after) for one in (*step.changes, *step.held) if one.field in TAKEN and one.after}
    fields = {name: text for name, text in texts.items() if text and free.keep(name, text)}
    return New(step.name, fields, _grant(step))


def draft_from_file(  # noqa: PLR0913 - what is read, what a person saw and chose of it
    *, programme: Programme, source: SourceFile, digest: str, dropped: Collection[int], title: str, by: User
) -> Revision:
    """Open a draft that says what the file says: all of it, or nothing. `dropped` are the serials of absent actions.

    Raises Stale where the programme has moved since `digest` was shown, Refusal for an amount below nothing.
    """
    access_to(by, programme.cite_id).require(Verb.REVISE)
    with transaction.atomic():
        lock(programme.cite)
        reading = read_sheet(programme, source)
        if reading.digest != digest:
            raise Stale("Le programme a changé depuis l’aperçu. Relisez le nouvel aperçu avant de créer le brouillon.")
        if not (reading.moved or reading.new or dropped):
            raise Refusal("Ce fichier dit les mêmes montants que le programme : il n’y a rien à proposer.")
        reason = f"D’après le fichier « {source.name} »."
        draft = start_revision(programme=programme, title=title or source.name, by=by, reason=reason)
        edit_draft(revision=draft, typed=_typed(programme, reading, by), by=by)
        for one in reading.new:
            add_to_draft(revision=draft, fields=one.fields, amounts={None: shown(one.amount)}, by=by)
        absent = {one.action.serial for one in reading.gone}
        for serial in sorted(absent & set(dropped)):
            set_fate(revision=draft, serial=serial, fate=Fate.DROP, by=by)
    return draft


def _typed(programme: Programme, reading: Reading, by: User) -> list[Typed]:
    """What the annex's envelope gives, so that each action gets in all what the file says."""
    envelope = annex_envelope(programme, by)
    others = programmed_elsewhere(envelope, [one.action.pk for one in reading.moved])
    typed = []
    for one in reading.moved:
        other = others.get(one.action.pk, ZERO)
        if one.after < other:
            raise Refusal(
                f"Action {one.action} : le fichier lui laisse {euros(one.after)}, et d’autres enveloppes lui donnent "
                f"déjà {euros(other)}. Corrigez le fichier, ou changez-la à la main dans un projet."
            )
        typed.append(Typed(one.action.serial, shown(one.after - other), envelope.pk))
    return typed
