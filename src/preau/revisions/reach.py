"""From the words of an address to the revision they name, with the right of the visitor."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from preau.budgets.models import Revision
from preau.people.access import access_to
from preau.people.roles import Verb
from preau.programmes.reach import reach_programme
from preau.revisions.queries import revisions_for


def reach_revision(request: HttpRequest, cite: str, year: int, serial: int, verb: Verb = Verb.READ_BUDGETS) -> Revision:
    """The revision, where the visitor may read it and their role allows the verb.

    Whoever reads what was adopted alone is told the same of a draft and of nothing: that drafts are not theirs to read.
    Raises Http404 where there is none, for who would read it.
    """
    programme = reach_programme(request, cite, year, verb)
    found = revisions_for(request.user, programme).filter(serial=serial)
    revision = found.select_related("based_on", "undoes", "created_by", "changed_by").first()
    if revision is None:
        access_to(request.user, programme.cite_id).require(Verb.READ_DRAFTS)
        raise Http404
    revision.programme = programme
    return revision
