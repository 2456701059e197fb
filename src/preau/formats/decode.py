"""Bytes of unknown origin into text, with the name of their encoding and what had to be repaired.

Refuses nothing: a byte that no encoding explains becomes "�" and is reported.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from preau.core.findings import Finding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("cp1252", "iso8859_15", "mac_roman", "cp850", "cp858")
"""Encodings of one byte a letter that French offices have used, the likeliest first: it wins when several agree."""

_NAMES = {
    "cp1252": "Windows-1252",
    "iso8859_15": "ISO 8859-15",
    "mac_roman": "Mac Roman",
    "cp850": "MS-DOS 850",
    "cp858": "MS-DOS 858",
}
_LOST = "\ufffd"
_AROUND_ACCENTS = re.compile(rb"[^\r\n]{0,20}[\x80-\xff]+[^\r\n]{0,20}")
_SAMPLES = 2000
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

# What French writes, and where: capitals among capitals, small letters among small ones. Read in the wrong encoding, an
# accent becomes another letter often enough, but seldom one of the right case.
_FRENCH = re.compile(
    "(?<![A-Z])[éèêëàâîïôöûùüçœæ](?![A-Z])"
    "|(?<![a-z])[ÉÈÊËÀÂÎÏÔÖÛÙÜÇŒÆ](?=[A-Za-zéèêàâîôûç’'])"
    "|(?<=[A-Z])[ÉÈÊËÀÂÎÏÔÖÛÙÜÇ]"
    "|[°€«»’“”–—…\u00a0•²½×]"
)
_FOREIGN = re.compile(f"[^\x00-\x7féèêëàâîïôöûùüçœæÉÈÊËÀÂÎÏÔÖÛÙÜÇŒÆ°€«»’“”–—…\u00a0•²½×{_LOST}]")

# UTF-8 taken for Windows-1252, Latin-1 or Mac Roman and encoded again: "Ã©", "Â°", "â€™", "√©".
_AS_CP1252 = bytes(range(0x80, 0xC0)).decode("cp1252", errors="ignore")
_TWICE = re.compile(f"[ÂÃ][\x80-\xbf{_AS_CP1252}]|â[€\x80-\x9f]|Å[“’\x93]|√[©®†™¢ß¥¶ªº´]|‚Ä[ôúùì]|[\x80-\x9f]")  # noqa: RUF001
_SIGNS_OF_TWICE = ("Ã", "Â", "â€", "Å“", "Å’", "√", "‚Ä")  # noqa: RUF001
_CONTROLS = re.compile("[\x80-\x9f]")
_C1 = {byte: bytes([byte]).decode("cp1252", errors="replace").replace(_LOST, chr(byte)) for byte in range(0x80, 0xA0)}

_WORD = re.compile(r"[^ \t;,|\"]+")
_INVISIBLE = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f\ufeff]")


class Decoded(NamedTuple):
    """A text with line feeds alone, without invisible characters, and what decoding had to say of it."""

    text: str
    encoding: str
    findings: tuple[Finding, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a file: its mark, else UTF-8, else UTF-16 without a mark, else the French encoding that fits best.

    Statistical detectors and the sniffer of the standard library fail on short French texts; letters do not.
    """
    text, encoding, findings = _decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(sign in text for sign in _SIGNS_OF_TWICE) or _CONTROLS.search(text):
        text, repaired = _repair(text)
        findings += repaired
    # NUL bytes and their like are traces of a program: they show nothing, and hide a number from its own digits.
    return Decoded(_INVISIBLE.sub("", text), encoding, (*findings, *_lost(text)))


def glance(head: bytes) -> str:
    """The beginning of a text, as well as it can be read without its end and without repairs."""
    return _decode(head).text


