"""A programme as it was known at a moment: its actions, their order, its version. Reads the journal; writes nothing.

The rule is in docs/decisions/0019-what-was-known-then.md: the lines of the operations that held by then, one on the
other in the order of their numbers; the grant is the sum of the movements that counted by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, cast

from django.db.models import Min, Q

from preau.annexes.state import AMOUNTS, TEXTS, from_told
from preau.annexes.theme_history import ThemesThen
from preau.budgets.models import Revision
from preau.budgets.queries import with_grant
from preau.budgets.states import RevisionState
from preau.core.annex.names import holders_in
from preau.core.refusal import Refusal
from preau.journal.folds import Folded, fold, folded, held_lines, without_reopened
from preau.journal.models import Line, Operation
from preau.journal.moments import NOW, Moment
from preau.people.models import Cite, Organisation, name_key
from preau.people.queries import organisations_by_key
from preau.programmes.models import Action, Programme
from preau.programmes.states import ProgrammeState
from preau.ui.templatetags.french import day


@dataclass(frozen=True, slots=True)
class Version:
    """What a programme was at a moment: its title, whether it was voted, which revision was in force."""

    title: str
    state: ProgrammeState
    voted_on: date | None
    revision: Revision | None

    @property
    def label(self) -> str:
        """The version in words: "réactualisation n° 1, adoptée le 7 juillet 2020"."""
        if self.state == ProgrammeState.DRAFT:
            return "programme en préparation"
        if self.revision is None:
            return f"programme voté le {day(self.voted_on)}" if self.voted_on else "programme voté"
        verb = "voté" if self.revision.number == 0 else "adoptée"
        on = self.revision.decided_on
        return self.revision.called + (f", {verb} le {day(on)}" if on else "")


class Held(NamedTuple):
    """An organisation that an action's cell named then; unsaved where the cité knows none of that name."""

    organisation: Organisation
    tentative: bool


def known_at(programme: Programme, at: Moment) -> list[Action]:
    """The actions that were known then, withdrawn ones too, in their order then. Five queries, whatever their number.

    Each has its fields, theme and `grant` of that moment, and is not to be saved.
    """
    actions = with_grant(Action.objects.filter(programme=programme), at)
    if at.is_now:
        return list(actions.select_related("theme").order_by("rank", "serial"))
    told = fold(held_lines(_lines(programme, at), at))
    themes = ThemesThen.of(programme.cite, at)
    found = [_as_then(action, told[action.pk], themes) for action in actions if action.pk in told]
    return _in_order(found, _programme_then(programme, at))


def in_programme(actions: Iterable[Action]) -> list[Action]:
    """Those that were in the programme then."""
    return [action for action in actions if not action.withdrawn]


def version_at(programme: Programme, at: Moment) -> Version:
    """Which version of the programme was in force then. Two queries."""
    told = _programme_then(programme, at)
    early = at.on is not None and programme.voted_on is not None and programme.voted_on > at.on
    state = told.get("state", ProgrammeState.DRAFT if early else programme.state)
    voted = told.get("voted_on", None if early else programme.voted_on)
    return Version(
        title=told.get("title", programme.title),
        state=ProgrammeState(state),
        voted_on=date.fromisoformat(voted) if isinstance(voted, str) else voted,
        revision=adopted(programme).filter(at.operations("operation__")).order_by("-number").first(),
    )


def adopted(programme: Programme) -> Any:  # noqa: ANN401 - a query set, with what caused each
    """The revisions of the programme that were adopted, the initial one first, each with its operation."""
    found = Revision.objects.filter(programme=programme, state=RevisionState.ADOPTED)
    return found.select_related("operation").order_by("number")


def revision_of(programme: Programme, number: str) -> Revision:
    """The revision that was adopted under that number. Raises Refusal with those that were."""
    known = {str(one.number): one for one in adopted(programme)}
    found: Revision | None = known.get(number.removeprefix("v"))
    if found is None:
        there = f"Ses versions : {', '.join(known)}." if known else "Aucune n’a encore été adoptée."
        raise Refusal(f"Le programme {programme.year} n’a pas de version « {number[:20]} ». {there}")
    return found


