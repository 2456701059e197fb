"""Finding words in French text whatever its accents and capitals, in the database and in what is shown of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from preau.core.accents import pattern
from preau.core.text import fold

SHORTEST = 2
"""Signs that a search needs."""
LONGEST = 200
MOST_WORDS = 8
AROUND = 70
"""Signs shown on each side of the first word found in a long text."""

_BREAKS = re.compile(r"[ \t\r\n\v]+")


@dataclass(frozen=True)
class Words:
    """The words that somebody seeks, folded."""

    typed: str

    @cached_property
    def all(self) -> tuple[str, ...]:
        """Each word once. A letter alone ("l’école") finds everything and is left out; a figure alone is not."""
        found = dict.fromkeys(fold(self.typed[:LONGEST]).split())
        return tuple(word for word in found if len(word) >= SHORTEST or word.isdigit())[:MOST_WORDS]

    @property
    def enough(self) -> bool:
        """Whether there is something to seek."""
        return bool(self.all) and len(fold(self.typed)) >= SHORTEST

    def within(self, field: str) -> Q:
        """The condition that a field of plain text says every word."""
        return Q(*(Q(**{f"{field}__iregex": pattern(word)}) for word in self.all))

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return re.compile("|".join(pattern(word) for word in sorted(self.all, key=len, reverse=True)))

    def found_in(self, text: str) -> bool:
        """Whether the text says one of the words."""
        return self._anywhere.search(text) is not None

    def marked(self, text: str) -> SafeString:
        """The text, escaped, with the words found in it marked."""
        parts, at = [], 0
        for one in self._anywhere.finditer(text):
            parts.append(conditional_escape(text[at : one.start()]))
            parts.append(format_html("<mark>{}</mark>", one.group()))
            at = one.end()
        parts.append(conditional_escape(text[at:]))
        return mark_safe("".join(parts))  # noqa: S308 - joined of escaped parts

    def excerpt(self, text: str) -> SafeString:
        """What stands around the first word found in the text, on one line, the words marked."""
        line = _BREAKS.sub(" ", text).strip()
        first = self._anywhere.search(line)
        if first is None or len(line) <= 2 * AROUND:
            return self.marked(line)
        start, end = max(0, first.start() - AROUND), min(len(line), first.end() + AROUND)
        if start:
            start = line.find(" ", start, first.start()) + 1 or start
        if end < len(line):
            end = max(line.rfind(" ", first.end(), end), first.end())
        before, after = ("… " if start else ""), (" …" if end < len(line) else "")
        return format_html("{}{}{}", before, self.marked(line[start:end]), after)
