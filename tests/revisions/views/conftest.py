"""A visitor of the pages, and the programme that they look at."""

from __future__ import annotations

import pytest

from preau.people.roles import INSTALLATION
from tests.factories.people import a_member, coordinates
from tests.factories.revisions import a_voted_programme
from tests.site.seen import Seen

PAGE = "/allonnes/2020/reactualisations/"


@pytest.fixture
def programme(db):
    """Three actions of 400 € each, 1 200 € notified, voted."""
    return a_voted_programme()


@pytest.fixture
def claire(programme):
    """Claire, who coordinates."""
    return coordinates(programme.cite)


@pytest.fixture
def visit(client, claire):
    """Go somewhere as Claire."""
    client.force_login(claire)

    def visit(address=""):
        return Seen(client.get(address if address.startswith("/") else PAGE + address))

    return visit


@pytest.fixture
def send(client, claire):
    """Send a form as Claire; the page that answers, redirections followed."""
    client.force_login(claire)

    def send(address, **fields):
        return Seen(client.post(PAGE + address, fields, follow=True))

    return send


@pytest.fixture
def visit_as(client, programme):
    """Go somewhere as somebody with a role in the cité."""

    def visit_as(role, address="", **member):
        client.force_login(a_member(role, None if role in INSTALLATION else programme.cite, **member))
        return Seen(client.get(address if address.startswith("/") else PAGE + address))

    return visit_as
