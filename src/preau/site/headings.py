"""The themes of a cité as they are read: how many actions and how much money each has had, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from preau.annexes.themes import standing_themes
from preau.budgets.queries import programmed_by_theme
from preau.people.models import Cite
from preau.programmes.models import Action, Programme, Theme
from preau.programmes.states import NationalAxis
from preau.site.overview import Badge

YEARS = 4
"""Years shown side by side, the latest; the older ones are in their programmes."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a theme has in a year: actions, and euros where there are any."""

    year: int
    count: int
    grant: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A theme with its badge, its place from 1, its actions in every year, and what it has in each year shown."""

    theme: Theme
    badge: Badge
    place: int
    actions: int
    shares: list[Share]


def programmes_shown(cite: Cite) -> list[Programme]:
    """The latest programmes of the cité, the latest first. One query."""
    return list(Programme.objects.filter(cite=cite).order_by("-year")[:YEARS])


def headings_of(cite: Cite, programmes: list[Programme]) -> tuple[list[Heading], list[Share]]:
    """The themes in their order, then what has no theme, each with what it has in the programmes. Three queries.

    Actions that were withdrawn are not counted.
    """
    actions = _live(cite)
    counted = actions.order_by().values_list("theme", "programme").annotate(count=Count("pk"))
    counts = {(theme, programme): count for theme, programme, count in counted}
    grants = programmed_by_theme(actions)
    themes = standing_themes(cite)
    return [_heading(theme, place, programmes, counts, grants) for place, theme in enumerate(themes, start=1)], [
        Share(one.year, counts.get((None, one.pk), 0), grants.get((None, one.pk))) for one in programmes
    ]


def _live(cite: Cite) -> QuerySet[Action]:
    return Action.objects.filter(programme__cite=cite, withdrawn=False)


def _heading(
    theme: Theme,
    place: int,
    programmes: list[Programme],
    counts: Mapping[tuple[int | None, int], int],
    grants: Mapping[tuple[int | None, int], Decimal],
) -> Heading:
    return Heading(
        theme=theme,
        badge=Badge.of(theme),
        place=place,
        actions=sum(count for (one, _), count in counts.items() if one == theme.pk),
        shares=[
            Share(one.year, counts.get((theme.pk, one.pk), 0), grants.get((theme.pk, one.pk))) for one in programmes
        ],
    )


def axes_of(cite: Cite, programmes: list[Programme]) -> list[tuple[str, list[int]]]:
    """The national axes and what has none, each with how many actions it has in the programmes. One query."""
    counted = _live(cite).order_by().values_list("axis", "programme").annotate(count=Count("pk"))
    counts = {(axis, programme): count for axis, programme, count in counted}
    labels = [*((str(value), str(label)) for value, label in NationalAxis.choices), ("", "Axe non choisi")]
    return [(label, [counts.get((axis, one.pk), 0) for one in programmes]) for axis, label in labels]
