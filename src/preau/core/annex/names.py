"""Names in cells: holders and partners, as they were written and as separate organisations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from preau.core.annex.rows import ActionRow, Holder, Status
from preau.core.annex.sigles import is_sigle
from preau.core.text import fold, squeeze

_TENTATIVE = re.compile(
    r"\s*(?:\?+|\(?\s*(?:[àa] confirmer|[àa] d[ée]finir|pressentie?|sous r[ée]serve|[àa] pr[ée]ciser)\s*\??\)?)\s*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:/|\+|;|\n|\s&\s)\s*")
_INSTITUTION = re.compile(
    r"(?:les? |la |l )?(colleges?|lycees?(?: professionnels?| generaux?)?|ecoles?(?: maternelles?| elementaires?| primaires?)?|"
    r"etablissements?(?: scolaires?)?|eple|associations?|mairies?|villes?|communes?|centres? soci(?:al|aux)|maisons? de quartier|"
    r"partenaires?|services?|structures?|collectivites?|porteurs?)"
)
_KIND_FIRST = re.compile(
    r"(collèges?|lycées?|écoles?(?: maternelles?| élémentaires?| primaires?)?|centres sociaux|maisons de quartier)\s+(.+)",
    re.IGNORECASE,
)
_SINGULAR = {"centres sociaux": "centre social"}
_PAIR = re.compile(r"^[^/\n]+(?:/|\+|;|\n| & )[^/\n]+")
_PARENTHESES = re.compile(r"\([^()]*\)")
_PARTNER_SEPARATOR = re.compile(r"[,;\n•]|\s[-–]\s|(?<=\w)\s*/\s+(?=\w)")
_VERB = re.compile(
    r"\b(?:qui|peut|peuvent|sont|sera|seront|est|ont|dont|afin|permet(?:tent|tre)?|entre une?|il|elle)\b", re.IGNORECASE
)
PROSE_LENGTH = 60
"""A partner longer than this (in signs) that holds a verb or a relative is a sentence."""
LONGEST_SIGLE = 5
"""Of a text all in capitals only the short words (in letters) are acronyms."""

_STATUS_WORDS: dict[str, Status] = {
    "realise": "done", "realisee": "done", "termine": "done", "terminee": "done", "acheve": "done", "achevee": "done",
    "fait": "done", "faite": "done", "en cours": "under_way", "demarre": "under_way", "demarree": "under_way",
    "engage": "under_way", "engagee": "under_way", "reporte": "postponed", "reportee": "postponed", "report": "postponed",
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
_STATUS_MARK = re.compile(r"\s*[(\[]\s*([^()\[\]]{3,24}?)\s*[)\]]\s*$")


def read_status(text: str) -> Status | None:
    """The state that the words name, None when they name none."""
    return _STATUS_WORDS.get(fold(text))


def split_title(text: str) -> tuple[str, Status | None]:
    """The title without the state written after it, and that state: "Kits (réalisé)" is "Kits", done."""
    if text.endswith((")", "]")) and (found := _STATUS_MARK.search(text)):
        status = read_status(found.group(1))
        if status and found.start() > 0:
            return text[: found.start()], status
    return text, None


def title_with_status(title: str, status: Status | None) -> str:
    """The inverse of `split_title`."""
    return f"{title} ({STATUS_MARKS[status]})" if status else title


def is_tentative(text: str) -> bool:
    """Whether the holder is only expected: "JSA ?", "Inalta (à confirmer)"."""
    return _TENTATIVE.search(text) is not None


def is_generic(text: str) -> bool:
    """Whether the cell names kinds of organisations and no organisation: "Collèges / Lycée", "Associations"."""
    bare = _TENTATIVE.sub("", text)
    parts = [fold(part) for part in re.split(r"[/+;,\n&]|\bet\b", bare) if part.strip()]
    if not parts:
        return False
    if len(parts) == 1:
        return parts[0].endswith("s") and _INSTITUTION.fullmatch(parts[0]) is not None
    return all(_INSTITUTION.fullmatch(part) for part in parts)


def holders_in(text: str) -> tuple[Holder, ...]:
    """The organisations of a holder's cell, without their question marks.

    "Collèges Kennedy/Le Marin" is two schools; "Collèges / Lycée" names none and stays whole, as does a name whose
    stroke or ampersand belongs to it ("Arts/Scène", "R&D").
    """
    tentative = is_tentative(text)
    bare = squeeze(_TENTATIVE.sub("", text)) or text
    if not _PAIR.match(bare) or is_generic(bare):
        return (Holder(bare.replace("\n", " "), tentative),)
    parts = [part for part in (squeeze(part) for part in _SEPARATOR.split(_hide_parentheses(bare))) if part]
    if len(parts) > 1 and _are_names(parts, bare):
        names = _spread_kind([_show_parentheses(part, bare) for part in parts])
        return tuple(Holder(_TENTATIVE.sub("", name), tentative or is_tentative(name)) for name in names)
    return (Holder(bare.replace("\n", " "), tentative),)


def _hide_parentheses(text: str) -> str:
    return _PARENTHESES.sub(lambda found: "\x00" + "\x01" * (len(found.group()) - 2) + "\x00", text)


def _show_parentheses(part: str, whole: str) -> str:
    if "\x00" not in part:
        return part
    hidden = _hide_parentheses(whole)
    at = hidden.find(part)
    return whole[at : at + len(part)]


def _are_names(parts: list[str], whole: str) -> bool:
    """Whether every part is an organisation of its own.

    A stroke also stands in names, and between a name and its translation: the first part must begin with a kind of
    institution ("Collèges A/B", "Ville / CCAS"), or every part be one or an acronym. An ampersand needs kinds on both sides.
    """
    if any(len(fold(part)) < 3 or not part[0].isupper() for part in parts):  # noqa: PLR2004 - too short for a name
        return False
    kinds = [_INSTITUTION.match(fold(part)) is not None or is_sigle(part) for part in parts]
    if all(kinds):
        return True
    return kinds[0] and not fold(parts[0]).startswith("association") and not re.search(r"\s[&+]\s", whole)


def _spread_kind(parts: list[str]) -> list[str]:
    """Give back to each name the plural kind that heads the first: "Collèges Kennedy", "Le Marin"."""
    found = _KIND_FIRST.match(parts[0])
    if not found or not found.group(1).lower().split()[0].endswith(("s", "x")):
        return parts
    kind = found.group(1)
    words = _SINGULAR.get(kind.lower()) or " ".join(word.removesuffix("s") for word in kind.split())
    singular = words[0].upper() + words[1:] if kind[0].isupper() else words
    rest = [part if _INSTITUTION.match(fold(part)) else f"{singular} {part}" for part in parts[1:]]
    return [f"{singular} {found.group(2)}", *rest]


def is_prose(text: str) -> bool:
    """Whether the cell of partners is a sentence that explains, not a list of names."""
    hidden = _PARENTHESES.sub("", text)
    return any(len(item) > PROSE_LENGTH and _VERB.search(item) for item in _PARTNER_SEPARATOR.split(hidden))


def partners_in(text: str) -> tuple[str, ...]:
    """The partners of a cell, separated at commas, semicolons, strokes and line breaks outside brackets.

    A sentence names none: cutting it at its commas would make partners that do not exist.
    """
    if not text or is_prose(text):
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
    holders = {holder.name for action in actions for holder in action.holders}
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
        if right[0].isupper() and len(right) > 2 and fold(left) in known and fold(right) in known:  # noqa: PLR2004
            return [left, right]
    return []


def part_glued(actions: Sequence[ActionRow]) -> None:
    """Give back to themselves the partners between which a separator was forgotten."""
    known = names_alone(actions)
    parted: dict[tuple[str, ...], tuple[str, ...]] = {}
    for action in actions:
        if action.partners:
            if action.partners not in parted:
                parted[action.partners] = tuple(
                    part for name in action.partners for part in glued(name, known) or [name]
                )
            action.partners = parted[action.partners]
