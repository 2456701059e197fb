"""The name of an organisation taken apart: the words that tell it from others, its acronym, what kind it says it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from preau.core.annex.sigles import is_sigle
from preau.core.text import fold

LEGAL = frozenset("association associations sarl sas sasu scop scic eurl".split())
"""Words that say the form of an organisation and not which one it is."""
SCHOOLS = frozenset("college lycee ecole maternelle elementaire primaire professionnel general groupe scolaire".split())
"""Words that say which kind of school: of two that say different ones, neither is the other."""
SMALL = frozenset("de du des d la le les l et a au aux en pour sur par dans".split())
"""Words that tell no name from another."""
_SYNONYMS = {
    "asso": "association", "assoc": "association", "assos": "associations", "mairie": "ville", "commune": "ville",
    "municipalite": "ville", "st": "saint", "ste": "sainte", "coll": "college", "clg": "college", "lyc": "lycee",
    "colleges": "college", "lycees": "lycee", "ecoles": "ecole", "dept": "departement", "cd": "departement",
    "ctre": "centre", "fede": "federation", "fed": "federation",
}  # fmt: skip
_COUNCILS = (
    (re.compile(r"\bconseil (departemental|general)\b"), "departement"),
    (re.compile(r"\bconseil regional\b"), "region"),
)
_FIRST = {
    "adie": "association", "afev": "association", "ars": "agence", "caf": "caisse", "ccas": "centre", "cias": "centre",
    "cio": "centre", "cpam": "caisse", "ddsp": "direction", "ddt": "direction", "drac": "direction",
    "dsden": "direction", "fol": "federation", "lpo": "ligue", "mda": "maison", "mfr": "maison", "mjc": "maison",
    "msa": "mutualite", "onf": "office", "pep": "pupilles", "pjj": "protection", "pmi": "protection",
    "pre": "programme", "udaf": "union",
}  # fmt: skip
"""How the words of well-known acronyms begin: a club whose initials are CAF is no family fund."""
_SIGLE = range(3, 9)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")


@dataclass(frozen=True, slots=True)
class Writing:
    """A name as words: `words` tell it from others, `every` are all but the small ones; acronyms are folded."""

    written: str
    words: tuple[str, ...]
    every: tuple[str, ...]
    sigles: frozenset[str]

    def as_written(self, word: str) -> str:
        """The folded word with its capitals and accents."""
        return next((token for token in re.findall(r"\w+", self.written) if fold(token) == word), word)

    @property
    def schools(self) -> frozenset[str]:
        """The kinds of school that the name says."""
        return SCHOOLS.intersection(self.words)

    def initials(self) -> Iterator[tuple[str, frozenset[str]]]:
        """The acronyms that the beginning of the name may have, each with the words left beside it."""
        for words in {self.words, self.every}:
            letters = "".join(word[0] for word in words)
            for size in _SIGLE:
                if size <= len(words) and _FIRST.get(letters[:size], words[0]) == words[0]:
                    yield letters[:size], frozenset(words[size:])


@lru_cache(maxsize=1 << 13)
def read_name(written: str) -> Writing:
    """The name taken apart. Its own acronym, where it gives one beside its words ("… (CAF)"), is no word of it."""
    written = _DOTTED.sub(lambda found: found.group().replace(".", "") + " ", written)
    text = fold(written)
    for council, word in _COUNCILS:
        text = council.sub(word, text)
    every = [_SYNONYMS.get(word, word) for word in text.split() if word not in SMALL]
    capitals = {fold(token) for token in re.findall(r"\w+", written) if token.isupper()}
    sigles = {
        word for word in capitals if len(word) in _SIGLE and word.isalpha() and _stands_alone(word, written, every)
    }
    own = next((word for word in (every[:1] + every[-1:]) if _own_sigle(word, every)), None)
    if own is not None:
        every = every[:-1] if every[-1] == own else every[1:]
        sigles.add(own)
    words = [word for word in every if word not in LEGAL] or every
    return Writing(written, tuple(words) or (written,), tuple(every) or (written,), frozenset(sigles))


def _stands_alone(word: str, written: str, every: list[str]) -> bool:
    """Whether a word in capitals is an acronym: all words of a name in capitals are not."""
    return not written.isupper() or len(every) == 1 or is_sigle(word.upper())


def _own_sigle(word: str, every: list[str]) -> bool:
    """Whether the first or the last word of a name is made of the initials of the others."""
    others = every[1:] if every[0] == word else every[:-1]
    return len(word) in _SIGLE and len(others) >= len(word) and "".join(other[0] for other in others).startswith(word)
