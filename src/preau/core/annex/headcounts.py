"""Numbers of people that a text gives, "985 enfants": found, quoted with their passage, told from those already kept.

Nothing is added up and nothing is guessed: "3 orchestres" is no number of people, "CM1" no number at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from preau.core.text import fold

_COUNTED = re.compile("([0-9]+(?:[ \u00a0\u202f][0-9]{3})*)[ \u00a0\u202f]((?:[Jj]eunes |[Pp]etits )?([^\\W\\d_]+))")
_PEOPLE = frozenset(
    "enfant eleve famille jeune collegien lyceen parent personne etudiant habitant ecolier beneficiaire participant "
    "adolescent adulte enseignant professionnel femme fille garcon collegienne lyceenne etudiante habitante".split()
)
_INITIALS = {word[0].encode() for word in _PEOPLE} | {word[0].upper().encode() for word in _PEOPLE} | {b"\xc3"}
_SIGNS = bytes(
    ord("0")
    if sign.isdigit()
    else ord("p")
    if sign in _INITIALS
    else ord(" ")
    if sign in (b" ", b"\xc2", b"\xe2")
    else 0
    for sign in (bytes([code]) for code in range(256))
)
"""What the bytes of a text are to a number of people: a digit, a blank, the first letter of such a noun, or nothing."""
_AFTER_BLANKS = b"\x80\xa0\xaf"

LONGEST_PASSAGE = 200
"""Signs of a quotation, its ellipses beside."""
LONGEST_WHOM = 60
MOST = 99_999_999
"""No country of ours has more people: past it the digits are a telephone number or a key."""
_BOUND = re.compile("\n|(?<=[.;!?…])\\s")
_CLAUSE = re.compile("[,;.:()/\n]|(?<!\\w)[0-9]")
_JOINT = re.compile(" (?:et|ou|dont|avec)$")


class Headcount(NamedTuple):
    """So many people of a kind. `written` is what the text says of it, `passage` the sentence around, to be quoted."""

    number: int
    whom: str
    written: str
    passage: str


def counts_in(text: str) -> list[str]:
    """The numbers of people that a text gives, with their noun, as it writes them."""
    return [f"{found[1]} {found[2]}" for found in _counts(text)]


def headcounts_in(*texts: str) -> list[Headcount]:
    """The numbers of people that the texts give, each once, in their order.

    Two numbers of one noun are told apart by the words that follow it: "40 enfants", "25 enfants de maternelle".
    """
    distinct: dict[tuple[int, str], tuple[str, re.Match[str]]] = {}
    for text in texts:
        for found in _counts(text):
            if _number(found) <= MOST:
                distinct.setdefault((_number(found), _noun(found[2])), (text, found))
    nouns = Counter(noun for _, noun in distinct)
    return [
        Headcount(
            _number(found),
            _clause(text, found) if nouns[_noun(found[2])] > 1 else found[2],
            f"{found[1]} {found[2]}",
            _passage(text, found),
        )
        for text, found in distinct.values()
    ]


def left_of(headcounts: Iterable[Headcount], kept: Iterable[tuple[int, str]]) -> list[Headcount]:
    """The headcounts that are none of those kept: (number, whom). "985 enfants d’Allonnes" is the text's "985 enfants".

    What a person wrote with other words is theirs: the number and the noun make the headcount.
    """
    known = [(number, {_singular(word) for word in fold(whom).split()}) for number, whom in kept]
    return [
        one
        for one in headcounts
        if not any(number == one.number and _noun(one.written) in words for number, words in known)
    ]


def _counts(text: str) -> Iterator[re.Match[str]]:
    """A table of bytes tells first the many texts where no number comes before such a word."""
    if b"0 p" in text.encode("utf-8", "surrogatepass").translate(_SIGNS, _AFTER_BLANKS):
        for found in _COUNTED.finditer(text):
            if found[1][0] != "0" and not _is_part_of_number(text, found.start()) and _noun(found[3]) in _PEOPLE:
                yield found


def _is_part_of_number(text: str, at: int) -> bool:
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] in ".,/")


def _number(found: re.Match[str]) -> int:
    return int("".join(found[1].split()))


def _noun(words: str) -> str:
    """The last word, folded, singular: "jeunes collégiens" are so many collégiens."""
    return _singular(fold(words).rpartition(" ")[2])


def _singular(word: str) -> str:
    return word.rstrip("s")


def _clause(text: str, found: re.Match[str]) -> str:
    """The noun and the words that follow it, up to a sign or another number."""
    rest = text[found.start(2) : found.start(2) + LONGEST_WHOM + 1]
    words = _CLAUSE.split(rest, maxsplit=1)[0]
    if len(words) > LONGEST_WHOM:
        words = words.rpartition(" ")[0] or words[:LONGEST_WHOM]
    return _JOINT.sub("", words.strip())


def _passage(text: str, found: re.Match[str]) -> str:
    """The sentence around the number; its middle where it is long."""
    start = max((bound.end() for bound in _BOUND.finditer(text, 0, found.start())), default=0)
    bound = _BOUND.search(text, found.end())
    end = bound.start() if bound else len(text)
    before = after = ""
    if end - start > LONGEST_PASSAGE:
        room = (LONGEST_PASSAGE - (found.end() - found.start())) // 2
        if found.start() - start > room:
            start, before = text.find(" ", max(found.start() - room, start), found.start()) + 1 or found.start(), "… "
        if end - found.end() > room:
            cut = text.rfind(" ", found.end(), found.end() + room)
            end, after = cut if cut > 0 else found.end(), " …"
    return before + " ".join(text[start:end].split()).rstrip(" ;") + after
