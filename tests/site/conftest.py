"""A visitor of the pages: what they see at an address."""

from __future__ import annotations

import pytest

from preau.annexes.operations import import_annex, target_of, undo_import
from preau.formats.annex import read_annex
from preau.people.models import Cite
from preau.people.roles import INSTALLATION
from tests.factories.people import a_member, a_user, coordinates
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

    def visit(address, **headers):
        return Seen(client.get(address, headers=headers))

    return visit


@pytest.fixture
def visit_as(client):
    """Go to an address as somebody with a role in the cité of that slug."""

    def visit_as(role, address, slug="allonnes", **member):
        cite = None if role in INSTALLATION else Cite.objects.get(slug=slug)
        client.force_login(a_member(role, cite, **member))
        return Seen(client.get(address))

    return visit_as


@pytest.fixture
def bring(db):
    """Import a text as an annex, and answer the import."""

    def bring(text, name="annexe1.txt", slug="allonnes"):
        data = text.encode()
        file = read_annex(data, name)
        outcome = import_annex(file=file, data=data, target=target_of(file, slug=slug), by=None)
        coordinates(Cite.objects.get(slug=slug))
        return outcome.imported

    return bring


@pytest.fixture
def allonnes(bring, seed_text):
    """The real programme of Allonnes, imported once."""
    return bring(seed_text.read_text()).programme


@pytest.fixture
def edited(seed_text):
    """The same annex with a cost, a grant, a title and a description changed, and action 14 gone."""
    lines = [line for line in seed_text.read_text().split("\n") if not line.startswith("14\t")]
    text = "\n".join(lines).replace("16 000 €", "17 000 €").replace("3 593 €\t533 €", "3 593 €\t600 €")
    return text.replace("Kits de rentrée scolaire", "Kits de rentrée").replace("593 268", "594 268")


@pytest.fixture
def history(bring, seed_text, edited):
    """The programme of Allonnes after an import, an import of an edited copy, and one that was undone."""
    programme = bring(seed_text.read_text()).programme
    bring(edited, "annexe1_corrigée.txt")
    wrong = bring(edited.replace("17 000 €", "18 000 €"), "annexe1_erreur.txt")
    undo_import(imported=wrong, by=None)
    return programme
