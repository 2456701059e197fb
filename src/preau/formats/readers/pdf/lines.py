"""Lines of text of a PDF, and how they go together again: what is a word cut at the end of a line, and what is not.

A PDF keeps neither spaces at line ends, nor hyphenation, nor words broken in a narrow column. What its program has
left is used first (a hyphen drawn apart, a space that would have fitted); then the words of the document itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from preau.formats.readers.pdf.page import Glyph, Page

HYPHENS = "-\u2010\u00ad"
SPACE = 0.13
"""Share of the size of the characters from which a gap between two of them is a space."""
ENDING = 3
"""Letters at either end of a word that tell whether words end or begin like that."""
MOST_LOST_DIGITS = 2
LONGEST = 16
"""Letters of a word that nothing in the document confirms."""
SLACK = 0.5
"""Points by which widths may differ and still be the same."""
SPACES_DRAWN = 0.2
"""Share of line ends with a space from which the program that wrote the file is known to draw them, where they fit."""
SPACES_ALWAYS_DRAWN = 0.97
"""The same, where they do not fit too."""
SHORT = 0.85
"""Share of the width of a column: a line that is shorter with the next word added to it was ended on purpose."""
HYPHENATED = 0.08
FEW_HYPHENS = 2
"""Share of line ends with a hyphen from which the program that wrote the file is known to hyphenate, and how few of
them prove nothing."""

_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_VOWELS = frozenset("aeiouy")
_ELISIONS = frozenset(("c", "d", "j", "l", "m", "n", "qu", "s", "t", "jusqu", "lorsqu", "puisqu", "quelqu"))

Hyphen = Literal["none", "kept", "added", "unsure"]


@dataclass(slots=True)
class Line:
    """A line of a cell or a paragraph. `widths` are those of its first character and of a space.

    `hyphen` says whether it ends with a hyphen, and whose: of the word (kept), of the layout (added), or unsure.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int
    ends_with_space: bool
    hyphen: Hyphen
    first_width: float

    @property
    def width(self) -> float:
        """From its first character to its last, spaces at its ends apart."""
        return self.right - self.left

    @property
    def first_word(self) -> float:
        """The width of its first word, as far as it can be told without its characters."""
        word = self.text.split(" ", 1)[0]
        return self.width * len(word) / max(1, len(self.text))


def lines(glyphs: Iterable[Glyph], page: Page) -> list[Line]:
    """Lines in the order the glyphs are given; a character that stands higher or lower in its line stays in it."""
    found: list[list[Glyph]] = []
    for glyph in glyphs:
        if found and _same_line(found[-1], glyph):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return [line for line in (_line(group, page) for group in found) if line.text]


def _same_line(line: list[Glyph], glyph: Glyph) -> bool:
    if glyph.base == line[-1].base:
        return True
    tallest = max(line[-8:], key=lambda other: other.size)
    shared = min(tallest.base, glyph.base) - max(tallest.base - tallest.size, glyph.base - glyph.size)
    return shared > 0.5 * min(tallest.size, glyph.size)


def _line(group: list[Glyph], page: Page) -> Line:
    glyphs = sorted(group, key=lambda glyph: glyph.left)
    seen = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not seen:
        return Line("", 0, 0, 0, 0, page.number, ends_with_space=False, hyphen="none", first_width=0)
    pieces = [glyphs[0].text]
    for before, glyph in pairwise(glyphs):
        apart = glyph.left - before.right > SPACE * glyph.size
        if apart and not before.text.isspace() and not glyph.text.isspace():
            pieces.append(" ")
        pieces.append(glyph.text)
    return Line(
        text="".join(pieces).strip(),
        left=seen[0].left,
        right=seen[-1].right,
        base=Counter(glyph.base for glyph in seen).most_common(1)[0][0],
        size=max(glyph.size for glyph in seen),
        page=page.number,
        ends_with_space=glyphs[-1].text.isspace(),
        hyphen=_hyphen(glyphs, page),
        first_width=seen[0].right - seen[0].left,
    )


def _hyphen(glyphs: list[Glyph], page: Page) -> Hyphen:
    """Whose hyphen ends the line. Programs that hyphenate draw the hyphen they add apart from the word, or say so."""
    while glyphs and glyphs[-1].text.isspace():
        glyphs = glyphs[:-1]
    if len(glyphs) == 1 or glyphs[-1].text not in HYPHENS or not glyphs[-2].text.isalnum():
        return "none"
    last, before = glyphs[-1].run, glyphs[-2].run
    actual = page.runs[last].actual
    if glyphs[-1].text == "\u00ad" or actual == "\u00ad":
        return "added"
    if actual:
        return "kept"
    drawn = Counter(glyph.run for glyph in glyphs)
    return "added" if last != before and drawn[last] == 1 < drawn[before] else "unsure"


