"""The installation: its cités, by name and by how many people; its administration and its national readers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from preau.core.refusal import Refusal
from preau.members.forms import TeamForm
from preau.members.links import forget, hand_over, link_to_copy
from preau.members.operations.invitations import invite
from preau.members.operations.memberships import end_membership
from preau.members.queries import by_role, counted_cites, members_of, waiting_of
from preau.members.views.invitations import send_again, take_back
from preau.members.views.shown import rows_of, who
from preau.people.models import Invitation
from preau.people.reach import reach_installation
from preau.people.roles import INSTALLATION, SAID, Role


@require_http_methods(["GET", "HEAD", "POST"])
def installation(request: HttpRequest) -> HttpResponse:
    """Everything that the administration keeps; its form invites to the installation."""
    reach_installation(request)
    form = TeamForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            invited = invite(email=form.cleaned_data["email"], role=role, cite=None, by=who(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return hand_over(request, redirect("installation"), invited)
    return forget(request, render(request, "members/installation.html", _context(request, form)))


def _context(request: HttpRequest, form: TeamForm) -> dict[str, Any]:
    cites = list(counted_cites())
    return {
        "cites": cites,
        "alone": [cite for cite in cites if not getattr(cite, "coordinations")],  # noqa: B009 - an annotation
        "groups": by_role(members_of(None)),
        "waiting": rows_of(waiting_of(None)),
        "roles": [(role, SAID[role]) for role in INSTALLATION],
        "form": form,
        "link": link_to_copy(request, None),
    }


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Take a role of the installation away."""
    reach_installation(request)
    membership = members_of(None).filter(pk=number).first()
    if membership is None:
        messages.info(request, "Ce rôle n’existe plus.")
        return redirect("installation")
    try:
        end_membership(membership=membership, by=who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{membership.user.name} n’a plus le rôle « {membership} ».")
    own = membership.user == request.user and membership.role == Role.ADMINISTRATOR
    return redirect("home" if own and not members_of(None).filter(pk=number).exists() else "installation")


@require_POST
def resend_one(request: HttpRequest, number: int) -> HttpResponse:
    """Send an invitation to the installation, or to the coordination of a cité, again."""
    found = _invitation(request, number)
    return send_again(request, found, _page_of(found))


@require_POST
def revoke_one(request: HttpRequest, number: int) -> HttpResponse:
    """Take such an invitation back."""
    found = _invitation(request, number)
    return take_back(request, found, _page_of(found))


def _invitation(request: HttpRequest, number: int) -> Invitation:
    """An invitation that the administration made: to the installation, or to a coordination."""
    reach_installation(request)
    return get_object_or_404(Invitation, role__in=[*INSTALLATION, Role.COORDINATION], pk=number)


def _page_of(invitation: Invitation) -> HttpResponse:
    return redirect("keep_cite", invitation.cite.slug) if invitation.cite else redirect("installation")
