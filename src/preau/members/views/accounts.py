"""The accounts of the installation: found, closed, opened again."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from preau.core.refusal import Refusal
from preau.members import queries
from preau.members.operations.installation import set_active
from preau.members.views.shown import who
from preau.people.models import User
from preau.people.reach import reach_installation

A_PAGE = 50
"""Accounts of one page."""
LONGEST = 200
"""Signs of what is sought: an address may have more, none has."""


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts, a page at a time, or those whose name or address holds a word."""
    reach_installation(request)
    sought = request.GET.get("q", "")[:LONGEST]
    page = Paginator(queries.accounts(sought), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/accounts.html", {"page": page, "sought": sought})


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account."""
    return _set(request, number, active=False)


@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Open it again."""
    return _set(request, number, active=True)


def _set(request: HttpRequest, number: int, *, active: bool) -> HttpResponse:
    reach_installation(request)
    user = get_object_or_404(User, pk=number)
    try:
        set_active(user=user, active=active, by=who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        state = "est rouvert, avec les rôles qu’il avait" if active else "est fermé : il n’ouvre plus aucune page"
        messages.success(request, f"Le compte de {user.name} {state}.")
    return redirect("accounts")
