"""The themes of a cité at a moment: their names, letters, looks and places then, those merged since standing again."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field

from preau.journal.folds import Folded, folded
from preau.journal.models import Line
from preau.journal.moments import Moment
from preau.people.models import Cite, name_key
from preau.programmes.models import Theme


@dataclass(slots=True)
class ThemesThen:
    """Finds the theme that a name written in the journal led to at the moment."""

    by_id: dict[int, Theme]
    by_key: dict[str, Theme]
    told: dict[int, Folded]
    known: dict[int, Theme] = field(default_factory=dict)

    @classmethod
    def of(cls, cite: Cite, at: Moment) -> ThemesThen:
        """The themes of the cité and what the journal says of them. Two queries."""
        themes = list(Theme.objects.filter(cite=cite))
        lines = Line.objects.filter(kind=Line.Kind.THEME, operation__cite=cite)
        return cls({one.pk: one for one in themes}, {one.key: one for one in themes}, folded(lines, at))

    def named(self, name: str | None) -> Theme | None:
        """The theme as it was then, a copy that is not to be saved; None for no name, or one that leads nowhere."""
        theme = self.by_key.get(name_key(name)) if name else None
        seen: set[int] = set()
        while theme is not None and theme.pk not in seen:
            seen.add(theme.pk)
            into = self._merged(theme)
            if into is None:
                return self._then(theme)
            theme = self.by_id.get(into)
        return theme and self._then(theme)

    def _merged(self, theme: Theme) -> int | None:
        """The theme that had taken its place then; None where it stood."""
        told = self.told.get(theme.pk) or Folded()
        if not told.get("merged_into", theme.merged_into_id):
            return None
        into: int | None = told.held.get("into", theme.merged_into_id)
        return into

    def _then(self, theme: Theme) -> Theme:
        if theme.pk not in self.known:
            told, then = self.told.get(theme.pk) or Folded(), copy(theme)
            for name in ("name", "letter", "rank", "look"):
                setattr(then, name, told.get(name, getattr(theme, name)))
            then.merged_into = None
            self.known[theme.pk] = then
        return self.known[theme.pk]
