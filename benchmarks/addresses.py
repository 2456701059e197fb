"""The addresses of the product, and before them that of an empty page: what the server costs with nothing to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from preau.config.urls import handler404, handler500
from preau.config.urls import urlpatterns as addresses

__all__ = ["handler404", "handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing, for whoever is signed in: the middleware, the session and the rights, without a page."""
    return HttpResponse(f"{request.user.pk}")


urlpatterns = [path("vide/", empty), *addresses]
