"""The providers and the mail server that an installation names."""

from __future__ import annotations

import json

import pytest

from preau.config.mail import mail_settings
from preau.config.signing_in import providers, proxies
from preau.core.refusal import Refusal

LEAST = {"id": "etat", "name": "État", "server": "https://etat.example/api", "client_id": "preau", "secret": "s"}


def test_the_least_that_a_provider_needs():
    (known,) = providers(json.dumps([LEAST]))

    assert known == {
        "provider_id": "etat",
        "name": "État",
        "client_id": "preau",
        "secret": "s",
        "settings": {
            "server_url": "https://etat.example/api",
            "scope": ["openid", "email", "profile"],
            "userinfo": "json",
            "acr": [],
            "oauth_pkce_enabled": True,
            "verified_email": False,
        },
    }


def test_all_that_a_provider_may_say():
    more = {"userinfo": "jwt", "scope": ["openid", "email"], "acr": ["eidas1"], "pkce": False, "trusted_emails": True}

    (known,) = providers(json.dumps([LEAST | more]))

    assert known["settings"] == {
        "server_url": "https://etat.example/api",
        "scope": ["openid", "email"],
        "userinfo": "jwt",
        "acr": ["eidas1"],
        "oauth_pkce_enabled": False,
        "verified_email": True,
    }


def test_nothing_is_no_provider():
    assert providers("") == []


@pytest.mark.parametrize(
    "text", ["{", "{}", "[1]", '["etat"]', '[{"id": "etat"}]', json.dumps([LEAST | {"userinfo": "xml"}])]
)
def test_what_is_no_list_of_providers_is_refused(text):
    with pytest.raises(Refusal, match="PREAU_OIDC n’est pas compris"):
        providers(text)


@pytest.mark.parametrize(
    ("text", "tls", "count"), [("", False, 0), ("", True, 1), ("2", True, 2), ("0", True, 0), ("1", False, 1)]
)
def test_how_many_proxies_stand_in_front(text, tls, count):
    assert proxies(text, tls=tls) == count


def test_a_word_is_no_count_of_proxies():
    with pytest.raises(Refusal, match="PREAU_PROXIES n’est pas compris"):
        proxies("un", tls=False)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 25, "", "", False, False)),
        ("smtp://mail.example:587?starttls=1", ("mail.example", 587, "", "", False, True)),
        ("smtps://claire%40v.fr:a%2Fb@mail.example", ("mail.example", 465, "claire@v.fr", "a/b", True, False)),
    ],
)
def test_where_letters_leave(url, expected):
    known = mail_settings(url, "")
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")

    assert tuple(known[f"EMAIL_{name}"] for name in names) == expected


def test_without_a_mail_server_letters_are_printed():
    assert mail_settings("", "")["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_another_kind_of_address_is_refused(url):
    with pytest.raises(Refusal, match="PREAU_MAIL doit s’écrire"):
        mail_settings(url, "")