def utf16_order(head: bytes) -> str | None:
    """The order of the bytes of UTF-16 without a mark ("utf-16-le" or "utf-16-be"), None when it is something else."""
    half = len(head) // 2
    even, odd = head[: 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _decode(data: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            if encoding == "utf-8":
                return _utf8(body)
            return Decoded(body.decode(encoding, errors="replace"), encoding.removesuffix("-le").removesuffix("-be"))
    if order := utf16_order(data[:4096]):
        return Decoded(data.decode(order, errors="replace"), "utf-16")
    return _utf8(data)


def _utf8(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    by_line = [(line, _kind(line)) for line in data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")]
    kinds = [kind for _, kind in by_line]
    if "utf-8" not in kinds:
        legacy = _best_legacy(data)
        return Decoded(data.decode(legacy, errors="replace"), legacy)
    legacy = _best_legacy(_SEQUENCE.sub(b"", b"\n".join(line for line, kind in by_line if kind == "legacy")))
    old = [number for number, kind in enumerate(kinds, 1) if kind == "legacy"]
    # A line may hold both, a cell pasted into another: what is UTF-8 in it is read so, byte by byte the rest.
    lines = [
        line.decode("utf-8", errors=_fallback(legacy)) if kind == "legacy" else line.decode("utf-8")
        for line, kind in by_line
    ]
    encoding = "utf-8" if len(old) <= kinds.count("utf-8") else legacy
    raw = lines[old[0] - 1]
    plural = f"{len(old)} lignes ne sont" if len(old) > 1 else "1 ligne n’est"
    message = (
        f"Deux encodages se mêlent dans ce fichier : {plural} pas en UTF-8 mais en {_NAMES[legacy]} "
        f"(la première est la ligne {old[0]}). Chaque ligne a été lue dans le sien ; vérifiez les accents."
    )
    return Decoded("\n".join(lines), encoding, (Finding("encoding-mixed", message, line=old[0], raw=raw[:200]),))


def _kind(line: bytes) -> str:
    if line.isascii():
        return "ascii"
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return "legacy"
    return "utf-8"


def _best_legacy(data: bytes) -> str:
    """The encoding in which the accents of the text make the most French."""
    found = (match.group() for match, _ in zip(_AROUND_ACCENTS.finditer(data), range(_SAMPLES), strict=False))
    sample = b"\n".join(found)
    return max(_LEGACY, key=lambda encoding: _frenchness(sample.decode(encoding, errors="replace")))


def _frenchness(text: str) -> int:
    return len(_FRENCH.findall(text)) - len(_FOREIGN.findall(text)) - 5 * text.count(_LOST)


def _fallback(encoding: str) -> str:
    """The name of an error handler that reads in `encoding` each byte that is not UTF-8."""

    def read(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return error.object[error.start : error.end].decode(encoding, errors="replace"), error.end

    name = f"preau-{encoding}"
    codecs.register_error(name, read)
    return name


def _repair(text: str) -> tuple[str, tuple[Finding, ...]]:
    """The text with what was encoded twice put right, line by line; lines that show no sign of it are not touched."""
    lines = text.split("\n")
    suspect = [number for number, line in enumerate(lines, 1) if _TWICE.search(line)]
    if not suspect:
        return text, ()
    from ftfy import fix_encoding

    repaired = []
    for number in suspect:
        line = lines[number - 1]
        if (right := fix_encoding(line).translate(_C1)) != line:
            repaired.append((number, *_first_change(line, right)))
            lines[number - 1] = right
    if not repaired:
        return text, ()
    number, wrong, right = repaired[0]
    count = f"{len(repaired)} lignes ont été réparées" if len(repaired) > 1 else "1 ligne a été réparée"
    message = f"Des accents étaient encodés deux fois (« {wrong} » pour « {right} ») : {count} à la lecture."
    return "\n".join(lines), (Finding("encoding-mixed", message, line=number, raw=wrong),)


def _first_change(before: str, after: str) -> tuple[str, str]:
    """The first word that differs, before and after; repairing may join or split words, so this is for the eye only."""
    pairs: Iterator[tuple[str, str]] = zip(_WORD.findall(before), _WORD.findall(after), strict=False)
    wrong, right = next(((old, new) for old, new in pairs if old != new), (before, after))
    return _INVISIBLE.sub("", wrong)[:60], right[:60]


def _lost(text: str) -> tuple[Finding, ...]:
    if _LOST not in text:
        return ()
    line = text.count("\n", 0, text.index(_LOST)) + 1
    raw = text.split("\n", line)[line - 1][:200]
    message = (
        f"Des caractères sont illisibles (« {_LOST} »), le premier à la ligne {line}. "
        "Demandez le fichier d’origine, ou enregistrez-le de nouveau en UTF-8."
    )
    return (Finding("encoding-mixed", message, line=line, raw=raw),)
