"""Changing one's password, address and sessions: what is asked first, what it closes, who is told."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from preau.people.accounts import make_account
from tests.people.conftest import WORDS
from tests.postbox import link_in
from tests.site.seen import Seen

NEW = "une autre porte 48"


@pytest.fixture
def sure(client, claire, enter):
    """Claire, signed in, who has just said once more that it is her."""
    enter()
    client.post("/compte/reauthenticate/", {"password": WORDS})
    return claire


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("porte", "porte", "Ce mot de passe est trop court. Il doit contenir au minimum 12 caractères."),
        ("123456789012", "123456789012", "Ce mot de passe est entièrement numérique."),
        (NEW, "une autre porte 49", "Vous devez saisir deux fois le même mot de passe."),
        ("", "", "Écrivez un nouveau mot de passe."),
    ],
)
def test_a_password_too_easy_is_refused(client, sure, first, second, sentence):
    answer = client.post("/compte/password/change/", {"oldpassword": WORDS, "password1": first, "password2": second})

    assert sentence in Seen(answer).texts(".err")
    sure.refresh_from_db()
    assert sure.check_password(WORDS)


def test_changing_the_password_closes_the_other_sessions_and_is_told(client, sure, postbox, other_browser):
    data = {"oldpassword": WORDS, "password1": NEW, "password2": NEW}
    client.post("/compte/password/change/", data)

    letter = postbox.bodies(sure.email)[0]

    assert "Le mot de passe de votre compte a changé." in letter
    assert "depuis 127.0.0.1 (Navigateur inconnu)" in letter
    assert client.get("/compte/email/").status_code == 200
    assert other_browser.get("/compte/email/").status_code == 302


@pytest.fixture
def other_browser(sure):
    """Another browser where Claire is signed in."""
    browser = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    browser.post("/compte/login/", {"login": sure.email, "password": WORDS})
    return browser


def test_other_sessions_are_listed_and_closed(client, sure, other_browser):
    seen = Seen(client.get("/compte/sessions/"))
    client.post("/compte/sessions/")

    assert seen.tree.xpath("//main//li//b/text()") == ["Navigateur inconnu", "Firefox, Windows"]
    assert seen.texts(".tag") == ["celle-ci"]
    assert other_browser.get("/compte/email/").status_code == 302
    assert client.get("/compte/email/").status_code == 200


def test_changing_the_address_waits_for_the_link(client, sure, postbox, enter):
    client.post("/compte/email/", {"email": "Morin@Ville.example", "action_add": ""})
    sure.refresh_from_db()
    before = sure.email
    link = link_in(postbox.bodies("morin@ville.example")[0])
    client.post(link)
    sure.refresh_from_db()

    assert (before, sure.email) == ("claire@ville.example", "morin@ville.example")
    assert "n’est plus claire@ville.example mais morin@ville.example" in postbox.bodies("claire@ville.example")[0]
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("morin@ville.example", True, True)
    ]


def test_the_present_address_may_be_kept(client, sure, postbox):
    client.post("/compte/email/", {"email": "morin@ville.example", "action_add": ""})
    client.post("/compte/email/", {"email": "morin@ville.example", "action_remove": ""})

    assert [one.email for one in EmailAddress.objects.all()] == ["claire@ville.example"]


def test_an_address_of_somebody_else_is_neither_told_nor_taken(client, sure, postbox):
    make_account(email="jean@ville.example", name="Jean")
    answers = []
    for email in ("libre@ville.example", "jean@ville.example"):
        answer = client.post("/compte/email/", {"email": email, "action_add": ""})
        shown = client.get("/compte/email/").content.decode().replace(email, "")
        answers.append((answer.status_code, answer.url, len(shown)))
    client.post(link_in(postbox.bodies("jean@ville.example")[0]))
    sure.refresh_from_db()

    assert answers[0] == answers[1]
    assert sure.email == "claire@ville.example"


def test_an_address_waiting_elsewhere_does_not_keep_its_owner_out(sure, client, postbox):
    client.post("/compte/email/", {"email": "jean@ville.example", "action_add": ""})

    assert make_account(email="jean@ville.example", name="Jean").email == "jean@ville.example"


@pytest.mark.parametrize(
    "address",
    ["/compte/2fa/totp/activate/", "/compte/2fa/webauthn/add/", "/compte/2fa/recovery-codes/generate/"],
)
def test_what_changes_the_way_in_asks_first_who_is_there(client, claire, enter, address):
    enter()

    assert unquote(client.get(address).url) == f"/compte/reauthenticate/?next={address}"


def test_a_change_of_address_asks_first_who_is_there(client, claire, enter, postbox):
    enter()
    answer = client.post("/compte/email/", {"email": "morin@ville.example", "action_add": ""})

    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/compte/reauthenticate/")
    assert postbox.letters == []


def test_somebody_without_password_or_key_is_asked_by_letter(client, db, postbox):
    cache.clear()
    user = make_account(email="claire@ville.example", name="Claire")
    client.force_login(user)
    asked = client.get("/compte/2fa/totp/activate/")
    client.post(asked.url, {"recipient": user.email})
    code = re.search(r"demande\u00a0: (\S+)", postbox.bodies(user.email)[0])[1]
    answer = client.post("/compte/reauthenticate/code/confirm/?next=/compte/2fa/totp/activate/", {"code": code})

    assert answer.url == "/compte/2fa/totp/activate/"
    assert Seen(client.get(answer.url)).texts("h2") == ["Ajouter une application de codes"]
