"""A real provider, in a process of its own, and somebody's way through it."""

from __future__ import annotations

from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

import pytest

from preau.config.signing_in import providers
from tests.people.provider.running import a_provider


@pytest.fixture(scope="session")
def running():
    """The provider, started once."""
    with a_provider("http://localhost") as provider:
        yield provider


@pytest.fixture
def believe(running, settings, client):
    """Make the provider known to Préau, as PREAU_OIDC would, with what more it says."""
    client.defaults["SERVER_NAME"] = "localhost"
    known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]

    def believe(more):
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": known | {"APPS": providers(running.as_setting(**more))}}
        running.behave()
        return running

    return believe


@pytest.fixture
def provider(believe):
    """The provider, behaving well."""
    return believe({})


class StayAtTheDoor(HTTPRedirectHandler):
    """Follow the provider from page to page, and stop where it sends the browser back to Préau."""

    def redirect_request(self, request, *answer):
        if answer[-1].startswith("http://localhost"):
            raise Back(answer[-1])
        return super().redirect_request(request, *answer)


class Back(Exception):
    """The address at Préau that the provider sends the browser to."""


class Visitor:
    """A browser at the provider, with its cookies."""

    def __init__(self, provider):
        self.provider = provider
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), StayAtTheDoor)

    def enter(self, name):
        """Say who one is."""
        self.open(f"{self.provider.url}/entrer/{name}/?next=/.well-known/openid-configuration")

    def open(self, address):
        """The page there, or the address at Préau that it leads back to."""
        try:
            with self.opener.open(address) as answer:
                return answer.read().decode()
        except Back as back:
            return str(back)
        except HTTPError as error:
            error.close()
            return str(error)


@pytest.fixture
def visitor(provider):
    """A browser at the provider."""
    return Visitor(provider)


@pytest.fixture
def come(client, visitor):
    """Sign in through the provider as one of its people; the answer is that of Préau."""

    def come(name, query=""):
        visitor.enter(name)
        back = visitor.open(client.get(f"/compte/oidc/etat/login/{query}").url)
        address = urlsplit(back)
        return client.get(f"{address.path}?{address.query}")

    return come
