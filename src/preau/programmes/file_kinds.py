"""What a file to be joined is, by its first bytes and by what its archive holds; its name must say the same.

Refuses, each with what to do instead, whatever may run (programs, web pages, drawings in SVG, macros), whatever hides
what it holds (archives, passwords), and what nobody would know how to open.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from preau.core.refusal import Refusal
from preau.formats import compound
from preau.formats.archive import part, unpack
from preau.formats.decode import decode
from preau.formats.detect import detect


class FileKind(NamedTuple):
    """A kind of file that is accepted: its label, its media type, the ends of its name, the usual one first."""

    label: str
    media_type: str
    extensions: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
PDF = FileKind("PDF", "application/pdf", ("pdf",))
PNG = FileKind("image PNG", "image/png", ("png",))
JPEG = FileKind("photo JPEG", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"))
GIF = FileKind("image GIF", "image/gif", ("gif",))
WEBP = FileKind("image WebP", "image/webp", ("webp",))
DOCX = FileKind("Word", f"{_OOXML}wordprocessingml.document", ("docx",))
XLSX = FileKind("Excel", f"{_OOXML}spreadsheetml.sheet", ("xlsx",))
PPTX = FileKind("PowerPoint", f"{_OOXML}presentationml.presentation", ("pptx",))
ODT = FileKind("texte ODT", f"{_ODF}text", ("odt",))
ODS = FileKind("classeur ODS", f"{_ODF}spreadsheet", ("ods",))
ODP = FileKind("présentation ODP", f"{_ODF}presentation", ("odp",))
DOC = FileKind("Word 97", "application/msword", ("doc",))
XLS = FileKind("Excel 97", "application/vnd.ms-excel", ("xls",))
CSV = FileKind("CSV", "text/csv", ("csv",))
TXT = FileKind("texte", "text/plain", ("txt",))

KINDS = (PDF, PNG, JPEG, GIF, WEBP, DOCX, XLSX, PPTX, ODT, ODS, ODP, DOC, XLS, CSV, TXT)
EXTENSIONS = tuple(extension for kind in KINDS for extension in kind.extensions)
LABELS = {kind.media_type: kind.label for kind in KINDS}
ACCEPTED = "PDF, image (JPEG, PNG, GIF, WebP), Word, Excel, PowerPoint, ODT, ODS, ODP, CSV ou texte"

_MAGIC = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"GIF87a", GIF), (b"GIF89a", GIF))
_WEBP = re.compile(rb"RIFF....WEBPVP8", re.DOTALL)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MAIN = re.compile(
    rb"<Override\b(?=[^>]*\bPartName=[\"']/([^\"']+)[\"'])[^>]*\bContentType=[\"']application/vnd\.openxmlformats-"
    rb"officedocument\.(wordprocessingml\.document|spreadsheetml\.sheet|presentationml\.presentation)\.main\+xml[\"']"
)
_BY_MAIN = {kind.media_type.removeprefix(_OOXML).encode(): kind for kind in (DOCX, XLSX, PPTX)}
_BY_MIMETYPE = {kind.media_type.encode(): kind for kind in (ODT, ODS, ODP)}
_LARGEST_PART = 64 << 20
_MACROS = re.compile(r"(^|/)vbaProject[^/]*\.bin$|^Scripts/.|^Basic/[^/]+/(?!script-l[bc]\.xml$)[^/]+$", re.IGNORECASE)
_OLE_MACROS = frozenset({"Macros", "_VBA_PROJECT_CUR", "VBA"})
_MARKUP = re.compile(r"\s*<[a-z!?]", re.IGNORECASE)

_PROGRAM = (
    "Ce fichier est un programme, et seuls des documents se joignent. Joignez le document lui-même, "
    "ou donnez l’adresse du programme dans un commentaire."
)
_WEB = (
    "Ce fichier est une page web, un dessin SVG ou du XML, qui peut contenir du code. "
    "Imprimez-le en PDF, ou exportez-le en image PNG, puis joignez ce nouveau fichier."
)
_ARCHIVE = "Ce fichier est une archive compressée. Décompressez-la, puis joignez ses documents un par un."
_MACRO = (
    "Ce document contient des macros, qui sont des programmes. "
    "Enregistrez-le sans macros (DOCX, XLSX, PPTX, ODT ou ODS) ou en PDF, puis joignez ce nouveau fichier."
)
_LOCKED = (
    "Ce document est protégé par un mot de passe, que les autres lecteurs n’auraient pas. "
    "Enregistrez-en une copie sans mot de passe, puis joignez cette copie."
)
_EMPTY = "Ce fichier est vide. Vérifiez que c’est le bon, ou enregistrez-le de nouveau."
_OTHER = f"Ce format ne se joint pas. Formats acceptés : {ACCEPTED}. Enregistrez le document en PDF, puis joignez-le."

_FOREIGN = (
    (re.compile(rb"MZ|\x7fELF|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\xfe\xed\xfa[\xce\xcf]|#!"), _PROGRAM),
    (re.compile(rb"7z\xbc\xaf\x27\x1c|Rar!|\x1f\x8b|BZh|\xfd7zXZ|.{257}ustar", re.DOTALL), _ARCHIVE),
    (
        re.compile(rb"....ftyp(?:hei|hev|mif1|msf1|avif)", re.DOTALL),
        "Cette photo est au format HEIC ou AVIF, que peu d’ordinateurs ouvrent. Enregistrez-la en JPEG.",
    ),
    (
        re.compile(rb"II\*\x00|MM\x00\*|BM.{4}\x00{4}|8BPS", re.DOTALL),
        "Cette image est d’un format que peu d’ordinateurs ouvrent. Enregistrez-la en JPEG ou en PNG, puis joignez-la.",
    ),
    (
        re.compile(rb"....ftyp|\x1aE\xdf\xa3|OggS|ID3|\xff[\xfb\xf3\xf2]|RIFF....(?:AVI |WAVE)", re.DOTALL),
        "Les sons et les vidéos ne se joignent pas. Déposez-les ailleurs et donnez leur adresse dans un commentaire.",
    ),
    (
        re.compile(rb"\{\\rtf"),
        "Ce texte est au format RTF. Enregistrez-le au format DOCX, ODT ou PDF, puis joignez ce nouveau fichier.",
    ),
)


def kind_of(data: bytes, name: str) -> FileKind:
    """The kind of the file, by what it holds. Raises Refusal for any other, and where its name says another kind."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kinds = _kinds(data, name)
    named = next((kind for kind in kinds if extension in kind.extensions), None)
    if named is not None:
        return named
    kind = kinds[0]
    usual = f"{name.rpartition('.')[0] or name}.{kind.extensions[0]}"
    what = "sa fin de nom manque" if not extension else f"sa fin de nom dit « .{extension} »"
    if len(kinds) > 1:
        raise Refusal(
            f"« {name} » ne contient que du texte, et {what}. "
            "Enregistrez-le en « .txt » ou « .csv » si c’est bien un texte, sinon en PDF."
        )
    raise Refusal(f"« {name} » est un fichier {kind.label}, et {what}. Renommez-le « {usual} », puis joignez-le.")


