"""Imports and findings that a visitor may read."""

from __future__ import annotations

from django.db.models import QuerySet

from preau.annexes.models import Import
from preau.programmes.models import Programme


def imports_of(programme: Programme) -> QuerySet[Import]:
    """The imports of a programme, the latest first, with their operation and whether it was undone."""
    return (
        Import.objects.filter(programme=programme)
        .select_related("operation__by", "operation__undone_by", "source")
        .defer("source__content")
    )


def current_import(programme: Programme) -> Import | None:
    """The import that the programme stands on: the latest that was not undone. None before the first."""
    return imports_of(programme).filter(operation__undone_by=None).first()
