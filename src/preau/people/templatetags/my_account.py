"""What the pages of an account need: their tabs, the name of a browser, the options of a key."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import Provider
from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template import Context
from django.urls import reverse

register = template.Library()

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
"""What a browser calls itself, most telling first: nearly all say Chrome, and all of them Safari."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of one's account."""

    label: str
    url: str
    current: bool


@register.simple_tag(takes_context=True)
def account_tabs(context: Context) -> list[Tab]:
    """The parts of one's account, and which of them the page belongs to."""
    request = context["request"]
    here = request.resolver_match.url_name if request.resolver_match else ""
    parts: list[tuple[str, str, tuple[str, ...]]] = [
        ("Adresse", "account_email", ("account_email",)),
        ("Mot de passe", "account_change_password", ("account_change_password", "account_set_password")),
        ("Second facteur", "mfa_index", ("mfa_",)),
        ("Sessions", "usersessions_list", ("usersessions_",)),
    ]
    if get_adapter().list_apps(request):
        parts.append(("Connexions externes", "socialaccount_connections", ("socialaccount_",)))
    return [Tab(label, reverse(name), here.startswith(begins)) for label, name, begins in parts]


@register.filter
def browser(user_agent: str) -> str:
    """The browser and its system as people name them, "Firefox, Windows"."""
    named = next((name for sign, name in BROWSERS if sign in user_agent), "Navigateur inconnu")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return f"{named}, {system}" if system else named


@register.filter
def not_among(providers: list[Provider], accounts: Iterable[SocialAccount]) -> list[Provider]:
    """The providers that no account of the person is with yet."""
    added = {account.provider for account in accounts}
    return [provider for provider in providers if provider.sub_id not in added]


@register.filter
def as_json(value: object) -> str:
    """The value as JSON, for an attribute that a script reads."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def grouped(secret: str) -> str:
    """The secret by fours, as one copies it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
