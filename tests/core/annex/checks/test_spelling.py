"""Who, with whom, under which theme, and names written two ways. The docstring of a test is the annex."""

from __future__ import annotations

from tests.core.annex.conftest import codes


def test_holder_tentative(annex):
    """
    Porteur               | Intitulé
    JSA ?                 | Kits
    Inalta (à confirmer)  | Jeux
    Ville                 | Livres
    """
    assert codes(annex) == [("holder-tentative", 2), ("holder-tentative", 3)]
    assert [(action.holders[0].name, action.holders[0].tentative) for action in annex.actions] == [
        ("JSA", True),
        ("Inalta", True),
        ("Ville", False),
    ]


def test_holder_several(annex):
    """
    Porteur                   | Intitulé
    Collèges Kennedy/Le Marin | Kits
    Arts/Scène                | Jeux
    """
    assert codes(annex) == [("holder-several", 2)]
    assert [[holder.name for holder in action.holders] for action in annex.actions] == [
        ["Collège Kennedy", "Collège Le Marin"],
        ["Arts/Scène"],
    ]


def test_holder_generic(said):
    """
    Porteur          | Intitulé
    Collèges / Lycée | Kits
    Associations     | Jeux
    Centre social    | Livres
    """
    assert said == [("holder-generic", 2, 1), ("holder-generic", 3, 1)]


def test_theme_variant(annex):
    """
    Porteur | Thématique           | Intitulé
    Ville   | Santé et citoyenneté | Kits
    CAF     | Santé et citoyenneté | Jeux
    CLAS    | Santé et Citoyenneté | Livres
    """
    assert codes(annex) == [("theme-variant", 4)]
    assert {action.theme for action in annex.actions} == {"Santé et citoyenneté"}


def test_partners_prose(annex):
    """
    Porteur | Intitulé | Partenaires
    ENSIM   | Cordées  | Partenariat entre une « tête de cordée » qui peut être une école, des lycées et des collèges
    """
    assert codes(annex) == [("partners-prose", 2)]
    assert annex.actions[0].partners == ()


def test_partners_run_together(said):
    """
    Porteur | Intitulé | Partenaires
    Ville   | Kits     | Inalta, CAF
    Ville   | Jeux     | ONF, LPO AFEV, Inalta Education nationale
    Ville   | Livres   | Education nationale, ARS PACA, Jardiniers Sarthois
    """
    assert said == [("partners-run-together", 3, 3)]


def test_partner_repeated(said):
    """
    Porteur | Intitulé | Partenaires
    Ville   | Kits     | CAF, ENSIM, Caf
    """
    assert [entry for entry in said if entry[0] != "name-variant"] == [("partner-repeated", 2, 3)]


def test_partners_generic(said):
    """
    Porteur | Intitulé | Partenaires
    Ville   | Kits     | Tous les partenaires de la cité éducative
    Ville   | Jeux     | Partenaires Sarthe
    """
    assert said == [("partners-generic", 2, 3)]


def test_holder_own_partner(said):
    """
    Porteur       | Intitulé | Partenaires
    Centre social | Kits     | CAF, centre social
    Ville         | Jeux     | CAF, Villeneuve
    """
    assert [entry for entry in said if entry[0] != "name-variant"] == [("holder-own-partner", 2, 3)]


def test_name_typo(said):
    """
    Porteur          | Intitulé | Partenaires
    Ville d'Allonnes | Kits     | CAF
    Ville d'Allonnes | Jeux     | CAF
    Ville d'Allonnes | Livres   | CAF
    CAF              | Vélo     | Ville d'Allonne
    """
    assert said == [("name-typo", 5, 3)]


def test_a_plural_is_no_slip(said):
    """
    Porteur            | Intitulé | Partenaires
    Association locale | Kits     | CAF
    Association locale | Jeux     | CAF
    Association locale | Livres   | CAF
    CAF                | Vélo     | Association locales
    """
    assert said == []


def test_name_variant(said):
    """
    Porteur        | Intitulé | Partenaires
    Mission locale | Kits     | CAF
    Ville          | Jeux     | Mission Locale
    Mission locale | Livres   | CAF
    """
    assert said == [("name-variant", 3, 3)]
