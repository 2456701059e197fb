"""What a file is, from its content; its name is a hint for plain text only.

Refuses, with what to do instead, whatever no reader of ours reads: pictures, archives, encrypted or foreign documents.
"""

from __future__ import annotations

import re

from preau.core.refusal import Refusal
from preau.formats import compound
from preau.formats.decode import decode, glance, utf16_order
from preau.formats.delimited import shape

_CONTAINERS = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
}
_MAIN_PARTS = (
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main+xml", "xlsx"),
    (b"ms-excel.template.macroEnabled.main+xml", "xlsx"),
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "docx"),
    (b"ms-word.document.macroEnabledmain+xml", "docx"),
    (b"ms-word.document.macroEnabled.main+xml", "docx"),
    (b"ms-word.template.macroEnabledTemplate.main+xml", "docx"),
)

_ASK = "Demandez le fichier d’origine (tableur, traitement de texte ou PDF), ou recopiez le tableau dans un tableur."
_SAVE_SHEET = "Ouvrez-le, enregistrez-le au format XLSX ou ODS, puis envoyez ce nouveau fichier."
_SAVE_TEXT = "Ouvrez-le, enregistrez-le au format DOCX ou ODT, puis envoyez ce nouveau fichier."
_PICTURE = f"Ce fichier est une image, et seul du texte peut être lu. {_ASK}"
_PACKED = (
    "Ce fichier est une archive compressée. Décompressez-la, puis envoyez le seul fichier qui contient le tableau."
)
_PROTECTED = (
    "Ce fichier est protégé par un mot de passe. Ouvrez-le, enregistrez-en une copie sans mot de passe, "
    "puis envoyez cette copie."
)
_DAMAGED = (
    "Ce fichier est abîmé ou incomplet : sa table des matières ne se lit pas. "
    "Téléchargez-le ou enregistrez-le de nouveau."
)
_SLIDES = (
    "Ce fichier est une présentation. Copiez le tableau dans un tableur ou un traitement de texte, puis envoyez-le."
)
_PAGES = (
    "Ce fichier vient de Pages ou de Numbers. Ouvrez-le sur le Mac ou l’iPad qui l’a fait, choisissez Fichier, "
    "Exporter vers, Excel ou Word, puis envoyez ce nouveau fichier."
)
_UNKNOWN = f"Ce fichier n’est ni un tableau ni un texte que l’on sache lire. {_ASK}"
_NOTHING = "Ce fichier est vide : il n’y a rien à lire. Vérifiez que c’est le bon, ou enregistrez-le de nouveau."

_FOREIGN = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"8BPS", _PICTURE),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"Rar!", _PACKED),
    (b"\x1f\x8b", _PACKED),
    (b"BZh", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"\x09\x00\x04\x00", f"Ce fichier vient d’une version d’Excel d’avant 1995. {_SAVE_SHEET}"),
    (b"\x09\x02\x06\x00", f"Ce fichier vient d’une version d’Excel d’avant 1995. {_SAVE_SHEET}"),
    (b"\x09\x04\x06\x00", f"Ce fichier vient d’une version d’Excel d’avant 1995. {_SAVE_SHEET}"),
)
_RIFF = re.compile(rb"RIFF....WEBP|....ftyphei[cfx]", re.DOTALL)
_HTML = re.compile(
    rb"(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html|head|body|table|meta|style|div|p\s|b\s|span)\b",
    re.IGNORECASE,
)
# The first records of a workbook: BOF, the mark of write protection if any, then the one that says "encrypted".
_FILE_PASSWORD = re.compile(rb"\x09\x08(?:\x10\x00.{16}|\x08\x00.{8})(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
_CLIPBOARD = re.compile(rb"Version:[\d.]+\s+StartHTML:")
_FLAT = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", _SAVE_SHEET),
    (b"opendocument.spreadsheet", _SAVE_SHEET),
    (b"schemas.microsoft.com/office/word", _SAVE_TEXT),
    (b"opendocument.text", _SAVE_TEXT),
)

