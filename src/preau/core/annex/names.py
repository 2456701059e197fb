"""Names in cells: holders and partners, as they were written and as separate organisations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from preau.core.annex.rows import ActionRow, Holder, Status
from preau.core.annex.sigles import is_sigle
from preau.core.text import fold, squeeze

_DOUBTS = frozenset(
    (
        "a confirmer,a definir,a determiner,a preciser,a trouver,pressenti,pressentie,sous reserve,en attente,a venir,"
        "en cours,en recherche"
    ).split(",")
)
_KINDS = (
    "college,lycee,lycee professionnel,lycee general,ecole,ecole maternelle,ecole elementaire,ecole primaire,"
    "etablissement,etablissement scolaire,eple,association,mairie,ville,commune,centre social,maison de quartier,"
    "partenaire,service,structure,collectivite,porteur"
)
_PLURAL_KINDS = (
    "colleges,lycees,lycees professionnels,lycees generaux,ecoles,ecoles maternelles,ecoles elementaires,"
    "ecoles primaires,etablissements,etablissements scolaires,associations,mairies,villes,communes,centres sociaux,"
    "maisons de quartier,partenaires,services,structures,collectivites,porteurs"
)
_INSTITUTIONS = frozenset(f"{_KINDS},{_PLURAL_KINDS}".split(","))
_INSTITUTION_FIRST = tuple(f"{kind} " for kind in _INSTITUTIONS)
_ARTICLES = ("les ", "le ", "la ", "l ")
_SINGULAR = {
    "collèges": "collège",
    "lycées": "lycée",
    "écoles maternelles": "école maternelle",
    "écoles élémentaires": "école élémentaire",
    "écoles primaires": "école primaire",
    "écoles": "école",
    "ecoles": "ecole",
    "centres sociaux": "centre social",
    "maisons de quartier": "maison de quartier",
}
_SEPARATOR = re.compile("[/+;\n]| & ")
_LISTED = re.compile("[/+;,\n&]| et ")
_PARENTHESES = re.compile("\\([^()]*\\)")
_PARTNER_SEPARATOR = re.compile("[,;\n•]| [-–+] | ?/ ")
_NOBODY = frozenset("aucun,aucune,neant,sans objet,nc,x,so,sans,non".split(","))
_VERBS = frozenset("qui peut peuvent sont sera seront est ont dont afin permet permettent permettre il elle".split())
_QUOTES = str.maketrans("'’(),.", "      ")
PROSE_LENGTH = 60
"""A partner longer than this (in signs) that holds a verb or a relative is a sentence."""
LONGEST_SIGLE = 5
"""Of a text all in capitals only the short words (in letters) are acronyms."""
SHORTEST = 3
"""A shorter text (in letters) is no name."""

_STATUS_WORDS: dict[str, Status] = {
    "realise": "done", "realisee": "done", "termine": "done", "terminee": "done", "acheve": "done", "achevee": "done",
    "fait": "done", "faite": "done", "en cours": "under_way", "demarre": "under_way", "demarree": "under_way",
    "engage": "under_way", "engagee": "under_way", "reporte": "postponed", "reportee": "postponed",
    "report": "postponed",
    "annule": "dropped", "annulee": "dropped", "abandonne": "dropped", "abandonnee": "dropped", "supprime": "dropped",
    "supprimee": "dropped", "a confirmer": "to_confirm", "sous reserve": "to_confirm", "programme": "planned",
    "programmee": "planned", "prevu": "planned", "prevue": "planned", "a venir": "planned",
}  # fmt: skip
STATUS_MARKS: dict[Status, str] = {
    "planned": "prévu",
    "under_way": "en cours",
    "done": "réalisé",
    "postponed": "reporté",
    "dropped": "annulé",
    "to_confirm": "à confirmer",
}
"""How a state is written between brackets after the title of an action, as annexes do."""
_STATUS_MARK = re.compile("\\s*[(\\[]\\s*([^()\\[\\]]{3,24}?)\\s*[)\\]]\\s*$")


def read_status(text: str) -> Status | None:
    """The state that the words name, None when they name none."""
    return _STATUS_WORDS.get(fold(text))


def split_title(text: str) -> tuple[str, Status | None]:
    """The title without the state written after it, and that state: "Kits (réalisé)" is "Kits", done."""
    if text.endswith((")", "]")) and (found := _STATUS_MARK.search(text)):
        status = read_status(found[1])
        if status and found.start() > 0:
            return text[: found.start()], status
    return text, None


def title_with_status(title: str, status: Status | None) -> str:
    """The inverse of `split_title`."""
    return f"{title} ({STATUS_MARKS[status]})" if status else title


def without_doubt(text: str) -> tuple[str, bool]:
    """A name without what says that it is not sure yet, and whether something did: "JSA ?", "Inalta (à confirmer)"."""
    bare = text.rstrip(" ?\u00a0\u202f\n")
    doubted = "?" in text[len(bare) :]
    if bare.endswith(")") and "(" in bare:
        name, _, said = bare[:-1].rpartition("(")
        if fold(said) in _DOUBTS or not said.strip(" ?"):
            return name.rstrip(), True
    words = bare.split()
    for count in (2, 1):
        if fold(" ".join(words[-count:])) in _DOUBTS:
            return " ".join(words[:-count]).rstrip(" ,:-–"), True
    return bare, doubted


def is_tentative(text: str) -> bool:
    """Whether the holder is only expected: "JSA ?", "Inalta (à confirmer)"."""
    return without_doubt(text)[1]


def _is_kind(folded: str) -> bool:
    """Whether the words are a kind of organisations and no name."""
    article = next((article for article in _ARTICLES if folded.startswith(article)), "")
    return folded[len(article) :] in _INSTITUTIONS


def is_generic(text: str) -> bool:
    """Whether the cell names kinds of organisations and no organisation: "Collèges / Lycée", "Associations"."""
    parts = [fold(part) for part in _LISTED.split(without_doubt(text)[0]) if part.strip()]
    if len(parts) == 1:
        return parts[0].endswith(("s", "x")) and _is_kind(parts[0])
    return bool(parts) and all(map(_is_kind, parts))


@lru_cache(maxsize=1 << 12)
def holders_in(text: str) -> tuple[Holder, ...]:
    """The organisations of a holder's cell, without their question marks; none where it only says "à définir".

    "Collèges Kennedy/Le Marin" is two schools; "Collèges / Lycée" names none and stays whole, as does a name whose
    stroke or ampersand belongs to it ("Arts/Scène", "R&D").
    """
    bare, tentative = without_doubt(text)
    bare = squeeze(bare)
    if not any(sign.isalnum() for sign in bare) or fold(bare) in _NOBODY:
        return ()
    if _SEPARATOR.search(bare) and not is_generic(bare):
        parts = [part for part in map(squeeze, _SEPARATOR.split(_hide_parentheses(bare))) if part]
        if len(parts) > 1 and _are_names(parts, bare):
            names = map(without_doubt, _spread_kind(_show_parentheses(parts, bare)))
            return tuple(Holder(name or bare, tentative or doubted) for name, doubted in names)
    return (Holder(bare.replace("\n", " "), tentative),)


def _hide_parentheses(text: str) -> str:
    return _PARENTHESES.sub(lambda found: "\x00" * len(found.group()), text)


def _show_parentheses(parts: list[str], whole: str) -> list[str]:
    """The parts of a text whose parentheses were hidden, as the text writes them."""
    hidden, shown, start = _hide_parentheses(whole), [], 0
    for part in parts:
        at = hidden.index(part, start)
        start = at + len(part)
        shown.append(whole[at:start])
    return shown


def _are_names(parts: list[str], whole: str) -> bool:
    """Whether every part is an organisation of its own.

    A stroke also stands in names, and between a name and its translation: the first part must begin with a kind of
    institution ("Collèges A/B", "Ville / CCAS"), or every part be one or an acronym. An ampersand needs kinds on
    both sides.
    """
    folded = [fold(part) for part in parts]
    if any(len(part) < SHORTEST for part in folded) or not all(part[0].isupper() for part in parts):
        return False
    kinds = [part in _INSTITUTIONS or part.startswith(_INSTITUTION_FIRST) for part in folded]
    if all(kind or is_sigle(part) for kind, part in zip(kinds, parts, strict=True)):
        return True
    return kinds[0] and not folded[0].startswith("association") and " & " not in whole and " + " not in whole


def _spread_kind(parts: list[str]) -> list[str]:
    """Give back to each name the plural kind that heads the first: "Collèges Kennedy", "Le Marin"."""
    plural = next((plural for plural in _SINGULAR if parts[0].lower().startswith(f"{plural} ")), None)
    if plural is None:
        return parts
    kind = _SINGULAR[plural]
    kind = kind[0].upper() + kind[1:] if parts[0][0].isupper() else kind
    rest = [part if fold(part).startswith(_INSTITUTION_FIRST) else f"{kind} {part}" for part in parts[1:]]
    return [f"{kind}{parts[0][len(plural) :]}", *rest]


def is_prose(text: str) -> bool:
    """Whether the cell of partners is a sentence that explains, not a list of names."""
    if len(text) <= PROSE_LENGTH:
        return False
    items = _PARTNER_SEPARATOR.split(_PARENTHESES.sub("", text))
    return any(len(i) > PROSE_LENGTH and not _VERBS.isdisjoint(i.translate(_QUOTES).split()) for i in items)


@lru_cache(maxsize=1 << 12)
def partners_in(text: str) -> tuple[str, ...]:
    """The partners of a cell, separated at commas, semicolons, strokes and line breaks outside brackets.

    A sentence names none: cutting it at its commas would make partners that do not exist. Nor does "aucun".
    """
    if not text or is_prose(text) or fold(text) in _NOBODY:
        return ()
    hidden = _hide_parentheses(text) if "(" in text else text
    items, start = [], 0
    for found in _PARTNER_SEPARATOR.finditer(hidden):
        items.append(text[start : found.start()])
        start = found.end()
    items.append(text[start:])
    return tuple(name for item in items if (name := item.strip(" \u00a0.-–•")))


def names_alone(actions: Sequence[ActionRow]) -> set[str]:
    """Every name that stands alone somewhere among the holders and partners, folded."""
    cells = {action.partners_written for action in actions if action.partners_written}
    holders = {holder.name for holders in {action.holders for action in actions} for holder in holders}
    return {fold(name) for cell in cells for name in partners_in(cell)} | {fold(name) for name in holders}


def glued(name: str, known: set[str]) -> list[str]:
    """The two names or more that a text is, where a separator was forgotten: "LPO AFEV", "Inalta Education nationale".

    Told when it is nothing but names that stand alone elsewhere in the file, or nothing but acronyms of organisations.
    """
    words = name.split()
    if len(words) < 2 or len(name) > 2 * PROSE_LENGTH:  # noqa: PLR2004 - two names
        return []
    if all(is_sigle(word) for word in words):
        return words
    if name.isupper() and any(len(word) > LONGEST_SIGLE for word in words):
        return []
    for i in range(1, len(words)):
        left, right = " ".join(words[:i]), " ".join(words[i:])
        if right[0].isupper() and len(right) >= SHORTEST and fold(left) in known and fold(right) in known:
            return [left, right]
    return []


def part_glued(actions: Sequence[ActionRow]) -> None:
    """Give back to themselves the partners between which a separator was forgotten."""
    known = names_alone(actions)
    parted = {}
    for partners in {action.partners for action in actions}:
        parts = tuple(part for name in partners for part in glued(name, known) or [name])
        if parts != partners:
            parted[partners] = parts
    for action in actions if parted else ():
        action.partners = parted.get(action.partners, action.partners)