def beginning(programme: Programme) -> date | None:
    """The first day from which anything is known of the programme; None where the journal says nothing. One query.

    Neither a vote that was taken back nor what took it back is known of that day.
    """
    lines = Line.objects.filter(operation__cite=programme.cite_id).filter(
        Q(kind=Line.Kind.PROGRAMME, object_id=programme.pk) | _of_actions(programme)
    )
    stand = without_reopened(lines, programme.pk, NOW).exclude(operation__verb=Operation.Verb.REOPEN)
    first: date | None = stand.aggregate(first=Min("operation__on"))["first"]
    return first


def holders_then(cite: Cite, actions: Iterable[Action]) -> dict[int, list[Held]]:
    """Who carried each action, by its primary key, as its cell said then. Two queries.

    A name leads to the organisation that bears it today, so that one merged or renamed since is found.
    """
    known = organisations_by_key(cite)
    found: dict[int, list[Held]] = {}
    for action in actions:
        held: dict[str, Held] = {}
        for holder in holders_in(action.holder_written) if action.holder_written else ():
            key = name_key(holder.name)
            organisation = known.get(key) or Organisation(cite=cite, name=holder.name, key=key)
            held.setdefault(organisation.key, Held(organisation, holder.tentative))
        found[action.pk] = list(held.values())
    return found


def operations_between(programme: Programme, before: Moment, after: Moment) -> dict[int, Operation]:
    """The last operation that spoke of each action between the two moments, by the action. One query."""
    between = (after.operations("operation__") & ~_q(before)) | (before.operations("operation__") & ~_q(after))
    lines = _lines(programme, after).filter(between).select_related("operation").order_by("operation__number")
    return {line.object_id: line.operation for line in lines.defer("before", "after")}


def _q(at: Moment) -> Q:
    """The operations that hold at the moment, so that "not" means none of them where it is now."""
    return at.operations("operation__") if not at.is_now else Q(operation__number__gt=0)


def _of_actions(programme: Programme) -> Q:
    kinds = (Line.Kind.ACTION, Line.Kind.SNAPSHOT)
    return Q(kind__in=kinds, object_id__in=Action.objects.filter(programme=programme).values("pk"))


def _lines(programme: Programme, at: Moment) -> Any:  # noqa: ANN401 - a query set of lines
    lines = Line.objects.filter(_of_actions(programme), operation__cite=programme.cite_id)
    return without_reopened(lines, programme.pk, at)


def _programme_then(programme: Programme, at: Moment) -> Folded:
    lines = Line.objects.filter(kind=Line.Kind.PROGRAMME, object_id=programme.pk, operation__cite=programme.cite_id)
    return folded(without_reopened(lines, programme.pk, at), at).get(programme.pk) or Folded()


def _as_then(action: Action, told: Mapping[str, Any], themes: ThemesThen) -> Action:
    """The action with its fields as the journal told them; what it told nothing of is empty."""
    values = from_told({name: told.get(name) for name in (*TEXTS, *AMOUNTS)})
    for name in TEXTS:
        setattr(action, name, values[name] or "")
    for name in AMOUNTS:
        setattr(action, name, values[name])
    action.axis = told.get("axis") or ""
    action.priority = told.get("priority")
    other = cast("dict[str, str]", told.get("other") or {})
    if other != dict(action.other):  # else the order of its columns is that of today: a database may forget it
        action.other = [list(pair) for pair in other.items()]
    action.theme = themes.named(told.get("theme"))
    action.withdrawn = bool(told.get("withdrawn", False))
    return action


def _in_order(actions: Sequence[Action], told: Folded) -> list[Action]:
    """The actions in the order of the annex then, ranked from 1; those that came after that order, as they came."""
    order: Sequence[int] | None = told.get("order", None)
    places = {serial: place for place, serial in enumerate(order or ())}

    def place(action: Action) -> tuple[int, int]:
        if order is None:
            return action.rank, action.serial
        return places.get(action.serial, len(places)), action.serial

    found = sorted(actions, key=place)
    for rank, action in enumerate(found, start=1):
        action.rank = rank
    return found
