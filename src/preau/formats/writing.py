"""Every format a paper can be given in, and the one way to write it; a format costs nothing until it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from preau.core.document.blocks import Document
from preau.core.refusal import Refusal
from preau.core.text import listed


class Format(NamedTuple):
    """A format: its media type, for the web, and its name, for the person who chooses."""

    media_type: str
    label: str


FORMATS: dict[str, Format] = {
    "pdf": Format("application/pdf", "PDF"),
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word (DOCX)"),
    "odt": Format("application/vnd.oasis.opendocument.text", "Texte LibreOffice (ODT)"),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel (XLSX)"),
    "ods": Format("application/vnd.oasis.opendocument.spreadsheet", "Classeur LibreOffice (ODS)"),
    "csv": Format("text/csv; charset=utf-8", "CSV (point-virgule)"),
    "tsv": Format("text/tab-separated-values; charset=utf-8", "TSV (tabulations)"),
    "html": Format("text/html; charset=utf-8", "Page web (HTML)"),
}
"""By extension, in the order in which they are offered."""


def write(document: Document, format: str) -> bytes:  # noqa: A002 - the word a caller expects
    """The paper in the format of that extension ("pdf", ".PDF"). The same paper always gives the same bytes.

    Raises Refusal when the format is unknown, or cannot hold the paper whole.
    """
    extension = format.lower().removeprefix(".")
    if extension not in FORMATS:
        raise Refusal(
            f"Le format « {format} » n’est pas de ceux que Préau écrit. Choisissez entre {listed(list(FORMATS), 20)}."
        )
    writer: Callable[[Document], bytes] = import_module(f"preau.formats.writers.{extension}").write
    return writer(document)
