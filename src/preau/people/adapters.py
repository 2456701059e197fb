"""What Préau wants otherwise of django-allauth: nobody signs up unasked, and each person is told by their name."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from preau.people.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Accounts come from invitations alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Never: an invitation makes the account."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """A provider signs in the people who have an account here; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401, ARG002 - allauth's
        """Never: an invitation makes the account."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """Second factors carry the name of the person."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom the key is for: this site, by its name."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Préau"}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002, ARG002 - allauth's signature
        """A plain French name for a new key."""
        return "Clé d’accès"
