"""What the pages read: a constant number of queries for each, whatever the number of actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from preau.annexes.models import Acceptance, Finding, Import, ImportedRow, StandingFinding
from preau.annexes.queries import imports_of, waiting
from preau.budgets.queries import programmed_by_programme, with_grant
from preau.journal.models import Line, Operation
from preau.people.access import Visitor, whole_cites
from preau.programmes.models import Action, ActionHolder, Attachment, Comment, Mention, Programme, Theme
from preau.programmes.queries import actions_for, actions_seen, live_actions_for, programmes_for, themes_named

NAMES = ("serial", "number", "title", "holder_written", "programme_id", "theme_id", "rank", "withdrawn")
LONG_TEXTS = ("description", "partners_written", "siret", "rna", "uai", "other", "search")
"""What a table of actions leaves in the database."""


@dataclass(frozen=True, slots=True)
class Card:
    """A programme in the list of them all, with its figures."""

    programme: Programme
    count: int
    cost: Decimal | None
    grant: Decimal | None
    to_check: int


def cards_for(user: Visitor) -> list[Card]:
    """The programmes that the visitor may read, by cité then from the latest, with their figures. Three queries.

    A holder's figures are those of their own actions.
    """
    seen = live_actions_for(user)
    programmes = (
        programmes_for(user)
        .annotate(
            count=Count("actions", filter=Q(actions__in=seen)),
            cost=Sum("actions__total_cost", filter=Q(actions__in=seen)),
        )
        .order_by("cite__name", "cite_id", "-year")
    )
    found = list(programmes)
    grants = programmed_by_programme(seen)
    checks = dict(
        waiting(
            StandingFinding.objects.filter(Q(action__in=seen) | Q(action=None, programme__cite__in=whole_cites(user)))
        )
        .order_by()
        .values_list("programme")
        .annotate(count=Count("pk"))
    )
    return [Card(one, one.count, one.cost, grants.get(one.pk), checks.get(one.pk, 0)) for one in found]


def years_of(programme: Programme) -> list[int]:
    """The years of the cité's programmes, in order."""
    return sorted(Programme.objects.filter(cite_id=programme.cite_id).values_list("year", flat=True))


@dataclass(frozen=True, slots=True)
class Entry:
    """An action in the table of its programme: with its theme, its grant, and the organisations that carry it."""

    action: Action
    theme: Theme | None
    grant: Decimal | None
    holders: tuple[tuple[str, str], ...]
    """Key and name of each organisation."""


def themes_of(programme: Programme) -> list[Theme]:
    """The themes of the cité that stand, in their order. One query."""
    return list(Theme.objects.filter(cite_id=programme.cite_id, merged_into=None).order_by("rank"))


def table_of(user: Visitor, programme: Programme, themes: Iterable[Theme], wanted: Collection[str] = ()) -> list[Entry]:
    """The actions of the programme that the visitor may read, by theme. Two queries, few objects.

    Their long texts stay in the database, but for the fields that are wanted.
    """
    left = [name for name in LONG_TEXTS if name not in wanted]
    actions = with_grant(actions_for(user, programme).filter(withdrawn=False)).defer(*left)
    by_id = {theme.pk: theme for theme in themes}
    holders: dict[int, list[tuple[str, str]]] = defaultdict(list)
    known = ActionHolder.objects.filter(action__programme=programme).order_by("action_id", "position")
    for action_id, key, name in known.values_list("action_id", "organisation__key", "organisation__name"):
        holders[action_id].append((key, name))
    entries = [
        Entry(action, by_id.get(action.theme_id or 0), grant_of(action), tuple(holders[action.pk]))
        for action in actions.order_by("rank", "serial")
    ]
    return sorted(entries, key=lambda entry: (entry.theme is None, (entry.theme and entry.theme.rank) or 0))


def whole_actions(ids: Iterable[int]) -> list[Action]:
    """These actions in the order given, with their theme, their grant and all that they say. One query."""
    order = list(ids)
    found = {one.pk: one for one in with_grant(Action.objects.filter(pk__in=order)).select_related("theme")}
    return [found[pk] for pk in order if pk in found]


def saying(user: Visitor, programme: Programme, words: Sequence[str]) -> set[int]:
    """The actions of the programme that say every one of the folded words, they or their theme. One query."""
    actions = actions_for(user, programme)
    for word in words:
        actions = actions.filter(Q(search__contains=word) | Q(theme__in=themes_named(programme.cite_id, word)))
    return set(actions.values_list("pk", flat=True))


def grant_of(action: Action) -> Decimal | None:
    """What is programmed for the action; its query must have annotated it."""
    return cast("Decimal | None", getattr(action, "grant"))  # noqa: B009 - an annotation, unknown to the type


def action_of(user: Visitor, programme: Programme, serial: int) -> Action | None:
    """One action that the visitor may read, withdrawn or not, with its grant, theme, holders and partners."""
    action = (
        with_grant(actions_for(user, programme).filter(serial=serial))
        .select_related("theme")
        .prefetch_related("holders__organisation", "partners")
        .first()
    )
    if action is not None:
        action.programme = programme
    return action


