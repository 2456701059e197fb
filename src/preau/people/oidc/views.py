"""To the provider, back from it, and out of it. A provider that is down is a page, not a failure of ours."""

from __future__ import annotations

from collections.abc import Callable

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from preau.people.oidc import leaving
from preau.people.oidc.protocol import Adapter

View = Callable[[HttpRequest], HttpResponse]


@login_not_required
@require_safe
@never_cache
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the provider."""
    return _with_provider(request, provider_id, OAuth2LoginView.adapter_view(Adapter(request, provider_id)))


@login_not_required
@require_safe
@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the provider's answer, and sign the person in if it holds."""
    return _with_provider(request, provider_id, OAuth2CallbackView.adapter_view(Adapter(request, provider_id)))


@login_not_required
@require_safe
@never_cache
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The page between our session, which has ended, and the end of the provider's."""
    way_out = leaving.take(request)
    if not way_out:
        return redirect("account_login")
    return render(
        request, "socialaccount/leave.html", {"provider": _provider(request, provider_id), "way_out": way_out}
    )


def _with_provider(request: HttpRequest, provider_id: str, view: View) -> HttpResponse:
    provider = _provider(request, provider_id)
    try:
        return view(request)
    except (OSError, KeyError, ValueError) as error:  # no answer (those of `requests` are OSError), or no sense in it
        answer: HttpResponse = render_authentication_error(request, provider, exception=error)
        return answer


def _provider(request: HttpRequest, provider_id: str) -> object:
    try:
        return get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
