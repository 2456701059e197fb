"""PDF with a text layer, read in the surest of four ways: our copy attached, structure, drawn lines, places of words.

A photograph of a page is refused: what a scanner sees is not read here.
"""

from __future__ import annotations

import time
import unicodedata
from io import BytesIO

import pikepdf

from preau.core.findings import Finding
from preau.core.grid import Reading
from preau.core.refusal import Refusal
from preau.formats.readers.flow import reading
from preau.formats.readers.pdf import attached, placed, ruled, tagged
from preau.formats.readers.pdf.page import Page, pages
from preau.formats.readers.pdf.raw import Element, RawTable, compose
from preau.formats.readers.pdf.stitch import stitched, without_furniture

TIME_LIMIT = 60
"""Seconds; a PDF of 500 pages takes about 20."""
TABLE_SHARE = 0.5
"""Share of the text that stands in ruled tables, from which no table without lines is looked for."""
SCANNED = 5
"""Characters a page under which it is a photograph with a page number."""
GARBLED = 0.2
"""Share of characters without a meaning from which the text is not readable."""


def read(data: bytes) -> Reading:
    """Every table of a PDF, whole over its pages, with the text around; Refusal for scans, locked or damaged files.

    Tables without lines come with a finding `columns-unsure`, since their columns are only inferred.
    """
    deadline = time.monotonic() + TIME_LIMIT
    shown = pages(data, deadline)
    _check_text(shown)
    with _opened(data) as document:
        copies = attached.grids(document, shown)
        if copies is not None:
            return Reading(copies)
        elements = tagged.tables(document, shown, deadline)
    if elements is not None:
        return reading(compose(stitched(elements)))
    return _read_places(shown)


def _opened(data: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(BytesIO(data))
    except pikepdf.PdfError as damage:
        raise Refusal(
            "Ce PDF est abîmé ou incomplet. "
            "Téléchargez-le ou enregistrez-le de nouveau depuis le logiciel qui l’a fait."
        ) from damage


def _check_text(shown: list[Page]) -> None:
    letters = [glyph.text for page in shown for glyph in page.glyphs if not glyph.text.isspace()]
    if len(letters) < SCANNED * max(1, len(shown)):
        raise Refusal(
            "Ce PDF ne contient pas de texte : c’est sans doute un document numérisé. "
            "Demandez le fichier d’origine (tableur ou traitement de texte), ou recopiez le tableau dans un tableur."
        )
    unknown = sum(letter == "\ufffd" or unicodedata.category(letter[0]) == "Co" for letter in letters)
    if unknown > GARBLED * len(letters):
        raise Refusal(
            "Le texte de ce PDF est codé d’une façon qu’aucun logiciel ne peut relire. "
            "Demandez le fichier d’origine, ou recopiez le tableau dans un tableur."
        )


def _read_places(shown: list[Page]) -> Reading:
    """What can be read from a PDF without structure: its ruled tables, else a table by the places of its words."""
    placed.check_nothing_overlaps(shown)
    by_rules = _joined([ruled.elements(page) for page in shown])
    share = _table_share(by_rules)
    guessed = placed.elements(shown) if share < TABLE_SHARE else None
    by_places = _joined(guessed) if guessed is not None else []
    if _table_share(by_places) <= share:
        return reading(compose(by_rules))
    result = reading(compose(by_places))
    result.findings.append(
        Finding(
            "columns-unsure",
            "Le PDF ne trace pas les colonnes de ce tableau : elles sont retrouvées d’après la place des mots. "
            "Relisez-les, ou envoyez le fichier du tableur.",
            table=0,
        )
    )
    return result


def _joined(shown: list[list[Element]]) -> list[Element]:
    return stitched([element for elements in without_furniture(shown) for element in elements])


def _table_share(elements: list[Element]) -> float:
    """The share of the text that stands in tables of at least two rows and two columns."""
    inside = outside = 0
    for element in elements:
        if isinstance(element, RawTable):
            inside += sum(len(line.text) for line in element.lines()) if element.width > 1 else 0
        else:
            outside += sum(len(line.text) for line in element)
    return inside / max(1, inside + outside)
