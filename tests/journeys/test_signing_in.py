"""Signing in, in a browser: by password and code, key, provider, link of a letter; without script; by keyboard."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.cache import cache

from preau.config.signing_in import providers
from preau.people.accounts import make_account
from preau.people.roles import Role
from tests.factories.people import a_member
from tests.factories.programmes import a_programme
from tests.journeys.test_accessibility import faults
from tests.people.provider.running import a_provider
from tests.postbox import a_postbox, link_in

WORDS = "une porte bleue 47"
EMAIL = "claire@ville.example"
SCREENS = [(width, scheme) for width in (1440, 390, 320) for scheme in ("light", "dark")]
OUTSIDE = ["login/", "signup/", "inactive/", "password/reset/", "password/reset/done/", "password/reset/key/1-abc/"]
INSIDE = [
    "email/", "password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/", "sessions/",
    "3rdparty/", "logout/",
]  # fmt: skip
AFTER_A_CODE = ["2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/", "2fa/reauthenticate/"]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def claire(live_server):
    """Claire, who coordinates Allonnes, with a password."""
    cache.clear()
    user = make_account(email=EMAIL, name="Claire Morin", password=WORDS)
    a_member(Role.COORDINATION, a_programme(actions=3).cite, email=EMAIL)
    return user


@pytest.fixture
def page(as_, claire):
    """A page of nobody yet."""
    return as_(None)


@pytest.fixture
def door(live_server, claire):
    """The address of the pages of accounts."""
    return f"{live_server.url}/compte/"


def enter(page, door):
    """Sign in with the password."""
    page.goto(f"{door}login/")
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(WORDS)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def confirm(page):
    """Say once more who is there, with the password."""
    page.get_by_label("Mot de passe").fill(WORDS)
    page.get_by_role("button", name="Continuer").click()


def leave(page):
    """Sign out, from the menu of any page."""
    page.locator("summary", has_text="Claire Morin").click()
    page.get_by_role("button", name="Se déconnecter").click()


def code_of(secret):
    """What an application shows now."""
    return format_hotp_value(hotp_value(secret, next(counters())))


def test_a_password_and_an_application(page, door):
    enter(page, door)
    page.locator(".who-name").click()
    page.get_by_role("link", name="Mon compte").click()
    page.get_by_role("link", name="Second facteur").click()
    page.get_by_role("link", name="Ajouter une application").click()
    confirm(page)
    secret = page.locator(".secret").inner_text().replace(" ", "")
    drawn = page.locator(".qr").evaluate("image => image.complete && image.naturalWidth > 0")
    page.get_by_label("Code affiché").fill(code_of(secret))
    page.get_by_role("button", name="Mettre en service").click()
    codes = page.locator(".codes li").all_inner_texts()
    leave(page)
    enter(page, door)
    asked = page.locator("h1").inner_text()
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Continuer").click()

    assert (drawn, len(codes), asked) == (True, 10, "Une seconde preuve")
    assert page.locator(".who-name").is_visible()


def test_a_key_is_made_and_opens_the_door_alone(page, door):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    enter(page, door)
    page.goto(f"{door}2fa/webauthn/add/")
    confirm(page)
    page.get_by_label("Nom de la clé").fill("Ordinateur du bureau")
    page.get_by_role("button", name="Créer la clé").click()
    page.locator(".codes").wait_for()
    page.goto(f"{door}2fa/webauthn/")
    listed = page.locator(".factors b").inner_text()
    leave(page)
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.locator(".who-name").wait_for()

    assert listed == "Ordinateur du bureau"


def test_a_key_that_does_not_answer_is_said(page, door):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto(f"{door}login/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.get_by_role("alert").wait_for()

    assert page.get_by_role("alert").inner_text().startswith("La clé n’a pas répondu")


def test_a_key_as_a_second_factor(page, door):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    enter(page, door)
    page.goto(f"{door}2fa/webauthn/add/")
    confirm(page)
    page.get_by_label("Me connecter avec cette clé seule").uncheck()
    page.get_by_role("button", name="Créer la clé").click()
    page.locator(".codes").wait_for()
    leave(page)
    enter(page, door)
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.locator(".who-name").wait_for()

    assert page.url.endswith("/allonnes/")


def test_a_provider_and_out_of_it(page, door, live_server, settings):
    known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    with a_provider(live_server.url) as provider:
        apps = providers(provider.as_setting(userinfo="jwt"))
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": known | {"APPS": apps}}
        provider.behave(userinfo="jwt")
        page.goto(f"{door}login/")
        page.get_by_role("link", name="Se connecter avec Service de l’État").click()
        page.get_by_role("link", name="claire").click()
        reached = page.url
        leave(page)
        page.get_by_role("button", name="Se connecter", exact=True).wait_for()
        left = "id_token_hint" in provider.asked("logout")
        page.get_by_role("link", name="Se connecter avec Service de l’État").click()

        assert (reached, left) == (f"{live_server.url}/allonnes/", True)
        assert page.get_by_role("link", name="claire").is_visible()  # the provider asks again who is there


def test_a_forgotten_password(page, door, settings):
    with a_postbox(settings) as postbox:
        page.goto(f"{door}login/")
        page.get_by_role("link", name="Mot de passe oublié").click()
        page.get_by_label("Adresse électronique").fill(EMAIL)
        page.get_by_role("button", name="Recevoir le lien").click()
        page.get_by_role("heading", name="Regardez vos courriels").wait_for()
        page.goto(door.removesuffix("/compte/") + link_in(postbox.bodies(EMAIL)[0]))
        page.get_by_label("Nouveau mot de passe").fill("une autre porte 48")
        page.get_by_label("Le même, une seconde fois").fill("une autre porte 48")
        page.get_by_role("button", name="Enregistrer ce mot de passe").click()
        page.get_by_role("link", name="Se connecter").click()
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_label("Mot de passe").fill("une autre porte 48")
    page.get_by_role("button", name="Se connecter", exact=True).click()

    assert page.locator(".who-name").is_visible()


def test_the_door_by_keyboard_alone(page, door):
    page.goto(f"{door}login/")
    page.locator("input:focus").wait_for()
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.locator(".who-name").wait_for()

    assert page.url.endswith("/allonnes/")


def test_the_door_without_script(browser, door):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{door}login/")
    offered = page.get_by_role("button").all_inner_texts()
    enter(page, door)
    inside = page.locator("summary", has_text="Claire Morin").is_visible()
    context.close()

    assert (offered, inside) == (["Se connecter"], True)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_page_on_every_screen(browser, door, claire, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fr-FR")
    page = context.new_page()
    found = {}

    def look(paths):
        for path in paths:
            page.goto(door + path)
            found[path] = faults(page)

    look(OUTSIDE)
    enter(page, door)
    look(["reauthenticate/"])
    confirm(page)
    look(INSIDE)
    TOTP.activate(claire, generate_totp_secret())
    page.goto(f"{door}2fa/recovery-codes/generate/")
    page.get_by_role("button", name="Créer les codes").click()
    look(AFTER_A_CODE)
    context.clear_cookies()
    enter(page, door)
    found["2fa/authenticate/"] = faults(page)
    context.close()

    assert {path: what for path, what in found.items() if what} == {}
