"""A provider as PREAU_OIDC describes it: what is asked of it, and the little that is kept of its answer."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest

from preau.people.oidc.protocol import Adapter


class Provider(OpenIDConnectProvider):  # type: ignore[misc] # allauth ships no types
    """Asks what the settings say, whatever the address of the page says."""

    oauth2_adapter_class = Adapter
    package = "preau.people.oidc"

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:  # noqa: ARG002 - allauth's
        """What is asked besides the scope: the level of proof, where the settings want one."""
        acr = self.app.settings["acr"]
        return {"acr_values": " ".join(acr)} if acr else {}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:  # noqa: ARG002 - allauth's
        """What we want to know of the person."""
        scope: list[str] = self.get_scope()
        return scope

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is kept: by which name and address the provider knows the person. Not their employer, nor telephone."""
        told = data["userinfo"]
        return {"userinfo": {key: told[key] for key in ("sub", "email") if key in told}}
