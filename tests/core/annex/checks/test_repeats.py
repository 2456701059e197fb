"""The same action twice, or twice but for a letter. The docstring of a test is the annex."""

from __future__ import annotations


def test_action_repeated(said):
    """
    Porteur | Thématique | Intitulé        | Montant accordé
    ADAGES  | Jeunesse   | ESPACE JEUNESSE | 500 €
    ADAGES  | Cohésion   | Espace jeunesse | 1 000 €
    Ville   | Cohésion   | Espace jeunesse | 1 000 €
    """
    assert ("action-repeated", 3, 3) in said
    assert [code for code, *_ in said].count("action-repeated") == 1


def test_a_common_title_repeats_nothing_by_itself(said):
    """
    Porteur | Intitulé                      | Montant accordé
    ADAGES  | Subvention de fonctionnement | 500 €
    CAF     | Subvention de fonctionnement | 600 €
    CLAS    | Subvention de fonctionnement | 700 €
    ADAGES  | Subvention de fonctionnement | 800 €
    """
    assert said == []


def test_action_nearly_repeated(said):
    """
    Porteur | Intitulé                        | Montant accordé
    Ludo    | CLUB-JEUX ADOS CITE PAUL VALERY | 500 €
    Ludo    | CLUB-JEUX ADOS CITE PUL VALERY  | 500 €
    """
    assert said == [("action-nearly-repeated", 3, 2)]


def test_titles_that_a_number_separates_are_two_actions(said):
    """
    Porteur | Intitulé             | Montant accordé
    Ludo    | Atelier lecture CM1  | 500 €
    Ludo    | Atelier lecture CM2  | 500 €
    """
    assert said == []
