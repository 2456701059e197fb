"""A visitor of the pages: what they see at an address."""

from __future__ import annotations

import pytest

from preau.annexes.operations import import_annex, target_of, undo_import
from preau.formats.annex import read_annex
from tests.site.seen import Seen


@pytest.fixture(autouse=True)
def open_pages(settings):
    """The installation is open, as `preau demo` and `preau serve` have it."""
    settings.PREAU_OPEN = True


@pytest.fixture
def visit(client):
    """Go to an address and answer what is seen there."""

    def visit(address, **headers):
        return Seen(client.get(address, headers=headers))

    return visit


@pytest.fixture
def bring(db):
    """Import a text as an annex, and answer the import."""

    def bring(text, name="annexe1.txt", slug="allonnes"):
        data = text.encode()
        file = read_annex(data, name)
        return import_annex(file=file, data=data, target=target_of(file, slug=slug), by=None).imported

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
