"""The rows of a table without lines: around each amount the text that goes with it, and what stands above and below."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from preau.core.refusal import Refusal
from preau.formats.readers.pdf.lines import Line
from preau.formats.readers.pdf.raw import Element, RawCell, RawTable

ADVICE = (
    "Ce PDF vient d’un tableur, et ses cellules s’y chevauchent ou y sont coupées : "
    "une partie du texte manque sur la page. "
    "Envoyez le fichier du tableur (XLSX, XLS ou ODS), ou enregistrez-le en CSV."
)
SAME = 1.15
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
    """A piece of a line that stands in one column, or over several: `first` to `last`."""

    line: Line
    first: int = 0
    last: int = 0


def parted(pages: Sequence[list[Segment]], anchors: Sequence[list[float]], width: int) -> list[list[Element]]:
    """For each page what stands above the table, its rows, and what stands below; Refusal when rows cannot be told.

    `anchors` are the base lines of the amounts of each page, one for each row; `width` is the number of columns.
    """
    bases = [_bases(segments) for segments in pages]
    shape = _Shape(_pitch(pages), _alignment(bases, anchors), width)
    parts = [_Part(segments, levels, rows, shape) for segments, levels, rows in zip(pages, bases, anchors, strict=True)]
    inside = [segment for part in parts for segment in part.in_rows()]
    if sum(segment.last > segment.first for segment in inside) > max(2, SPILLED * len(inside)):
        raise Refusal(ADVICE)
    return [part.elements() for part in parts]


def _bases(segments: Sequence[Segment]) -> list[float]:
    """The distinct base lines, from top to bottom."""
    distinct: list[float] = []
    for base in sorted(segment.line.base for segment in segments):
        if not distinct or base - distinct[-1] > 1.0:
            distinct.append(base)
    return distinct


def _pitch(pages: Sequence[list[Segment]]) -> float:
    """The usual distance between two lines of the same cell: the smallest of those that are common in a column."""
    gaps: Counter[int] = Counter()
    for segments in pages:
        columns: dict[int, list[float]] = defaultdict(list)
        for segment in segments:
            columns[segment.first].append(segment.line.base)
        gaps.update(round(below - above) for bases in columns.values() for above, below in pairwise(sorted(bases)))
    common = [gap for gap, count in gaps.items() if gap and count >= COMMON * gaps.total()]
    return float(min(common, default=12))


def _alignment(pages: Sequence[list[float]], anchors: Sequence[list[float]]) -> Alignment:
    """Where in its row an amount stands, told from the side on which the widest gap to the next row is."""
    votes: Counter[Alignment] = Counter()
    for bases, rows in zip(pages, anchors, strict=True):
        for above, below in pairwise(rows):
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

    def __init__(
        self,
        segments: Sequence[Segment],
        bases: list[float],
        anchors: list[float],
        shape: _Shape,
    ) -> None:
        self._segments = segments
        self._bases = bases
        self._shape = shape
        self._starts = self._row_starts(anchors, shape.alignment)
        self._end = self._below(anchors[-1], shape.alignment) if anchors else float("inf")

    def in_rows(self) -> list[Segment]:
        """The pieces of text of the rows."""
        if not self._starts:
            return []
        return [segment for segment in self._segments if self._starts[0] - 1 <= segment.line.base <= self._end + 1]

    def elements(self) -> list[Element]:
        if not self._starts:
            return [[segment.line] for segment in _down(self._segments)]
        heading = self._heading()
        top = min((segment.line.base for segment in heading), default=self._starts[0])
        table = RawTable([*self._heading_rows(heading), *self._rows()])
        above = [segment for segment in self._segments if segment.line.base < top - 1]
        below = [segment for segment in self._segments if segment.line.base > self._end + 1]
        return [*([s.line] for s in _down(above)), table, *([s.line] for s in _down(below))]

    def _row_starts(self, anchors: list[float], alignment: Alignment) -> list[float]:
        """The highest base line of each row."""
        if not anchors or alignment == "top":
            return anchors
        starts = [self._run(anchors[0], -1)]
        for above, below in pairwise(anchors):
            between = self._bases[bisect_left(self._bases, above - 1) : bisect_right(self._bases, below + 1)]
            gaps = [lower - upper for upper, lower in pairwise(between)]
            starts.append(between[1 if alignment == "bottom" else gaps.index(max(gaps)) + 1])
        return starts

    def _below(self, anchor: float, alignment: Alignment) -> float:
        """The lowest base line of the last row."""
        return anchor if alignment == "bottom" else self._run(anchor, 1)

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
            is_title = len(line) == 1 and line[0].first == 0 < line[0].last
            if is_title or (found and last - base > HEADING_GAP * self._shape.pitch):
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
        rows: list[list[Segment]] = [[] for _ in self._starts]
        for segment in self.in_rows():
            rows[max(0, bisect_right(self._starts, segment.line.base + 1) - 1)].append(segment)
        return [self._row(row) for row in rows]

    def _row(self, segments: list[Segment]) -> list[RawCell]:
        cells = [RawCell([], column) for column in range(self._shape.width)]
        for segment in _down(segments):
            cell = cells[segment.first]
            if cell.content and isinstance(cell.content[0], list):
                cell.content[0].append(segment.line)
            else:
                cell.content.append([segment.line])
        return cells


def _down(segments: Sequence[Segment]) -> list[Segment]:
    return sorted(segments, key=lambda segment: (round(segment.line.base), segment.line.left))
