"""French typography in one place: the spaces that may not break, before and after which sign."""

from __future__ import annotations

_RULES = (
    ("« ", "«\u00a0"),
    (" »", "\u00a0»"),
    (" :", "\u00a0:"),
    (" ;", "\u202f;"),
    (" ?", "\u202f?"),
    (" !", "\u202f!"),
    (" €", "\u00a0€"),
    (" %", "\u00a0%"),
    ("n° ", "n°\u00a0"),
)


def french(sentence: str) -> str:
    """The sentence with its no-break spaces (U+00A0) and narrow ones (U+202F), as French print has them.

    Idempotent; nothing but spaces changes, so that a name quoted in the sentence stays the same name.
    """
    for written, printed in _RULES:
        if written in sentence:
            sentence = sentence.replace(written, printed)
    return sentence


def of_place(name: str) -> str:
    """The name of a place after "de": "d’Allonnes", "du Mans", "des Mureaux", "de La Courneuve"."""
    if name[:1].lower() in "aeiouyàâéèêëîïôûœh":
        return f"d’{name}"
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"de {name}"
