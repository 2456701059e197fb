"""What Préau wants otherwise of django-allauth: nobody signs up unasked, and everything is said in plain French."""

from __future__ import annotations

import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.crypto import get_random_string

from preau.core.refusal import Refusal
from preau.core.typography import french
from preau.people.models import User
from preau.people.oidc import leaving
from preau.people.proof import prove_address

log = logging.getLogger(__name__)

WRONG_CODE = "Ce code n’est pas le bon, ou n’est plus valable. Recopiez celui qui s’affiche maintenant."
PROVED = (
    "Votre compte avait été créé par un lien que quelqu’un d’autre avait pu lire. Par précaution, le mot de passe et "
    "les clés choisis alors sont retirés, et les autres sessions fermées. Choisissez-en de nouveaux dans votre compte."
)
TOO_MANY = "Trop d’essais. Attendez cinq minutes, puis recommencez."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Accounts come from invitations alone; letters bear the name of the installation."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Ce compte est fermé.",
        "duplicate_email": "C’est déjà l’une de vos adresses.",
        "email_password_mismatch": "L’adresse ou le mot de passe n’est pas le bon. Vérifiez les deux.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "Ce n’est pas votre mot de passe.",
        "rate_limited": "Trop de demandes. Attendez quelques minutes, puis recommencez.",
        "too_many_login_attempts": TOO_MANY,
    }
    ways = {
        "reauthenticate": "Avec mon mot de passe",
        "reauthenticate_by_code": "Avec un code reçu par courriel",
        "mfa_reauthenticate": "Avec mon application ou un code de secours",
        "mfa_reauthenticate:webauthn": "Avec une clé",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Never: an invitation makes the account."""
        return False

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to say once more who one is. A letter is for those who have neither a password nor a key."""
        known: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        better = [way for way in known if way["id"] != "reauthenticate_by_code"]
        return [way | {"description": self.ways[way["id"]]} for way in better or known]

    def logout(self, request: HttpRequest) -> None:
        """End the session; where a provider opened it, remember how to leave there too."""
        way_out = leaving.prepare(request)
        super().logout(request)
        leaving.remember(request, way_out)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The page that leaves the provider, for who came by one; else the first page."""
        address: str = leaving.page(request) or super().get_logout_redirect_url(request)
        return address

    def format_email_subject(self, subject: str) -> str:
        """The subject, and whose letter it is."""
        return french(f"{subject} – {settings.PREAU_NAME}")

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The letter, in French print."""
        message: EmailMessage = super().render_mail(
            template_prefix, email, context | {"installation": settings.PREAU_NAME}, headers
        )
        message.body = french(str(message.body)) + "\n"
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the letter that a person waits for. Raises Refusal where our mail server does not take it.

        An address that does not exist is told to the log alone: the answer is the same for every address.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except smtplib.SMTPRecipientsRefused:
            log.warning("The mail server refused the recipient of %s.", template_prefix)
        except (smtplib.SMTPException, OSError) as error:
            log.exception("A letter could not leave: %s.", template_prefix)
            raise Refusal(
                "Le serveur de courriel ne répond pas : le message n’est pas parti. Recommencez dans quelques minutes."
            ) from error

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own
        """Send a letter about what was done; that it was done stands, whether the letter leaves or not."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except Refusal:
            log.warning("Nobody was told by letter.")


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """A provider signs in the people who have an account here; it makes none."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "connected_other": "Ce service ouvre déjà un autre compte : retirez-le d’abord de l’autre.",
        "no_password": "Choisissez d’abord un mot de passe : sans ce service ni mot de passe, vous n’entreriez plus.",
    }

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002 - allauth's signature
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        """The providers of the settings; none is kept in the database, which is not asked."""
        known: list[dict[str, Any]] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]  # type: ignore[assignment]
        apps = [SocialApp(provider="openid_connect", **one) for one in known]
        return [
            app
            for app in apps
            if provider in {None, app.provider, app.provider_id} and client_id in {None, app.client_id}
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401 - allauth's
        """Never: the page says why, from what the provider told and nothing that we know."""
        told = next(iter(sociallogin.email_addresses), None)
        context = {"provider": sociallogin.provider, "told": told}
        raise ImmediateHttpResponse(render(request, "socialaccount/no_account.html", context, status=403))

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:  # noqa: ANN401 - allauth's
        """The person whose confirmed address the provider vouches for; an address waiting for its link is nobody's."""
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        if found is None:
            return None
        user, email = found
        confirmed = EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()
        return found if confirmed else None

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401 - allauth's
        """Before the first sign-in by a provider, take away what others may have chosen for an assumed address."""
        email = sociallogin._did_authenticate_by_email  # noqa: SLF001 - allauth says it nowhere else
        if not email or sociallogin.state.get("process") in (AuthProcess.CONNECT, AuthProcess.REDIRECT):
            return
        if prove_address(user=sociallogin.user, email=email):
            sociallogin.user.refresh_from_db()
            messages.warning(request, PROVED)

    def generate_state_param(self, state: dict[str, Any]) -> str:  # noqa: ARG002 - allauth's signature
        """Forty signs: ProConnect asks for 32 at least."""
        return get_random_string(40)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **told: Any) -> None:  # noqa: ANN401, ARG002 - allauth's
        """Tell the log what the page does not."""
        log.warning("Signing in by %s failed: %s", provider, told.get("exception") or told.get("error"))


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """Second factors carry the name of the installation."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": "Ajoutez d’abord une clé ou une application : les codes la remplacent.",
        "incorrect_code": WRONG_CODE,
    }

    def get_totp_issuer(self) -> str:
        """The name that an application shows above its codes."""
        return str(settings.PREAU_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom the key is for: this site, by its name."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.PREAU_NAME}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002, ARG002 - allauth's signature
        """A plain French name for a new key."""
        return "Clé d’accès"
