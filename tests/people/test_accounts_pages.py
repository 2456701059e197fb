"""What holds on every page of signing in and of one's account."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount

from preau.config.signing_in import providers
from preau.people.templatetags.my_account import browser
from tests.people.conftest import WORDS
from tests.site.seen import Seen
from tests.site.test_every_page import misprints, nesting

OUTSIDE = {
    "login/": 200,
    "signup/": 200,
    "inactive/": 200,
    "password/reset/": 200,
    "password/reset/done/": 200,
    "password/reset/key/1-abc/": 200,
    "password/reset/key/done/": 200,
    "confirm-email/": 200,
    "confirm-email/abc/": 200,
    "3rdparty/login/cancelled/": 200,
    "oidc/etat/login/": 401,
}
INSIDE = {
    "email/": "Adresse électronique",
    "password/change/": "Changer de mot de passe",
    "2fa/": "Second facteur",
    "2fa/totp/deactivate/": "Retirer l’application de codes ?",
    "2fa/recovery-codes/": "Codes de secours",
    "2fa/recovery-codes/generate/": "Créer d’autres codes de secours ?",
    "2fa/webauthn/": "Clés d’accès",
    "2fa/webauthn/keys/KEY/edit/": "Renommer la clé",
    "2fa/webauthn/keys/KEY/remove/": "Retirer la clé Téléphone ?",
    "sessions/": "Sessions ouvertes",
    "3rdparty/": "Connexions externes",
}
"""The first heading of each part."""
ON_THE_WAY = ["logout/", "reauthenticate/", "2fa/reauthenticate/"]


@pytest.fixture
def with_a_provider(settings):
    """A provider that does not answer."""
    known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    text = '[{"id": "etat", "name": "État", "server": "http://127.0.0.1:9", "client_id": "a", "secret": "b"}]'
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": known | {"APPS": providers(text)}}


@pytest.fixture
def furnished(client, claire, enter, with_a_provider):
    """Claire, signed in, with every kind of second factor; the number of her key."""
    enter()
    client.post("/compte/reauthenticate/", {"password": WORDS})
    TOTP.activate(claire, generate_totp_secret())
    RecoveryCodes.activate(claire)
    data = {"name": "Téléphone", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    key = Authenticator.objects.create(user=claire, type=Authenticator.Type.WEBAUTHN, data=data)
    SocialAccount.objects.create(
        user=claire, provider="etat", uid="1", extra_data={"userinfo": {"email": "c@d.example"}}
    )
    return key.pk


def faults(answer):
    """What is wrong with a page, whichever it is."""
    seen = Seen(answer)
    scripts = seen.tree.xpath("//script")
    nonce = re.search(r"script-src 'nonce-([^']+)'", answer["Content-Security-Policy"])
    return [
        *nesting(seen.body),
        *misprints(seen),
        *seen.tree.xpath("//@style | //style | //@*[starts-with(name(), 'on')]"),
        *[script for script in scripts if not (script.get("src") and nonce and script.get("nonce") == nonce[1])],
        *([] if len(seen.all("h1")) == 1 else ["no single title"]),
        *([] if seen.tree.findtext(".//title").endswith("– Préau") else ["no name in the title"]),
        *re.findall(r'(?:href|src|action)="(?:\w+:|//)[^"]*', seen.body.replace('src="data:image/svg+xml', "")),
        *re.findall(r"\b(?:Sign|Email|Password|Please|veuillez|merci)\b", seen.text),
    ]


@pytest.mark.usefixtures("with_a_provider", "claire")
@pytest.mark.parametrize("path", OUTSIDE)
def test_a_page_for_anybody(client, path):
    answer = client.get(f"/compte/{path}")

    assert (answer.status_code, faults(answer)) == (OUTSIDE[path], [])


@pytest.mark.parametrize("path", INSIDE)
def test_a_part_of_the_account(client, furnished, path):
    answer = client.get(f"/compte/{path.replace('KEY', str(furnished))}")
    seen = Seen(answer)

    assert (answer.status_code, faults(answer)) == (200, [])
    assert (seen.texts("h1"), seen.texts("h2")[0]) == (["Mon compte"], INSIDE[path])
    assert len(seen.tree.xpath("//nav[@aria-label='Mon compte']/a[@aria-current='page']")) == 1


@pytest.mark.parametrize("path", ON_THE_WAY)
def test_a_page_on_the_way(client, furnished, path):
    answer = client.get(f"/compte/{path}")

    assert (answer.status_code, faults(answer)) == (200, [])


def test_the_page_of_an_application_holds_its_drawing(client, claire, enter):
    enter()
    client.post("/compte/reauthenticate/", {"password": WORDS})
    answer = client.get("/compte/2fa/totp/activate/")

    assert faults(answer) == []
    assert Seen(answer).tree.xpath("//img/@src")[0].startswith("data:image/svg+xml;base64,")


def test_the_page_of_a_key_has_another_way_to_tell_without_script(client, claire, enter):
    enter()
    client.post("/compte/reauthenticate/", {"password": WORDS})
    answer = client.get("/compte/2fa/webauthn/add/")
    seen = Seen(answer)

    assert faults(answer) == []
    assert [one.get("hidden") for one in seen.tree.xpath("//*[@data-key]")] == [""]
    assert [one.get("hidden") for one in seen.tree.xpath("//*[@data-without-keys]")] == [None]


def test_the_page_of_a_first_password(client, claire):
    claire.set_unusable_password()
    claire.save()
    client.force_login(claire)
    asked = client.get("/compte/password/change/", follow=True)

    assert Seen(asked).texts("h1") == ["C’est bien vous ?"]
    assert faults(asked) == []


def test_the_tab_of_providers_is_there_with_one_alone(client, claire):
    client.force_login(claire)
    tabs = Seen(client.get("/compte/email/")).tree.xpath("//nav[@aria-label='Mon compte']/a/text()")

    assert tabs == ["Adresse", "Mot de passe", "Second facteur", "Sessions"]


def test_signing_in_needs_no_script(client, db):
    seen = Seen(client.get("/compte/login/"))
    form = seen.tree.xpath("//form[@action='/compte/login/']")[0]

    assert [field.get("name") for field in form.xpath(".//input")] == ["csrfmiddlewaretoken", "login", "password"]
    assert [field.get("autocomplete") for field in form.xpath(".//input")][1:] == ["email", "current-password"]
    assert all(element.get("hidden") is not None for element in seen.tree.xpath("//*[@data-needs-keys]"))


@pytest.mark.parametrize("path", [*INSIDE, "login/"])
def test_no_browser_keeps_a_page_of_an_account(client, furnished, path):
    answer = client.get(f"/compte/{path.replace('KEY', str(furnished))}")

    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(("path", "queries"), [("2fa/webauthn/", 4), ("3rdparty/", 4)])
@pytest.mark.parametrize("more", [0, 2])
def test_a_list_costs_the_same_whatever_its_length(  # noqa: PLR0913, PLR0917 - two parameters, four fixtures
    client, claire, furnished, more, path, queries, django_assert_num_queries
):
    for number in range(more):
        Authenticator.objects.create(user=claire, type=Authenticator.Type.WEBAUTHN, data={"name": "Clé"})
        SocialAccount.objects.create(user=claire, provider="etat", uid=f"9{number}", extra_data={"userinfo": {}})

    with django_assert_num_queries(queries):
        client.get(f"/compte/{path}")


def test_the_codes_may_be_printed(client, furnished):
    answer = client.get("/compte/2fa/recovery-codes/download/")

    lines = answer.content.decode().split("\n")

    assert lines[:2] == ["Codes de secours – Préau", "Chacun sert une fois."]
    assert len([line for line in lines[2:] if line]) == 10


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", "Navigateur inconnu"),
    ],
)
def test_a_browser_has_the_name_that_people_give_it(user_agent, name):
    assert browser(user_agent) == name
