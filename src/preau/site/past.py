"""The past that a visitor asks for, in the address: `?au=2020-10-15`, or `?version=1` for a revision adopted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.timezone import localdate

from preau.annexes.history import (
    Held,
    Version,
    beginning,
    holders_then,
    in_programme,
    known_at,
    revision_of,
    version_at,
)
from preau.core.days import past_day
from preau.core.text import fold
from preau.journal.moments import Moment
from preau.people.access import Visitor, access_to
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme
from preau.programmes.queries import actions_for
from preau.site.queries import Entry, grant_of
from preau.ui.templatetags.french import day


@dataclass(frozen=True, slots=True)
class Past:
    """A moment asked for, its day, the words of the address that say it, and the version that was in force.

    `version` is None for who does not read the revisions; `begins` is the first day of what is known, where it is after
    the moment.
    """

    at: Moment
    day: date
    word: tuple[str, str]
    version: Version | None
    begins: date | None = None

    @property
    def query(self) -> str:
        """The moment as the words of an address: "au=2020-10-15"."""
        return "=".join(self.word)

    @property
    def side(self) -> str:
        """The moment as one side of a comparison: "v1", "2020-10-15"."""
        return f"v{self.word[1]}" if self.word[0] == "version" else self.word[1]

    @property
    def said(self) -> str:
        """The moment and its version, for the title of a page or the foot of a paper: "état au 15 octobre 2020, …"."""
        version = f", {self.version.label}" if self.version else ""
        return f"état au {day(self.day)}{version}"


def past_of(request: HttpRequest, programme: Programme) -> Past | None:
    """The past that the address asks for; None for today.

    Raises Refusal for what is no day, for one to come and for a version that is not; Forbidden for a version where the
    visitor does not read the revisions.
    """
    number, written = request.GET.get("version", "").strip().removeprefix("v"), request.GET.get("au", "").strip()
    reads = access_to(request.user, programme.cite).whole_for(Verb.READ_BUDGETS)
    if number:
        access_to(request.user, programme.cite).require(Verb.READ_BUDGETS)
        revision = revision_of(programme, number)
        assert revision.decided_on is not None  # noqa: S101 - it is adopted
        at = revision.moment
        return Past(at, revision.decided_on, ("version", number), version_at(programme, at))
    if not written:
        return None
    on = past_day(written, localdate())
    if on == localdate():
        return None
    at = Moment(on=on)
    first = beginning(programme)
    begins = first if first is None or first > on else None
    version = version_at(programme, at) if reads else None
    return Past(at, on, ("au", on.isoformat()), version, begins or (localdate() if first is None else None))


def entries_then(user: Visitor, programme: Programme, past: Past) -> list[Entry]:
    """The actions in the programme then that the visitor may read, by theme. As many queries whatever their number."""
    entries = []
    for action, held in _seen(user, programme, in_programme(known_at(programme, past.at))):
        names = tuple((one.organisation.key, one.organisation.name) for one in held)
        entries.append(Entry(action, action.theme, grant_of(action), names))
    return sorted(entries, key=lambda entry: (entry.theme is None, (entry.theme and entry.theme.rank) or 0))


def action_then(user: Visitor, programme: Programme, past: Past, serial: int) -> tuple[Action, list[Held]] | None:
    """The action of that serial as it was then, with who carried it; None where the visitor reads no such one."""
    known = [one for one in known_at(programme, past.at) if one.serial == serial]
    return next(iter(_seen(user, programme, known)), None)


def _seen(user: Visitor, programme: Programme, actions: Sequence[Action]) -> list[tuple[Action, list[Held]]]:
    """Those that the visitor may read: a holder, those that their organisation surely held then and reads today."""
    access = access_to(user, programme.cite)
    held = holders_then(programme.cite, actions)
    if access.whole:
        return [(action, held[action.pk]) for action in actions]
    today = set(actions_for(user, programme).values_list("pk", flat=True))

    def mine(action: Action) -> bool:
        sure = {one.organisation.pk for one in held[action.pk] if not one.tentative}
        return action.pk in today and not sure.isdisjoint(access.organisations)

    return [(action, held[action.pk]) for action in actions if mine(action)]


def saying(entries: Sequence[Entry], words: Sequence[str]) -> set[int]:
    """The actions that said every one of the folded words then, they or their theme."""
    found = set()
    for entry in entries:
        entry.action.fold_search()
        text = f"{entry.action.search} {fold(entry.theme.name) if entry.theme else ''}"
        if all(word in text for word in words):
            found.add(entry.action.pk)
    return found
