"""Files for the visitor: the annex of a programme in every format, the file of an import as it came."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

from preau import __version__
from preau.annexes.models import Import
from preau.annexes.papers import annex_paper, past_paper, screen_paper
from preau.budgets.funding import Funding
from preau.budgets.papers_funding import plan_paper
from preau.core.annex.rows import Concept
from preau.core.document.blocks import Document
from preau.documents.models import Paper
from preau.formats.writing import FORMATS, write
from preau.journal.models import Operation
from preau.people.access import access_to
from preau.programmes.models import Action, Programme
from preau.programmes.queries import actions_for
from preau.programmes.states import ActionState, NationalAxis
from preau.site import queries
from preau.site.columns import CONCEPTS_OF, Columns
from preau.site.past import Past, entries_then
from preau.site.table import grouped
from preau.ui.downloads import attachment, once_known, sealed
from preau.ui.templatetags.french import share


def annex(
    request: HttpRequest, programme: Programme, imported: Import | None, last: Operation | None, format_: str
) -> HttpResponse:
    """The annex as it stands today, of the actions that the visitor reads.

    It is written once: the second time the browser is told that nothing changed.
    """
    actions = actions_for(request.user, programme)
    seen = sorted(access_to(request.user, programme.cite).organisations)
    return _written(request, programme, last, format_, seen, lambda: annex_paper(programme, imported, actions))


def annex_then(
    request: HttpRequest, programme: Programme, past: Past, last: Operation | None, format_: str
) -> HttpResponse:
    """The annex as it was known then, of the actions that the visitor reads."""
    actions = in_order_of_annex(entry.action for entry in entries_then(request.user, programme, past))
    seen = [past.said, [action.pk for action in actions]]
    title = past.version.title if past.version else programme.title
    return _written(
        request,
        programme,
        last,
        format_,
        seen,
        lambda: past_paper(programme, title, past.said, actions),
        _past_name(programme, past),
    )


def in_order_of_annex(actions: Iterable[Action]) -> list[Action]:
    """The actions as the annex has them, whatever their themes."""
    return sorted(actions, key=lambda action: (action.rank, action.serial))


def screen(
    request: HttpRequest, programme: Programme, last: Operation | None, format_: str, shown: dict[str, Any]
) -> HttpResponse:
    """The actions as they are on the visitor's screen: filtered, in their order, with the columns they chose."""
    columns: Columns = shown["columns"]
    kept = [CONCEPTS_OF[column.key] for column in columns.shown if column.key in CONCEPTS_OF]
    concepts: list[Concept] = [concept for concepts in kept for concept in concepts]
    groups = grouped(shown["shown_entries"], shown["grouping"])
    past: Past | None = shown["past"]
    if past:
        actions = [entry.action for _, _, members in groups for entry in members]
    else:
        actions = queries.whole_actions(entry.action.pk for _, _, members in groups for entry in members)
    other = [_other(columns, action) for action in actions]
    seen = [[action.pk for action in actions], concepts, sorted(other[0]) if other else [], past and past.said]
    return _written(
        request,
        programme,
        last,
        format_,
        seen,
        lambda: screen_paper(programme, shown["imported"], actions, concepts, other, past.said if past else ""),
        _past_name(programme, past) if past else "",
    )


def _past_name(programme: Programme, past: Past) -> str:
    return f"programme-{programme.cite.slug}-{programme.year}-{past.side}"


def _other(columns: Columns, action: Action) -> dict[str, str]:
    """What the action says in the columns of the screen that an annex does not know, by their headings."""
    said = {
        "axis": str(NationalAxis(action.axis).label) if action.axis else "",
        "state": str(ActionState(action.status or ActionState.PLANNED).label),
        "part": share(queries.grant_of(action), action.total_cost),
    }
    return {column.heading: said[column.key] for column in columns.shown if column.key in said}


def _written(  # noqa: PLR0913, PLR0917 - what a file depends on
    request: HttpRequest,
    programme: Programme,
    last: Operation | None,
    format_: str,
    seen: object,
    paper: Callable[[], Document],
    name: str = "",
) -> HttpResponse:
    """The file, unless the browser already has it; `seen` is what it depends on besides the programme.

    `name` is that of the file without its format, where it is not the programme of today.
    """
    stands_on = (programme.cite.slug, programme.year, last and (last.number, last.at.isoformat()), seen, __version__)
    etag = f'"{hashlib.sha256(repr((stands_on, format_)).encode()).hexdigest()[:32]}"'
    name = f"{name or f'programme-{programme.cite.slug}-{programme.year}'}.{format_}"
    return once_known(request, etag, lambda: attachment(write(paper(), format_), name, FORMATS[format_].media_type))


def plan(request: HttpRequest, action: Action, funding: Funding, last: Operation | None, format_: str) -> HttpResponse:
    """The funding plan of an action."""
    name = f"plan-{action.programme.cite.slug}-{action.programme.year}-action-{action.serial}"
    seen = [action.serial, funding.version]
    return _written(request, action.programme, last, format_, seen, lambda: plan_paper(action, funding), name)


def paper_file(request: HttpRequest, paper: Paper) -> HttpResponse:
    """The bytes of a paper as they were issued; never shown in the browser."""

    def make() -> HttpResponse:
        content = bytes(Paper.objects.values_list("content", flat=True).get(pk=paper.pk))
        return attachment(content, paper_name(paper), FORMATS[paper.format].media_type)

    return sealed(once_known(request, f'"{paper.sha256}"', make))


def paper_name(paper: Paper) -> str:
    """The name under which a paper is kept by whoever downloads it."""
    return f"papier-{paper.cite.slug}-{paper.number}.{paper.format}"


def source(request: HttpRequest, imported: Import) -> HttpResponse:
    """The file of an import, byte for byte; never shown in the browser, whatever it holds."""

    def make() -> HttpResponse:
        return attachment(bytes(imported.source.content), safe_name(imported), "application/octet-stream")

    return once_known(request, f'"{imported.source.sha256}"', make)


def safe_name(imported: Import) -> str:
    """The name of the file without what a system could take for a path or an order; a plain one if nothing is left."""
    name = imported.source.name.replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    return name or f"import-{imported.operation.number}.{imported.source.format}"
