"""What an action holds beside its page: its files as downloads, and the ways of taking back what was brought."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from preau.core.refusal import Refusal
from preau.people.models import User
from preau.people.roles import Verb
from preau.programmes.attachments import detach
from preau.programmes.comments import take_back
from preau.programmes.models import Action, AttachmentContent
from preau.programmes.reach import reach_action
from preau.ui.downloads import attachment as brought_home
from preau.ui.downloads import once_known, sealed
from preau.ui.templatetags.french import day


def address(action: Action, place: str) -> str:
    """A place on the page of the action."""
    programme = action.programme
    return f"{reverse('action', args=[programme.cite.slug, programme.year, action.serial])}#{place}"


@require_safe
def attachment(request: HttpRequest, cite: str, year: int, serial: int, number: int) -> HttpResponse:
    """A file of the action, byte for byte: never shown by the browser, whatever it holds, and sent once."""
    action = reach_action(request, cite, year, serial, Verb.READ_PEOPLE)
    found = action.attachments.filter(number=number).first()
    if found is None:
        raise Http404
    if found.removed_at is not None:
        raise Refusal(f"La pièce « {found.name} » a été retirée le {day(found.removed_at)} : elle n’est plus gardée.")

    def make() -> HttpResponse:
        data = bytes(AttachmentContent.objects.values_list("data", flat=True).get(attachment=found))
        return brought_home(data, found.name, found.media_type)

    return sealed(once_known(request, f'"{found.sha256}"', make))


@require_POST
def remove_attachment(request: HttpRequest, cite: str, year: int, serial: int, number: int) -> HttpResponse:
    """Take a file away."""
    action = reach_action(request, cite, year, serial, Verb.ATTACH)
    found = action.attachments.filter(number=number).first()
    if found is None:
        raise Http404
    found.action = action
    if detach(attachment=found, by=cast("User", request.user)):
        messages.success(request, f"Pièce « {found.name} » retirée.")
    return redirect(address(action, "pieces"))


@require_POST
def remove_comment(request: HttpRequest, cite: str, year: int, serial: int, number: int) -> HttpResponse:
    """Take a comment away; `number` is its place among those of the action, from 1."""
    action = reach_action(request, cite, year, serial, Verb.COMMENT)
    known = list(action.comments.order_by("pk"))
    if not 1 <= number <= len(known):
        raise Http404
    found = known[number - 1]
    found.action = action
    if take_back(comment=found, by=cast("User", request.user)):
        messages.success(request, "Commentaire retiré.")
    return redirect(address(action, "commentaires"))
