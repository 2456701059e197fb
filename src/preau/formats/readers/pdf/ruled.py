"""Tables whose cells are ruled: the lines that are drawn make a lattice, and each word falls into a cell of it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from preau.formats.readers.pdf.drawn import Rule
from preau.formats.readers.pdf.lines import SPACE, Line, lines
from preau.formats.readers.pdf.page import Glyph, Page
from preau.formats.readers.pdf.raw import Element, RawCell, RawTable

NEAR = 3.0
"""Points within which two lines are one, or meet."""
MAX_RULES = 4_000
MAX_CELLS = 40_000
MAX_TABLES = 200

Word = list[Glyph]


def elements(page: Page) -> list[Element]:
    """The ruled tables of a page and the lines of text around them, from top to bottom."""
    lattices = list(islice((lattice for lattice in _lattices(page.rules) if lattice.is_table()), MAX_TABLES))
    boxes: dict[int, list[Word]] = defaultdict(list)
    for word in _words(page.glyphs):
        place = next((index for index, lattice in enumerate(lattices) if lattice.holds(word)), -1)
        boxes[place].append(word)
    found: list[tuple[float, Element]] = [
        (lattice.ys[0], lattice.table(boxes[index], page)) for index, lattice in enumerate(lattices)
    ]
    found += [(line.base, [line]) for line in reading_order(chain.from_iterable(boxes[-1]), page)]
    return [element for _, element in sorted(found, key=lambda pair: pair[0])]


def reading_order(glyphs: Iterable[Glyph], page: Page) -> list[Line]:
    """Lines from top to bottom, whatever the order they were drawn in."""
    return lines(sorted(glyphs, key=lambda glyph: (glyph.base, glyph.left)), page)


@dataclass(slots=True)
class _Lattice:
    """The crossing lines of one table: where its columns and rows are parted, and which parts have a wall between."""

    xs: list[float]
    ys: list[float]
    verticals: list[Rule]
    horizontals: list[Rule]
    _area: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _down: list[list[Rule]] = field(default_factory=list)
    _across: list[list[Rule]] = field(default_factory=list)

    def is_table(self) -> bool:
        """Whether it has at least two cells; a frame has one."""
        if min(len(self.xs), len(self.ys)) == 1 or len(self.xs) * len(self.ys) > MAX_CELLS:
            return False
        self._down = [[rule for rule in self.verticals if abs(rule.at - x) <= NEAR] for x in self.xs]
        self._across = [[rule for rule in self.horizontals if abs(rule.at - y) <= NEAR] for y in self.ys]
        self._area = self._areas()
        return len(set(self._area.values())) > 1

    def holds(self, word: Word) -> bool:
        x, y = _middle(word)
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def table(self, words: Iterable[Word], page: Page) -> RawTable:
        content: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
        for word in words:
            x, y = _middle(word)
            row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
            column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
            content[self._area[row, column]].extend(word)
        table = RawTable([[] for _ in range(len(self.ys) - 1)], edges=self.xs)
        for (row, column), (bottom, right) in self._extents().items():
            text = reading_order(content[row, column], page)
            cell = RawCell([text] if text else [], column, right - column + 1, bottom - row + 1)
            table.rows[row].append(cell)
        for cells in table.rows:
            cells.sort(key=lambda cell: cell.column)
        return table

    def _areas(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each part of the lattice, the first part of the cell it belongs to: parts without a wall are one cell."""
        first = {(row, column): (row, column) for row in range(len(self.ys) - 1) for column in range(len(self.xs) - 1)}

        def root(part: tuple[int, int]) -> tuple[int, int]:
            while first[part] != part:
                first[part] = part = first[first[part]]
            return part

        for row, column in list(first):
            right, below = (row, column + 1), (row + 1, column)
            for beside, wall in ((right, self._has_wall_right), (below, self._has_wall_below)):
                if beside in first and not wall(row, column):
                    one, other = sorted((root((row, column)), root(beside)))
                    first[other] = one
        return {part: root(part) for part in first}

    def _extents(self) -> dict[tuple[int, int], tuple[int, int]]:
        ends: dict[tuple[int, int], tuple[int, int]] = {}
        for (row, column), area in self._area.items():
            bottom, right = ends.get(area, area)
            ends[area] = max(bottom, row), max(right, column)
        return ends

    def _has_wall_right(self, row: int, column: int) -> bool:
        return _covers(self._down[column + 1], (self.ys[row] + self.ys[row + 1]) / 2)

    def _has_wall_below(self, row: int, column: int) -> bool:
        return _covers(self._across[row + 1], (self.xs[column] + self.xs[column + 1]) / 2)


