"""Numbers, SIRET, RNA, UAI, and columns whose values have moved aside. The docstring of a test is the annex."""

from __future__ import annotations


def test_number_repeated(said):
    """
    N° | Porteur | Intitulé
    1  | Ville   | Kits
    2  | CAF     | Jeux
    2  | CLAS    | Livres
    """
    assert said == [("number-repeated", 4, 1)]


def test_a_numbering_that_starts_again_under_another_theme_repeats_nothing(said):
    """
    N° | Thématique | Porteur | Intitulé
    1  | Santé      | Ville   | Kits
    2  | Santé      | CAF     | Jeux
    1  | Sport      | CLAS    | Vélo
    2  | Sport      | Ville   | Judo
    """
    assert said == []


def test_number_gap(said):
    """
    N° | Porteur | Intitulé
    1  | Ville   | Kits
    2  | CAF     | Jeux
    4  | CLAS    | Livres
    5  | Ville   | Judo
    6  | Ville   | Vélo
    """
    assert said == [("number-gap", 4, 1)]


def test_codes_that_are_no_sequence_have_no_gap(said):
    """
    Code | Porteur | Intitulé
    104  | Ville   | Kits
    120  | CAF     | Jeux
    131  | CLAS    | Livres
    """
    assert said == []


def test_siret_invalid(said):
    """
    Porteur | SIRET          | Intitulé
    Ville   | 41177507500047 | Kits
    CAF     | 41177507500046 | Jeux
    CLAS    |                | Livres
    """
    assert said == [("siret-invalid", 2, 2)]


def test_siret_destroyed(said):
    """
    Porteur | SIRET          | Intitulé
    Ville   | 2,43E+13       | Kits
    CAF     | 24300000000000 | Jeux
    """
    assert said == [("siret-destroyed", 2, 2), ("siret-destroyed", 3, 2)]


def test_rna_invalid(said):
    """
    Porteur | RNA        | Intitulé
    Asso A  | W722001234 | Kits
    Asso B  | W7220      | Jeux
    """
    assert said == [("rna-invalid", 3, 2)]


def test_uai_invalid(said):
    """
    Établissement porteur | UAI      | Intitulé
    Lycée Bernard         | 0251079M | Kits
    Lycée Feuilles        | 0592832h | Jeux
    Lycée Baggio          | 0590266A | Livres
    """
    assert said == [("uai-invalid", 3, 2), ("uai-invalid", 4, 2)]


def test_columns_shifted(said):
    """
    Porteur | Convention | SIRET          | Nature         | Intitulé
    Ville   | reçue      | 41177507500046 | aide           | Kits
    CAF     | reçue      | aide           | 41177507500046 | Jeux
    CLAS    | reçue      | aide           | 41177507500046 | Livres
    """
    assert said == [("columns-shifted", 3, 3)]
