"""The demonstration alone: take the role of one of its invented people, in one click."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from preau.members.demonstration import person_of
from preau.members.views.joining import BACKEND
from preau.people.roles import WHOLE, Role
from preau.ui.ways import next_page


@login_not_required
@require_POST
def wear(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the person of the demonstration who has the role, and go where this role sees something."""
    user = person_of(role) if settings.PREAU_DEMO else None
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    if role == Role.ADMINISTRATOR:
        return redirect("installation")
    page = next_page(request)
    return redirect(page if page and role in WHOLE else "home")