def _covers(rules: list[Rule], place: float) -> bool:
    return any(rule.start - NEAR <= place <= rule.end + NEAR for rule in rules)


def _lattices(rules: list[Rule]) -> Iterator[_Lattice]:
    """The lines that touch each other, group by group; a page with more lines than tables have gives none."""
    verticals = _joined([rule for rule in rules if rule.is_vertical])
    horizontals = _joined([rule for rule in rules if not rule.is_vertical])
    if len(verticals) + len(horizontals) > MAX_RULES:
        return
    for group in _groups(verticals, horizontals):
        down = [rule for rule in group if rule.is_vertical]
        across = [rule for rule in group if not rule.is_vertical]
        if down and across:
            xs = _places([rule.at for rule in down] + [end for rule in across for end in (rule.start, rule.end)])
            ys = _places([rule.at for rule in across] + [end for rule in down for end in (rule.start, rule.end)])
            yield _Lattice(xs, ys, down, across)


def _joined(rules: list[Rule]) -> list[Rule]:
    """Lines drawn in pieces (dashes, one stroke a cell) as whole ones."""
    whole: list[Rule] = []
    for place, group in _by_place(rules):
        for rule in sorted(group, key=lambda rule: rule.start):
            last = whole[-1] if whole else None
            if last and last.at == place and rule.start <= last.end + NEAR:
                whole[-1] = last._replace(end=max(last.end, rule.end))
            else:
                whole.append(rule._replace(at=place))
    return whole


def _by_place(rules: list[Rule]) -> Iterator[tuple[float, list[Rule]]]:
    group: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if group and rule.at - group[-1].at > NEAR / 2:
            yield group[0].at, group
            group = []
        group.append(rule)
    if group:
        yield group[0].at, group


def _groups(verticals: list[Rule], horizontals: list[Rule]) -> list[list[Rule]]:
    everything = [*verticals, *horizontals]
    parent = list(range(len(everything)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = index = parent[parent[index]]
        return index

    for one, vertical in enumerate(verticals):
        for other, horizontal in enumerate(horizontals, start=len(verticals)):
            if _meet(vertical, horizontal):
                parent[root(other)] = root(one)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for index, rule in enumerate(everything):
        groups[root(index)].append(rule)
    return list(groups.values())


def _meet(vertical: Rule, horizontal: Rule) -> bool:
    across = horizontal.start - NEAR <= vertical.at <= horizontal.end + NEAR
    return across and vertical.start - NEAR <= horizontal.at <= vertical.end + NEAR


def _places(values: list[float]) -> list[float]:
    """The distinct places among nearly equal ones."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return places


def _words(glyphs: Iterable[Glyph]) -> Iterator[Word]:
    """Characters that stand together: a word that is too wide for its cell still belongs to one cell."""
    word: Word = []
    for glyph in glyphs:
        if word and not _touches(word[-1], glyph):
            yield word
            word = []
        word.append(glyph)
    if word:
        yield word


def _touches(before: Glyph, glyph: Glyph) -> bool:
    together = before.run == glyph.run and before.base == glyph.base and not before.text.isspace()
    return together and abs(glyph.left - before.right) < SPACE * glyph.size


def _middle(word: Word) -> tuple[float, float]:
    return (word[0].left + word[-1].right) / 2, word[0].base - 0.35 * word[0].size
