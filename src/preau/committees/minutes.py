"""The minutes of a sitting, drafted from what is known of it. Plain data in, a text out; a person then edits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from preau.core.money import ZERO, euros
from preau.core.typography import of_place
from preau.ui.templatetags.french import day

APART = "\u202f; "
"""Between the people of a list."""


@dataclass(frozen=True, slots=True)
class Sat:
    """Somebody of the list of a sitting."""

    name: str
    capacity: str = ""
    seat: str = ""

    def __str__(self) -> str:
        said = [self.capacity, f"siège\u00a0: {self.seat}" if self.seat else ""]
        inside = ", ".join(part for part in said if part)
        return f"{self.name} ({inside})" if inside else self.name


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda, and what was decided of it."""

    title: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The assent of a seat, in its words; empty where it is awaited."""

    seat: str
    answer: str = ""
    text: str = ""
    person: str = ""
    against: bool = False

    @property
    def missing(self) -> bool:
        """Whether the seat has not answered."""
        return not self.answer


@dataclass(frozen=True, slots=True)
class Weighed:
    """A revision on the agenda: what became of it, what it takes and gives in euros, what the seats said."""

    name: str
    programme: str
    outcome: str
    taken: Decimal = ZERO
    given: Decimal = ZERO
    decision: str = ""
    assents: Sequence[Said] = ()
    decided: bool = True

    @property
    def missing(self) -> list[str]:
        """The seats that are awaited."""
        return [said.seat for said in self.assents if said.missing]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a sitting."""

    cite: str
    committee: str
    on: date
    time: time | None = None
    place: str = ""
    present: Sequence[Sat] = ()
    remote: Sequence[Sat] = ()
    excused: Sequence[Sat] = ()
    points: Sequence[Point] = ()
    revisions: Sequence[Weighed] = ()

    @property
    def when(self) -> str:
        """Day, hour and place in a line: "6 octobre 2020, 14 h 30, salle du conseil"."""
        hour = f"{self.time.hour}\u00a0h\u00a0{self.time.minute:02d}" if self.time else ""
        return ", ".join(part for part in (day(self.on), hour, self.place) if part)


def draft(facts: Facts) -> str:
    """The minutes as the data tell them: paragraphs apart by a blank line, the same text for the same facts."""
    return "\n\n".join(_paragraphs(facts))


def _paragraphs(facts: Facts) -> Iterator[str]:
    yield f"{facts.committee} de la cité éducative {of_place(facts.cite)}, {facts.when}."
    for heading, people in (
        ("Présents", facts.present),
        ("À distance", facts.remote),
        ("Excusés", facts.excused),
    ):
        if people:
            yield f"{heading}\u00a0: {APART.join(map(str, people))}."
    for number, point in enumerate(facts.points, start=1):
        yield f"{number}. {point.title}" + (f"\n{point.decision}" if point.decision else "")
    for number, revision in enumerate(facts.revisions, start=len(facts.points) + 1):
        yield "\n".join([f"{number}. {name_of(revision)}", *lines_of(revision)])


def name_of(revision: Weighed) -> str:
    """Its name and its programme."""
    return f"{revision.name}, {revision.programme.lower()}"


def lines_of(revision: Weighed) -> list[str]:
    """What is to be said of a revision: what it moves, what the seats answered, what was decided."""
    lines = [moved(revision)]
    for said in revision.assents:
        if said.missing:
            lines.append(f"{said.seat}\u00a0: avis non rendu.")
            continue
        who = f", par {said.person}" if said.person else ""
        text = f" «\u00a0{said.text}\u00a0»" if said.text else ""
        lines.append(f"{said.seat}\u00a0: avis {said.answer.lower()}{who}.{text}")
    if revision.decided:
        lines.append(" ".join(filter(None, (f"Décision\u00a0: {revision.outcome.lower()}.", revision.decision))))
    else:
        lines.append("Décision\u00a0: à prendre.")
    return lines


def moved(revision: Weighed) -> str:
    """What the revision takes from some actions and gives to others, in a sentence."""
    if not revision.taken and not revision.given:
        return "Aucun montant ne change."
    return f"{euros(revision.taken)} repris, {euros(revision.given)} donnés."
