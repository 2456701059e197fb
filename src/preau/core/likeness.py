"""Which organisations of a directory may be one and the same, and why. Suspicions for a person, never a decision.

A false alarm costs as much as a miss: two different identifiers, two kinds of school, two acronyms are two
organisations. Names are met through shared keys, so that time grows with their number and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from preau.core.spelling import LEGAL, SCHOOLS, SMALL, Writing, read_name
from preau.core.text import fold, is_slip

CROWD = 12
"""More names than this that share a key share a common word, not an organisation."""
_SHORTEST_SLIP = 5
_SHORTEST_CUT = 3
_LONGEST_SHORT_SIGLE = 3
_LONGEST_TERRITORY = 3
_ONE_A_PLACE = frozenset("departement region prefecture metropole ville".split())
_IDENTIFIERS = (("siret", "SIRET"), ("rna", "RNA"), ("uai", "UAI"))


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation by its key in the directory, its name then its other writings, and its identifiers."""

    id: int
    names: tuple[str, ...]
    siret: str = ""
    rna: str = ""
    uai: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two organisations that may be one, in the order of the directory, with the reason in French."""

    one: int
    other: int
    reason: str
    strength: int
    """1 for the surest; what is shown first."""


def likenesses(named: Sequence[Named], place: str = "") -> list[Likeness]:
    """The pairs that may be one organisation, the surest first, each once with its best reason.

    `place` is the name of the cité: "Centre social" there is "Centre social d’Allonnes".
    """
    order = {one.id: rank for rank, one in enumerate(named)}
    by_id = {one.id: one for one in named}
    towns = frozenset(read_name(place).words) if place else frozenset()
    writings = [(one.id, read_name(name)) for one in named for name in one.names]
    best: dict[tuple[int, int], Likeness] = {}
    for found in (*_identified(named), *_spelled(writings, towns)):
        one, other = sorted((found.one, found.other), key=order.__getitem__)
        if one == other or (found.strength > 1 and _told_apart(by_id[one], by_id[other])):
            continue
        known = best.get((one, other))
        if known is None or found.strength < known.strength:
            best[one, other] = Likeness(one, other, found.reason, found.strength)
    return sorted(best.values(), key=lambda like: (like.strength, order[like.one], order[like.other]))


Written = tuple[int, Writing]


def _spelled(writings: Sequence[Written], towns: frozenset[str]) -> Iterator[Likeness]:
    yield from _same_words(writings)
    yield from _one_word_apart(writings)
    yield from _sigles(writings, towns)
    yield from _said_more(writings, towns)
    yield from _bare(writings)


def _told_apart(one: Named, other: Named) -> bool:
    """Whether their identifiers say that they are two: another SIREN, another school, another association."""
    return any(a and b and a != b for a, b in ((one.siret[:9], other.siret[:9]), (one.rna, other.rna))) or bool(
        one.uai and other.uai and one.uai != other.uai
    )


def _identified(named: Sequence[Named]) -> Iterator[Likeness]:
    """The same identifier; two schools of one town may share its SIRET, each with its UAI."""
    for field, label in _IDENTIFIERS:
        families: dict[str, list[Named]] = defaultdict(list)
        for one in named:
            if identifier := getattr(one, field):
                families[identifier].append(one)
        for identifier, family in families.items():
            for one, other in combinations(family[:CROWD], 2):
                if not (field == "siret" and one.uai and other.uai and one.uai != other.uai):
                    yield Likeness(one.id, other.id, f"le même {label}, {identifier}", 1)


def _families(keyed: Iterable[tuple[object, Written]]) -> Iterator[tuple[Written, Written]]:
    """The pairs of writings of different organisations that share a key."""
    families: dict[object, list[Written]] = defaultdict(list)
    for key, written in keyed:
        families[key].append(written)
    for family in families.values():
        if 1 < len(family) <= CROWD:
            yield from ((one, other) for one, other in combinations(family, 2) if one[0] != other[0])


def _same_words(writings: Sequence[Written]) -> Iterator[Likeness]:
    """The same words, whatever their order, the small words and "Association"; or the same letters."""
    for (i, one), (j, other) in _families((tuple(sorted(w.words)), (i, w)) for i, w in writings):
        if one.schools == other.schools:
            yield Likeness(i, j, _alike(one, other), 2)
    for (i, one), (j, other) in _families(("".join(w.words), (i, w)) for i, w in writings):
        if one.words != other.words:
            yield Likeness(i, j, "les mêmes lettres, aux espaces près", 2)


def _alike(one: Writing, other: Writing) -> str:
    """What is the same of two names that have the same words."""
    reason = "les mêmes mots" if one.words == other.words else "les mêmes mots, dans un autre ordre"
    if more := LEGAL & (set(one.every) ^ set(other.every)):
        return f"{reason}, « {min(more).title()} » mis à part"
    if one.words != other.words:
        return reason
    small = set(fold(one.written).split()) ^ set(fold(other.written).split()) <= SMALL
    return "les mêmes mots, à un petit mot près" if small else "le même nom, écrit autrement"


def _one_word_apart(writings: Sequence[Written]) -> Iterator[Likeness]:
    """All words alike but one, of which a letter is wrong, or which one of them cuts short ("Ados")."""
    for (one, word, i), (other, near, j) in _meeting(writings):
        said = f"« {one.as_written(word)} » et « {other.as_written(near)} »"
        if _slipped(word, near):
            yield Likeness(i, j, f"une lettre de différence, {said}", 3)
        elif _cut(word, near):
            yield Likeness(i, j, f"un mot abrégé, {said}", 4)


Met = tuple[Writing, str, int]


def _meeting(writings: Sequence[Written]) -> Iterator[tuple[Met, Met]]:
    """Pairs of writings alike but for one word, met by that word less a letter, or by its first letters."""
    families: dict[object, dict[tuple[int, str], Met]] = defaultdict(dict)
    for i, writing in writings:
        for at, word in enumerate(writing.words):
            if not word.isalpha() or word in writing.sigles or word in SCHOOLS:
                continue
            others = (*writing.words[:at], "", *writing.words[at + 1 :])
            met = (writing, word, i)
            if len(word) >= _SHORTEST_SLIP - 1:
                for cut in range(len(word) + 1):
                    families[others, word[:cut] + word[cut + 1 :]][i, word] = met
            if len(others) > 1:
                families[others, word[:_SHORTEST_CUT], "…"][i, word] = met
    for family in families.values():
        if 1 < len(family) <= CROWD:
            yield from ((a, b) for a, b in combinations(family.values(), 2) if a[2] != b[2] and a[1] != b[1])


def _slipped(one: str, other: str) -> bool:
    return max(len(one), len(other)) >= _SHORTEST_SLIP and is_slip(one, other)


def _cut(one: str, other: str) -> bool:
    """Whether the shorter word is the beginning of the other, its plural aside: "ados", "adolescents"."""
    short, long = sorted((one.removesuffix("s"), other.removesuffix("s")), key=len)
    return len(short) >= _SHORTEST_CUT and len(long) > len(short) + 1 and long.startswith(short)


def _sigles(writings: Sequence[Written], towns: frozenset[str]) -> Iterator[Likeness]:
    """An acronym on one side, on the other the words that it stands for, or the same acronym between brackets."""
    full: dict[str, list[tuple[int, Writing, frozenset[str]]]] = defaultdict(list)
    for i, writing in writings:
        for sigle, rest in writing.initials():
            full[sigle].append((i, writing, rest - towns))
    for i, writing in writings:
        for sigle in writing.sigles if len(writing.words) <= CROWD else ():
            rest = frozenset(writing.words) - {sigle} - towns
            for j, other, left in full.get(sigle, ())[:CROWD]:
                if i != j and sigle not in other.words and _same_rest(sigle, rest, left):
                    yield Likeness(i, j, f"un sigle et le nom entier, « {sigle.upper()} »", 3)


def _same_rest(sigle: str, rest: frozenset[str], left: frozenset[str]) -> bool:
    """Whether what stands beside the acronym does not contradict what stands beside the words."""
    if rest:
        return rest == left
    return len(left) <= (1 if len(sigle) <= _LONGEST_SHORT_SIGLE else 2)


def _said_more(writings: Sequence[Written], towns: frozenset[str]) -> Iterator[Likeness]:
    """The same name, one of them with the place or the kind of school besides."""
    keyed: list[tuple[object, Written]] = []
    for i, writing in writings:
        bare = frozenset(writing.words) - towns - writing.schools
        if bare and (bare != frozenset(writing.words) or len(bare) > 1 or len(min(bare)) >= _SHORTEST_SLIP - 1):
            keyed.append((bare, (i, writing)))
    for (i, one), (j, other) in _families(keyed):
        a, b = frozenset(one.words), frozenset(other.words)
        nested = one.schools <= other.schools or other.schools <= one.schools
        association = (LEGAL & set(one.every) and other.schools) or (LEGAL & set(other.every) and one.schools)
        if a != b and (a < b or b < a) and nested and not association:
            longer = one if b < a else other
            more = next(word for word in longer.words if word in a ^ b)
            yield Likeness(i, j, f"le même nom, l’un dit en plus « {longer.as_written(more)} »", 5)


def _bare(writings: Sequence[Written]) -> Iterator[Likeness]:
    """What a place has one of ("Conseil départemental", "CAF"), and the only one that is named with its territory."""
    named: dict[str, dict[int, Writing]] = defaultdict(dict)
    for i, writing in writings:
        head = writing.words[0]
        if head in _ONE_A_PLACE or head in writing.sigles:
            named[head].setdefault(i, writing)
    for family in named.values():
        alone = [i for i, writing in family.items() if len(writing.words) == 1]
        full = [i for i, writing in family.items() if len(writing.words) > 1]
        if len(full) == 1 and len(family[full[0]].words) <= _LONGEST_TERRITORY:
            yield from (Likeness(i, full[0], "le même nom, seul puis avec son territoire", 5) for i in alone)