_HEAD = 1 << 16
_PROBE = 1 << 13
_PROBES = 8
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_ORDINARY = re.compile("[\t\n\r -~\xa0-\u024f\u2010-\u20bf]")
_CONTROLS = bytes({*range(1, 32)} - set(b"\t\n\v\f\r")) + b"\x7f"


def detect(data: bytes, name: str = "") -> str:
    """One of text, tsv, csv, xlsx, xls, ods, docx, odt, doc, pdf, html; Refusal for everything else.

    Costs the same whatever the size of a file that is no text: only its head and a few places in it are looked at.
    """
    if not data.strip():
        raise Refusal(_NOTHING)
    head = data[:_HEAD]
    for magic, refusal in _FOREIGN:
        if head.startswith(magic):
            raise Refusal(refusal)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(data)
    if head.startswith(compound.SIGNATURE):
        return _in_compound(data)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "doc"
    if _RIFF.match(head):
        raise Refusal(_PICTURE)
    return _in_text(data, name)


def _in_zip(data: bytes) -> str:
    from preau.formats.archive import part, unpack  # zipfile takes longer to import than a short text takes to read

    archive = unpack(data)
    names = archive.namelist()
    mimetype = part(archive, "mimetype", 1 << 10).strip() if "mimetype" in names else b""
    if mimetype in _CONTAINERS:
        return _CONTAINERS[mimetype]
    types = part(archive, "[Content_Types].xml", 1 << 22) if "[Content_Types].xml" in names else b""
    for main, found in _MAIN_PARTS:
        if main in types:
            return found
    if any(name.endswith((".iwa", ".apxl")) for name in names):
        raise Refusal(_PAGES)
    if b"presentation" in mimetype + types:
        raise Refusal(_SLIDES)
    if "xl/workbook.bin" in names:
        raise Refusal(f"Ce classeur est au format XLSB, qui ne se lit pas ici. {_SAVE_SHEET}")
    raise Refusal(_UNKNOWN if mimetype or types or "META-INF/manifest.xml" in names else _PACKED)


def _in_compound(data: bytes) -> str:
    streams = compound.streams(data)
    if not streams:
        raise Refusal(_DAMAGED)
    if "EncryptedPackage" in streams:
        raise Refusal(_PROTECTED)
    if "WordDocument" in streams:
        return "doc"
    if "PowerPoint Document" in streams:
        raise Refusal(_SLIDES)
    workbook = streams.get("Workbook", streams.get("Book"))
    if workbook is None:
        raise Refusal(_UNKNOWN)
    if _FILE_PASSWORD.match(workbook):
        raise Refusal(_PROTECTED)
    return "xls"


def _in_text(data: bytes, name: str) -> str:
    if not _is_text(data):
        raise Refusal(_UNKNOWN)
    text = glance(data[:_HEAD])
    if not text.strip() and not decode(data).text.strip():
        raise Refusal(_NOTHING)
    start = text.encode()[:4096]
    if _HTML.match(start) or _CLIPBOARD.match(start):
        return "html"
    if start.lstrip().startswith(b"<?xml"):
        advice = next((advice for mark, advice in _FLAT if mark in start), _ASK)
        raise Refusal(f"Ce fichier est en XML, sous une forme qui ne se lit pas ici. {advice}")
    delimiter = shape(text).delimiter
    if delimiter == "\t":
        return "tsv"
    return "csv" if delimiter or name.lower().endswith(".csv") else "text"


def _is_text(data: bytes) -> bool:
    """Whether head, tail and some places between hold hardly anything that no French text holds."""
    head = data[:_HEAD]
    if head.startswith(_WIDE_MARKS) or utf16_order(head[:4096]):
        characters = glance(head)
        return len(_ORDINARY.findall(characters)) * 10 >= 7 * len(characters)
    step = max(len(data) // _PROBES, 1)
    sample = head + b"".join(data[start : start + _PROBE] for start in range(_HEAD, len(data), step))
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls * 100 <= 2 * len(sample) and sample.count(0) * 100 <= 30 * len(sample)
