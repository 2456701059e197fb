"""The programme as the paper that a prefecture expects."""

from __future__ import annotations

from django.utils.timezone import localtime

from preau.annexes.models import Import
from preau.annexes.state import as_rows
from preau.budgets.queries import with_grant
from preau.core.annex.layout import lay_out, programme_annex
from preau.core.document.blocks import Document
from preau.core.typography import of_place
from preau.programmes.models import Programme
from preau.programmes.queries import actions_of


def annex_paper(programme: Programme, imported: Import | None) -> Document:
    """The annex of the programme as it stands. Its foot names the import it stands on, and so its version."""
    actions = with_grant(actions_of(programme)).order_by("rank", "serial")
    version = f", {imported.operation} du {localtime(imported.operation.at):%d/%m/%Y}" if imported else ""
    footer = f"Cité éducative {of_place(programme.cite.name)} – {programme}{version}"
    return lay_out(programme_annex(programme.title, programme.year, as_rows(actions)), footer=footer)
