"""What every page goes through."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.urls import Resolver404, resolve

from preau.core.refusal import Refusal
from preau.core.text import storable
from preau.site.errors import not_allowed, refused, too_large

NOT_ALLOWED = 405
FORM = 2**20
"""Bytes of what a form may send."""
LARGER = {
    "cells": 8 * 2**20, "revision_import": 6 * 2**20, "upload": 60 * 2**20, "attach": 105 * 2**20, "verify": 60 * 2**20,
}  # fmt: skip
"""Bytes that some pages take: columns of long texts pasted, an annex of 50 MB, all the files of an action, a paper."""
MARK = "%EF%BF%BD"
"""What stands in an address for a sign that was not kept."""
DIGITS = 15
"""Of a length that is a number at all."""


class Bodies:
    """Refuse a body that is larger than its page takes, or that does not say how large it is, before it is read.

    It stands after the middleware that knows who asks, none of which reads a body: only who is signed in sends more
    than a form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or answer that it is too large (413) or has no length (411)."""
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return too_large(request, status=411)
        said = request.META.get("CONTENT_LENGTH") or "0"
        size = int(said) if str(said).isdecimal() and len(str(said)) <= DIGITS else 10**DIGITS
        if size > FORM and size > _most(request):
            return too_large(request, status=413)
        return self.get_response(request)


def _most(request: HttpRequest) -> int:
    """Bytes that the page takes of its visitor."""
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return FORM
    return LARGER.get(name, FORM) if request.user.is_authenticated else FORM


class Storable:
    """Mark, in all that a request says, the sign that no database keeps: no page meets one, and none fails of it.

    It is the zero. Halves of a pair, which none keeps either, are lost as addresses and forms are decoded.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through with an address that can be kept, and without the cookies that cannot."""
        request.path, request.path_info = storable(request.path), storable(request.path_info)
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", MARK).replace("\0", MARK)
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_: object) -> None:
        """Mark the fields of a form, where the search of its token reads it too; a view that is exempt has its way."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        with suppress(UnreadablePostError):  # whoever reads it next says so
            if any("\0" in word for name, values in request.POST.lists() for word in (name, *values)):
                fields = QueryDict(mutable=True)
                for name, values in request.POST.lists():
                    fields.setlist(storable(name), [storable(value) for value in values])
                request.POST = fields  # type: ignore[assignment]


class Refusals:
    """Answer a refusal that no view took up with a page that says its sentence; whatever was begun is rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through; one that the address does not take is answered with a page too."""
        response = self.get_response(request)
        return not_allowed(request, response["Allow"]) if response.status_code == NOT_ALLOWED else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a refusal; another exception goes its way."""
        return refused(request, exception) if isinstance(exception, Refusal) else None
