"""Comparing French text as people do: without case, accents, punctuation or the width of a space."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = str.maketrans("", "", "\u200b\u2060\ufeff\u00ad")
_SPACES = re.compile(r"[ \t\u00a0\u202f\u2007\u2009\u200a\u2002\u2003]+")
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "°": " ", "º": " "})


def _folded(text: str) -> str:
    plain = text.translate(_LIGATURES)
    decomposed = unicodedata.normalize("NFKD", plain)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", plain.lower()).strip()


def _folded_signs() -> bytes:
    """For each sign of the Western code page its folded sign, or zero where one sign folds to several ("œ")."""
    folded = [_folded(bytes([code]).decode("cp1252", "replace")) for code in range(256)]
    return bytes(ord(sign or " ") if len(sign) < 2 else 0 for sign in folded)  # noqa: PLR2004 - one sign


_SIGNS = _folded_signs()


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """The text in small letters, without accents, every run of other signs being one space.

    Two writings of one name fold to the same string: "Éducation  Nationale" and "education nationale". French needs the
    signs of one code page, which a table translates ten times faster than Unicode's rules do; other text goes by them.
    """
    try:
        signs = text.encode("cp1252").translate(_SIGNS)
    except UnicodeEncodeError:
        return _folded(text)
    return _folded(text) if 0 in signs else b" ".join(signs.split()).decode("ascii")


def storable(text: str) -> str:
    """The text with a mark (U+FFFD) for each sign that a database refuses: the zero, and halves of a pair.

    No file that a person wrote has any, and no keyboard types them: what comes from elsewhere may.
    """
    return _UNKEPT.sub("\ufffd", text)


def squeeze(text: str) -> str:
    """The text without blanks at its ends, every run of blanks within a line being one plain space.

    Line breaks stay: they separate paragraphs. A single no-break space inside the text is kept as it was written.
    Signs of no width (soft hyphens, marks of byte order) go, and what no database keeps is marked (`storable`).
    """
    text = storable(text)
    if "\u00ad" in text or "\u200b" in text or "\ufeff" in text or "\u2060" in text:
        text = text.translate(_INVISIBLE)
    text = text.strip()
    if "  " in text or "\t" in text or ("\u00a0" in text and ("\u00a0 " in text or " \u00a0" in text)):
        text = _SPACES.sub(" ", text)
    if "\n" in text or "\r" in text or "\v" in text:
        lines = (line.strip() for line in text.splitlines())
        text = "\n".join(line for line in lines if line)
    return text


def one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter added, dropped, changed, or two neighbours swapped, make one string of the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    at = next((i for i, sign in enumerate(short) if sign != long[i]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[:at] + short[at + 1 : at + 2] + short[at : at + 1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long


MIN_SLIP = 4
"""Shorter words (in letters) differ by a letter without being a slip ("pont" and "port" are two words)."""


def is_slip(one: str, other: str) -> bool:
    """Whether one word may be the other with a letter wrong: long enough, and no digit in either."""
    return max(len(one), len(other)) >= MIN_SLIP and one.isalpha() and other.isalpha() and one_edit_apart(one, other)


def listed(words: list[str], limit: int = 6) -> str:
    """The words as a French list: "a, b et c"; past the limit, "a, b et 12 autres"."""
    if len(words) > limit:
        words = [*words[: limit - 1], f"{len(words) - limit + 1} autres"]
    if len(words) < 2:  # noqa: PLR2004 - one word needs no "et"
        return "".join(words)
    return f"{', '.join(words[:-1])} et {words[-1]}"
