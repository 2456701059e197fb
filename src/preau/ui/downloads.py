"""A file as an answer: always brought home, never shown in the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header


def attachment(data: bytes, name: str, media_type: str) -> HttpResponse:
    """The bytes as a download of that name."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response.headers["Content-Length"] = str(len(data))
    return response


def sealed(response: HttpResponse) -> HttpResponse:
    """The answer with what keeps a browser from running what came from outside, whatever it is told to do with it."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def once_known(request: HttpRequest, etag: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The file that `make` answers, unless the browser has it already under that mark; kept by nobody in between."""
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = make()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response
