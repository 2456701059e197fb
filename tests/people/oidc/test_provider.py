"""Signing in through a real OpenID Connect provider: the ways in, and every lie that must not open the door."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from preau.people.models import User
from tests.site.seen import Seen

SIGNED = {"userinfo": "jwt"}


def signed_in(client):
    """The key of whoever is signed in; None for nobody."""
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("userinfo", ["json", "jwt"])
def test_a_person_with_an_account_comes_in(claire, believe, come, client, userinfo):
    believe({"userinfo": userinfo}).behave(userinfo=userinfo)

    answer = come("claire")

    assert (answer.status_code, answer.url, signed_in(client)) == (302, "/", str(claire.pk))


def test_little_is_kept_of_what_the_provider_tells(claire, provider, come):
    come("claire")

    kept = SocialAccount.objects.get(user=claire)

    assert (kept.provider, kept.extra_data) == (
        "etat",
        {"userinfo": {"sub": kept.uid, "email": "claire@ville.example"}},
    )


def test_the_door_leads_where_one_was_going_and_nowhere_else(claire, provider, come, client):
    wanted = come("claire", "?next=/compte/sessions/").url
    client.logout()
    elsewhere = come("claire", "?next=https://ailleurs.example/").url

    assert (wanted, elsewhere) == ("/compte/sessions/", "/")


def test_the_provider_is_asked_with_what_binds_its_answer_to_this_visit(client, provider, believe, visitor, db):
    believe({"acr": ["eidas2", "eidas3"]})
    asked = []
    for _ in range(2):
        visitor.open(client.get("/compte/oidc/etat/login/?auth_params=acr_values%3Deidas1&scope=phone").url)
        asked.append(provider.asked())
    first, second = asked

    assert (first["acr_values"], first["code_challenge_method"]) == ("eidas2 eidas3", "S256")
    assert sorted(first["scope"].split()) == ["email", "openid", "profile"]
    assert min(len(first["state"]), len(first["nonce"])) >= 32
    assert first["state"] != second["state"]
    assert first["nonce"] != second["nonce"]


def test_a_provider_that_refuses_what_it_does_not_know_is_asked_the_least(client, provider, believe, visitor, db):
    believe({"pkce": False, "userinfo": "jwt"})

    visitor.open(client.get("/compte/oidc/etat/login/").url)

    assert sorted(provider.asked()) == ["client_id", "nonce", "redirect_uri", "response_type", "scope", "state"]


def test_a_level_that_was_asked_for_opens(claire, provider, believe, come, client):
    believe({"acr": ["eidas2"]})
    provider.behave(id_token={"acr": "eidas2"})

    come("claire")

    assert signed_in(client) == str(claire.pk)


@pytest.mark.usefixtures("claire")
@pytest.mark.parametrize(
    ("asked", "manner"),
    [
        ({}, {"id_token": {"nonce": "another visit"}}),
        ({}, {"id_token": {"nonce": None}}),
        ({}, {"id_token": {"aud": "another service"}}),
        ({}, {"id_token": {"iss": "https://ailleurs.example"}}),
        ({}, {"id_token": {"exp": 1_000_000_000}}),
        ({}, {"id_token": {"sub": "somebody else"}}),
        ({"acr": ["eidas2"]}, {"id_token": {"acr": "eidas1"}}),
        ({"acr": ["eidas2"]}, {}),
        (SIGNED, {"userinfo": "json"}),
        (SIGNED, {"userinfo": "unsigned"}),
        (SIGNED, {"userinfo": "forged"}),
        (SIGNED, {"userinfo": "shared"}),
        (SIGNED, {"userinfo": "jwt", "told": {"aud": "another service"}}),
        (SIGNED, {"userinfo": "jwt", "told": {"iss": "https://ailleurs.example"}}),
        (SIGNED, {"userinfo": "jwt", "told": {"sub": "somebody else"}}),
        ({}, {"userinfo": "jwt"}),
    ],
    ids=str,
)
def test_a_lie_opens_nothing(believe, come, client, asked, manner):
    believe(asked).behave(**manner)

    answer = come("claire")

    assert (answer.status_code, Seen(answer).texts("h1")) == (401, ["La connexion n’a pas abouti"])
    assert (signed_in(client), SocialAccount.objects.count()) == (None, 0)


def test_an_answer_meant_for_another_browser_opens_nothing(claire, provider, visitor, client, client_of_another):
    visitor.enter("claire")
    back = urlsplit(visitor.open(client_of_another.get("/compte/oidc/etat/login/").url))

    answer = client.get(f"{back.path}?{back.query}")

    assert (answer.status_code, signed_in(client)) == (401, None)


@pytest.fixture
def client_of_another():
    """A second browser."""
    return Client(SERVER_NAME="localhost")


def test_an_answer_serves_once(claire, provider, visitor, client):
    visitor.enter("claire")
    back = urlsplit(visitor.open(client.get("/compte/oidc/etat/login/").url))
    client.get(f"{back.path}?{back.query}")
    client.logout()

    assert client.get(f"{back.path}?{back.query}").status_code == 401


def test_an_address_that_the_provider_did_not_check_opens_nothing(claire, provider, come, client):
    answer = come("imposteur")

    assert (answer.status_code, Seen(answer).texts("h1")) == (403, ["Votre adresse n’est pas garantie"])
    assert (signed_in(client), SocialAccount.objects.count()) == (None, 0)


def test_an_address_that_the_settings_vouch_for_opens(claire, provider, believe, come, client):
    believe({"trusted_emails": ["ville.example"]})

    come("imposteur")

    assert signed_in(client) == str(claire.pk)


def test_an_address_without_an_account_makes_none(claire, provider, come, client):
    answer = come("inconnue")
    seen = Seen(answer)

    assert (answer.status_code, seen.texts("h1")) == (403, ["Pas de compte à cette adresse"])
    assert seen.texts(".raw") == ["personne@ailleurs.example"]
    assert (signed_in(client), User.objects.count(), SocialAccount.objects.count()) == (None, 1, 0)


def test_an_address_that_waits_for_its_link_opens_nothing(claire, provider, come, client):
    EmailAddress.objects.create(user=claire, email="personne@ailleurs.example", verified=False)

    come("inconnue")

    assert (signed_in(client), SocialAccount.objects.count()) == (None, 0)


def test_a_closed_account_stays_closed(claire, provider, come, client):
    claire.is_active = False
    claire.save()

    assert come("claire").url == "/compte/inactive/"
    assert signed_in(client) is None


def test_a_second_factor_is_asked_for_there_too(claire, provider, come, client):
    TOTP.activate(claire, generate_totp_secret())

    assert come("claire").url == "/compte/2fa/authenticate/"
    assert signed_in(client) is None


def test_leaving_here_leaves_there(claire, provider, come, client, visitor):
    come("claire")

    page = client.post("/compte/logout/")
    way_out = Seen(client.get(page.url)).tree.xpath("//a[text()='Continuer']/@href")[0]
    back = visitor.open(way_out)
    query = parse_qs(urlsplit(way_out).query)

    assert signed_in(client) is None
    assert back == f"http://localhost/compte/login/?state={query['state'][0]}"
    assert visitor.open(client.get("/compte/oidc/etat/login/").url).startswith("<!doctype html>")  # one says who one is
    assert client.get(page.url).url == "/compte/login/"


def test_leaving_a_session_of_a_password_asks_nothing_of_a_provider(claire, provider, client, enter):
    enter()

    assert client.post("/compte/logout/").url == "/compte/login/"


def test_a_provider_that_is_down_is_a_page(client, db, believe):
    believe({"server": "http://127.0.0.1:9"})

    for page in ("login/", "login/callback/?state=x&code=y"):
        answer = client.get(f"/compte/oidc/etat/{page}")

        assert (answer.status_code, Seen(answer).texts("h1")) == (401, ["La connexion n’a pas abouti"])


def test_a_provider_of_no_name_is_nowhere(client, db, provider):
    assert client.get("/compte/oidc/autre/login/").status_code == 404


def test_renouncing_there_is_no_fault(client, db, provider):
    state = parse_qs(urlsplit(client.get("/compte/oidc/etat/login/").url).query)["state"][0]

    answer = client.get(f"/compte/oidc/etat/login/callback/?error=access_denied&state={state}", follow=True)

    assert Seen(answer).texts("h1") == ["Vous avez renoncé"]


def test_somebody_signed_in_adds_the_provider_and_takes_it_away(claire, provider, come, client, enter):
    enter()
    client.post("/compte/reauthenticate/", {"password": "une porte bleue 47"})
    come("imposteur", "?process=connect")
    added = SocialAccount.objects.get(user=claire)
    shown = Seen(client.get("/compte/3rdparty/"))
    offered = shown.tree.xpath("//main//a[starts-with(., 'Ajouter')]")
    client.post("/compte/3rdparty/", {"account": added.pk})
    after = Seen(client.get("/compte/3rdparty/"))

    assert (shown.tree.xpath("//main//li//b/text()"), offered) == (["Service de l’État"], [])
    assert after.tree.xpath("//main//a[starts-with(., 'Ajouter')]/text()") == ["Ajouter Service de l’État"]
    assert not SocialAccount.objects.exists()


def test_the_only_way_in_is_not_taken_away(claire, provider, come, client):
    come("claire")
    claire.set_unusable_password()
    claire.save()
    come("claire")
    only = SocialAccount.objects.get(user=claire)

    seen = Seen(client.post("/compte/3rdparty/", {"account": only.pk}))

    assert seen.texts(".note") == [
        "Choisissez d’abord un mot de passe : sans ce service ni mot de passe, vous n’entreriez plus."
    ]
    assert SocialAccount.objects.filter(pk=only.pk).exists()


@pytest.fixture
def assumed(claire):
    """Claire, whose account somebody else may have made, with all that they may have chosen."""
    User.objects.update(address_assumed=True)
    TOTP.activate(claire, generate_totp_secret())
    SocialAccount.objects.create(user=claire, provider="ailleurs", uid="1")
    EmailAddress.objects.create(user=claire, email="autre@ville.example", verified=True)
    return claire


def test_whoever_made_an_account_for_another_does_not_stay_in_it(assumed, enter, provider, come, client):
    stranger = Client()
    stranger.force_login(assumed)

    said = Seen(client.get(come("claire").url, follow=True)).texts(".note")
    claire = User.objects.get(pk=assumed.pk)

    assert said[0].startswith("Votre compte avait été créé par un lien que quelqu’un d’autre avait pu lire.")
    assert signed_in(client) == str(claire.pk)
    assert (claire.has_usable_password(), claire.address_assumed) == (False, False)
    assert stranger.get("/compte/sessions/").url.startswith("/compte/login/")
    assert not claire.authenticator_set.exists()
    assert [one.provider for one in claire.socialaccount_set.all()] == ["etat"]
    assert [one.email for one in claire.emailaddress_set.all()] == ["claire@ville.example"]


def test_what_one_chooses_afterwards_stays(assumed, provider, come, client):
    come("claire")
    claire = User.objects.get(pk=assumed.pk)
    claire.set_password("une autre porte 48")
    claire.save()

    SocialAccount.objects.all().delete()
    come("claire")

    assert User.objects.get(pk=assumed.pk).check_password("une autre porte 48")


def test_an_address_that_was_proved_loses_nothing(claire, provider, come):
    come("claire")

    assert User.objects.get(pk=claire.pk).has_usable_password()
