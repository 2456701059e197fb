"""What every page goes through."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SAFE = ("GET", "HEAD", "OPTIONS")


def read_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse every request that could write: the pages of this version only show."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            return get_response(request)
        refusal = render(request, "site/read_only.html", status=405)
        refusal.headers["Allow"] = ", ".join(SAFE)
        return refusal

    return middleware
