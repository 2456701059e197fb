"""The revisions that a visitor may read, and what is programmed now for the actions they change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from preau.annexes.history import adopted
from preau.annexes.typed import typed
from preau.budgets.models import Movement, Revision, RevisionAmount, RevisionLine
from preau.budgets.states import Fate, MovementKind, RevisionState
from preau.core.annex.names import holders_in
from preau.core.budget.rules import Given
from preau.core.money import ZERO, Unreadable, parse_amount
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.moments import NOW, Moment
from preau.people.access import Visitor, access_to
from preau.people.models import Cite, Organisation, name_key
from preau.people.queries import organisations_by_key
from preau.people.roles import Verb
from preau.programmes.models import Programme

LEAVING = (Fate.POSTPONE, Fate.DROP)
"""The fates of an action that gets nothing any more."""


def revisions_for(user: Visitor, programme: Programme) -> QuerySet[Revision]:
    """The revisions of the programme: all for who reads drafts, the adopted ones for who reads budgets, else none."""
    access = access_to(user, programme.cite_id)
    revisions = Revision.objects.filter(programme=programme).select_related("sitting__committee", "operation")
    if access.whole_for(Verb.READ_DRAFTS):
        return revisions
    if access.whole_for(Verb.READ_BUDGETS):
        return revisions.filter(state=RevisionState.ADOPTED)
    return revisions.none()


def in_force(programme: Programme) -> Revision | None:
    """The last revision that was adopted; None while the programme is a draft."""
    last: Revision | None = adopted(programme).last()
    return last


def programmed(programme: Programme, at: Moment = NOW) -> dict[int, dict[int, Decimal]]:
    """What is programmed for each action, by envelope (primary keys); nothing is absent. One query."""
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = (
        Movement.objects.filter(at.movements(), action__programme=programme, kind=MovementKind.PROGRAMMED)
        .order_by()
        .values_list("action_id", "envelope_id")
        .annotate(total=Sum("amount"))
    )
    for action, envelope, total in rows:
        if action is not None and total:
            found[action][envelope] = total
    return dict(found)


def stale_lines(revision: Revision, now: dict[int, dict[int, Decimal]]) -> Iterable[tuple[int, int]]:
    """The amounts (action, envelope) that were compared with what is no longer programmed.

    Of an action that leaves, what an envelope gives it since is one of them: it would keep it.
    """
    for line in revision.lines.prefetch_related("amounts"):
        for envelope in _moved(line, now):
            yield line.action_id or 0, envelope


def _moved(line: RevisionLine, now: dict[int, dict[int, Decimal]]) -> list[int]:
    """The envelopes of the line that give something else than what it was compared with."""
    if line.action_id is None:
        return []
    given = now.get(line.action_id, {})
    before = {one.envelope_id: one.before for one in line.amounts.all()}
    known = before.keys() | (given.keys() if line.fate in LEAVING else set())
    return [pk for pk in sorted(known) if before.get(pk, ZERO) != given.get(pk, ZERO)]


def asked_of(lines: Iterable[RevisionLine], cite: Cite) -> tuple[dict[int, dict[int, Decimal]], dict[int, list[Given]]]:
    """What the lines ask of each envelope (by primary key): for actions that are there, and for those to add.

    Their amounts must have been fetched with them. Two queries where there are actions to add, for their holders.
    """
    targets: dict[int, dict[int, Decimal]] = defaultdict(dict)
    added: dict[int, list[Given]] = defaultdict(list)
    lines = list(lines)
    known = organisations_by_key(cite) if any(line.action_id is None for line in lines) else {}
    for line in lines:
        for one in line.amounts.all():
            if line.action_id is not None:
                targets[one.envelope_id][line.action_id] = one.amount
                continue
            name = squeeze(line.fields.get("title", "") or line.fields.get("holder_written", ""))
            given = Given(
                f"line:{line.pk}", f"Action ajoutée « {name} »", one.amount, cost_of(line),
                _first_holder(line, known), _priority(line),
            )  # fmt: skip
            added[one.envelope_id].append(given)
    return dict(targets), dict(added)


def _first_holder(line: RevisionLine, known: Mapping[str, Organisation]) -> str:
    """The holder of an action to add that counts in the ceiling of each, by the name that the cité gives it."""
    written = holders_in(line.fields.get("holder_written", ""))
    return str(known.get(name_key(written[0].name), written[0].name)) if written else ""


def _priority(line: RevisionLine) -> int | None:
    try:
        share = typed("priority", line.fields.get("priority", ""), {})
    except Refusal:
        return None
    return share if isinstance(share, int) else None


def cost_of(line: RevisionLine) -> Decimal | None:
    """The cost of an action to add, as it was typed; None where nobody said it."""
    try:
        return parse_amount(line.fields.get("total_cost", ""))
    except Unreadable:
        return None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a revision takes from some actions and gives to others, in euros, action by action."""

    taken: Decimal = ZERO
    given: Decimal = ZERO
    losing: int = 0
    gaining: int = 0

    @property
    def balance(self) -> Decimal:
        """What it programs more than before; negative where it programs less."""
        return self.given - self.taken

    @classmethod
    def of(cls, differences: Iterable[Decimal]) -> Weighed:
        """Of the difference of each action."""
        known = list(differences)
        lost, gained = [-one for one in known if one < 0], [one for one in known if one > 0]
        return cls(sum(lost, ZERO), sum(gained, ZERO), len(lost), len(gained))


def weighed(revisions: Iterable[Revision]) -> dict[int, Weighed]:
    """What each revision takes from the grant of actions and gives to that of others, by primary key. One query."""
    rows = (
        RevisionAmount.objects.filter(line__revision__in=revisions, envelope__in_grant=True)
        .order_by()
        .values_list("line__revision_id", "line_id")
        .annotate(then=Sum("amount"), before=Sum("before"))
    )
    found: dict[int, list[Decimal]] = defaultdict(list)
    for revision, _, then, before in rows:
        found[revision].append(then - before)
    return {pk: Weighed.of(differences) for pk, differences in found.items()}


def stale_drafts(programme: Programme) -> set[int]:
    """The drafts (primary keys) that were compared with an older revision, or with what is programmed no more.

    Three queries, and none where there is no draft.
    """
    drafts = list(Revision.objects.filter(programme=programme, state=RevisionState.DRAFT))
    if not drafts:
        return set()
    force, now = in_force(programme), programmed(programme)
    found = {one.pk for one in drafts if force is not None and one.based_on_id != force.pk}
    lines = RevisionLine.objects.filter(revision__in=drafts).prefetch_related("amounts")
    return found | {line.revision_id for line in lines if any(_moved(line, now))}