def neighbours_of(user: Visitor, action: Action) -> tuple[Action | None, Action | None]:
    """The actions before and after this one, in the order of the programme's page."""
    last = 1_000_000
    order = (
        actions_for(user, action.programme)
        .filter(withdrawn=False)
        .order_by(Coalesce("theme__rank", last), "rank", "serial")
        .only(*NAMES)
    )
    actions = list(order)
    at = next((i for i, other in enumerate(actions) if other.pk == action.pk), None)
    if at is None:
        return None, None
    return actions[at - 1] if at else None, actions[at + 1] if at + 1 < len(actions) else None


def remarks_of(imported: Import) -> QuerySet[Finding]:
    """The findings of an import's file, in the order of gravity."""
    return Finding.objects.filter(imported=imported)


def acceptances_of(programme: Programme) -> dict[int, Acceptance]:
    """What people keep as it is in the programme, by primary key, each with who does. One query."""
    return {one.pk: one for one in Acceptance.objects.filter(programme=programme).select_related("by")}


def findable_actions(user: Visitor, programme: Programme) -> dict[int, Action]:
    """The actions that the visitor may read by primary key, with their grant. One query."""
    actions = with_grant(actions_for(user, programme).filter(withdrawn=False)).defer("description", "other", "search")
    return {action.pk: action for action in actions}


def renewed_in(programme: Programme) -> dict[int, int]:
    """The actions of other years that this programme carries on: their primary key, and the serial they have here."""
    renewed = Action.objects.filter(programme=programme, withdrawn=False, renewed_from__isnull=False)
    return {origin: serial for origin, serial in renewed.values_list("renewed_from", "serial") if origin is not None}


def sheets_of(imported: Import) -> dict[int, tuple[str, int | None]]:
    """The sheet and the page of each table that held actions."""
    rows = ImportedRow.objects.filter(imported=imported).order_by().values_list("table", "sheet", "page").distinct()
    return {table: (sheet, page) for table, sheet, page in rows}


SOURCES = 12
"""Imports of an action that its origins are sought in, from the latest."""


def source_rows(action: Action) -> list[ImportedRow]:
    """The rows that the action was read from, in the imports that still stand, the latest first. One query.

    A file that has a part of the columns leaves the others to the file before it.
    """
    return list(
        ImportedRow.objects.filter(action=action, imported__operation__undone_by=None)
        .exclude(kind__in=["withdraw", "left"])
        .select_related("imported__operation", "imported__source")
        .defer("imported__source__content")
        .order_by("-imported__operation__number")[:SOURCES]
    )


def history_of(action: Action) -> list[Line]:
    """The journal of the action, the findings that somebody keeps of it too, the latest first. One query."""
    kept = Q(after__action=action.pk) | Q(before__action=action.pk)
    return list(
        Line.objects.filter(
            Q(kind=Line.Kind.ACTION, object_id=action.pk)
            | Q(Q(kind=Line.Kind.FINDING, operation__cite=action.programme.cite_id) & kept)
        )
        .select_related("operation__by", "operation__undoes")
        .order_by("-operation__number")
    )


def renewals_of(user: Visitor, action: Action) -> tuple[Action | None, list[Action]]:
    """The action that this one carries on, and those that carry it on, as far as the visitor may read. One query."""
    related = Action.objects.filter(Q(pk=action.renewed_from_id) | Q(renewed_from=action))
    seen = list(
        actions_seen(user, related, action.programme.cite_id)
        .select_related("programme")
        .order_by("programme__year", "rank")
    )
    before = next((one for one in seen if one.pk == action.renewed_from_id), None)
    return before, [one for one in seen if one.renewed_from_id == action.pk and not one.withdrawn]


def attachments_of(action: Action) -> list[Attachment]:
    """The files of the action, those taken away too, with who joined them. One query, no byte of them."""
    return list(action.attachments.select_related("by"))


def comments_of(action: Action) -> list[Comment]:
    """The comments on the action in their order, with who wrote them and whom they call on. Two queries."""
    called = Prefetch("mentions", Mention.objects.select_related("user").order_by("pk"))
    return list(action.comments.select_related("by").prefetch_related(called))


def import_of(programme: Programme, number: int) -> Import | None:
    """The import of that number in the programme, standing or undone."""
    return imports_of(programme).filter(operation__number=number).first()


def rows_of(imported: Import) -> QuerySet[ImportedRow]:
    """The rows of an import in the order of the file, then the actions it withdrew; without their cells."""
    return (
        ImportedRow.objects.filter(imported=imported)
        .select_related("action")
        .only("kind", "table", "imported_id", "action__serial")
        .order_by("pk")
    )


def cells_of(rows: Iterable[ImportedRow]) -> dict[int, ImportedRow]:
    """These rows by primary key, with their cells and the name of their action."""
    whole = ImportedRow.objects.filter(pk__in=[row.pk for row in rows]).select_related("action")
    return {row.pk: row for row in whole.defer(*(f"action__{name}" for name in LONG_TEXTS))}


def last_operation(programme: Programme) -> Operation | None:
    """The last thing that happened in the cité: what a copy of the programme stands on."""
    return Operation.objects.filter(cite_id=programme.cite_id).order_by("-number").first()
