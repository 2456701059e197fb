"""What every page of an account goes through."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

ROUTE = "compte/"
"""How the addresses of accounts begin (config/urls.py)."""


class NoTrace:
    """No browser keeps a page of an account: on a shared machine, Back shows no secret of whoever has left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, and mark the answer."""
        response = self.get_response(request)
        if request.resolver_match and request.resolver_match.route.startswith(ROUTE):
            add_never_cache_headers(response)
        return response
