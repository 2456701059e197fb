"""One side of a comparison, as an address writes it: "v1" for a revision adopted, a day, "aujourdhui"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from preau.annexes.history import adopted, beginning, revision_of
from preau.budgets.models import Revision
from preau.core.days import past_day
from preau.journal.moments import NOW, Moment
from preau.programmes.models import Programme
from preau.revisions.projects import is_project

TODAY = "aujourdhui"


@dataclass(frozen=True, slots=True)
class Side:
    """A moment to compare: its word in the address, its day, the revision that it is where it is one."""

    word: str
    at: Moment
    day: date
    revision: Revision | None = None

    @property
    def project(self) -> Revision | None:
        """The revision that the side is, where it is not adopted."""
        return self.revision if self.revision is not None and is_project(self.revision) else None

    @property
    def is_today(self) -> bool:
        """Whether it is the programme as it stands."""
        return self.at.is_now and self.project is None

    @property
    def written_day(self) -> str:
        """The day, where the side is one that somebody wrote."""
        return self.day.isoformat() if self.revision is None and not self.is_today else ""


def read_side(programme: Programme, word: str) -> Side:
    """The side that the word names. Raises Refusal for what is none: no such version, no day, a day to come."""
    word = word.strip()
    if word == TODAY:
        return Side(TODAY, NOW, localdate())
    if word[:1] == "v" and word[1:].isdecimal():
        return side_of(revision_of(programme, word[1:]))
    day = past_day(word, localdate())
    return Side(day.isoformat(), Moment(on=day), day)


def side_of(revision: Revision) -> Side:
    """A revision as a side: as it was adopted, or as it would leave the programme today."""
    if is_project(revision):
        return Side(f"p{revision.serial}", NOW, localdate(), revision)
    assert revision.decided_on is not None  # noqa: S101 - it is adopted
    return Side(f"v{revision.number}", revision.moment, revision.decided_on, revision)


def usual_sides(programme: Programme) -> tuple[str, str]:
    """What to compare where nobody chose: the last revision with the one before it, else the beginning with today."""
    numbers = [one.number for one in adopted(programme)]
    if len(numbers) > 1:
        return f"v{numbers[-2]}", f"v{numbers[-1]}"
    if numbers:
        return f"v{numbers[0]}", TODAY
    first = beginning(programme)
    return (first.isoformat() if first and first < localdate() else TODAY), TODAY
