"""Annexes to import: the real one, and copies of it that somebody edited."""

from __future__ import annotations

import pytest
from django.apps import apps

from preau.annexes.operations import import_annex, target_of
from preau.formats.annex import read_annex
from tests.factories.people import a_user
from tests.factories.programmes import CiteFactory
from tests.site.seen import Seen

OURS = ("people", "journal", "programmes", "budgets", "annexes")


@pytest.fixture
def bring():
    """Import a text as the annex of Allonnes, and answer what came of it."""

    def bring(text, **options):
        data = text.encode()
        file = read_annex(data, "annexe1.txt")
        return import_annex(file=file, data=data, target=target_of(file, slug="allonnes"), by=None, **options)

    return bring


@pytest.fixture
def annex(seed_text):
    """The text of the real annex."""
    return seed_text.read_text()


@pytest.fixture
def census(db):
    """How many rows each of our tables holds."""

    def census():
        return {
            model.__name__: model.objects.count() for app in OURS for model in apps.get_app_config(app).get_models()
        }

    return census


@pytest.fixture
def claire(client):
    """Claire, signed in, who coordinates Allonnes."""
    CiteFactory()
    client.force_login(a_user())
    return a_user()


@pytest.fixture
def visit(client, claire):
    """Go to an address as Claire and answer what is seen there."""
    return lambda address: Seen(client.get(address))


@pytest.fixture
def post(client, claire):
    """Send a form as Claire, and answer what comes, redirections followed."""

    def post(address, *, follow=True, **fields):
        return Seen(client.post(address, fields, follow=follow))

    return post
