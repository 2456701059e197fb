"""The link of an invitation, on its way to whoever it is for: by letter, or shown once to the person who invited."""

from __future__ import annotations

from typing import NamedTuple, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from preau.core.refusal import Refusal
from preau.members.mails import send_invitation
from preau.members.operations.invitations import Invited, new_link, note_shown, standing_invitation
from preau.people.models import Cite, User

COOKIE = "preau_lien"
"""Carries a link from the answer that made it to the next page, in the browser of the person alone."""
KEPT = 300
"""Seconds that the link waits for that page."""


class Link(NamedTuple):
    """A link to copy, and the address it is for."""

    url: str
    email: str


def hand_over(request: HttpRequest, response: HttpResponse, invited: Invited) -> HttpResponse:
    """Send the link, and say so; or give it to the next page of the same person, and say why."""
    invitation = invited.invitation
    if not invited.secret and settings.PREAU_MAILS:
        messages.success(request, f"L’invitation vient de partir à {invitation.email}.")
        return response
    if not invited.secret:
        try:
            invited = new_link(invitation=invitation, by=cast("User", request.user))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return response
    url = request.build_absolute_uri(reverse("invitation", args=[invited.secret]))
    if send_invitation(invitation, url):
        messages.success(request, f"Invitation envoyée à {invitation.email}.")
        return response
    if settings.PREAU_MAILS:
        messages.warning(
            request,
            "Le serveur de messagerie n’a pas pris la lettre. L’invitation est gardée : donnez son lien.",
        )
    note_shown(invited)
    response.set_signed_cookie(
        COOKIE, invited.secret, max_age=KEPT, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def link_to_copy(request: HttpRequest, cite: Cite | None) -> Link | None:
    """The link that the last answer left for this page, of an invitation to the cité, or to the installation."""
    secret = request.get_signed_cookie(COOKIE, default=None, max_age=KEPT)
    found = standing_invitation(secret) if secret else None
    if secret is None or found is None or found.cite != cite:
        return None
    return Link(request.build_absolute_uri(reverse("invitation", args=[secret])), found.email)


def forget(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Show the link once: the next page has it no more."""
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response
