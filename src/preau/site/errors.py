"""The pages of what went otherwise: lost, forbidden, refused, stale, broken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.core.refusal import Refusal
from preau.people.access import Forbidden

UNSAID = 411


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The page of an address that leads nowhere, or nowhere for this visitor."""
    return render(request, "site/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """The page of a failure of ours."""
    return render(request, "site/broken.html", status=500)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The sentence of a refusal: 403 where a role is missing, 409 where the thing cannot be done as it stands."""
    forbidden = isinstance(refusal, Forbidden)
    context = {"refusal": refusal, "forbidden": forbidden}
    return render(request, "site/refused.html", context, status=403 if forbidden else 409)


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """The page of an address that is only sent to, opened by hand or by the back button."""
    response = render(request, "site/not_allowed.html", status=405)
    response.headers["Allow"] = allowed
    return response


def too_large(request: HttpRequest, *, status: int) -> HttpResponse:
    """The page of what is heavier than its page takes (413), or does not say how heavy it is (411)."""
    return render(request, "site/too_large.html", {"unsaid": status == UNSAID}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The page of a form that came from elsewhere, or from a session that has ended."""
    return render(request, "site/stale.html", status=403)
