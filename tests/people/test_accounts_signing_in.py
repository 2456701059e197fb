"""Signing in with an address and a password, a second factor, a recovery code; what is told to whom cannot."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache

from preau.people.accounts import make_account
from preau.people.models import User
from tests.people.counting import CountingHasher
from tests.site.seen import Seen, plain

WRONG = "L’adresse ou le mot de passe n’est pas le bon. Vérifiez les deux."
TOO_MANY = "Trop d’essais. Attendez cinq minutes, puis recommencez."


def code_of(secret):
    """What an application would show now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def notes(answer):
    """What a page says that no script has to show."""
    return [plain(note) for note in Seen(answer).all(".note") if note.get("hidden") is None]


def test_an_address_and_a_password_open_a_session(client, claire, enter):
    answer = enter()

    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(claire.pk)


@pytest.mark.parametrize("email", ["CLAIRE@Ville.Example", " claire@ville.example "])
def test_an_address_is_the_same_in_capitals_and_between_spaces(claire, enter, email):
    assert enter(email).url == "/"


def test_a_session_has_a_new_name_once_somebody_is_in(client, claire, enter):
    client.get("/compte/login/?next=/")
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key

    enter()

    assert client.session.session_key != before
    assert not client.session.exists(before)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/compte/email/", "/compte/email/"),
        ("https://ailleurs.example/", "/"),
        ("//ailleurs.example/", "/"),
        ("/\\ailleurs.example", "/"),
        ("https:ailleurs.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_one_comes_out_only_on_our_pages(claire, enter, wanted, reached):
    assert enter(next=wanted).url == reached


def test_nothing_tells_an_address_without_an_account_from_a_wrong_password(client, claire, settings):
    settings.PASSWORD_HASHERS = ["tests.people.counting.CountingHasher"]
    claire.set_password("une autre porte 48")
    claire.save()
    answers = []
    for email in ("claire@ville.example", "personne@ville.example"):
        CountingHasher.done = 0
        answer = client.post("/compte/login/", {"login": email, "password": "une mauvaise porte"})
        page = answer.content.decode().replace(email, "")
        answers.append((answer.status_code, notes(answer), len(page), CountingHasher.done))

    assert answers[0][:2] == (200, [WRONG])
    assert answers[0] == answers[1]


def test_empty_fields_say_what_to_write(claire, enter):
    seen = Seen(enter("claire@", ""))

    assert seen.texts(".err") == [
        "Écrivez une adresse complète, par exemple c.morin@exemple.fr.",
        "Écrivez votre mot de passe.",
    ]


def test_five_wrong_passwords_close_the_door_for_a_while(claire, enter):
    for _ in range(5):
        enter(password="une mauvaise porte")  # noqa: S106 - wrong on purpose

    assert notes(enter()) == [TOO_MANY]


def test_the_door_closes_the_same_way_for_an_address_without_an_account(claire, enter):
    for _ in range(5):
        enter("personne@ville.example", "une mauvaise porte")

    assert notes(enter("personne@ville.example")) == [TOO_MANY]


def test_many_addresses_tried_from_one_place_are_too_many(client, db):
    cache.clear()
    answers = [
        client.post("/compte/login/", {"login": f"p{number}@ville.example", "password": "une porte"})
        for number in range(11)
    ]

    assert notes(answers[9]) == [WRONG]
    assert notes(answers[10]) == [TOO_MANY]


def test_a_page_says_that_there_were_too_many_demands(client, db):
    cache.clear()
    answers = [client.post("/compte/login/", {}) for _ in range(31)]

    assert [answer.status_code for answer in answers[29:]] == [200, 429]
    assert Seen(answers[30]).texts("h1") == ["Trop de demandes d’un coup"]


def test_a_closed_account_does_not_open(client, claire, enter):
    claire.is_active = False
    claire.save()

    answer = enter()

    assert (answer.status_code, answer.url) == (302, "/compte/inactive/")
    assert "_auth_user_id" not in client.session


def test_an_address_to_be_confirmed_does_not_open(client, db, enter, postbox):
    cache.clear()
    User.objects.create_user(email="claire@ville.example", name="Claire", password="une porte bleue 47")  # noqa: S106

    assert enter().url == "/compte/confirm-email/"
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, db):
    seen = Seen(client.get("/compte/signup/"))
    client.post("/compte/signup/", {"email": "personne@ville.example", "password1": "une porte bleue 47"})

    assert seen.texts("h1") == ["Les comptes sont sur invitation"]
    assert not User.objects.exists()


def test_a_second_factor_is_asked_for_and_a_code_serves_once(client, claire, enter):
    secret = generate_totp_secret()
    TOTP.activate(claire, secret)

    first = enter()
    halfway = "_auth_user_id" in client.session
    code = code_of(secret)
    second = client.post("/compte/2fa/authenticate/", {"code": f"{code[:3]} {code[3:]}"})
    client.logout()
    enter()
    again = client.post("/compte/2fa/authenticate/", {"code": code})

    assert (first.url, halfway, second.url) == ("/compte/2fa/authenticate/", False, "/")
    assert Seen(again).texts(".err") == [
        "Ce code n’est pas le bon, ou n’est plus valable. Recopiez celui qui s’affiche maintenant."
    ]


def test_a_code_of_long_ago_does_not_serve(client, claire, enter):
    secret = generate_totp_secret()
    TOTP.activate(claire, secret)
    old = format_hotp_value(hotp_value(secret, int(time.time()) // 30 - 4))

    enter()
    client.post("/compte/2fa/authenticate/", {"code": old})

    assert "_auth_user_id" not in client.session


def test_a_recovery_code_serves_once(client, claire, enter):
    TOTP.activate(claire, generate_totp_secret())
    code = RecoveryCodes.activate(claire).get_unused_codes()[0]
    reached = []
    for _ in range(2):
        enter()
        reached.append(client.post("/compte/2fa/authenticate/", {"code": code}).status_code)
        client.logout()

    assert reached == [302, 200]


def test_codes_cannot_be_tried_forever(client, claire, enter):
    TOTP.activate(claire, generate_totp_secret())
    enter()
    answers = [client.post("/compte/2fa/authenticate/", {"code": "000000"}) for _ in range(6)]

    assert Seen(answers[5]).texts(".err") == [TOO_MANY]


def test_one_person_does_not_touch_the_keys_of_another(client, claire, enter):
    other = make_account(email="jean@ville.example", name="Jean")
    theirs = Authenticator.objects.create(user=other, type=Authenticator.Type.WEBAUTHN, data={"name": "clé"})
    enter()
    client.post("/compte/reauthenticate/", {"password": "une porte bleue 47"})

    assert client.get(f"/compte/2fa/webauthn/keys/{theirs.pk}/edit/").status_code == 404
    assert client.post(f"/compte/2fa/webauthn/keys/{theirs.pk}/remove/").status_code == 404
