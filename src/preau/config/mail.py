"""How letters leave: the address of a mail server as Django's settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from preau.core.refusal import Refusal

TIMEOUT = 10
"""Seconds that a mail server has to answer: a page waits for it."""


def mail_settings(url: str, sender: str) -> dict[str, Any]:
    """Django's settings of mail for an address smtp:// or smtps://; without one, letters are printed by the server.

    Raises Refusal for an address of another kind.
    """
    settings: dict[str, Any] = {"DEFAULT_FROM_EMAIL": sender or "Préau <preau@localhost>", "EMAIL_TIMEOUT": TIMEOUT}
    if not url:
        return settings | {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise Refusal("PREAU_MAIL doit s’écrire smtp://serveur:25, ou smtps://compte:motdepasse@serveur:465.")
    return settings | {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parse_qs(parts.query).get("starttls") == ["1"],
    }
