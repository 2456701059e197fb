"""Cells left empty. The docstring of a test is the annex."""

from __future__ import annotations

from tests.core.annex.conftest import codes, read


def test_holder_missing(said):
    """
    Porteur | Intitulé | Public visé
    Ville   | Kits     | Tous
            | Jeux     | Tous
    """
    assert said == [("holder-missing", 3, 1)]


def test_theme_missing(said):
    """
    Porteur | Thématique | Intitulé
    Ville   | Santé      | Kits
    CAF     |            | Jeux
    CLAS    | Santé      | Livres
    """
    assert said == [("theme-missing", 3, 2)]


def test_a_theme_written_once_a_block_is_missing_nowhere(said):
    """
    Porteur | Thématique | Intitulé
    Ville   | Santé      | Kits
    CAF     |            | Jeux
    CLAS    |            | Livres
    """
    assert said == []


def test_audience_missing(said):
    """
    Porteur | Intitulé | Public visé
    Ville   | Kits     | Tous
    CAF     | Jeux     |
    """
    assert said == [("audience-missing", 3, 3)]


def test_partners_missing(said):
    """
    Porteur | Intitulé | Partenaires
    Ville   | Kits     | CAF
    CAF     | Jeux     |
    """
    assert said == [("partners-missing", 3, 3)]


def test_a_column_nearly_empty_is_said_once():
    rows = "\n".join(f"Asso {i} | Projet numéro {i} |" for i in range(1, 21))
    annex = read(f"Porteur | Intitulé | Partenaires\n{rows}\nVille | Kits | CAF")

    assert codes(annex) == [("partners-missing", 1)]
