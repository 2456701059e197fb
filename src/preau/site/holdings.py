"""What one organisation does in its cité: the actions it carries or joins, year by year, and who stands for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from preau.budgets.queries import with_grant
from preau.core.identifiers import bare_rna, bare_siret, bare_uai
from preau.core.refusal import Refusal
from preau.journal.models import Line, Operation
from preau.people.access import Visitor
from preau.people.models import Cite, Membership, Organisation
from preau.programmes.models import Action, ActionHolder, ActionPartner
from preau.programmes.queries import actions_seen
from preau.site.overview import state_of
from preau.site.queries import LONG_TEXTS, grant_of


@dataclass(frozen=True, slots=True)
class Holding:
    """An action of the organisation: carried (surely or not, alone or not), or joined as a partner."""

    action: Action
    grant: Decimal | None
    state: str
    sign: str
    tentative: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """The organisation in the programme of a year. Sums are None where no action gives the amount."""

    year: int
    carried: int
    cost: Decimal | None
    grant: Decimal | None
    partnered: int


def carried_by(user: Visitor, organisation: Organisation) -> list[Holding]:
    """The actions that it carries and the visitor may read, the latest year first. Two queries."""
    rows = ActionHolder.objects.filter(action__holders__organisation=organisation).distinct()
    holders: dict[int, list[ActionHolder]] = {}
    for row in rows:
        holders.setdefault(row.action_id, []).append(row)
    return [
        _holding(action, holders[action.pk], organisation)
        for action in _actions(user, organisation, Action.objects.filter(holders__organisation=organisation))
    ]


def _holding(action: Action, holders: Sequence[ActionHolder], organisation: Organisation) -> Holding:
    mine = next(row for row in holders if row.organisation_id == organisation.pk)
    return Holding(action, grant_of(action), *state_of(action), tentative=mine.tentative, shared=len(holders) > 1)


def joined_by(user: Visitor, organisation: Organisation) -> list[Holding]:
    """The actions that it joins as a partner and the visitor may read, the latest year first. One query."""
    rows = ActionPartner.objects.filter(organisation=organisation).values("action")
    actions = _actions(user, organisation, Action.objects.filter(pk__in=rows))
    return [Holding(action, grant_of(action), *state_of(action)) for action in actions]


def _actions(user: Visitor, organisation: Organisation, actions: QuerySet[Action]) -> list[Action]:
    seen = actions_seen(user, actions, organisation.cite_id).filter(withdrawn=False)
    order = seen.select_related("programme__cite", "theme").defer(*LONG_TEXTS)
    return list(with_grant(order).order_by("-programme__year", "rank", "serial"))


def years_of(carried: Iterable[Holding], joined: Iterable[Holding]) -> list[Year]:
    """The sums of each year, the latest first."""
    held, met = list(carried), list(joined)
    years = sorted({one.action.programme.year for one in (*held, *met)}, reverse=True)
    return [_year(year, held, met) for year in years]


def _year(year: int, carried: Sequence[Holding], joined: Sequence[Holding]) -> Year:
    mine = [one for one in carried if one.action.programme.year == year]
    return Year(
        year=year,
        carried=len(mine),
        cost=total(one.action.total_cost for one in mine),
        grant=total(one.grant for one in mine),
        partnered=sum(one.action.programme.year == year for one in joined),
    )


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of those that are known; None where none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def identifiers_seen(organisation: Organisation) -> dict[str, str]:
    """The identifiers that annexes give for it and that it lacks: right ones, on actions it carries alone. One query.

    Where annexes give two different ones, none is proposed.
    """
    shared = ActionHolder.objects.exclude(organisation=organisation).values("action")
    alone = Action.objects.filter(holders__organisation=organisation, withdrawn=False).exclude(pk__in=shared)
    columns = zip(*alone.values_list("siret", "rna", "uai"), strict=True)
    readers = (("siret", bare_siret), ("rna", bare_rna), ("uai", bare_uai))
    found = {}
    for (name, read), texts in zip(readers, columns, strict=False):
        given = {right for text in texts if (right := _right(read, text))}
        if len(given) == 1 and not getattr(organisation, name):
            found[name] = given.pop()
    return found


def _right(read: Callable[[str], str], text: str) -> str:
    """The identifier, bare; nothing where it is wrong."""
    try:
        return read(text)
    except Refusal:
        return ""


def members_of(organisation: Organisation) -> list[Membership]:
    """The people who have a role for it, by name. One query."""
    return list(organisation.memberships.select_related("user").order_by("user__name", "pk"))


def merged_into(cite: Cite, *, kind: Line.Kind, pk: int) -> list[tuple[Line, Operation]]:
    """The merges that stand and that gave something to this one, the latest first: the line of what went. One query.

    Only the last can be undone.
    """
    merges = Line.objects.filter(
        kind=kind, operation__cite=cite, operation__verb=Operation.Verb.MERGE, operation__undone_by=None, after__into=pk
    )
    found = merges.select_related("operation__by").order_by("-operation__number")
    return [(line, line.operation) for line in found]
