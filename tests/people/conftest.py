"""What the tests of accounts ask for: a person, a mail server, a provider."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from preau.people.accounts import make_account
from tests.postbox import a_postbox

WORDS = "une porte bleue 47"


@pytest.fixture
def claire(db):
    """Claire, who has an account. Attempts are counted from nothing."""
    cache.clear()
    return make_account(email="claire@ville.example", name="Claire Morin", password=WORDS)


@pytest.fixture
def postbox(settings):
    """A real mail server, and its letters."""
    with a_postbox(settings) as box:
        yield box


@pytest.fixture
def enter(client):
    """Sign in with an address and a password."""

    def enter(email="claire@ville.example", password=WORDS, **more):
        return client.post("/compte/login/", {"login": email, "password": password, **more})

    return enter
