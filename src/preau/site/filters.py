"""What a visitor asked to see of a programme: the state of the form above the table, all of it in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from preau.core.text import fold
from preau.programmes.states import ActionState
from preau.site.labels import STATES
from preau.site.queries import Entry

NO_THEME = "-"
PAST = ("version", "au")
"""The words of an address that ask for the programme of another moment."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a filter: its word in the address, its label, how many actions it keeps, whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """The words searched, the themes, the holder, the state; whether only what is to be checked is wanted.

    `at` is the moment that is looked at, which leaves no action out.
    """

    words: str = ""
    themes: frozenset[str] = frozenset()
    holder: str = ""
    state: str = ""
    to_check: bool = False
    sort: str = ""
    down: bool = False
    grouping: str = "theme"
    at: tuple[str, str] = ("", "")

    @classmethod
    def of(cls, query: QueryDict) -> Filters:
        """The filters that an address holds; what it holds besides is ignored."""
        return cls(
            words=query.get("q", "").strip()[:200],
            themes=frozenset(query.getlist("theme")) - {""},
            holder=query.get("porteur", ""),
            state=query.get("etat", ""),
            to_check=query.get("verifier") == "1",
            sort=query.get("tri", "").removeprefix("-"),
            down=query.get("tri", "").startswith("-"),
            grouping=query.get("groupe") or "theme",
            at=next(((word, str(query[word])) for word in PAST if query.get(word)), ("", "")),
        )

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return self != Filters(sort=self.sort, down=self.down, grouping=self.grouping, at=self.at)

    @property
    def query(self) -> str:
        """The filters as the words of an address, without the order: what the heading of a column adds its own to."""
        words: list[tuple[str, str]] = [self.at, ("q", self.words)]
        words += [("theme", theme) for theme in sorted(self.themes)]
        words += [("porteur", self.holder), ("etat", self.state), ("verifier", "1" if self.to_check else "")]
        words += [("groupe", self.grouping if self.grouping != "theme" else "")]
        return urlencode([(name, value) for name, value in words if value])

    @property
    def sought(self) -> list[str]:
        """The folded words that an action must say; the database looks for them."""
        return fold(self.words).split()

    def keep(
        self, entries: Iterable[Entry], to_check: Container[int | None], saying: Container[int] | None = None
    ) -> list[Entry]:
        """The actions that answer to every filter, in their order.

        `to_check` are those with something to check, `saying` those that say the words sought (None: none were).
        """
        tests: list[Callable[[Entry], bool]] = []
        if self.themes:
            tests.append(lambda entry: theme_slug(entry) in self.themes)
        if self.holder:
            tests.append(lambda entry: self.holder in {slug_of(key) for key, _ in entry.holders})
        if self.state:
            tests.append(lambda entry: state_slug(entry) == self.state)
        if self.to_check:
            tests.append(lambda entry: entry.action.pk in to_check)
        if saying is not None:
            tests.append(lambda entry: entry.action.pk in saying)
        return [entry for entry in entries if all(test(entry) for test in tests)]

    def holder_choices(self, entries: Sequence[Entry]) -> list[Choice]:
        """The organisations that carry an action, those that carry most of them first."""
        names = dict(holder for entry in entries for holder in entry.holders)
        counts = Counter(key for entry in entries for key, _ in entry.holders)
        order = sorted(names, key=lambda key: (-counts[key], key))
        return [Choice(slug_of(key), names[key], counts[key], slug_of(key) == self.holder) for key in order]

    def state_choices(self, entries: Sequence[Entry]) -> list[Choice]:
        """The states that an action of the programme is in."""
        counts = Counter(state_slug(entry) for entry in entries)
        return [
            Choice(slug, str(state.label), counts[slug], slug == self.state)
            for state, (slug, _) in STATES.items()
            if counts[slug]
        ]


def slug_of(key: str) -> str:
    """The key of an organisation, as a word of an address."""
    return key.replace(" ", "-")


def theme_slug(entry: Entry) -> str:
    """The letter of the action's theme."""
    return (entry.theme and entry.theme.letter) or NO_THEME


def state_slug(entry: Entry) -> str:
    """The state of the action; an annex that says nothing of it has it planned."""
    return STATES[ActionState(entry.action.status or ActionState.PLANNED)][0]
