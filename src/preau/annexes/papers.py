"""The programme as the paper that a prefecture expects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.utils.timezone import localtime

from preau.annexes.history import version_at
from preau.annexes.models import Import
from preau.annexes.state import as_rows
from preau.budgets.queries import with_grant
from preau.core.annex.layout import lay_out, only, programme_annex
from preau.core.annex.rows import Concept
from preau.core.document.blocks import Document, Paragraph
from preau.core.typography import of_place
from preau.journal.moments import NOW
from preau.programmes.models import Action, Programme
from preau.programmes.queries import actions_of


def annex_paper(programme: Programme, imported: Import | None, actions: QuerySet[Action] | None = None) -> Document:
    """The annex of the programme as it stands, or of some of its actions.

    Its foot names the version in force where the programme was voted, else the import it stands on.
    """
    voted = version_at(programme, NOW).label if programme.voted_on else ""
    chosen = actions_of(programme) if actions is None else actions
    actions = with_grant(chosen.filter(withdrawn=False)).select_related("theme").order_by("rank", "serial")
    return lay_out(
        programme_annex(programme.title, programme.year, as_rows(actions)), footer=_footer(programme, imported, voted)
    )


def past_paper(programme: Programme, title: str, said: str, actions: Sequence[Action]) -> Document:
    """The annex of these actions as they were known at a moment, in the order given.

    `said` is the moment and its version, "état au 15 octobre 2020, réactualisation n° 1": it stands in the name of the
    paper, under its title and at the foot of its pages.
    """
    paper = lay_out(programme_annex(title, programme.year, as_rows(actions)), footer=_footer(programme, None, said))
    return dated(paper, said)


def dated(paper: Document, said: str) -> Document:
    """The paper with the moment that it tells of in its name, and under its title."""
    if not said:
        return paper
    head, *rest = paper.blocks
    return replace(paper, title=f"{paper.title}, {said}", blocks=(head, Paragraph(said[:1].upper() + said[1:]), *rest))


def screen_paper(  # noqa: PLR0913, PLR0917 - what a paper of the screen shows
    programme: Programme,
    imported: Import | None,
    actions: Sequence[Action],
    concepts: Collection[Concept],
    other: Sequence[Mapping[str, str]],
    said: str = "",
) -> Document:
    """Some actions in the order given, with the columns of some concepts alone, and others by their headings.

    `said` is the moment that they are of, where it is not today. Each action must have its grant and theme; `other` has
    what each says in the columns that an annex does not know.
    """
    rows = [only(row, concepts, said) for row, said in zip(as_rows(actions), other, strict=True)]
    annex = programme_annex(programme.title, programme.year, rows, concepts)
    return dated(lay_out(annex, footer=_footer(programme, imported, said)), said)


def _footer(programme: Programme, imported: Import | None, said: str = "") -> str:
    if said:
        return f"Cité éducative {of_place(programme.cite.name)} – {programme}, {said}"
    version = f", {imported.operation} du {localtime(imported.operation.at):%d/%m/%Y}" if imported else ""
    return f"Cité éducative {of_place(programme.cite.name)} – {programme}{version}"
