"""Movements and positions as the pages show them; each figure leads to what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse

from preau.budgets.asked import NONE, WORDS, Asked
from preau.budgets.models import Envelope, Movement
from preau.budgets.queries import first_holders, positions
from preau.budgets.states import MovementKind
from preau.core.budget.position import Figure, Kind, Position
from preau.journal.models import Operation
from preau.journal.moments import Moment
from preau.people.models import Cite
from preau.programmes.models import Action
from preau.programmes.states import NationalAxis

FIGURES: tuple[tuple[Figure, str], ...] = (
    ("notified", "Notifié"),
    ("programmed", "Programmé"),
    ("committed", "Engagé"),
    ("paid", "Versé"),
    ("available", "Disponible"),
    ("to_commit", "À engager"),
    ("to_pay", "À verser"),
)
"""The figures of an envelope with their headings, in the order of its life."""
OF_AN_ACTION = tuple(pair for pair in FIGURES if pair[0] not in {"notified", "available"})
"""Those of a part of an envelope: what is notified belongs to the whole."""


class FigureLink(NamedTuple):
    """A figure: its heading, its amount, where the movements it is made of are, its part of what it is taken from."""

    label: str
    amount: Decimal
    url: str
    percent: float | None = None


def figures_of(
    position: Position, page: str, asked: Asked, shown: Iterable[tuple[Figure, str]] = FIGURES
) -> list[FigureLink]:
    """The figures of a position, each leading to its movements."""
    wholes: dict[Figure, Decimal] = {
        "programmed": position.notified, "committed": position.programmed, "paid": position.committed,
    }  # fmt: skip
    found = []
    for figure, label in shown:
        amount: Decimal = getattr(position, figure)
        whole = wholes.get(figure)
        percent = float(amount * 100 / whole) if whole and whole > 0 else None
        found.append(FigureLink(label, amount, page + asked.address(figure=WORDS[figure]), percent))
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an envelope: an action, a holder, a theme or an axis, with its figures."""

    name: str
    url: str
    figures: list[FigureLink]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to part an envelope: its word in the address, its label, the heading of its column."""

    word: str
    label: str
    heading: str


GROUPINGS = (
    Grouping("action", "Par action", "Action"),
    Grouping("porteur", "Par porteur", "Porteur"),
    Grouping("theme", "Par thème", "Thème"),
    Grouping("axe", "Par axe national", "Axe national"),
)
AXES = {axis.value: (rank, str(axis.label)) for rank, axis in enumerate(NationalAxis, start=1)}
LAST = 10**6
CAUSES: Mapping[str, str] = {Operation.Verb.MONEY: "saisie"}
"""What caused a movement, where the name of the verb would say it twice."""


class Key(NamedTuple):
    """What a group is: its rank in the table, its name, its word in the address."""

    rank: tuple[int, str]
    name: str
    word: str


def by_action(envelope: Envelope, at: Moment) -> dict[Action, Position]:
    """The position of each action in the envelope, in the order of programmes; two queries."""
    moved = Movement.objects.filter(envelope=envelope, action__isnull=False)
    found = {pk: one for (pk,), one in positions(moved, "action", at=at).items()}
    names = (
        "serial",
        "number",
        "rank",
        "title",
        "holder_written",
        "axis",
        "withdrawn",
        "programme__year",
        "programme__cite",
    )
    actions = Action.objects.filter(pk__in=found).select_related("programme", "theme")
    actions = actions.only(*names, "theme__name", "theme__letter", "theme__rank")
    ordered = actions.order_by("programme__year", "rank", "serial")
    return {action: found[action.pk] for action in ordered if found[action.pk] != Position()}


def parts(
    cite: Cite, grouping: str, positions_: Mapping[Action, Position], asked: Asked
) -> tuple[list[Part], Position]:
    """The parts of an envelope by action, first holder, theme or national axis, and their sum. One query at most."""
    key = _keys(grouping, positions_)
    groups: dict[Key, Position] = {}
    for action, position in positions_.items():
        found = key(action)
        groups[found] = groups.get(found, Position()) + position
    field = {"action": "action", "porteur": "holder", "theme": "theme", "axe": "axis"}[grouping]
    page = reverse("movements", args=[cite.slug])
    urls = {_serial(action): action_url(cite, action) for action in positions_} if grouping == "action" else {}
    rows = [
        Part(
            one.name,
            urls.get(one.word, ""),
            figures_of(position, page, asked_of(asked, field, one.word), OF_AN_ACTION),
        )
        for one, position in sorted(groups.items(), key=lambda pair: pair[0].rank)
    ]
    return rows, sum(groups.values(), Position())


def asked_of(asked: Asked, field: str, word: str) -> Asked:
    """The same question, of one part."""
    part = {field: word}
    return replace(Asked(envelope=asked.envelope, on=asked.on), **part)  # type: ignore[arg-type]


def _keys(grouping: str, positions_: Mapping[Action, Position]) -> Callable[[Action], Key]:
    match grouping:
        case "porteur":
            holders = first_holders([action.pk for action in positions_])

            def of_holder(action: Action) -> Key:
                one = holders.get(action.pk)
                return Key((0, one.name.casefold()), one.name, str(one.pk)) if one else _without("porteur")

            return of_holder
        case "theme":
            return _of_theme
        case "axe":
            return lambda action: (
                Key((AXES[action.axis][0], ""), f"Axe {AXES[action.axis][0]} : {AXES[action.axis][1]}", action.axis)
                if action.axis
                else _without("axe national")
            )
    order = {action.pk: rank for rank, action in enumerate(positions_)}
    several = len({action.programme.year for action in positions_}) > 1
    return lambda action: Key(
        (order[action.pk], ""), f"{action}{f' ({action.programme.year})' if several else ''}", _serial(action)
    )


def _of_theme(action: Action) -> Key:
    theme = action.theme
    return Key((theme.rank or LAST, theme.name), theme.name, theme.letter or "") if theme else _without("thème")


def _without(what: str) -> Key:
    return Key((LAST + 1, ""), f"Sans {what}", NONE)


def _serial(action: Action) -> str:
    return f"{action.programme.year}-{action.serial}"


def action_url(cite: Cite, action: Action) -> str:
    """The page of an action whose programme is known."""
    return reverse("action", args=[cite.slug, action.programme.year, action.serial])


@dataclass(frozen=True, slots=True)
class MovementLine:
    """A movement as a row of a table; `amount` has the sign under which it counts in the figure that is asked for."""

    movement: Movement
    amount: Decimal
    cause: str
    cause_url: str
    action_url: str
    author: str
    reversal_url: str


def lines(cite: Cite, movements: Iterable[Movement], signs: Mapping[Kind, int], *, manages: bool) -> list[MovementLine]:
    """The movements as rows. They come with what `for_lines` reads; `manages` offers to reverse what may be."""
    return [_line(cite, one, signs, manages=manages) for one in movements]


def _line(cite: Cite, one: Movement, signs: Mapping[Kind, int], *, manages: bool) -> MovementLine:
    cause = one.cause
    done = cause.undoes or cause
    url, words = "", CAUSES.get(done.verb) or done.get_verb_display().lower()
    if done.verb == Operation.Verb.IMPORT:
        words = "annulation de l’import" if cause.undoes else "import"
        if one.action is not None:
            url = reverse("import", args=[cite.slug, one.action.programme.year, done.number])
    revision = getattr(done, "revision", None)
    if revision is not None and one.action is not None:
        words = revision.called
        url = reverse("revision", args=[cite.slug, one.action.programme.year, revision.serial])
    free = one.kind != MovementKind.PROGRAMMED and one.reverses_id is None and not hasattr(one, "reversed_by")
    return MovementLine(
        one,
        one.amount * signs.get(one.kind, 1),  # type: ignore[call-overload]
        words if revision is not None else f"{words} n°\u00a0{done.number}",
        url,
        action_url(cite, one.action) if one.action is not None else "",
        cause.by.name if cause.by else "",
        reverse("movement_reverse", args=[cite.slug, one.pk]) if manages and free else "",
    )
