"""The cités of the installation side by side, for a national reader: figures that add up, nobody's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from preau.annexes.models import StandingFinding
from preau.annexes.queries import waiting
from preau.budgets.queries import programmed_by_programme
from preau.people.models import Cite
from preau.programmes.models import Action, Programme

SORTS = {
    "cite": "Cité éducative",
    "annee": "Programme",
    "actions": "Actions",
    "cout": "Coût total",
    "montant": "Cité éducative",
    "part": "Part",
    "a-verifier": "À vérifier",
}
"""What the list may be sorted by, as the address says it, and the heading of its column."""


@dataclass(frozen=True, slots=True)
class Row:
    """A cité and the figures of one of its programmes; without one it has no figure."""

    cite: Cite
    year: int | None = None
    actions: int = 0
    cost: Decimal | None = None
    grant: Decimal | None = None
    to_check: int = 0

    @property
    def part(self) -> Decimal | None:
        """The part of the cost that the cité gives, from 0 to 1."""
        return self.grant / self.cost if self.grant is not None and self.cost else None


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column: its name, where it leads, and how it is sorted now."""

    slug: str
    label: str
    address: str
    sort: str


@dataclass(frozen=True, slots=True)
class Table:
    """The list: a row a cité, sorted as the address says, for one year or for the latest programme of each."""

    rows: list[Row]
    years: list[int]
    year: int | None
    headings: list[Heading]

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Table:
        """The list that the address asks for. Five queries, whatever the number of cités."""
        years = sorted(set(Programme.objects.order_by().values_list("year", flat=True)), reverse=True)
        wanted = asked.get("annee", "")
        year = int(wanted) if wanted in map(str, years) else None
        sort = asked.get("tri", "cite") if asked.get("tri") in SORTS else "cite"
        down = asked.get("sens") == "desc"
        return cls(sorted_rows(_rows(year), sort, down=down), years, year, _headings(sort, year, down=down))

    @property
    def total(self) -> Row:
        """The sums of the list."""
        costs = [row.cost for row in self.rows if row.cost is not None]
        grants = [row.grant for row in self.rows if row.grant is not None]
        return Row(
            Cite(),
            None,
            sum(row.actions for row in self.rows),
            sum(costs, Decimal(0)) if costs else None,
            sum(grants, Decimal(0)) if grants else None,
            sum(row.to_check for row in self.rows),
        )

    @property
    def programmes(self) -> int:
        """How many cités have a programme in the list."""
        return sum(row.year is not None for row in self.rows)


def sorted_rows(rows: Iterable[Row], sort: str, *, down: bool) -> list[Row]:
    """The rows in the order asked; a cité that has no such figure stands last either way."""
    values: dict[str, Callable[[Row], Any]] = {
        "annee": lambda row: row.year,
        "actions": lambda row: row.actions if row.year else None,
        "cout": lambda row: row.cost,
        "montant": lambda row: row.grant,
        "part": lambda row: row.part,
        "a-verifier": lambda row: row.to_check if row.year else None,
    }
    if sort not in values:
        return list(reversed(list(rows))) if down else list(rows)
    value = values[sort]
    listed = list(rows)
    known = [row for row in listed if value(row) is not None]
    return sorted(known, key=value, reverse=down) + [row for row in listed if value(row) is None]


def _headings(sort: str, year: int | None, *, down: bool) -> list[Heading]:
    """Each head sorts by its column, and the other way where it does already; figures begin with the largest."""
    found = []
    for slug, label in SORTS.items():
        begins_down = slug != "cite"
        turned = (not down) if slug == sort else begins_down
        words = [f"tri={slug}", *(["sens=desc"] if turned else []), *([f"annee={year}"] if year else [])]
        now = ("descending" if down else "ascending") if slug == sort else ""
        found.append(Heading(slug, label, "?" + "&".join(words), now))
    return found


def _rows(year: int | None) -> list[Row]:
    programmes = {one.cite_id: one for one in _programmes(year)}
    live = Action.objects.filter(programme__in=[one.pk for one in programmes.values()], withdrawn=False)
    sums = {
        programme: (count, cost)
        for programme, count, cost in live.order_by()
        .values_list("programme")
        .annotate(count=Count("pk"), cost=Sum("total_cost"))
    }
    grants = programmed_by_programme(live)
    findings = waiting(StandingFinding.objects.filter(programme__in=[one.pk for one in programmes.values()]))
    checks = dict(findings.order_by().values_list("programme").annotate(count=Count("pk")))
    rows = []
    for cite in Cite.objects.order_by("name", "pk"):
        one = programmes.get(cite.pk)
        if one is None:
            rows.append(Row(cite))
            continue
        count, cost = sums.get(one.pk, (0, None))
        rows.append(Row(cite, one.year, count, cost, grants.get(one.pk), checks.get(one.pk, 0)))
    return rows


def _programmes(year: int | None) -> QuerySet[Programme]:
    """The programmes of the year, or the latest of each cité."""
    if year is not None:
        return Programme.objects.filter(year=year)
    latest = Programme.objects.filter(cite=OuterRef("cite")).order_by("-year").values("pk")[:1]
    return Programme.objects.filter(Q(pk=Subquery(latest)))
