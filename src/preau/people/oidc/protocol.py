"""The exchange with a provider: what is asked of it, and every proof that its answer must bring."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from preau.people.oidc import leaving

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a key pair. One by the secret that we share (HS256), or none at all, proves nothing here."""
LEEWAY = 30
"""Seconds by which the provider's clock and ours may differ."""


def nonce_of(state: str) -> str:
    """The nonce that goes with a state: nobody else can work it out, and a state serves one visit, once."""
    return salted_hmac("preau.oidc.nonce", state, algorithm="sha256").hexdigest()


class Client(OAuth2Client):  # type: ignore[misc] # allauth ships no types
    """The first request, which carries a nonce beside the state."""

    def get_redirect_url(self, authorization_url: str, scope: Iterable[str], extra_params: dict[str, str]) -> str:
        """The address at the provider."""
        nonce = {"nonce": nonce_of(self.state)}
        address: str = super().get_redirect_url(authorization_url, sorted(scope), extra_params | nonce)
        return address


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc] # allauth ships no types
    """The answer, verified from end to end. Each method raises OAuth2Error for what does not hold."""

    client_class = Client

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> Any:  # noqa: ANN401 - allauth's
        """Who the provider says is there."""
        written = kwargs["response"].get("id_token") or ""
        identity = self._verified(written, app)
        if not constant_time_compare(str(identity.get("nonce")), nonce_of(request.GET.get("state", ""))):
            raise OAuth2Error("the nonce is not that of this visit")
        if app.settings["acr"] and identity.get("acr") not in app.settings["acr"]:
            raise OAuth2Error(f"the level {identity.get('acr')} is none that was asked for")
        told = self._told(token.token, app)
        if told.get("sub") != identity["sub"]:
            raise OAuth2Error("the token and the answer are about two people")
        leaving.keep(request, provider=app.provider_id, id_token=written, address=self.openid_config)
        return self.get_provider().sociallogin_from_response(request, {"userinfo": told, "id_token": identity})

    def _told(self, access: str, app: SocialApp) -> dict[str, Any]:
        """What the provider tells of the person: JSON, or a signed token where its settings say so."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {access}"})
            answer.raise_for_status()
        if app.settings["userinfo"] == "jwt":
            return self._verified(answer.text.strip(), app)
        told: dict[str, Any] = answer.json()
        return told

    def _verified(self, written: str, app: SocialApp) -> dict[str, Any]:
        """What a token says, once it is signed by the provider, made out to us, and of today."""
        try:
            told: dict[str, Any] = jwt.decode(
                written,
                key=self._key(jwt.get_unverified_header(written).get("kid")),
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": ["iss", "aud", "sub"], "strict_aud": False},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"a token does not hold: {error}") from error
        return told

    def _key(self, named: str | None) -> jwt.PyJWK:
        """The provider's key of that name; its only one for a token that names none."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        fitting = [key for key in keys if named is None or key.key_id == named]
        if len(fitting) != 1:
            raise OAuth2Error(f"no key of the provider, or no single one, is {named}")
        return fitting[0]
