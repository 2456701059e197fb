"""The papers that a person reads, and the one that has a given hash."""

from __future__ import annotations

from django.db.models import QuerySet

from preau.documents.models import Paper
from preau.documents.rules import READ_WITH
from preau.people.access import Visitor, access_to
from preau.people.models import Cite


def papers_for(user: Visitor, cite: Cite) -> QuerySet[Paper]:
    """The papers of the cité that the visitor may read, the latest first, without their bytes."""
    access = access_to(user, cite)
    kinds = [kind for kind, verb in READ_WITH.items() if access.whole_for(verb)]
    return Paper.objects.filter(cite=cite, kind__in=kinds).select_related("cite", "cause__by").defer("content")


def paper_of_hash(sha256: str) -> Paper | None:
    """The first paper ever issued with exactly these bytes, in whatever cité, without its bytes; None where none was.

    It is for the page that anybody verifies a paper on, which says what the paper itself says: never a list.
    """
    found = Paper.objects.filter(sha256=sha256.lower()).select_related("cite").defer("content")
    return found.order_by("pk").first()
