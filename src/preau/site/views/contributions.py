"""What people bring to an action from its page: files, comments, targets. A refusal shows the page, as it was filled.

Asked for without a form, as when a session ended in between, each address leads back to the page.
"""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from preau.annexes.checking import refresh_findings
from preau.core.refusal import Refusal
from preau.core.text import listed
from preau.people.models import User
from preau.people.roles import Verb
from preau.programmes import attachments, comments, targets
from preau.programmes.action_forms import AttachForm, CommentForm, TargetForm
from preau.programmes.action_views import address
from preau.programmes.models import Action
from preau.programmes.reach import reach_action
from preau.programmes.receiving import Bounded
from preau.site.views.action import action_page

takes_a_form = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
def attach(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Join files.

    How they are received must be said before the form is read, and looking for its token reads it: the token is looked
    for one step later.
    """
    request.upload_handlers = [Bounded(request), *request.upload_handlers]
    return _attach(request, cite, year, serial)


@csrf_protect
@takes_a_form
def _attach(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    action = reach_action(request, cite, year, serial, Verb.ATTACH)
    if request.method != "POST":
        return redirect(address(action, "pieces"))
    form = AttachForm(request.POST, request.FILES, auto_id="attach_%s")
    last = _join(request, action, form) if form.is_valid() else None
    if form.errors:
        return action_page(request, action.programme, serial, attach=form)
    return redirect(address(action, f"piece-{last}" if last else "pieces"))


def _join(request: HttpRequest, action: Action, form: AttachForm) -> int | None:
    """Join each file of the form, or say on the form why not; the number of the last one."""
    files, last = form.cleaned_data["file"], None
    for file in files:
        try:
            joined = attachments.attach(
                action=action, name=file.name or "", data=file.read(), by=cast("User", request.user)
            )
        except Refusal as refusal:
            name = attachments.clean_name(file.name or "")
            about = f"{name} : " if len(files) > 1 and name not in str(refusal) else ""
            form.add_error("file", f"{about}{refusal}")
            continue
        last = joined.attachment.number
        if joined.new:
            messages.success(request, f"Pièce « {joined.attachment.name} » jointe.")
        else:
            messages.info(request, f"Cette pièce est déjà là : « {joined.attachment.name} ». Rien n’est doublé.")
    return last


@takes_a_form
def comment(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Write a comment, and call on people."""
    action = reach_action(request, cite, year, serial, Verb.COMMENT)
    if request.method != "POST":
        return redirect(address(action, "commentaires"))
    user = cast("User", request.user)
    form = CommentForm(request.POST, people=comments.callable_by(user, action), auto_id="comment_%s")
    if not form.is_valid():
        return action_page(request, action.programme, serial, comment=form)
    made = comments.comment_on(
        action=action,
        text=form.cleaned_data["text"],
        by=user,
        chosen=form.cleaned_data["people"],
        link=request.build_absolute_uri(address(action, "commentaires")),
    )
    called = [mention.user.name for mention in made.mentions.select_related("user").order_by("pk")]
    told = f" Il est adressé à {listed(called)}." if called else ""
    messages.success(request, f"Commentaire ajouté.{told}")
    return redirect(address(action, f"commentaire-{action.comments.count()}"))


@takes_a_form
def add_target(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Make a number of people a target, typed or offered."""
    action = reach_action(request, cite, year, serial, Verb.EDIT)
    if request.method != "POST":
        return redirect(address(action, "objectifs"))
    form = TargetForm(request.POST, auto_id="target_%s")
    if form.is_valid():
        try:
            targets.add_target(action=action, **form.cleaned_data, by=cast("User", request.user), then=refresh_findings)
        except Refusal as refusal:
            form.add_error("whom", str(refusal))
    if form.errors:
        return action_page(request, action.programme, serial, target=form)
    messages.success(request, "Objectif ajouté.")
    return redirect(address(action, "objectifs"))


@require_POST
def remove_target(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """Take the target of those people away; where it is gone already, nothing is left to do."""
    action = reach_action(request, cite, year, serial, Verb.EDIT)
    target = action.targets.filter(whom=request.POST.get("whom", "")).first()
    if target is not None:
        target.action = action
        targets.remove_target(target=target, by=cast("User", request.user), then=refresh_findings)
        messages.success(request, "Objectif retiré.")
    return redirect(address(action, "objectifs"))
