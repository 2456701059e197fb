"""The identifiers of French organisations: is the key right? Nothing is looked up."""

from __future__ import annotations

import re

from preau.core.refusal import Refusal

SIREN_LENGTH = 9
SIRET_LENGTH = 14
_UAI_LETTERS = "abcdefghjklmnprstuvwxyz"
_LA_POSTE = "356000000"


def luhn(digits: str) -> bool:
    """Whether the digits satisfy Luhn's key, which ends every SIREN and SIRET (INSEE)."""
    doubled = (int(d) * (1 + (i % 2)) for i, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0  # noqa: PLR2004 - casting out nines


def siret_is_valid(text: str) -> bool:
    """Whether the text, blanks aside, is a SIRET (14 digits) or a SIREN (9) with a right key.

    The establishments of La Poste follow another rule: the sum of their digits is a multiple of five (INSEE).
    """
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch(r"\d{14}|\d{9}", digits, re.ASCII):
        return False
    return luhn(digits) or (digits.startswith(_LA_POSTE) and sum(map(int, digits)) % 5 == 0)


def siret_is_destroyed(text: str) -> bool:
    """Whether a spreadsheet has rounded the number, so that its last digits are lost: "2,43E+13", "24300000000000"."""
    plain = re.sub(r"\s", "", text)
    return bool(re.fullmatch(r"\d+(?:[.,]\d+)?[eE]\+?\d+|[1-9]\d{1,7}0{6,}", plain))


def rna_is_valid(text: str) -> bool:
    """Whether the text is a number of the national register of associations: W and nine signs, a letter overseas."""
    return re.fullmatch("W[0-9][0-9A-Z][0-9]{7}", re.sub(r"\s", "", text)) is not None


def uai_is_valid(text: str) -> bool:
    """Whether the text is the number of a school: seven digits and their key, a capital letter (remainder by 23)."""
    plain = re.sub(r"\s", "", text)
    if not re.fullmatch(r"\d{7}[A-Z]", plain):
        return False
    return _UAI_LETTERS[int(plain[:7]) % 23].upper() == plain[7]


def bare_siret(text: str) -> str:
    """The fourteen digits of a SIRET, however it is spaced; empty for nothing. Raises Refusal: which key is wrong."""
    bare = _bare(text)
    if not bare:
        return ""
    if not re.fullmatch(r"\d+", bare, re.ASCII):
        raise Refusal("Un SIRET n’a que des chiffres : 14, espaces permis.")
    if len(bare) == SIREN_LENGTH:
        raise Refusal("C’est un SIREN, il a 9 chiffres. Le SIRET en a 14 : ajoutez les 5 de l’établissement.")
    if len(bare) != SIRET_LENGTH:
        raise Refusal(f"Un SIRET a 14 chiffres, celui-ci en a {len(bare)}.")
    if siret_is_valid(bare):
        return bare
    if not luhn(bare[:SIREN_LENGTH]):
        raise Refusal("La clé du SIREN est fausse : relisez les 9 premiers chiffres.")
    raise Refusal("La clé du SIRET est fausse : les 9 premiers chiffres vont ensemble, relisez les 5 derniers.")


def bare_rna(text: str) -> str:
    """The number of an association, "W" and nine signs; empty for nothing. Raises Refusal: what it lacks."""
    bare = _bare(text)
    if not bare or rna_is_valid(bare):
        return bare
    raise Refusal("Un numéro RNA commence par W et compte ensuite 9 chiffres, par exemple W723001234.")


def bare_uai(text: str) -> str:
    """The number of a school, seven digits and a letter; empty for nothing. Raises Refusal: which letter they ask."""
    bare = _bare(text)
    if not bare or uai_is_valid(bare):
        return bare
    if not re.fullmatch(r"\d{7}[A-Z]", bare, re.ASCII):
        raise Refusal("Un UAI a 7 chiffres puis une lettre, par exemple 0720001K.")
    letter = _UAI_LETTERS[int(bare[:7]) % 23].upper()
    raise Refusal(f"La lettre de l’UAI est fausse : à {bare[:7]} va la lettre {letter}. Relisez les 8 signes.")


def _bare(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text).upper()


def spaced_siret(siret: str) -> str:
    """A SIRET as it is printed, "732 829 320 00074"; another text as it is."""
    if len(siret) != SIRET_LENGTH:
        return siret
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))
