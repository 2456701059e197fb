"""What a text tells that a column should. The docstring of a test is the annex."""

from __future__ import annotations

from tests.core.annex.conftest import codes


def test_markup_in_cell(annex):
    """
    Porteur | Intitulé | Descriptif
    Ville   | Kits     | <p>Un poste.</p> <p>Des&nbsp;ateliers &amp; des jeux.</p>
    CAF     | Jeux     | Pour les 3 < 6 ans & leurs parents
    """
    assert codes(annex) == [("markup-in-cell", 2)]
    assert annex.actions[0].description == "Un poste.\nDes\u00a0ateliers & des jeux."


def test_status_in_title(annex):
    """
    Porteur | Intitulé
    Ville   | Kits (réalisé)
    CAF     | Jeux (en cours)
    CLAS    | Livres (niveau CM2)
    """
    assert codes(annex) == [("status-in-title", 2), ("status-in-title", 3)]
    assert [(action.title, action.status) for action in annex.actions] == [
        ("Kits", "done"),
        ("Jeux", "under_way"),
        ("Livres (niveau CM2)", None),
    ]


def test_headcount_in_text(said):
    """
    Porteur | Intitulé | Public visé                  | Descriptif
    Ville   | Kits     | 985 enfants scolarisés       | Un livre
    CAF     | Jeux     | Familles                     | Pour 1 200 familles
    CLAS    | Livres   | Enfants de 3 à 6 ans         | Poursuite de 3 orchestres
    """
    assert said == [("headcount-in-text", 2, 3), ("headcount-in-text", 3, 4)]


def test_audience_run_together(said):
    """
    Porteur | Intitulé | Public visé
    Ville   | Kits     | Parents Enseignants
    CAF     | Jeux     | Parents, Enseignants
    CLAS    | Livres   | Collégiens et lycéens
    """
    assert said == [("audience-run-together", 2, 3)]


def test_several_years_in_text(said):
    """
    Porteur       | Intitulé              | Descriptif
    Mission       | Permis                | 5 permis la 1ère année puis 10 permis chaque année
    Ville         | Cinéma automne        | Saison 2019/2020
    CAF           | Programme 2019 - 2022 | Des ateliers
    Centre social | Journée annuelle      | Une journée en 2020
    """
    assert said == [("several-years-in-text", 2, 3), ("several-years-in-text", 4, 2)]
