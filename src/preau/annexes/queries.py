"""Imports, and the findings of a programme that a visitor may read."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from preau.annexes.models import Acceptance, Import, StandingFinding, Upload
from preau.people.access import Visitor, access_to
from preau.people.models import Cite
from preau.programmes.models import Programme
from preau.programmes.queries import actions_for

TO_CHECK = ("error", "warning")
"""The levels that ask for something; the third only tells."""


OF_SEVERAL = (
    "number-repeated", "number-gap", "action-repeated", "action-nearly-repeated", "name-typo", "name-variant",
)  # fmt: skip
"""The codes whose messages tell of other actions than their own."""


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


def standing_for(user: Visitor, programme: Programme) -> QuerySet[StandingFinding]:
    """The findings of the programme that the visitor may read, each with the pk of what accepts it (`accepted`).

    A holder reads those of their own actions, but for what compares them with others.
    """
    findings = StandingFinding.objects.filter(programme=programme)
    if not access_to(user, programme.cite_id).whole:
        findings = findings.filter(action__in=actions_for(user, programme)).exclude(code__in=OF_SEVERAL)
    kept = Acceptance.objects.filter(programme=OuterRef("programme"), mark=OuterRef("mark"))
    return findings.annotate(accepted=Subquery(kept.values("pk")[:1]))


def waiting(findings: QuerySet[StandingFinding]) -> QuerySet[StandingFinding]:
    """Those that ask for something and that nobody keeps as they are."""
    kept = Acceptance.objects.filter(programme=OuterRef("programme"), mark=OuterRef("mark"))
    return findings.filter(Q(level__in=TO_CHECK) & ~Exists(kept))


def count_standing(user: Visitor, programme: Programme) -> int:
    """How many findings of the programme wait for somebody, among those that the visitor may read. One query."""
    return waiting(standing_for(user, programme)).count()


def open_uploads(cite: Cite) -> list[Upload]:
    """The files of the cité that still wait to be read, checked or applied, the latest first; ten at most."""
    states = (Upload.State.WAITING, Upload.State.READING, Upload.State.READ)
    found = Upload.objects.filter(cite=cite, state__in=states).select_related("source", "by")
    return list(found.defer("grids", "columns", "choices", "source__content")[:10])


def undoing(imported: Import) -> list[tuple[int, str]]:
    """What undoing the import would do: each count with the forms of its words."""
    words = {
        "create": "action créée par cet import quitte le programme,actions créées par cet import quittent le programme",
        "change": "action reprend ses valeurs d’avant,actions reprennent leurs valeurs d’avant",
        "withdraw": "action retirée par cet import revient,actions retirées par cet import reviennent",
    }
    return [(number, forms) for kind, forms in words.items() if (number := imported.counts.get(kind, 0))]