class Joiner:
    """Puts lines together again, with the words of the whole document to tell where one was cut."""

    def __init__(self, texts: Iterable[Sequence[Line]]) -> None:
        """`texts` are all the cells and paragraphs of the document."""
        self._words: set[str] = set()
        self._compounds: set[str] = set()
        ends: Counter[str] = Counter()
        for text in texts:
            ends.update(_end(line) for line in text[:-1])
            for piece in _whole_pieces(text):
                self._words.update(word.casefold() for word in _WORD.findall(piece))
                self._compounds.update(word.casefold() for word in _COMPOUND.findall(piece))
        self._endings = {word[-ENDING:] for word in self._words if len(word) > ENDING}
        self._beginnings = {word[:ENDING] for word in self._words}
        self._spaces_drawn = ends["space"] / max(1, ends["space"] + ends["letter"])
        self._hyphenates = ends["hyphen"] > max(FEW_HYPHENS, HYPHENATED * ends.total())

    def text(self, text: Sequence[Line], widest: float) -> str:
        """The text of a cell, whose column is at least `widest` points wide; line breaks only where they were meant."""
        if not text:
            return ""
        pieces = [text[0].text]
        for before, line in pairwise(text):
            link = self._link(before, line, widest)
            if before.hyphen != "none" and link == "":
                keeps = before.hyphen == "kept" or (before.hyphen == "unsure" and self._is_compound(before, line))
                pieces[-1] = pieces[-1] if keeps else pieces[-1][:-1]
            pieces += [link, line.text]
        return "".join(pieces)

    def _link(self, before: Line, line: Line, widest: float) -> str:
        if before.page == line.page and abs(before.base - line.base) < SLACK:
            return " "
        if before.hyphen != "none" and line.text[0].isalnum():
            return ""
        if before.width + 0.25 * before.size + line.first_word < SHORT * widest:
            return "\n"
        if before.text.endswith("/") and not before.text.endswith(" /") and not before.ends_with_space:
            return ""
        return "" if self._is_cut(before, line, widest) else " "

    def _is_compound(self, before: Line, line: Line) -> bool:
        """Whether the hyphen at the end of a line belongs to the word: parents-enfants, and not commu-nication."""
        tail, head = _LAST_WORD.search(before.text[:-1]), _WORD.match(line.text)
        if tail is None or head is None or head[0][0].isupper():
            return True
        first, second = tail[0].casefold(), head[0].casefold()
        if f"{first}-{second}" in self._compounds:
            return True
        if first + second in self._words:
            return False
        return not self._hyphenates or (first in self._words and second in self._words)

    def _is_cut(self, before: Line, line: Line, widest: float) -> bool:
        """Whether the line ends inside a word, for want of room: only a word that fills its line alone can be cut."""
        full = before.width + line.first_width > widest - SLACK
        if before.ends_with_space or not _is_unbroken(before.text) or not full:
            return False
        tail, head = _LAST_WORD.search(before.text), _WORD.match(line.text)
        if tail is None or head is None:
            return _is_cut_code(before.text, line.text)
        follows = line.text[head.end() : head.end() + 1]
        begins = head[0][0].isupper() and not tail[0].isupper()
        if begins or (follows in ("'", "’") and head[0].casefold() in _ELISIONS):
            return False
        return self._lacks_space(before, widest) or self._is_one_word(tail[0].casefold(), head[0].casefold())

    def _is_one_word(self, first: str, second: str) -> bool:
        """Whether two pieces make a word, by the words of the document, their beginnings and their endings."""
        if first + second in self._words or not (_has_vowel(first) and _has_vowel(second)):
            return True
        if first in self._words:
            return False
        if first[-ENDING:] not in self._endings:
            return True
        begins = second in self._words or second[:ENDING] in self._beginnings
        return not begins and len(first + second) <= LONGEST

    def _lacks_space(self, line: Line, widest: float) -> bool:
        """Whether no space stood at the end of the line: it had room, and the program behind the file draws them."""
        has_room = line.width + 0.28 * line.size < widest - SLACK
        return not line.ends_with_space and self._spaces_drawn > (SPACES_DRAWN if has_room else SPACES_ALWAYS_DRAWN)


def _end(line: Line) -> str:
    if line.hyphen != "none":
        return "hyphen"
    return "space" if line.ends_with_space else "letter"


def _whole_pieces(text: Sequence[Line]) -> Iterator[str]:
    """What is surely made of whole words: lines without the word that may be cut at their end or at their beginning."""
    cut = False
    for line in text:
        piece = line.text.partition(" ")[2] if cut else line.text
        ends_freely = line.ends_with_space or line is text[-1]
        cut = line.hyphen != "none" or not (ends_freely or not _is_unbroken(line.text))
        yield piece.rpartition(" ")[0] if cut else piece


def _is_cut_code(first: str, second: str) -> bool:
    """Whether a code such as 6574/929 lost its last digits to the next line; two numbers, two years are not one."""
    digits = re.match(r"\d+", second)
    return digits is not None and first[-1].isdigit() and not first.isdigit() and len(digits[0]) <= MOST_LOST_DIGITS


def _is_unbroken(text: str) -> bool:
    return not any(mark in text for mark in (" ", "-", "\u2010"))


def _has_vowel(word: str) -> bool:
    return not _VOWELS.isdisjoint(unicodedata.normalize("NFD", word)) or "œ" in word or "æ" in word
