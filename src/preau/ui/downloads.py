"""A file as an answer: always brought home, never shown in the browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(data: bytes, name: str, media_type: str) -> HttpResponse:
    """The bytes as a download of that name."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response.headers["Content-Length"] = str(len(data))
    return response
