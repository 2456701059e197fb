"""The table of a programme: actions in groups, the sums of what is shown, the flags of each cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from urllib.parse import quote

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from preau.annexes.typed import shown as typed_text
from preau.budgets.asked import GRANT_WORD, NONE
from preau.core.money import euros
from preau.programmes.states import NationalAxis
from preau.site.columns import NAME, Column, Columns
from preau.site.filters import NO_THEME, theme_slug
from preau.site.flags import flagged_share, flags
from preau.site.overview import Badge, Sums, state_of
from preau.site.queries import Entry
from preau.site.remarks import TO_CHECK, Remark
from preau.ui.templatetags.french import french, share
from preau.ui.templatetags.shapes import thin_bar

NOTHING = "–"
WORDS = {"theme": "theme", "axe": "axe"}
"""The groupings of which an address asks for the movements, with its word."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, ready to be printed: its class, what it shows, what a script needs to type in it."""

    css: str
    html: SafeString | str
    attributes: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: a thousand of them make a page."""

    serial: int
    number: str
    name: str
    hit: bool
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Group:
    """Actions that stand together under a heading: a theme with its badge, or another thing by its name."""

    slug: str
    name: str
    badge: Badge | None
    lines: list[Line]
    sums: Sums
    moved: str = ""


Key = Callable[[Entry], tuple[str, str]]
"""What an action is grouped by: the slug and the name of its group."""

GROUPINGS: dict[str, tuple[str, Key]] = {
    "theme": ("Par thème", lambda entry: (theme_slug(entry), "")),
    "axe": ("Par axe", lambda entry: (entry.action.axis or NOTHING, axis_of(entry))),
    "porteur": ("Par porteur", lambda entry: (_holder(entry), _holder(entry))),
    "etat": ("Par état", lambda entry: (state_of(entry.action)[1], state_of(entry.action)[0])),
    "rien": ("Sans groupe", lambda _: ("", "")),
}
"""The ways to group, by their word in the address."""

SORTS: dict[str, Callable[[Entry], tuple[bool, object]]] = {
    "name": lambda entry: (False, entry.action.name.casefold()),
    "who": lambda entry: (not entry.action.holder_written, entry.action.holder_written.casefold()),
    "state": lambda entry: (False, state_of(entry.action)[0]),
    "axis": lambda entry: (not entry.action.axis, entry.action.axis),
    "cost": lambda entry: (entry.action.total_cost is None, entry.action.total_cost or Decimal(0)),
    "requested": lambda entry: (entry.action.requested is None, entry.action.requested or Decimal(0)),
    "grant": lambda entry: (entry.grant is None, entry.grant or Decimal(0)),
    "part": lambda entry: (_part(entry) is None, _part(entry) or Decimal(0)),
}
"""What each column sorts by: the actions that say nothing come last, whichever the direction."""


def _holder(entry: Entry) -> str:
    return ", ".join(name for _, name in entry.holders) or "Sans porteur"


def axis_of(entry: Entry) -> str:
    """The national axis of the action in words."""
    return str(NationalAxis(entry.action.axis).label) if entry.action.axis else "Sans axe national"


def _part(entry: Entry) -> Decimal | None:
    return entry.grant / entry.action.total_cost if entry.grant is not None and entry.action.total_cost else None


def sort(entries: Sequence[Entry], by: str, *, down: bool) -> list[Entry]:
    """The actions in the order of a column; in that of the annex where it sorts by nothing."""
    key = SORTS.get(by)
    if key is None:
        return list(entries)
    known = [entry for entry in entries if not key(entry)[0]]
    unknown = [entry for entry in entries if key(entry)[0]]
    return sorted(known, key=lambda entry: key(entry)[1], reverse=down) + unknown  # type: ignore[arg-type,return-value]


def grouped(entries: Sequence[Entry], by: str) -> list[tuple[str, str, list[Entry]]]:
    """The actions by group, with its slug and name: themes in their order, other things in that of their names."""
    _, key = GROUPINGS[by]
    if by == "theme":
        order = sorted(entries, key=lambda entry: (entry.theme is None, (entry.theme and entry.theme.rank) or 0))
    else:
        order = sorted(entries, key=lambda entry: (key(entry)[1].startswith("Sans "), key(entry)[1].casefold()))
    return [(*named, list(members)) for named, members in groupby(order, key=key)]


@dataclass(frozen=True, slots=True)
class Table:
    """How a table is made: its columns, whether its cells are typed in, which of them are voted."""

    columns: Columns
    grouping: str = "theme"
    edits: bool = False
    voted: bool = False
    year: int = 0
    partial: bool = False
    past: str = ""
    """What the address of an action has behind it, "?au=2020-10-15", where the table is of another moment."""

    def moved(self, words: str) -> str:
        """The words of the address of the movements behind a figure; empty at a version, which no date names."""
        if self.past.startswith("?version="):
            return ""
        return "&".join(word for word in (words, self.past.removeprefix("?")) if word)

    def groups(self, entries: Sequence[Entry], remarks: Iterable[Remark]) -> list[Group]:
        """The actions as groups of lines, each flag in the cell it speaks of."""
        by_action: dict[int | None, list[Remark]] = defaultdict(list)
        for remark in remarks:
            if remark.level in TO_CHECK:
                by_action[remark.action_id].append(remark)
        found = []
        for slug, name, members in grouped(entries, self.grouping):
            badge = Badge.of(members[0].theme) if self.grouping == "theme" else None
            lines = [self.line(entry, by_action.get(entry.action.pk, ())) for entry in members]
            found.append(Group(slug, badge.name if badge else name, badge, lines, Sums.of(members), self._words(slug)))
        return found

    def _words(self, slug: str) -> str:
        """What asks for the movements of a group, in an address; nothing where no address does.

        That is so of the past too: who was in a group then, movements do not say.
        """
        if self.grouping not in WORDS or self.partial or self.past:
            return ""
        return f"annee={self.year}&{WORDS[self.grouping]}={quote(NONE if slug in {NO_THEME, NOTHING} else slug)}"

    def line(self, entry: Entry, remarks: Sequence[Remark]) -> Line:
        """The row of an action."""
        action = entry.action
        impossible = next((remark for remark in remarks if remark.code == "grant-above-cost"), None)
        told: dict[str, list[Remark]] = defaultdict(list)
        for remark in remarks:
            if remark is not impossible or not self.columns.has("part"):
                told[self.columns.cell(remark.field)].append(remark)
        cells = [
            self._cell(column, entry, flags(told[column.key]) if told.get(column.key) else SafeString(), impossible)
            for column in self.columns.shown
        ]
        return Line(action.serial, action.number, action.name, any(one.level == "error" for one in remarks), cells)

    def _cell(self, column: Column, entry: Entry, flag: SafeString, impossible: Remark | None) -> Cell:
        css = f"n {column.key}" if column.amount else column.key
        if column.key == "part":
            return Cell(css, _share(entry, impossible))
        value = _value(column, entry)
        text = self._text(column, entry)
        if column.key == "grant" and entry.grant is not None and not self.types_in(column):
            text = _moved(text, self.moved(f"action={self.year}-{entry.action.serial}"))
        if column.key == "state":
            text = format_html('<span class="st {}">{}</span>', state_of(entry.action)[1], text)
        elif column.key == NAME:
            text = _name(entry, text, self.past)
        html = format_html("{}{}", text, flag) if flag else text
        return Cell(css, html, self._attributes(column, value, str(self._text(column, entry))))

    def _text(self, column: Column, entry: Entry) -> str:
        action = entry.action
        match column.key:
            case "cost" | "requested":
                return euros(getattr(action, column.field)) or NOTHING
            case "grant":
                return euros(entry.grant) or NOTHING
            case "state":
                return state_of(action)[0]
            case "axis":
                return axis_of(entry) if action.axis else ""
            case "theme":
                return french(entry.theme.name) if entry.theme else ""
            case "name":
                return french(action.name)
            case "who":
                return french(action.holder_written) if action.title or self.edits else ""
            case _:
                return french(getattr(action, column.field))

    def _attributes(self, column: Column, value: str | Decimal | None, text: str) -> SafeString | str:
        """What the script that types in the cell needs where what is shown is another text than what is kept."""
        if not self.types_in(column) or column.key in ("state", "axis", "theme"):
            return ""
        raw = typed_text(value) if value else ""
        if raw == text or (column.amount and (euros_of(raw) == text or not raw)):
            return ""
        return format_html(' data-v="{}"', raw)

    def types_in(self, column: Column) -> bool:
        """Whether the cells of the column are typed in: a share is not, nor a grant once it is voted."""
        return self.edits and bool(column.field) and not (self.voted and column.key == "grant")


def _value(column: Column, entry: Entry) -> str | Decimal | None:
    """What the column shows of the action, as it is kept."""
    if column.key == "grant":
        return entry.grant
    if column.key == "theme":
        return entry.theme.name if entry.theme else None
    value: str | Decimal | None = getattr(entry.action, column.field)
    return value


def euros_of(raw: str) -> str:
    """The amount of a field to type in, as it is shown."""
    return f"{raw}\u00a0€"


def _moved(text: SafeString | str, words: str) -> SafeString:
    """A grant that leads to the movements it is made of, where these words say which."""
    if not words:
        return conditional_escape(text)
    return format_html('<a class="plain" href="../mouvements/?montant={}&amp;{}">{}</a>', GRANT_WORD, words, text)


def _name(entry: Entry, text: str, past: str) -> SafeString:
    return format_html(
        '<a class="plain" href="actions/{}/{}">{}</a><small>{}</small>',
        entry.action.serial,
        past,
        text,
        french(entry.action.audience),
    )


def _share(entry: Entry, impossible: Remark | None) -> SafeString | str:
    """The part of the cost that the cité gives, with its bar; nothing where either is unknown."""
    if impossible:
        return flagged_share(impossible, entry.grant, entry.action.total_cost)
    if entry.grant is None or not entry.action.total_cost:
        return ""
    percent = float(entry.grant * 100 / entry.action.total_cost)
    colour = Badge.of(entry.theme).colour
    return format_html("{}{}", share(entry.grant, entry.action.total_cost), thin_bar(percent, colour))