def _kinds(data: bytes, name: str) -> tuple[FileKind, ...]:
    """The kind of the bytes; for a text, both of those it may be."""
    if not data.strip():
        raise Refusal(_EMPTY)
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind is not None or _WEBP.match(data):
        return (kind or WEBP,)
    for magic, refusal in _FOREIGN:
        if magic.match(data):
            raise Refusal(refusal)
    if data.startswith(_ZIP):
        return (_in_zip(data),)
    if data.startswith(compound.SIGNATURE):
        return (_in_compound(data),)
    return _in_text(data, name)


def _in_zip(data: bytes) -> FileKind:
    archive = unpack(data)
    names = set(archive.namelist())
    types = part(archive, "[Content_Types].xml", 1 << 22) if "[Content_Types].xml" in names else b""
    mimetype = part(archive, "mimetype", 1 << 10).strip() if "mimetype" in names else b""
    if b"macroEnabled" in types or b"vbaProject" in types or any(_MACROS.search(name) for name in names):
        raise Refusal(_MACRO)
    if mimetype in _BY_MIMETYPE:
        _require_xml(part(archive, "content.xml", _LARGEST_PART))
        return _BY_MIMETYPE[mimetype]
    if main := _MAIN.search(types):
        _require_xml(part(archive, main[1].decode("utf-8", "replace"), _LARGEST_PART))
        return _BY_MAIN[main[2]]
    raise Refusal(_OTHER if types or mimetype else _ARCHIVE)


def _require_xml(content: bytes) -> None:
    """What an office program wrote begins with a tag, be it after the mark of its encoding."""
    if not content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        raise Refusal(
            "Ce document est abîmé : son texte ne se lit pas. Ouvrez-le, enregistrez-le de nouveau, puis joignez-le."
        )


def _in_compound(data: bytes) -> FileKind:
    streams = compound.streams(data)
    if not streams:
        raise Refusal("Ce document est abîmé ou incomplet. Ouvrez-le, enregistrez-le de nouveau, puis joignez-le.")
    if "EncryptedPackage" in streams:
        raise Refusal(_LOCKED)
    if not _OLE_MACROS.isdisjoint(streams):
        raise Refusal(_MACRO)
    if "WordDocument" in streams:
        return DOC
    if "Workbook" in streams or "Book" in streams:
        return XLS
    raise Refusal(_OTHER)


def _in_text(data: bytes, name: str) -> tuple[FileKind, ...]:
    head = decode(data[: 1 << 16])
    if _MARKUP.match(head.text):
        raise Refusal(_WEB)
    try:
        detect(data, name)
    except Refusal as refusal:
        raise Refusal(_OTHER) from refusal
    if b"\0" in data and not head.encoding.startswith(("utf-16", "utf-32")):
        raise Refusal(_OTHER)
    return CSV, TXT
