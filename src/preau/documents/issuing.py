"""From a document to a paper that is issued: its number stands on every page, and the PDF is what is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from preau.core.document.blocks import Document
from preau.documents.models import Paper, PaperKind
from preau.documents.operations import issue_paper
from preau.formats.writing import write
from preau.people.models import Cite, User


def stamped(document: Document, number: int) -> Document:
    """The document with the number of the paper at the foot of its pages."""
    said = f"papier n°\u00a0{number}"
    return replace(document, footer=f"{document.footer} – {said}" if document.footer else said)


def issue_document(  # noqa: PLR0913 - a paper says as much
    *, cite: Cite, kind: PaperKind, title: str, about: Mapping[str, Any], make: Callable[[int], Document], by: User
) -> Paper:
    """Issue the document that `make` gives for a number, as a PDF of today. Raises as `issue_paper` does."""
    return issue_paper(
        cite=cite, kind=kind, title=title, about=about, format="pdf", on=localdate(),
        make=lambda number: write(make(number), "pdf"), by=by,
    )  # fmt: skip
