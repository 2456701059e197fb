"""The programme as the paper that a prefecture expects."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.timezone import localtime

from preau.annexes.models import Import
from preau.annexes.state import as_rows
from preau.budgets.queries import with_grant
from preau.core.annex.layout import lay_out, programme_annex
from preau.core.document.blocks import Document
from preau.core.typography import of_place
from preau.programmes.models import Action, Programme
from preau.programmes.queries import actions_of


def annex_paper(programme: Programme, imported: Import | None, actions: QuerySet[Action] | None = None) -> Document:
    """The annex of the programme as it stands, or of some of its actions.

    Its foot names the import it stands on, and so its version.
    """
    chosen = actions_of(programme) if actions is None else actions
    actions = with_grant(chosen.filter(withdrawn=False)).select_related("theme").order_by("rank", "serial")
    version = f", {imported.operation} du {localtime(imported.operation.at):%d/%m/%Y}" if imported else ""
    footer = f"Cité éducative {of_place(programme.cite.name)} – {programme}{version}"
    return lay_out(programme_annex(programme.title, programme.year, as_rows(actions)), footer=footer)
