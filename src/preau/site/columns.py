"""The columns of a programme's table: which there are, which say something, which a person wants to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from preau.core.annex.rows import Concept
from preau.people.access import Visitor
from preau.people.models import Cite, User
from preau.programmes.models import ColumnChoice
from preau.site.overview import Sums
from preau.site.queries import Entry

NAME = "name"
"""The column that is always there: what an action is called."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its heading, the field it shows, whether it holds amounts.

    `said` is None for a column that stands wherever an action fills it, False for one that only stands when chosen.
    """

    key: str
    heading: str
    field: str
    amount: bool = False
    said: bool | None = None


COLUMNS = (
    Column("number", "N°", "number"),
    Column(NAME, "Action et public", "title"),
    Column("theme", "Thème", "theme", said=False),
    Column("who", "Porteur", "holder_written"),
    Column("axis", "Axe national", "axis"),
    Column("description", "Descriptif", "description", said=False),
    Column("partners", "Partenaires", "partners_written", said=False),
    Column("state", "État", "status"),
    Column("cost", "Coût total", "total_cost", amount=True),
    Column("requested", "Demandé", "requested", amount=True),
    Column("grant", "Cité éducative", "grant", amount=True),
    Column("part", "Part", "", amount=True),
)
CONCEPTS_OF: dict[str, tuple[Concept, ...]] = {
    "name": ("title", "audience"), "number": ("number",), "theme": ("theme",), "who": ("holder",),
    "description": ("description",), "partners": ("expected_partners",),
    "cost": ("total_cost",), "requested": ("requested",), "grant": ("grant",),
}  # fmt: skip
"""What each column is in an annex, which does not know the others: a state, a national axis, a part."""
BY_KEY = {column.key: column for column in COLUMNS}
EDITORS = ("number", "who", "state", "cost", "grant")
"""The columns that who edits a programme needs even when they are still empty."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table, in their order."""

    shown: tuple[Column, ...]
    chosen: bool

    @classmethod
    def of(cls, entries: Sequence[Entry], sums: Sums, choice: Sequence[str] | None, *, edits: bool = False) -> Columns:
        """The columns that a person chose, else those that have something to say, and those that an editor fills."""
        if choice is not None:
            return cls(tuple(one for one in COLUMNS if one.key in choice or one.key == NAME), chosen=True)
        needed = EDITORS if edits else ()
        return cls(tuple(one for one in COLUMNS if one.key in needed or _says(one, entries, sums)), chosen=False)

    def has(self, key: str) -> bool:
        """Whether the column is there."""
        return any(column.key == key for column in self.shown)

    def cell(self, field: str) -> str:
        """The column in which the flag of a field's finding stands: under the name where it has none of its own."""
        return next((column.key for column in self.shown if column.field == field), NAME)

    @property
    def words(self) -> int:
        """How many columns come before the amounts."""
        return sum(not column.amount for column in self.shown)

    @property
    def amounts(self) -> tuple[Column, ...]:
        """The columns that are summed."""
        return tuple(column for column in self.shown if column.amount)


def _says(column: Column, entries: Sequence[Entry], sums: Sums) -> bool:
    """Whether an action fills the column: an annex without numbers, states or costs gets none for them."""
    match column.key:
        case "name":
            return True
        case "who":
            return any(entry.action.title and entry.action.holder_written for entry in entries)
        case "cost":
            return sums.cost is not None
        case "requested":
            return sums.requested is not None
        case "grant":
            return sums.grant is not None
        case "part":
            return sums.whole > 0
        case _:
            return column.said is None and any(getattr(entry.action, column.field) for entry in entries)


def choice_of(user: Visitor, cite: Cite) -> list[str] | None:
    """The keys of the columns that the person chose for the programmes of the cité, None where they never did."""
    kept = ColumnChoice.objects.filter(user=user.pk, cite=cite).values_list("columns", flat=True).first()
    return kept if kept is None else [key for key in kept if key in BY_KEY]


def choose(*, user: User, cite: Cite, keys: Sequence[str]) -> None:
    """Remember the person's columns; none chosen is going back to those that say something."""
    known = [column.key for column in COLUMNS if column.key in keys]
    if known:
        ColumnChoice.objects.update_or_create(user=user, cite=cite, defaults={"columns": known})
    else:
        ColumnChoice.objects.filter(user=user, cite=cite).delete()
