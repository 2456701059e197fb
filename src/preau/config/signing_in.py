"""The settings of accounts: who signs in, how, how often they may try. django-allauth does the work.

PREAU_OIDC is read here: a JSON list of OpenID Connect providers (docs/running.md says each key).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from preau.core.refusal import Refusal

SCOPES = ("openid", "email", "profile")


def providers(text: str) -> list[dict[str, Any]]:
    """The OpenID Connect providers that PREAU_OIDC describes, as allauth wants them. Raises Refusal for what it is not.

    Each is an object. It needs an id (a word of our addresses), a name, a server (the provider's address), a client_id
    and a secret. It may say `userinfo: "jwt"` where the provider signs what it tells of a person, as ProConnect does;
    `scope` and `acr`, lists of what to ask for; `pkce: false` where the provider refuses a parameter that it does not
    know; `trusted_emails`, true or a list of domains, where it checks addresses and does not say so.
    """
    try:
        return [_provider(one) for one in _a_list(json.loads(text or "[]"))]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(
            "PREAU_OIDC n’est pas compris. Écrivez une liste JSON d’objets avec id, name, server, client_id et secret."
        ) from error


def proxies(text: str, *, tls: bool) -> int:
    """How many proxies stand in front: as PREAU_PROXIES says, else one where TLS is spoken by a proxy.

    Raises Refusal for what is no count.
    """
    if text and not text.isdecimal():
        raise Refusal("PREAU_PROXIES n’est pas compris. Écrivez un nombre de serveurs mandataires : 0, 1 ou 2.")
    return int(text or tls)


def _a_list(known: object) -> list[Mapping[str, Any]]:
    if not isinstance(known, list):
        raise TypeError
    return known


def _provider(one: Mapping[str, Any]) -> dict[str, Any]:
    if one.get("userinfo", "json") not in ("json", "jwt"):
        raise ValueError
    return {
        "provider_id": one["id"],
        "name": one["name"],
        "client_id": one["client_id"],
        "secret": one["secret"],
        "settings": {
            "server_url": one["server"],
            "scope": [*one.get("scope", SCOPES)],
            "userinfo": one.get("userinfo", "json"),
            "acr": [*one.get("acr", ())],
            "oauth_pkce_enabled": one.get("pkce", True),
            "verified_email": one.get("trusted_emails", False),
        },
    }


# A person signs in with their address. Whoever is to have an account is invited: nobody signs up.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "preau.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the others end, this one goes on

# Nothing tells whether an address has an account: an unknown one gets a letter too, which costs the same time.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
PASSWORD_RESET_TIMEOUT = 4 * 3600

# Whatever changes how one signs in asks first who is there, unless they said so a quarter of an hour ago.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

# Counted in the database, so by every process alike. A key is an address, whether it has an account or not.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "request_login_code": "20/m/ip,3/m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "confirm_email": "1/3m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = proxies(os.environ.get("PREAU_PROXIES", ""), tls=os.environ.get("PREAU_TLS") == "1")

MFA_ADAPTER = "preau.people.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # one with a second factor changes their address like anybody

USERSESSIONS_TRACK_ACTIVITY = False

# A provider signs in whoever has an account here under an address that it vouches for.
SOCIALACCOUNT_ADAPTER = "preau.people.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: a form's way out of the site would break against form-action
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "preau.people.oidc.provider.Provider",
        "APPS": providers(os.environ.get("PREAU_OIDC", "")),
    }
}

ACCOUNT_FORMS = {
    "login": "preau.people.account_forms.LoginForm",
    "reauthenticate": "preau.people.account_forms.ReauthenticateForm",
    "reset_password": "preau.people.account_forms.ResetPasswordForm",
    "reset_password_from_key": "preau.people.account_forms.ResetPasswordKeyForm",
    "change_password": "preau.people.account_forms.ChangePasswordForm",
    "set_password": "preau.people.account_forms.SetPasswordForm",
    "add_email": "preau.people.account_forms.AddEmailForm",
    "confirm_reauthentication_code": "preau.people.account_forms.ConfirmCodeForm",
}
MFA_FORMS = {
    "authenticate": "preau.people.account_forms.AuthenticateForm",
    "reauthenticate": "preau.people.account_forms.ReauthenticateCodeForm",
    "activate_totp": "preau.people.account_forms.ActivateTOTPForm",
    "add_webauthn": "preau.people.account_forms.AddKeyForm",
    "edit_webauthn": "preau.people.account_forms.EditKeyForm",
}
