"""Leaving the provider with us: its session ends where it has an address for that.

The browser goes there from a page of its own: straight from the form of the menu, a strict form-action would stop it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string

OPENED = "oidc_opened"
"""Of the session: which provider opened it, its address for leaving, and the token that says whose session it is."""
WAY_OUT = "oidc_way_out"
"""Of the visit after the session: where the browser goes to leave the provider, once."""


def keep(request: HttpRequest, *, provider: str, id_token: str, address: Mapping[str, Any]) -> None:
    """Keep what leaving will take, where the provider's description of itself has an address for it."""
    if end := address.get("end_session_endpoint"):
        request.session[OPENED] = {"provider": provider, "id_token": id_token, "end": end}


def page(request: HttpRequest) -> str:
    """Our page that leads out, for a session that a provider opened; empty for another."""
    opened = request.session.get(OPENED)
    return reverse("oidc_leave", args=[opened["provider"]]) if opened else ""


def prepare(request: HttpRequest) -> str:
    """The address at the provider that ends its session and comes back; empty where there is none."""
    opened = request.session.get(OPENED)
    if not opened:
        return ""
    query = {
        "id_token_hint": opened["id_token"],
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("account_login")),
        "state": get_random_string(40),
    }
    joint = "&" if "?" in opened["end"] else "?"
    return f"{opened['end']}{joint}{urlencode(query)}"


def remember(request: HttpRequest, way_out: str) -> None:
    """Keep the address for the next page, now that the session that knew it is gone."""
    if way_out:
        request.session[WAY_OUT] = way_out


def take(request: HttpRequest) -> str:
    """The address, once."""
    way_out: str = request.session.pop(WAY_OUT, "")
    return way_out
