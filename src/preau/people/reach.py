"""From the words of an address to the cité they name, with the right of the visitor: or nothing at all."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from preau.people.access import Access, access_to, cites_for
from preau.people.models import Cite
from preau.people.roles import Verb


def reach_cite(request: HttpRequest, slug: str, verb: Verb = Verb.READ) -> Cite:
    """The cité, where the visitor has a role that allows the verb; kept on the request for the head of the page.

    Raises Http404 where they have no role in it, for that it exists is not told either, and Forbidden where their role
    does not allow this.
    """
    cite = cites_for(request.user).filter(slug=slug).first()
    if cite is None:
        raise Http404
    access_to(request.user, cite).require(verb)
    request.cite = cite  # type: ignore[attr-defined]
    return cite


def reach_installation(request: HttpRequest) -> None:
    """Let the visitor through to the pages of the installation, where they keep it.

    Raises Http404 where they have no role in it, Forbidden where theirs keeps nothing.
    """
    access = access_to(request.user, None)
    if not access.roles:
        raise Http404
    access.require(Verb.MANAGE_INSTALLATION)


def access_of(request: HttpRequest) -> Access:
    """What the visitor may do in the cité that the request reached; in the installation where it reached none."""
    return access_to(request.user, getattr(request, "cite", None))
