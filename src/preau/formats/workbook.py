"""An XLSX package made ready for calamine: what it would lose is kept, what would kill it is refused.

Calamine gives "" for an error and for a formula without a value, and takes all the memory for two cells far apart.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from xml.parsers import expat

from preau.core.refusal import Refusal
from preau.formats.archive import unpack
from preau.formats.formulas import Place, column_name, column_number, moved
from preau.formats.sheets import DAMAGED, MOST_CELLS, too_far

_CONTENTS, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_END = b"</sheetData>"
_OTHER_VALUES = (b"</is>", b"</f>", b"/></c>")
_PHANTOMS_FROM = 1 << 16

# Nearly every cell of nearly every sheet looks like this; one pass over the text is then all that is needed.
_NOT_PLAIN = re.compile(rb'<c(?! r="[A-Z][0-9]{1,6}+"(?: s="[0-9]++")?+(?: t="[nsbi][a-zS]*+")?+(?:/>|><[vi]))')
_FAR = re.compile(rb'<c(?! r="[A-Z][0-9]{1,6}+")')
_FURTHER = re.compile(rb'<c(?! r="[A-Z]{1,2}+[0-9]{1,4}+")')
_PREFIXED = re.compile(rb":c[\s/>]")

_ERROR = re.compile(rb'(<c [^<>]*?)\bt="e"')
_REFERENCE = re.compile(rb"&#(?:13|[xX]0*[dD]);")
_LINE_BREAKS = re.compile(rb"(?<!_x005F)_x000D_\n?|&#(?:13|[xX]0*[dD]);\n?|\r\n?")
_NO_VALUE = rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*)><f([^<>]*?)(?:/>|>([^<]*)</f>)(?:<v/>|<v></v>%s)?</c>'
_UNCOMPUTED = re.compile(_NO_VALUE % b"")
_UNCOMPUTED_OR_ZERO = re.compile(_NO_VALUE % b"|<v>0</v>")
_SHARED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*><f ([^<>]*?t="shared"[^<>]*)>([^<]+)</f>')
_INDEX = re.compile(rb'\bsi="([0-9]+)"')
_COMPUTE_ON_LOAD = re.compile(rb'fullCalcOnLoad="(?:1|true)"')


@dataclass(slots=True)
class Workbook:
    """A package that calamine reads whole, and the formulas without a value of each part that is a sheet."""

    file: io.BytesIO
    formulas: dict[str, Mapping[Place, str]] = field(default_factory=dict)
    links: bytes = b""
    contents: bytes = b""

    def formulas_of(self, index: int) -> Mapping[Place, str]:
        """The formulas without a value of the sheet of this rank."""
        if not self.formulas or not self.links or not self.contents:
            return {}
        from preau.formats.xml import parse

        targets = {str(link.get("Id")): str(link.get("Target")) for link in parse(self.links)}
        sheet = list(parse(self.contents).iter("{*}sheet"))[index]
        target = targets.get(next((str(value) for name, value in sheet.items() if str(name).endswith("}id")), ""), "")
        return self.formulas.get(target[1:] if target.startswith("/") else f"xl/{target}", {})


def prepare(data: bytes) -> Workbook:
    """Unpack and check the parts that calamine may read; pack them again when one had to be changed.

    Raises Refusal for a package that is corrupt, too large once unpacked, declares a document type, or has a filled
    cell so far away that its sheet would not fit in memory.
    """
    archive = unpack(data)
    infos = {info.filename: info for info in archive.infolist() if info.filename.lower().endswith((".xml", ".rels"))}
    book = Workbook(io.BytesIO(data))
    if _CONTENTS in infos and _LINKS in infos:
        book.contents, book.links = _whole(infos[_CONTENTS], data), _whole(infos[_LINKS], data)
    changed: dict[str, bytes] = {}
    for name, info in infos.items():
        xml = _whole(info, data)
        checked = _checked(xml, name, book)
        if checked is not xml:
            changed[name] = checked
    others = [name.rpartition("/")[2].lower().encode() for name in archive.namelist() if name not in infos]
    if changed or any(name and name in book.links.lower() for name in others):
        # Without what was not checked (pictures, macros), should the workbook call it a sheet.
        book.file = _packed({name: changed.get(name) or _whole(info, data) for name, info in infos.items()})
    return book


def _whole(info: zipfile.ZipInfo, data: bytes) -> bytes:
    """All that a part unpacks to: calamine stops at the end of the stream, not at the size that is declared."""
    header = data[info.header_offset : info.header_offset + 30]
    start = info.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = data[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        content, ended = packed, True
    else:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = stream.decompress(packed, info.file_size + 1)
        except zlib.error as damage:
            raise Refusal(DAMAGED) from damage
        ended = stream.eof
    if not ended or len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise Refusal(DAMAGED)
    return content


def _packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    buffer.seek(0)
    return buffer


def _checked(xml: bytes, name: str, book: Workbook) -> bytes:
    """The part after its checks, the same object when nothing had to be changed."""
    if b"<!DOCTYPE" in xml[:4096]:
        raise Refusal(DAMAGED)
    if "/worksheets/" in name or b"sheetData" in xml:
        return _checked_sheet(_without_phantoms(xml), name, book)
    return _with_line_feeds(xml) if b"<t" in xml else xml


def _without_phantoms(xml: bytes) -> bytes:
    """The sheet without the rows below the last value: a format laid on whole columns makes a million of them."""
    end = xml.rfind(_END)
    if end < 0:
        return xml
    last = max(xml.rfind(b"</v>", 0, end), 0)
    last = max(last, *(xml.rfind(value, last, end) for value in _OTHER_VALUES))
    cut = xml.find(b"</row>", last, end) + len(b"</row>")
    return xml[:cut] + xml[end:] if last and end - cut > _PHANTOMS_FROM else xml


def _checked_sheet(xml: bytes, name: str, book: Workbook) -> bytes:
    """The sheet after its checks, with errors as texts; its formulas without a value are noted on the way."""
    start, end = max(xml.find(b"<sheetData"), 0), xml.rfind(_END)
    end = len(xml) if end < 0 else end
    if _PREFIXED.search(xml):
        _check_area(xml)
    odd = _NOT_PLAIN.search(xml, start, end)
    if odd:
        if _FAR.search(xml, odd.start(), end) and _FURTHER.search(xml, odd.start(), end):
            _check_area(xml)
        if b"<f" in xml:
            formulas = _formulas(xml, _UNCOMPUTED_OR_ZERO if _COMPUTE_ON_LOAD.search(book.contents) else _UNCOMPUTED)
            if formulas:
                book.formulas[name] = formulas
        if b't="e"' in xml:
            xml = _ERROR.sub(rb'\1t="str"', xml)
    return _with_line_feeds(xml) if b"<is>" in xml else xml


def _with_line_feeds(xml: bytes) -> bytes:
    """The texts with line feeds for line breaks, however they were written."""
    if b"\r" in xml or b"_x000D_" in xml or _REFERENCE.search(xml):
        return _LINE_BREAKS.sub(b"\n", xml)
    return xml


def _formulas(xml: bytes, pattern: re.Pattern[bytes]) -> dict[Place, str]:
    found: dict[Place, str] = {}
    shared: dict[bytes, tuple[Place, str]] | None = None
    for letters, digits, attributes, kind, text in pattern.findall(xml):
        if b't="str"' in attributes:
            continue  # computed, to an empty text
        place = _place(letters, digits)
        formula = unescape(text.decode(errors="replace"))
        if not formula and (index := _INDEX.search(kind)):
            shared = _shared(xml) if shared is None else shared
            origin, model = shared.get(index[1], (place, ""))
            formula = moved(model, place.row - origin.row, place.column - origin.column)
        found[place] = formula
    return found


def _shared(xml: bytes) -> dict[bytes, tuple[Place, str]]:
    """The formulas that other cells repeat, by their index, with the cell where they stand."""
    shared = {}
    for letters, digits, kind, text in _SHARED.findall(xml):
        if index := _INDEX.search(kind):
            shared[index[1]] = (_place(letters, digits), unescape(text.decode(errors="replace")))
    return shared


def _place(letters: bytes, digits: bytes) -> Place:
    return Place(int(digits) - 1, column_number(letters.decode()))


def _check_area(xml: bytes) -> None:
    """Refuse a sheet whose filled cells are so far apart that the area between them would not fit in memory."""
    extent = _Extent()
    parser = expat.ParserCreate()
    parser.StartElementHandler = extent.start
    parser.EndElementHandler = extent.end
    try:
        parser.Parse(xml, True)  # noqa: FBT003 (expat takes no keyword)
    except (expat.ExpatError, ValueError) as failure:
        raise Refusal(DAMAGED) from failure
    if extent.area() > MOST_CELLS:
        raise too_far(f"{column_name(extent.right)}{extent.bottom + 1}")


class _Extent:
    """The first and last rows and columns of a sheet that hold a value, counted as calamine counts them."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.top = self.left = 1 << 30
        self.bottom = self.right = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        reference = attributes.get("r", "")
        if local == "row" and reference:
            self.row = int(reference) - 1
        elif local == "c" and reference:
            letters = reference.rstrip("0123456789")
            self.row_of_cell, self.column = int(reference[len(letters) :]) - 1, column_number(letters)
        elif local == "c":
            self.row_of_cell = self.row
        elif local in ("v", "is"):
            self.top, self.bottom = min(self.top, self.row_of_cell), max(self.bottom, self.row_of_cell)
            self.left, self.right = min(self.left, self.column), max(self.right, self.column)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self.column += 1
        elif local == "row":
            self.row, self.column = self.row + 1, 0

    def area(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1) if self.right >= 0 else 0
