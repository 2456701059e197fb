"""A cité, its coordination signed in, and the pages as they see them."""

from __future__ import annotations

import pytest

from tests.factories.people import a_user
from tests.factories.programmes import CiteFactory
from tests.site.seen import Seen


@pytest.fixture
def allonnes(db):
    """A cité that Claire coordinates."""
    return CiteFactory(slug="allonnes")


@pytest.fixture
def claire(allonnes, client):
    """Claire, signed in."""
    user = a_user()
    client.force_login(user)
    return user


@pytest.fixture
def visit(client):
    """Go to an address, or send a form there, and follow to what is seen."""

    def visit(address, sent=None):
        response = client.get(address) if sent is None else client.post(address, sent, follow=True)
        return Seen(response)

    return visit


@pytest.fixture
def letters(settings, mailoutbox):
    """An installation that sends letters: those that left."""
    settings.PREAU_MAILS = True
    return mailoutbox
