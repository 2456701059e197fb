"""Recognising a line of the official budget from what people write: its number, its words, the name of a funder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from preau.core.budget.chart import (
    ACCOUNTS,
    DEPARTMENT,
    EPCI,
    EUROPE,
    JOBS,
    OWN,
    PRIVATE,
    PUBLIC,
    REGION,
    SOCIAL,
    STATE,
    TOWN,
    Account,
    Side,
    account_of,
)  # fmt: skip
from preau.core.budget.funding import Nature
from preau.core.text import fold

NATURES: dict[Nature, str] = {"ordinary": "Droit commun", "specific": "Crédits spécifiques"}
_NATURES: dict[str, Nature] = {
    "droit commun": "ordinary", "dc": "ordinary", "credits specifiques": "specific", "specifique": "specific",
    "specifiques": "specific", "credit specifique": "specific",
}  # fmt: skip
_CODE = re.compile(
    r"(?:compte\s+)?((?:[0-9]{2,4}(?:\.[0-9]{1,2})?|6|IND(?:\.[0-9])?|RP))(?![\w.,])[\s:.,–—/\u203a-]*(.*)", re.DOTALL
)

FUNDERS: dict[str, str] = {
    "etat": STATE, "ministere": STATE, "prefecture": STATE, "drac": STATE, "ars": STATE, "dreets": STATE, "anct": STATE,
    "rectorat": STATE, "education nationale": STATE, "politique de la ville": STATE, "p147": STATE, "p230": STATE,
    "cite educative": STATE, "fonds de la cite educative": STATE, "region": REGION, "regions": REGION,
    "conseil regional": REGION, "departement": DEPARTMENT, "departements": DEPARTMENT,
    "conseil departemental": DEPARTMENT, "epci": EPCI, "intercommunalite": EPCI, "intercommunalites": EPCI,
    "metropole": EPCI, "agglomeration": EPCI, "communaute": EPCI, "commune": TOWN, "communes": TOWN, "ville": TOWN,
    "mairie": TOWN, "caf": SOCIAL, "msa": SOCIAL, "organismes sociaux": SOCIAL, "organisme social": SOCIAL,
    "caisse d allocations familiales": SOCIAL, "fonds europeens": EUROPE, "fse": EUROPE, "feder": EUROPE,
    "union europeenne": EUROPE, "asp": JOBS, "l agence de services et de paiement": JOBS,
    "agence de services et de paiement": JOBS, "cnasea": JOBS, "autres etablissements publics": PUBLIC,
    "aides privees": PRIVATE, "fondation": PRIVATE, "mecenat": PRIVATE,
}  # fmt: skip
"""How people begin the name of a funder, folded, and the line of the form where its money stands."""
WORDS: dict[str, str] = {
    "cotisations": "75.1", "dons": "75.1", "dons manuels": "75.1", "legs": "75.1", "fonds propres": OWN,
    "autofinancement": OWN, "ressources propres": OWN, "ventes": "70", "vente": "70",
    "participation des familles": "70", "participation des usagers": "70", "participations": "70", "subventions": "74",
    "benevolat": "870",
    "personnel benevole": "864", "charges fixes de fonctionnement": "IND.1", "assurances": "61.3", "honoraires": "62.1",
    "deplacements": "62.3", "missions": "62.3", "publicite": "62.2", "communication": "62.2", "salaires": "64.1",
    "remuneration": "64.1", "remunerations": "64.1", "cotisations sociales": "64.2", "fournitures": "60.2",
    "prestations": "60.1", "cout de l action": "6", "cout total": "6", "cout total de l action": "6",
}  # fmt: skip
"""Other words for a line of the form."""
_HEADINGS = (
    ("charges", {"charges", "charge", "depenses", "depense", "emplois"}),
    ("products", {"produits", "produit", "recettes", "recette", "ressources"}),
)
_TITLES = frozenset({
    "montant", "montants", "montant en euros", "euros", "compte", "comptes", "libelle", "nature", "intitule", "budget",
    "charges directes", "charges directes affectees a l action", "ressources directes",
    "ressources directes affectees a l action", "charges indirectes", "budget previsionnel",
    "budget de l action", "contributions volontaires", "contributions volontaires en nature evaluation",
    "plan de financement", "financeur", "financeurs",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A line of the form, and what the text says besides. `exact`: by a code that no accountant's sheet has."""

    account: Account
    label: str = ""
    exact: bool = False


