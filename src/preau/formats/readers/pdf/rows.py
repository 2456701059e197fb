"""The rows of a table without lines: around each amount the text that goes with it, and what stands above and below."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Literal, NamedTuple

from preau.formats.readers.pdf.lines import Line
from preau.formats.readers.pdf.raw import Element, RawCell, RawTable

SAME = 1.08
"""How much wider than the usual pitch the gap between two lines of a row may be."""
COMMON = 0.1
HEADING_GAP = 6.0
"""The same, in a heading."""
MIXED = 0.2
"""Share of rows aligned otherwise from which all are taken to be centred on their amounts."""
HEADED = 0.6
"""Share of the columns that a heading names."""
SPILLED = 0.05
"""Share of the pieces of text that may stand over two columns before the columns are not believed."""

Alignment = Literal["top", "middle", "bottom"]


@dataclass(slots=True)
class Segment:
    """A piece of a line that stands in one column, or over several: `first` to `last`; `spills` when it is wider."""

    line: Line
    first: int = 0
    last: int = 0
    spills: bool = False


@dataclass(slots=True)
class Leaf:
    """A page of the table: its pieces of text, the base lines of its amounts, and the lines drawn across it, if any."""

    segments: list[Segment]
    anchors: list[float]
    separators: list[float]


def parted(leaves: Sequence[Leaf], width: int) -> list[list[Element]]:
    """For each page what stands above the table, its rows, and what stands below.

    Nothing at all when it cannot be told: without a heading above the first row, or when text runs over the columns.

    `width` is the number of columns. Text at the top of a later page that is no heading is the rest of a row.
    """
    bases = [_bases(leaf.segments) for leaf in leaves]
    shape = _Shape(_pitch(leaves), _alignment(bases, leaves), width)
    last = max((index for index, leaf in enumerate(leaves) if leaf.anchors), default=0)
    parts = [
        _Part(leaf, levels, shape, goes_on=index < last)
        for index, (leaf, levels) in enumerate(zip(leaves, bases, strict=True))
    ]
    inside = [segment for part in parts for segment in part.in_rows()]
    if sum(segment.last > segment.first for segment in inside) > max(2, SPILLED * len(inside)):
        return []
    heading: list[str] | None = None
    elements: list[list[Element]] = []
    for part in parts:
        elements.append(part.elements(heading))
        heading = part.heading_texts() if heading is None else heading
    return elements if heading else []


def _bases(segments: Sequence[Segment]) -> list[float]:
    """The distinct base lines, from top to bottom."""
    distinct: list[float] = []
    for base in sorted(segment.line.base for segment in segments):
        if not distinct or base - distinct[-1] > 1.0:
            distinct.append(base)
    return distinct


def _pitch(leaves: Sequence[Leaf]) -> float:
    """The usual distance between two lines of the same cell: the smallest of those that are common in a column."""
    gaps: dict[int, list[float]] = defaultdict(list)
    for leaf in leaves:
        columns: dict[int, list[float]] = defaultdict(list)
        for segment in leaf.segments:
            columns[segment.first].append(segment.line.base)
        for above, below in (pair for bases in columns.values() for pair in pairwise(sorted(bases))):
            gaps[round(below - above)].append(below - above)
    total = sum(map(len, gaps.values()))
    common = [found for gap, found in sorted(gaps.items()) if gap and len(found) >= COMMON * total]
    return fmean(common[0]) if common else 12.0


def _alignment(pages: Sequence[list[float]], leaves: Sequence[Leaf]) -> Alignment:
    """Where in its row an amount stands, told from the side on which the widest gap to the next row is."""
    votes: Counter[Alignment] = Counter()
    for bases, leaf in zip(pages, leaves, strict=True):
        for above, below in pairwise(leaf.anchors):
            between = bases[bisect_left(bases, above - 1) : bisect_right(bases, below + 1)]
            gaps = [lower - upper for upper, lower in pairwise(between)]
            if len(gaps) > 1 and max(gaps) > min(gaps) + 1:
                widest = gaps.index(max(gaps))
                votes["bottom" if widest == 0 else "top" if widest == len(gaps) - 1 else "middle"] += 1
    total = votes.total()
    if votes["middle"] > MIXED * total or min(votes["top"], votes["bottom"]) > MIXED * total:
        return "middle"
    return "bottom" if votes["bottom"] > votes["top"] else "top"


class _Shape(NamedTuple):
    """What all pages of a table have in common: the distance of its lines, and the number of its columns."""

    pitch: float
    alignment: Alignment
    width: int


class _Part:
    """A page of the table: its base lines, and the row that each belongs to."""

    def __init__(self, leaf: Leaf, bases: list[float], shape: _Shape, *, goes_on: bool) -> None:
        self._segments = leaf.segments
        self._separators = leaf.separators
        self._bases = bases
        self._shape = shape
        self._starts = self._row_starts(leaf.anchors)
        self._end = float("inf")
        if leaf.anchors:
            # Where the table goes on, the last row takes all that is left of the page.
            self._end = bases[-1] if goes_on else self._below(leaf.anchors[-1])

    def in_rows(self) -> list[Segment]:
        """The pieces of text of the rows."""
        if not self._starts:
            return []
        return [segment for segment in self._segments if self._starts[0] - 1 <= segment.line.base <= self._end + 1]

    def heading_texts(self) -> list[str] | None:
        """What the heading says; None on a page without rows."""
        return [segment.line.text for segment in self._heading()] if self._starts else None

    def elements(self, said: list[str] | None) -> list[Element]:
        """The paragraphs and the table of the page; `said` is what the heading of the first page says, None on it."""
        heading = self._heading() if said is None else self._repeated_heading(said)
        top = min((segment.line.base for segment in heading), default=self._first())
        over = [
            segment for segment in self._segments if segment.line.base < self._first() - 1 and segment not in heading
        ]
        rest = [segment for segment in over if segment.line.base > top] if heading else over
        if said is None or any(segment.last > segment.first for segment in rest):
            rest = []
        rows = [*self._heading_rows(heading), *([self._row(rest)] if rest else []), *self._rows()]
        above = [segment for segment in over if segment not in rest]
        below = [segment for segment in self._segments if segment.line.base > self._end + 1]
        table: list[Element] = [RawTable(rows)] if rows else []
        return [*([s.line] for s in _down(above)), *table, *([s.line] for s in _down(below))]

    def _first(self) -> float:
        return self._starts[0] if self._starts else float("inf")

    def _row_starts(self, anchors: list[float]) -> list[float]:
        """The highest base line of each row: below a drawn line where there is one, else as the amounts are placed."""
        if not anchors:
            return []
        alignment = self._shape.alignment
        drawn = [self._after(line) for line in self._separators if line < anchors[0]]
        starts = [drawn[-1] if drawn else anchors[0] if alignment == "top" else self._run(anchors[0], -1)]
        for above, below in pairwise(anchors):
            lines = [line for line in self._separators if above < line < below]
            between = self._bases[bisect_left(self._bases, above - 1) : bisect_right(self._bases, below + 1)]
            gaps = [lower - upper for upper, lower in pairwise(between)]
            place = {"top": len(gaps), "middle": gaps.index(max(gaps)) + 1, "bottom": 1}[alignment]
            starts += [self._after(line) for line in lines] or [between[place]]
        return sorted(set(starts))

    def _after(self, line: float) -> float:
        """The first base line below a drawn line."""
        return self._bases[min(bisect_left(self._bases, line), len(self._bases) - 1)]

    def _below(self, anchor: float) -> float:
        """The lowest base line of the last row."""
        below = [line for line in self._separators if line > anchor]
        if below:
            return self._bases[bisect_left(self._bases, below[0]) - 1]
        return anchor if self._shape.alignment == "bottom" else self._run(anchor, 1)

    def _repeated_heading(self, said: list[str]) -> list[Segment]:
        """The pieces of text above the rows that say what the heading of the first page says."""
        return [s for s in self._segments if s.line.base < self._first() - 1 and s.line.text in said]

    def _run(self, base: float, step: int) -> float:
        """How far the lines go on at the usual pitch, up or down."""
        index = bisect_left(self._bases, base - 1)
        while 0 <= index + step < len(self._bases):
            if abs(self._bases[index + step] - self._bases[index]) > SAME * self._shape.pitch:
                break
            index += step
        return self._bases[index]

    def _heading(self) -> list[Segment]:
        """The lines above the first row that name the columns; none when they name too few."""
        found: list[Segment] = []
        last = self._starts[0]
        for base in reversed(self._bases[: bisect_left(self._bases, self._starts[0] - 1)]):
            line = [segment for segment in self._segments if abs(segment.line.base - base) <= 1.0]
            if _is_title(line) or (found and last - base > HEADING_GAP * self._shape.pitch):
                break
            found += line
            last = base
        named = {column for segment in found for column in range(segment.first, segment.last + 1)}
        return found if len(named) >= HEADED * self._shape.width else []

    def _heading_rows(self, heading: list[Segment]) -> list[list[RawCell]]:
        hats = [segment for segment in heading if segment.last > segment.first]
        names = self._row([segment for segment in heading if segment.last == segment.first])
        if not hats:
            return [names] if heading else []
        covered = {column for hat in hats for column in range(hat.first, hat.last + 1)}
        top = [RawCell([[hat.line]], hat.first, hat.last - hat.first + 1) for hat in hats]
        top += [RawCell([], column) for column in range(self._shape.width) if column not in covered]
        return [sorted(top, key=lambda cell: cell.column), names]

    def _rows(self) -> list[list[RawCell]]:
        """The rows; a line of its own that runs over the columns (the title of a section) is a row too."""
        rows: dict[float, list[Segment]] = {start: [] for start in self._starts}
        levels: dict[float, list[Segment]] = defaultdict(list)
        for segment in self.in_rows():
            levels[self._bases[bisect_right(self._bases, segment.line.base) - 1]].append(segment)
        for base, line in levels.items():
            if _is_title(line):
                rows[base] = line
            else:
                rows[self._starts[max(0, bisect_right(self._starts, base + 1) - 1)]] += line
        return [self._row(rows[start]) for start in sorted(rows) if rows[start]]

    def _row(self, segments: list[Segment]) -> list[RawCell]:
        cells = [RawCell([], column) for column in range(self._shape.width)]
        for segment in _down(segments):
            cell = cells[segment.first]
            if cell.content and isinstance(cell.content[0], list):
                cell.content[0].append(segment.line)
            else:
                cell.content.append([segment.line])
        return cells


def _is_title(line: Sequence[Segment]) -> bool:
    """Whether a line is a title: alone, from the left edge, and wider than the first column."""
    return len(line) == 1 and line[0].first == 0 and line[0].spills


def _down(segments: Sequence[Segment]) -> list[Segment]:
    return sorted(segments, key=lambda segment: (round(segment.line.base), segment.line.left))
