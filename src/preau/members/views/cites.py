"""Cités as the administration keeps them: created, given a coordination. Nothing of their programmes."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from preau.core.refusal import Refusal
from preau.core.typography import of_place
from preau.members.forms import CiteForm, CoordinationForm
from preau.members.links import forget, hand_over, link_to_copy
from preau.members.operations.installation import create_cite
from preau.members.operations.invitations import invite
from preau.members.queries import counted_cites, members_of, waiting_of
from preau.members.views.shown import rows_of, who
from preau.people.models import Cite
from preau.people.reach import reach_installation
from preau.people.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Create a cité, and invite its first coordination where an address is given: both, or neither."""
    reach_installation(request)
    form = CiteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked, by = form.cleaned_data, who(request)
        try:
            with transaction.atomic():
                made = create_cite(name=asked["name"], slug=asked["slug"], by=by)
                email = asked["email"]
                invited = invite(email=email, role=Role.COORDINATION, cite=made, by=by) if email else None
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"La cité éducative {of_place(made.name)} est créée.")
            page = redirect("keep_cite", made.slug)
            return hand_over(request, page, invited) if invited else page
    return render(request, "members/cite_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def cite(request: HttpRequest, slug: str) -> HttpResponse:
    """Who coordinates a cité, and a form to invite somebody to it."""
    reach_installation(request)
    found = get_object_or_404(counted_cites(), slug=slug)
    form = CoordinationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            invited = invite(email=form.cleaned_data["email"], role=Role.COORDINATION, cite=found, by=who(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return hand_over(request, redirect("keep_cite", found.slug), invited)
    return forget(request, _page(request, found, form))


def _page(request: HttpRequest, cite: Cite, form: CoordinationForm) -> HttpResponse:
    context = {
        "one": cite,
        "coordinations": members_of(cite).filter(role=Role.COORDINATION),
        "waiting": rows_of(waiting_of(cite).filter(role=Role.COORDINATION)),
        "form": form,
        "link": link_to_copy(request, cite),
    }
    return render(request, "members/cite.html", context)