def nature_of(text: str) -> Nature | None:
    """The nature that a cell says, "" where it says none ("–"), None where it says something else."""
    if text.strip() in {"-", "–", "—"}:
        return ""
    return _NATURES.get(fold(text))


def says_a_heading(text: str) -> Literal["charges", "products", "both"] | None:
    """The side that a title announces, "both" where it announces none; None where the text is no title."""
    folded = fold(text)
    words = folded.removeprefix("total des ").removeprefix("total ").split(" ")
    for side, names in _HEADINGS:
        first = words[0] in names
        if first and (
            len(words) == 1
            or folded in _TITLES
            or folded.startswith("total")
            or words[1] in {"en", "prevus", "previsionnelles", "previsionnels", "directes"}
        ):
            return side  # type: ignore[return-value]
    return "both" if folded in _TITLES else None


def is_total(text: str) -> bool:
    """Whether the text names a sum of the whole or of a side."""
    return fold(text).split(" ")[0] in {"total", "totaux"}


def recognise(text: str, side: Side | None, head: Account | None) -> Known | None:
    """The line of the form that the text names, on a side where one is known, under a heading where one came before.

    What it says besides the official words is its label: the name of a funder stays whole. "60.0" is the heading,
    itself, never the sum of its lines.
    """
    found = _CODE.fullmatch(text.strip())
    account = account_of(found[1].removesuffix(".0")) if found else None
    if found and account:
        return _coded(found[1], account, found[2].strip())
    folded = fold(text)
    if not folded:
        return None
    return _worded(text.strip(), folded, side, head)


def _coded(code: str, account: Account, rest: str) -> Known:
    """By a number: the words after it are those of the form, of a line under it, or a label."""
    exact = "." in code or code.startswith(("IND", "RP")) or code == "6"
    folded = fold(rest)
    if folded in {"", fold(account.label), fold(account.path), fold(account.title)}:
        return Known(account, "", exact)
    for one in () if exact else ACCOUNTS.values():
        if one.head == account.code and folded in {fold(one.label), fold(one.path)}:
            return Known(one)
    if account.code == "74" and not exact and (kind := _funder(folded)):
        return Known(ACCOUNTS[kind], _name(rest, ACCOUNTS[kind]))
    return Known(account, _without(rest, account), exact)


def _worded(text: str, folded: str, side: Side | None, head: Account | None) -> Known | None:
    """By words: first among the lines under the heading, then among all those of the side."""
    bare = folded.removeprefix("dont ").removeprefix("autres ") if head and not head.in_kind else folded
    near = [one for one in ACCOUNTS.values() if head and one.head == head.code]
    everywhere = [one for one in ACCOUNTS.values() if side in {None, one.side}]
    for account in (*near, *everywhere):
        if folded in {fold(account.label), fold(account.path), fold(account.title)}:
            return Known(account)
    for account in near:
        if bare and folded.startswith("autres") and fold(account.label).startswith("autres"):
            return Known(account)
    if side != "charges" and (kind := _funder(folded)):
        return Known(ACCOUNTS[kind], _name(text, ACCOUNTS[kind]))
    for words, code in WORDS.items():
        if (folded == words or folded.startswith(f"{words} ")) and side in {None, ACCOUNTS[code].side}:
            return Known(ACCOUNTS[code], "" if folded == words else text)
    for account in (*near, *everywhere):
        if folded.startswith(fold(account.label) + " "):
            return Known(account, _without(text, account))
    return None


def _funder(folded: str) -> str | None:
    for words, code in FUNDERS.items():
        if folded == words or folded.startswith(f"{words} "):
            return code
    return None


def _name(text: str, account: Account) -> str:
    """The name of a funder: all that is written, but where it is no more than the kind of funder it is."""
    generic = {"etat", "region", "regions", "departement", "departements", "commune", "communes", "epci"}
    return "" if fold(text) in {fold(account.label), *generic} else text


def _without(text: str, account: Account) -> str:
    """What the text says after the official words, where it begins with them; all of it where it does not."""
    label = fold(account.label)
    if not fold(text).startswith(label):
        return text
    for end in range(len(text) + 1):
        if fold(text[:end]) == label:
            rest = text[end:].lstrip(" :–—-/\u203a,.")
            return rest if fold(text[: len(text) - len(rest)]) == label else text
    return text
