"""The pages of a PDF as PDFium shows them: characters with their places, and the lines that are drawn."""

from __future__ import annotations

import ctypes
import math
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, TypeVar

import pypdfium2
import pypdfium2.raw as pdfium

from preau.core.refusal import Refusal
from preau.formats.readers.pdf.drawn import Matrix, Rule, rules
from preau.formats.readers.pdf.sound import damaged

MAX_PAGES = 500
MAX_GLYPHS_A_PAGE = 200_000
HYPHENS = "-\u2010\u00ad"

T = TypeVar("T")

_LINE_END_HYPHEN = 0x02
"""What PDFium answers for a hyphen at the end of a line."""

_ONE_AT_A_TIME = threading.Lock()
"""PDFium is not made for threads, and a server has several."""


class Run(NamedTuple):
    """A piece of text drawn at once. `mark` is its number in the structure of a tagged PDF, -1 without one.

    `actual` is the text the file states for it (ActualText), where it states one.
    """

    mark: int
    is_artifact: bool
    actual: str | None


class Glyph(NamedTuple):
    """A character: its left and right edges and its base line, in points from the top left corner of the page."""

    text: str
    left: float
    right: float
    base: float
    size: float
    run: int


@dataclass(slots=True)
class Page:
    """A page, numbered from 1, with its characters in the order they were drawn."""

    number: int
    glyphs: list[Glyph] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def pages(data: bytes, deadline: float) -> list[Page]:
    """Every page; Refusal when it is damaged, too long, or not read by `deadline` (monotonic clock)."""
    return _each_page(data, deadline, _page)


def texts(data: bytes, deadline: float) -> list[str]:
    """What each page says, without the places of its characters: thirty times faster, and refused as `pages` is."""
    return _each_page(data, deadline, lambda source, _: _letters_of(source))


def _each_page(data: bytes, deadline: float, take: Callable[[pypdfium2.PdfPage, int], T]) -> list[T]:
    found: list[T] = []
    with _ONE_AT_A_TIME:
        document = _opened(data)
        try:
            for index in range(_checked_count(document)):
                if time.monotonic() > deadline:
                    raise Refusal(
                        f"La lecture de ce PDF est trop longue : elle s’est arrêtée à la page {index + 1}. "
                        "Envoyez seulement les pages du tableau, ou le fichier du tableur."
                    )
                source = document[index]
                found.append(take(source, index + 1))
                source.close()
        except pypdfium2.PdfiumError as damage:
            raise damaged() from damage
        finally:
            document.close()
    return found


def _checked_count(document: pypdfium2.PdfDocument) -> int:
    count = len(document)
    if count > MAX_PAGES:
        raise Refusal(
            f"Ce PDF a {count} pages ; au plus {MAX_PAGES} se lisent d’un coup. Envoyez seulement les pages du tableau."
        )
    return count


def _letters_of(source: pypdfium2.PdfPage) -> str:
    text = source.get_textpage()
    letters = str(text.get_text_range())
    text.close()
    return letters


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise damaged() from error


def _page(source: pypdfium2.PdfPage, number: int) -> Page:
    text = source.get_textpage()
    page = Page(number)
    if text.count_chars() > MAX_GLYPHS_A_PAGE:
        raise Refusal(f"La page {number} de ce PDF porte plus de texte qu’une page. Envoyez le fichier du tableur.")
    upright = _upright(source, text)
    _Characters(page, text).gather(upright)
    page.rules = rules(source.raw, upright)
    text.close()
    return page


