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
from preau.formats.readers.pdf.raw import Element, RawTable, compose, is_atom
from preau.formats.readers.pdf.sound import check, damaged, refused_when_damaged
from preau.formats.readers.pdf.stitch import stitched, without_furniture

TIME_LIMIT = 60
"""Seconds; a page full of text takes a tenth of one."""
TABLE_SHARE = 0.5
"""Share of the text that stands in ruled tables, from which no table without lines is looked for."""
SCANNED = 5
"""Characters a page under which it is a photograph with a page number."""
GARBLED = 0.2
"""Share of characters without a meaning from which the text is not readable."""

_UNSURE = (
    "Le PDF ne trace pas les colonnes de ce tableau : elles sont retrouvées d’après la place des mots. "
    "Relisez-les, ou envoyez le fichier du tableur."
)


def read(data: bytes) -> Reading:
    """Every table of a PDF, whole over its pages, with the text around; Refusal for scans, locked or damaged files.

    Tables without lines come with a finding `columns-unsure`, since their columns are only inferred.
    """
    deadline = time.monotonic() + TIME_LIMIT
    with refused_when_damaged(), pikepdf.open(BytesIO(data)) as document:
        check(document)
        copies = attached.grids(document, data, deadline)
        if copies is not None:
            return Reading(copies)
        shown = pages(data, deadline)
        lacks_text = any(not page.glyphs for page in shown)
        if len(shown) != len(document.pages) or (lacks_text and document.get_warnings()):
            raise damaged()
        _check_text(shown)
        elements = tagged.tables(document, shown, deadline)
    if elements is not None:
        return reading(compose(stitched(elements)))
    return _read_places(shown)


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
    if share >= TABLE_SHARE:
        return reading(compose(by_rules))
    guessed = placed.elements(shown)
    by_places = _joined(guessed or [])
    if _is_whole(by_places) and _table_share(by_places) > share:
        result = reading(compose(by_places))
        result.findings.append(Finding("columns-unsure", _UNSURE, table=0))
        return result
    if guessed is not None and not share:
        raise Refusal(
            "Ce PDF ne trace pas les lignes de son tableau, et ses actions ne s’y distinguent pas avec certitude. "
            "Envoyez le fichier d’origine (tableur ou traitement de texte), ou recopiez le tableau dans un tableur."
        )
    return reading(compose(by_rules))


def _joined(shown: list[list[Element]]) -> list[Element]:
    return stitched([element for elements in without_furniture(shown) for element in elements])


def _is_whole(elements: list[Element]) -> bool:
    """Whether there is one table, whose rows after the heading hold a number or are the title of a section."""
    found = [element for element in elements if isinstance(element, RawTable)]
    if len(found) != 1:
        return False
    texts = [[cell.text for cell in row if cell.text] for row in found[0].rows]
    rows = [row for index, row in enumerate(texts) if index > 1 and len(row) > 1]
    return all(any(map(is_atom, row)) for row in rows)


def _table_share(elements: list[Element]) -> float:
    """The share of the text that stands in tables of at least two rows and two columns."""
    inside = outside = 0
    for element in elements:
        if isinstance(element, RawTable):
            inside += sum(len(line.text) for line in element.lines()) if element.width > 1 else 0
        else:
            outside += sum(len(line.text) for line in element)
    return inside / max(1, inside + outside)
