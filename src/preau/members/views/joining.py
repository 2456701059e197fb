"""Where the link of an invitation leads: to an account and a role, or to one page for every link that leads nowhere."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from preau.core.refusal import Refusal
from preau.core.typography import of_place
from preau.members.forms import JoinForm
from preau.members.operations.invitations import accept, just_accepted, standing_invitation
from preau.members.queries import account_of
from preau.people.accounts import make_account
from preau.people.models import Invitation, Membership
from preau.people.roles import SAID, Role

JOINING = timedelta(minutes=1)
"""An account that is older was not made by the click before this one."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Make the account of the address where it has none; else accept, as that account alone."""
    found = standing_invitation(secret)
    if found is None:
        return _twice(request, secret) or _dead(request)
    account = account_of(found.email)
    if account is not None and not account.is_active:
        return _dead(request)
    if request.user.is_authenticated and request.user != account:
        return _page(request, found, "somebody_else")
    if account is None:
        return _join(request, found, secret)
    if not request.user.is_authenticated:
        return _page(request, found, "sign_in")
    if request.method == "POST":
        return _welcome(request, accept(secret=secret, user=account))
    return _page(request, found, "accept")


def _join(request: HttpRequest, found: Invitation, secret: str) -> HttpResponse:
    form = JoinForm(request.POST if request.method == "POST" else None, email=found.email)
    if not form.is_valid():
        return _page(request, found, "join", form=form)
    try:
        with transaction.atomic():
            user = make_account(email=found.email, **form.cleaned_data, assumed=found.link_shown)
            membership = accept(secret=secret, user=user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _twice(request, secret) or _page(request, found, "join", form=form)
    login(request, user, backend=BACKEND)
    return _welcome(request, membership)


def _twice(request: HttpRequest, secret: str) -> HttpResponse | None:
    """The answer to the second click on a button: that of the first, for the same person alone."""
    done = just_accepted(secret) if request.method == "POST" else None
    user = done.accepted_by if done else None
    if done is None or user is None or not user.is_active:
        return None
    if request.user == user:
        return redirect(_first_page(done))
    new = done.accepted_at is not None and user.date_joined >= done.accepted_at - JOINING
    if new and user.check_password(request.POST.get("password", "")):
        login(request, user, backend=BACKEND)
        return redirect(_first_page(done))
    return None


def _welcome(request: HttpRequest, membership: Membership) -> HttpResponse:
    place = f"la cité éducative {of_place(membership.cite.name)}" if membership.cite else "Préau"
    messages.success(request, f"Bienvenue dans {place}. Votre rôle : {membership}.")
    return redirect(_first_page(membership))


def _first_page(one: Membership | Invitation) -> str:
    return "installation" if one.role == Role.ADMINISTRATOR else "home"


def _page(request: HttpRequest, found: Invitation, step: str, *, form: JoinForm | None = None) -> HttpResponse:
    context = {"invitation": found, "step": step, "form": form, "said": SAID[Role(found.role)]}
    return render(request, "members/joining.html", context)


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "members/dead_link.html", status=404)
