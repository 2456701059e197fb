"""What the provider does besides the protocol: people come in by a link, and it lies as a test asks it to."""

from __future__ import annotations

import json

import jwt
from allauth.core.internal.jwkkit import load_jwk_from_pem
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.views import user_info
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.views.decorators.csrf import csrf_exempt

from tests.people.provider.running import CLIENT, SECRET


def manner():
    """How to behave: what the test wrote."""
    return json.loads((settings.FOLDER / "manner.json").read_text())


class Adapter(DefaultOIDCAdapter):
    """Tokens, and what is false in them."""

    def populate_id_token(self, id_token, client, scopes, **kwargs):
        id_token.update(manner().get("id_token", {}))


@csrf_exempt
@login_not_required
def userinfo(request):
    """What is told of the person: JSON, or a token signed in one way or another."""
    answer = user_info(request)
    how = manner().get("userinfo", "json")
    if how == "json":
        return answer
    issuer = request.build_absolute_uri("/").rstrip("/")
    told = json.loads(answer.content) | {"iss": issuer, "aud": CLIENT} | manner().get("told", {})
    return HttpResponse(signed(told, how), content_type="application/jwt")


def signed(told, how):
    """The token: signed by the provider ("jwt"), by somebody, by the shared secret, or by nobody."""
    public, private = load_jwk_from_pem(settings.IDP_OIDC_PRIVATE_KEY)
    keys = {
        "jwt": (private, "RS256"),
        "forged": (load_jwk_from_pem(settings.OTHER_KEY)[1], "RS256"),
        "shared": (SECRET, "HS256"),
        "unsigned": (None, "none"),
    }
    key, algorithm = keys[how]
    return jwt.encode(told, key, algorithm=algorithm, headers={"kid": public["kid"]})


@login_not_required
def enter(request, name=None):
    """The page where one says who one is; with a name, that person is in."""
    onward = request.GET.get("next", "/")
    if name is None:
        people = format_html_join(
            " ", '<a href="/entrer/{}/?{}">{}</a>', ((one, request.GET.urlencode(), one) for one in names())
        )
        return HttpResponse(format_html('<!doctype html><html lang="en"><title>Provider</title><p>{}</p>', people))
    login(request, User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return redirect(onward)


def names():
    """The people of the provider."""
    return User.objects.order_by("username").values_list("username", flat=True)


def remember(get_response):
    """Write down what the authorization was asked with, and whether somebody left."""

    def answer(request):
        if request.path.endswith(("/authorize", "/logout")):
            name = request.path.rpartition("/")[2]
            (settings.FOLDER / f"{name}.json").write_text(json.dumps(request.GET.dict()))
        return get_response(request)

    return answer
