"""Long texts as paragraphs and lists."""

from __future__ import annotations

import pytest

from preau.site.prose import Passage, passages


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", []),
        ("Un atelier.", [Passage("Un atelier.")]),
        ("Un atelier.\n\nUne sortie.", [Passage("Un atelier."), Passage("Une sortie.")]),
        ("- Un atelier\n- Une sortie", [Passage(items=("Un atelier", "Une sortie"))]),
        ("Au choix :\n• lire\n• écrire", [Passage("Au choix :"), Passage(items=("lire", "écrire"))]),
        ("Axes : - Lire - Écrire", [Passage("Axes :"), Passage(items=("Lire", "Écrire"))]),
        ("Axe : - Lire seulement", [Passage("Axe : - Lire seulement")]),
        ("Relation école - famille", [Passage("Relation école - famille")]),
        ("1. Lire\n2. Écrire", [Passage(items=("Lire", "Écrire"))]),
        ("2019 fut l’année", [Passage("2019 fut l’année")]),
    ],
)
def test_texts(text, shown):
    assert passages(text) == shown


def test_no_word_is_lost():
    text = "Programme :\n- Créer un verger - et un compost\nPuis le reste : - Lire - Écrire"

    words = " ".join(" ".join((passage.text, *passage.items)) for passage in passages(text)).split()

    assert words == "Programme : Créer un verger - et un compost Puis le reste : Lire Écrire".split()
