"""What the journal says an object was at a moment: its lines put one on the other, in the order of operations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from preau.journal.models import Line, Operation
from preau.journal.moments import Moment

Row = tuple[int, dict[str, Any], dict[str, Any]]


@dataclass(slots=True)
class Folded:
    """The fields of one object: as the last line that holds leaves them, else as the first one found them."""

    held: dict[str, Any] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str, today: Any) -> Any:  # noqa: ANN401 - whatever a line keeps
        """The value at the moment; that of today where no line ever spoke of it."""
        return self.held[name] if name in self.held else self.found.get(name, today)


def fold(rows: Iterable[Row]) -> dict[int, dict[str, Any]]:
    """The last value that each object was given, by its primary key then by field."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for pk, _, after in rows:
        found[pk].update(after)
    return found


def held_lines(lines: QuerySet[Line], at: Moment) -> list[Row]:
    """The lines that hold at the moment, in the order of their operations: object, before, after. One query."""
    found = lines.filter(at.operations("operation__")).order_by("operation__number", "pk")
    return list(found.values_list("object_id", "before", "after"))


def without_reopened(lines: QuerySet[Line], programme: int, at: Moment) -> QuerySet[Line]:
    """The lines, but those of the votes of the programme (primary key) that were taken back at the moment. No query.

    A vote is taken back by the next time that the preparation is taken up again: each of those before the last one was.
    """
    reopened = Line.objects.filter(
        at.operations("operation__"),
        kind=Line.Kind.PROGRAMME,
        object_id=programme,
        operation__verb=Operation.Verb.REOPEN,
    ).order_by("-operation__number")
    last = Coalesce(Subquery(reopened.values("operation__number")[:1]), 0)
    return lines.exclude(operation__verb=Operation.Verb.VOTE, operation__number__lt=last)


def folded(lines: QuerySet[Line], at: Moment) -> dict[int, Folded]:
    """Each object that the lines speak of, at the moment: what a line written since found counts too. One query.

    For what was not always told whole: a theme whose rank no line gave is where the first move found it.
    """
    found: dict[int, Folded] = defaultdict(Folded)
    rows = lines.order_by("operation__number", "pk")
    for pk, before, after, number, on in rows.values_list(
        "object_id", "before", "after", "operation__number", "operation__on"
    ):
        if at.holds(number, on):
            found[pk].held.update(after)
        found[pk].found = before | found[pk].found
    return found
