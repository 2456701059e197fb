"""The letters of accounts, received by a real mail server: what they say, to whom, and what nobody learns by asking."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from preau.config.mail import mail_settings
from preau.people.models import User
from tests.postbox import a_free_port, link_in
from tests.site.seen import Seen

NEW = "une autre porte 48"


@pytest.fixture
def ask(client):
    """Ask for a link to choose a password."""
    return lambda email="claire@ville.example": client.post("/compte/password/reset/", {"email": email})


def test_a_link_leads_to_a_new_password_once(client, claire, ask, postbox, enter):
    ask()
    link = link_in(postbox.bodies(claire.email)[0])
    form = client.get(link, follow=True).redirect_chain[-1][0]
    answer = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)
    client.logout()

    assert Seen(answer).texts("h1") == ["C’est fait"]
    assert enter(password=NEW).url == "/"
    client.logout()
    assert Seen(client.get(link)).texts("h1") == ["Ce lien ne vaut plus"]


def test_a_link_that_reaches_an_assumed_address_takes_away_what_others_chose(client, claire, ask, postbox, enter):
    User.objects.update(address_assumed=True)
    TOTP.activate(claire, generate_totp_secret())
    ask()

    form = client.get(link_in(postbox.bodies(claire.email)[0]), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})

    claire.refresh_from_db()
    assert (claire.check_password(NEW), claire.address_assumed) == (True, False)
    assert not claire.authenticator_set.exists()
    assert enter(password=NEW).url == "/"


def test_a_letter_is_short_french_and_of_the_installation(claire, ask, postbox, settings):
    settings.PREAU_NAME = "Cité éducative d’Allonnes"
    ask()
    people, letter = postbox.letters[0]
    body = letter.get_content()

    assert (people, letter["Subject"].strip(), letter["From"]) == (
        ["claire@ville.example"],
        "Choisir un mot de passe – Cité éducative d’Allonnes",
        "Préau <preau@ville.example>",
    )
    assert body.replace(link_in(body), "LIEN").replace("\r\n", "\n") == (
        "Bonjour,\n\n"
        "Suivez ce lien pour choisir un mot de passe. Il vaut 4 heures et ne sert qu’une fois\u00a0:\n"
        "http://testserverLIEN\n\n"
        "Si vous n’avez rien demandé, ne faites rien\u00a0: votre mot de passe reste le même.\n\n\n"
        "--\u0020\nCité éducative d’Allonnes\nhttp://testserver/\n"
    )


def test_asking_tells_nothing_of_who_has_an_account(claire, ask, postbox):
    answers = [ask(email) for email in ("claire@ville.example", "personne@ville.example")]

    pages = [(answer.status_code, answer.url, answer.content) for answer in answers]

    assert pages[0] == pages[1]
    assert [people for people, _ in postbox.letters] == [["claire@ville.example"], ["personne@ville.example"]]


def test_an_address_without_an_account_is_told_so_by_letter_alone(claire, ask, postbox):
    ask("personne@ville.example")
    body = postbox.bodies("personne@ville.example")[0]

    assert "Elle n’a pas de compte ici" in body
    assert "Claire" not in body
    assert "/password/reset/" not in body


def test_asking_again_and_again_is_stopped_alike(claire, ask, postbox):
    statuses = {email: [ask(email).status_code for _ in range(6)] for email in (claire.email, "personne@ville.example")}

    assert set(map(tuple, statuses.values())) == {(302, 302, 302, 302, 302, 429)}


def test_a_closed_account_gets_the_letter_of_no_account(claire, ask, postbox):
    claire.is_active = False
    claire.save()
    ask()

    assert "Elle n’a pas de compte ici" in postbox.bodies(claire.email)[0]


def test_an_address_that_waits_for_its_link_opens_no_account(claire, ask, postbox):
    EmailAddress.objects.create(user=claire, email="faute@ville.example", verified=False)
    ask("faute@ville.example")

    assert "Elle n’a pas de compte ici" in postbox.bodies("faute@ville.example")[0]


def test_a_mailbox_that_does_not_exist_changes_nothing_to_the_answer(claire, ask, postbox):
    postbox.refused = {"claire@ville.example"}
    refused, taken = ask(), ask("personne@ville.example")

    assert (refused.status_code, refused.url) == (taken.status_code, taken.url) == (302, "/compte/password/reset/done/")


def test_a_mail_server_that_is_down_is_a_sentence(claire, ask, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name, value in mail_settings(f"smtp://127.0.0.1:{a_free_port()}", "").items():
        setattr(settings, name, value)
    answers = [ask(), ask("personne@ville.example")]

    assert {answer.status_code for answer in answers} == {409}
    assert {Seen(answer).texts("p")[0] for answer in answers} == {
        "Le serveur de courriel ne répond pas : le message n’est pas parti. Recommencez dans quelques minutes."
    }
