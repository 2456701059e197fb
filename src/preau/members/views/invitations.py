"""Invitations of a cité: sent again, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from preau.core.refusal import Refusal
from preau.members.links import hand_over
from preau.members.operations.invitations import resend, revoke
from preau.members.views.shown import who
from preau.people.models import Cite, Invitation
from preau.people.reach import reach_cite
from preau.people.roles import Verb


@require_POST
def resend_one(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """Send the invitation again, with a new link."""
    found = reach_cite(request, cite, Verb.MANAGE_MEMBERS)
    return send_again(request, _invitation(found, number), redirect("members", found.slug))


@require_POST
def revoke_one(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """Take the invitation back."""
    found = reach_cite(request, cite, Verb.MANAGE_MEMBERS)
    return take_back(request, _invitation(found, number), redirect("members", found.slug))


def send_again(request: HttpRequest, invitation: Invitation, page: HttpResponse) -> HttpResponse:
    """Send it again and go to the page, with the sentence of what came of it."""
    try:
        invited = resend(invitation=invitation, mark=request.POST.get("mark", ""), by=who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return page
    return hand_over(request, page, invited)


def take_back(request: HttpRequest, invitation: Invitation, page: HttpResponse) -> HttpResponse:
    """Take it back and go to the page, with the sentence of what came of it."""
    try:
        revoke(invitation=invitation, by=who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"L’invitation de {invitation.email} est annulée : son lien ne mène plus à rien.")
    return page


def _invitation(cite: Cite, number: int) -> Invitation:
    return get_object_or_404(Invitation, cite=cite, pk=number)
