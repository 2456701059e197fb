"""A visitor of the pages of money."""

from __future__ import annotations

import pytest

from preau.people.models import Cite
from preau.people.roles import INSTALLATION
from tests.factories.people import a_member, a_user
from tests.site.seen import Seen


@pytest.fixture
def claire(db, client):
    """Claire, signed in, who coordinates every cité of these tests."""
    user = a_user()
    client.force_login(user)
    return user


@pytest.fixture
def visit(client, claire):
    """Go to an address as Claire and answer what is seen there."""
    return lambda address: Seen(client.get(address))


@pytest.fixture
def send(client, claire):
    """Send a form as Claire and answer the page that it leads to."""
    return lambda address, **fields: Seen(client.post(address, fields, follow=True))


@pytest.fixture
def visit_as(client):
    """Go to an address as somebody with a role in Allonnes."""

    def visit_as(role, address, **member):
        cite = None if role in INSTALLATION else Cite.objects.get(slug="allonnes")
        client.force_login(a_member(role, cite, **member))
        return Seen(client.get(address))

    return visit_as
