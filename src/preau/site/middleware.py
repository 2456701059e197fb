"""What every page goes through."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

SAFE = ("GET", "HEAD", "OPTIONS")


def read_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse every request that could write: the pages of this version only show."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request) if request.method in SAFE else HttpResponseNotAllowed(SAFE)

    return middleware
