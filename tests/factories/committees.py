"""Committees, sittings and issued papers, made in a line."""

from __future__ import annotations

from datetime import date

from preau.documents.models import PaperKind
from preau.documents.operations import issue_paper
from tests.factories.people import coordinates


def a_paper(cite, *, kind=PaperKind.ANNEX, content=None, by=None, **said):
    """An issued paper, whose bytes say its number unless others are given."""
    data = {"title": "Programme 2020", "about": {"year": 2020}, "format": "csv", "on": date(2020, 10, 6)} | said
    data.setdefault("make", lambda number: b"papier %d" % number if content is None else content)
    return issue_paper(cite=cite, kind=kind, by=by or coordinates(cite), **data)
