"""TSV: the same records as CSV, apart by tabs."""

from __future__ import annotations

from preau.core.document.blocks import Document
from preau.formats.writers.csv import delimited


def write(document: Document) -> bytes:
    """The paper as records of equal length, in UTF-8 with its mark."""
    return delimited(document, "\t")
