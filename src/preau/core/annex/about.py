"""What the lines above the tables say of the whole: its title, the town, the year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from preau.core.annex.cells import one_line
from preau.core.annex.rows import AMOUNTS, Annex
from preau.core.text import fold

_SPEAKS = re.compile(
    r"\b(programm\w*|cites? educatives?|actions?|attributions?|subventions?|resultats?|projets?|contrat de ville)\b"
)
_ONLY_ANNEX = re.compile(r"annexe( n)?( ?\d+)?( bis)?")
_AXIS = re.compile("(?:axe|pilier|volet|thematique|theme|priorite|enjeu|objectif)s?\\b")
_WHOLE = re.compile("programm|cites? educative|contrat de ville|annee|annexe")
_PLACE = re.compile(
    r"cit[ée]s?\s+[ée]ducatives?\s+(?:de\s+la\s+ville\s+)?(?:d['’]\s*|de\s+|du\s+|des\s+)(?P<place>[^\W\d_][\w'’ -]*?)"
    r"(?=\s*(?:$|[-–—:,;(./]\s|[-–—:,;(./]$|\d|\bprogramme\b|\bann[ée]e\b|\bannexe\b|\bactions\b))",
    re.IGNORECASE,
)
_SMALL_WORDS = {"de", "du", "des", "la", "le", "les", "en", "sur", "sous", "et", "aux", "au", "lès", "lez", "d", "l"}
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_NAMED_YEAR = re.compile(r"(?:ann[ée]e|exercice|programm\w+|campagne)\s+(20\d\d)(?!\d)", re.IGNORECASE)
_EDITOR_TAG = re.compile(r"</?[A-Z][A-Z0-9]*>\s*")
LONGEST_TITLE = 160
"""A longer line (in signs) is a paragraph, not a title."""


def about(annex: Annex, above: Sequence[str], hats: Sequence[str]) -> None:
    """Fill the title, the place and the year of the annex from the lines above its first table and its hats.

    A table whose heading is the title of the whole has no heading of its own.
    """
    above = [_EDITOR_TAG.sub("", one_line(text)).strip() for text in above]
    titles = [text for text in above if _may_be_title(text)]
    annex.title = _best([text for text in titles if _SPEAKS.search(fold(text))]) or next(
        (text for text in titles if " " in text), None
    )
    for table in annex.tables:
        if annex.title is not None and table.heading == annex.title.rstrip(" :\u00a0"):
            table.heading = None
    annex.place = _place(above)
    headings = [column.heading for table in annex.tables[:1] for column in table.columns if column.concept in AMOUNTS]
    annex.year = year_in([annex.title or "", *above]) or year_in([*hats, *headings])


def _may_be_title(text: str) -> bool:
    """Whether the line could name the whole: not "Annexe 1", nor an axis of the programme, nor prose."""
    folded = fold(text)
    if not folded or len(text) > LONGEST_TITLE or text[-1] in ".;,:" or _ONLY_ANNEX.fullmatch(folded):
        return False
    return not _AXIS.match(folded) or _WHOLE.search(folded) is not None


def _best(titles: list[str]) -> str | None:
    """The line that names a programme of a place or of a year rather than only an annex or an office."""

    def weight(text: str) -> int:
        folded = fold(text)
        return sum(word in folded for word in ("programm", "cite educative", "action")) + bool(_YEAR.search(text))

    return max(titles[:12], key=weight, default=None)


def _place(texts: Sequence[str]) -> str | None:
    for text in texts:
        if found := _PLACE.search(text):
            return _proper(found.group("place").strip(" -–'’"))
    return None


def _proper(place: str) -> str:
    """A town's name with its capitals: "SAINT-ÉTIENNE-DU-ROUVRAY" is "Saint-Étienne-du-Rouvray"."""
    if not place.isupper():
        return place
    words = re.split(r"([\s'’-]+)", place.lower())
    return "".join(word if i and word in _SMALL_WORDS else word[:1].upper() + word[1:] for i, word in enumerate(words))


def year_in(texts: Sequence[str]) -> int | None:
    """The year that the texts tell: the first that they call so ("année 2020"), else the first they write."""
    short = [text for text in texts if len(text) <= LONGEST_TITLE]
    named = (found for text in short for found in _NAMED_YEAR.findall(text))
    written = (found for text in short for found in _YEAR.findall(text))
    year = next(named, None) or next(written, None)
    return int(year) if year else None
