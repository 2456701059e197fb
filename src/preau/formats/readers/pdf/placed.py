"""Tables without lines, as a spreadsheet prints them: columns part where no text stands, rows gather round amounts.

Where cells run into each other nothing is guessed: text is lost on the page itself, and the answer is a refusal.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise, takewhile

from preau.core.refusal import Refusal
from preau.formats.readers.pdf.lines import Line, lines
from preau.formats.readers.pdf.page import Glyph, Page
from preau.formats.readers.pdf.raw import Element, is_atom
from preau.formats.readers.pdf.rows import Leaf, Segment, parted

ADVICE = (
    "Ce PDF vient d’un tableur, et ses cellules s’y chevauchent ou y sont coupées : "
    "une partie du texte manque sur la page. "
    "Envoyez le fichier du tableur (XLSX, XLS ou ODS), ou enregistrez-le en CSV."
)
BIN = 0.25
"""Points; the grain in which the width of the page is searched for columns."""
GUTTER = 0.8
"""Points between two columns: a spreadsheet that prints small leaves no more."""
MIN_COLUMNS = 3
MIN_ROWS = 3
CROSSED = 0.12
FEW_CROSSED = 3
"""Share of the lines that may cross the gap between two columns (titles, headings over several columns, the total), and
how many they are at most in a table of some length."""
MANY = 0.1
NUMERIC = 0.6
ACROSS = 0.8
"""Share of the width of a table over which a line must run to part two rows."""
SPILL = 4.0
"""Points by which a piece of text is wider than what its column usually holds, to be more than a long word."""
HIDDEN = 0.02
FEW_HIDDEN = 3
MOST_BESIDE = 500
"""Share of the pieces of text of a page that may touch others (a stamp, a logo), how many on a page with few, and with
how many of its neighbours each is compared."""
ROOM_IN_RUN = 1.0
"""How far apart two characters drawn together may stand, in sizes of a character, and still be in the same cell."""
ROOM_BETWEEN_RUNS = {True: 0.1, False: 0.45}
"""The same for characters drawn apart, by programs that draw whole lines, and by those that draw each word."""


def check_nothing_overlaps(pages: list[Page]) -> None:
    """Refuse pages on which pieces of text stand over each other, as when a spreadsheet prints rows too low."""
    for page in pages:
        boxes = sorted(_boxes(page))
        hidden = sum(_overlaps(boxes, index) for index in range(len(boxes)))
        if hidden > max(FEW_HIDDEN, HIDDEN * len(boxes)):
            raise Refusal(ADVICE)


_Extent = tuple[float, float, float, float]
"""Base line, left, right, size."""


def _boxes(page: Page) -> Iterator[_Extent]:
    """Where each run of text stands, spaces at its ends apart."""
    extents: dict[int, _Extent] = {}
    for glyph in page.glyphs:
        if not glyph.text.isspace():
            base, left, right, size = extents.get(glyph.run, (glyph.base, glyph.left, glyph.right, glyph.size))
            extents[glyph.run] = base, min(left, glyph.left), max(right, glyph.right), size
    return iter(extents.values())


def _overlaps(boxes: list[_Extent], index: int) -> bool:
    """Whether a box runs over one of the next lower ones; text drawn twice at the same place is only bold."""
    base, left, right, size = boxes[index]
    for other_base, other_left, other_right, other_size in boxes[index + 1 : index + 1 + MOST_BESIDE]:
        lower = other_base - base
        if lower > 0.6 * max(size, other_size):
            return False
        shared = min(right, other_right) - max(left, other_left)
        drawn_twice = lower < 0.1 * size and abs(left - other_left) < 1 and abs(right - other_right) < 1
        if shared > 0.8 * min(size, other_size) and not drawn_twice:
            return True
    return False


_Span = tuple[float, float]


def elements(pages: list[Page]) -> list[list[Element]] | None:
    """The paragraphs and the table of each page; None without a table (few columns, no amounts), [] when unclear."""
    segments = [[Segment(line) for line in _pieces(page)] for page in pages]
    edges = _strip_edges(segments)
    everything = [segment for page in segments for segment in page]
    columns = _columns(everything)
    _seat(everything, columns)
    while (lonely := _lonely(everything, len(columns))) is not None:
        columns[lonely : lonely + 2] = [(columns[lonely][0], columns[lonely + 1][1])]
        _seat(everything, columns)
    column = _anchor_column(everything)
    leaves = [
        Leaf(parts, _bases(parts, column), _separators(page, columns))
        for parts, page in zip(segments, pages, strict=True)
    ]
    if len(columns) < MIN_COLUMNS or sum(len(leaf.anchors) for leaf in leaves) < MIN_ROWS:
        return None
    found = parted(leaves, len(columns))
    return [*found, [[line] for line in edges]] if found else []


def _strip_edges(pages: list[list[Segment]]) -> list[Line]:
    """Take away the heads and feet that most pages repeat at the same place; the answer is each of them, once."""
    places = Counter(place for page in pages for place in {_where(segment.line) for segment in page})
    first_page = {_where(segment.line) for page in pages[:1] for segment in page}
    usual = {place for place, count in places.items() if count > max(1, len(pages) // 2) and place in first_page}
    taken: dict[tuple[str, int, int], Line] = {}
    for page in pages:
        levels: dict[int, list[Segment]] = defaultdict(list)
        for segment in page:
            levels[round(segment.line.base)].append(segment)
        repeated = [level for level, found in levels.items() if all(_where(s.line) in usual for s in found)]
        down = sorted(levels)
        edges = {*takewhile(repeated.__contains__, down), *takewhile(repeated.__contains__, reversed(down))}
        for segment in (segment for level in edges for segment in levels[level]):
            taken.setdefault(_where(segment.line), segment.line)
            page.remove(segment)
    return list(taken.values())


def _where(line: Line) -> tuple[str, int, int]:
    """What a line says, its numbers apart, and where: the same for what pages repeat."""
    return re.sub(r"\d+", "#", line.text), round(line.base), round(line.left)


def _separators(page: Page, columns: list[_Span]) -> list[float]:
    """Where lines are drawn across most of the table, in one piece or cell by cell."""
    across: dict[int, float] = defaultdict(float)
    for rule in page.rules:
        if not rule.is_vertical:
            across[round(rule.at)] += rule.end - rule.start
    width = columns[-1][1] - columns[0][0] if columns else 0.0
    return sorted(float(place) for place, length in across.items() if length > ACROSS * width)


def _seat(segments: list[Segment], columns: list[_Span]) -> None:
    """Say of each segment over which columns it stands: those it shares more than a hair with, else the nearest."""
    for segment in segments:
        left, right = segment.line.left, segment.line.right
        shared = [min(right, end) - max(left, start) for start, end in columns]
        over = [index for index, points in enumerate(shared) if points > 1.0] or [shared.index(max(shared))]
        segment.first, segment.last = over[0], over[-1]
        segment.spills = over[0] != over[-1] or right > columns[over[0]][1] + SPILL


def _lonely(segments: list[Segment], count: int) -> int | None:
    """A column that is none: a heading that stands to the left of its numbers, with nothing beside it on its line."""
    filled: list[set[tuple[int, int]]] = [set() for _ in range(count)]
    said: list[set[str]] = [set() for _ in range(count)]
    for segment in segments:
        if segment.first == segment.last:
            filled[segment.first].add((segment.line.page, round(segment.line.base)))
            said[segment.first].add(segment.line.text)
    for index in range(count - 1):
        says_little = min(len(said[index]), len(said[index + 1])) <= FEW_CROSSED
        if says_little and filled[index].isdisjoint(filled[index + 1]):
            return index
    return None


def _bases(segments: list[Segment], column: int | None) -> list[float]:
    """The base lines of the rows of a page: those of its amounts."""
    return sorted({s.line.base for s in segments if s.first == column and is_atom(s.line.text)})


def _pieces(page: Page) -> list[Line]:
    """The lines of a page, cut where the gap between two characters is wider than words are apart."""
    room = ROOM_BETWEEN_RUNS[_draws_lines_at_once(page)]
    found: list[Line] = []
    group: list[Glyph] = []
    for glyph in sorted(page.glyphs, key=lambda glyph: (round(glyph.base), glyph.left)):
        if group and not _continues(group, glyph, room):
            found += lines(group, page)
            group = []
        if group or not glyph.text.isspace():
            group.append(glyph)
    return found + lines(group, page)


def _draws_lines_at_once(page: Page) -> bool:
    """Whether the program draws the words of a line together, so that what it draws apart belongs to another cell."""
    runs = {glyph.run for glyph in page.glyphs}
    together = {after.run for glyph, after in pairwise(page.glyphs) if glyph.text == " " and glyph.run == after.run}
    return len(together) > MANY * len(runs)


def _continues(group: list[Glyph], glyph: Glyph, room_between_runs: float) -> bool:
    """Whether a character goes on with the piece. Spaces do not count: the last of a line may reach the next cell."""
    before = next((other for other in reversed(group) if not other.text.isspace()), group[-1])
    if before.run == glyph.run:
        room = ROOM_IN_RUN
    else:
        room = ROOM_BETWEEN_RUNS[False] if glyph.text in "€%" else room_between_runs
    level = abs(before.base - glyph.base) < 0.3 * glyph.size
    return level and (glyph.text.isspace() or -1.0 < (glyph.left - before.right) / glyph.size < room)


def _columns(segments: list[Segment]) -> list[_Span]:
    """Where the columns start and end: between gaps that hardly any line crosses."""
    once = _once(segments)
    crossings: Counter[int] = Counter()
    for line in once:
        crossings.update(range(int(line.left / BIN), int(line.right / BIN) + 1))
    rows = len({(line.page, round(line.base)) for line in once})
    allowed = max(1, min(CROSSED * rows, FEW_CROSSED + 0.01 * rows))
    columns: list[_Span] = []
    for place in sorted(place for place, count in crossings.items() if count > allowed):
        if columns and place * BIN - columns[-1][1] < GUTTER:
            columns[-1] = columns[-1][0], (place + 1) * BIN
        else:
            columns.append((place * BIN, (place + 1) * BIN))
    return columns


def _once(segments: list[Segment]) -> list[Line]:
    """The pieces of text, those that stand at the same place of several pages (repeated headings) counted once."""
    return list({_where(segment.line): segment.line for segment in segments}.values())


def _anchor_column(segments: list[Segment]) -> int | None:
    """The column that holds most amounts or numbers, and hardly anything else: each of them stands for a row."""
    kept = {id(line) for line in _once(segments)}
    by_column: dict[int, list[bool]] = defaultdict(list)
    for segment in segments:
        if is_atom(segment.line.text) or id(segment.line) in kept:
            by_column[segment.first].append(is_atom(segment.line.text))
    numeric = {column: sum(atoms) for column, atoms in by_column.items() if sum(atoms) >= NUMERIC * len(atoms)}
    return max(numeric, key=numeric.__getitem__, default=None)
