"""What every page goes through."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from preau.core.refusal import Refusal
from preau.site.errors import not_allowed, refused

NOT_ALLOWED = 405


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