def _upright(source: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Matrix:
    """From the coordinates of the file to those of a reader who turns the page until its text is upright.

    The rotation that the page itself declares does not matter: scanners and printers of wide tables get it wrong.
    """
    width, height = source.get_size()
    if source.get_rotation() in (90, 270):
        width, height = height, width
    count = text.count_chars()
    sample = [index for index in range(0, count, 1 + count // 500) if pdfium.FPDFText_IsGenerated(text.raw, index) == 0]
    quarters = Counter(round(pdfium.FPDFText_GetCharAngle(text.raw, index) / (math.pi / 2)) % 4 for index in sample)
    return {
        1: (0.0, -1.0, -1.0, 0.0, height, width),
        2: (-1.0, 0.0, 0.0, 1.0, width, 0.0),
        3: (0.0, 1.0, 1.0, 0.0, 0.0, 0.0),
    }.get(max(quarters, key=quarters.__getitem__, default=0), (1.0, 0.0, 0.0, -1.0, 0.0, height))


class _Characters:
    """Walks over the characters of a page. Those that PDFium adds by itself (spaces, line ends) are left out."""

    def __init__(self, page: Page, text: pypdfium2.PdfTextPage) -> None:
        self._page = page
        self._text = text.raw
        self._count = text.count_chars()
        self._runs: dict[int, int] = {}

    def gather(self, upright: Matrix) -> None:
        box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        references = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
        (a, b, c, d, e, f), text, glyphs = upright, self._text, self._page.glyphs
        for index in range(self._count):
            if pdfium.FPDFText_IsGenerated(text, index) == 1:
                continue
            letters = _letters(pdfium.FPDFText_GetUnicode(text, index))
            if not letters:
                continue
            pdfium.FPDFText_GetLooseCharBox(text, index, references[0])
            pdfium.FPDFText_GetCharOrigin(text, index, references[1], references[2])
            edges = a * box.left + c * box.bottom + e, a * box.right + c * box.top + e
            base = b * x.value + d * y.value + f
            size = pdfium.FPDFText_GetFontSize(text, index)
            run = self._run(pdfium.FPDFText_GetTextObject(text, index))
            glyphs.append(Glyph(letters, min(edges), max(edges), base, size, run))

    def _run(self, text_object: Any) -> int:  # noqa: ANN401  a pointer, which ctypes does not type
        address = ctypes.cast(text_object, ctypes.c_void_p).value or 0
        known = self._runs.get(address)
        if known is None:
            known = self._runs[address] = len(self._page.runs)
            self._page.runs.append(_described(text_object) if address else Run(-1, is_artifact=False, actual=None))
        return known


@cache
def _letters(code: int) -> str:
    """The characters of a code: ligatures taken apart, hyphens as such, nothing for what is no character."""
    if code == _LINE_END_HYPHEN:
        return "-"
    try:
        letter = chr(code)
    except (ValueError, OverflowError):
        return ""
    if "\ufb00" <= letter <= "\ufb06":
        return unicodedata.normalize("NFKC", letter)
    return "" if unicodedata.category(letter) in ("Cc", "Cs", "Cn") else letter


def _described(text_object: Any) -> Run:  # noqa: ANN401  the same
    actual = None
    is_artifact = False
    for index in range(pdfium.FPDFPageObj_CountMarks(text_object)):
        mark = pdfium.FPDFPageObj_GetMark(text_object, index)
        is_artifact = is_artifact or _mark_name(mark) == "Artifact"
        actual = _stated_text(mark) if actual is None else actual
    return Run(pdfium.FPDFPageObj_GetMarkedContentID(text_object), is_artifact, actual)


def _mark_name(mark: Any) -> str:  # noqa: ANN401  the same
    buffer, length = ctypes.create_string_buffer(64), ctypes.c_ulong()
    address = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFPageObjMark_GetName(mark, address, 64, length)
    return _utf16(buffer, length.value)


def _stated_text(mark: Any) -> str | None:  # noqa: ANN401  the same
    buffer, length = ctypes.create_string_buffer(64), ctypes.c_ulong()
    address = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    found = pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", address, 64, length)
    return _utf16(buffer, length.value) if found else None


def _utf16(buffer: ctypes.Array[ctypes.c_char], length: int) -> str:
    return buffer.raw[: min(length, len(buffer))].decode("utf-16-le", "replace").rstrip("\0")
