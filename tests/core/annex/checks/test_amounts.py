"""Money: printed totals, the grant against the cost and the request. The docstring of a test is the annex."""

from __future__ import annotations

from preau.core.annex.checks import check
from tests.core.annex.conftest import codes, read


def test_total_mismatch(annex):
    """
    Porteur | Intitulé | Coût total | Montant accordé
    Ville   | Kits     | 100 €      | 10 €
    CAF     | Jeux     | 200 €      | 20 €
    TOTAL   |          | 310 €      | 30 €
    """
    (finding,) = check(annex)
    assert (finding.code, finding.level, finding.line, finding.column, finding.raw) == (
        "total-mismatch",
        "error",
        4,
        3,
        "310 €",
    )
    assert "310\u00a0€ imprimés, 300\u00a0€ en additionnant les 2 lignes" in finding.message


def test_total_mismatch_of_the_number_of_actions(said):
    """
    Porteur | Intitulé | Montant accordé
    Ville   | Kits     | 10 €
    CAF     | Jeux     | 20 €
    Nombre de projets retenus : 3, montant total : 30 €
    """
    assert said == [("total-mismatch", 4, None)]


def test_subtotal_mismatch(said):
    """
    Porteur    | Intitulé | Montant accordé
    Ville      | Kits     | 10 €
    CAF        | Jeux     | 20 €
    Sous-total |          | 31 €
    Ville      | Vélo     | 5 €
    Sous-total |          | 5 €
    TOTAL      |          | 35 €
    """
    assert said == [("subtotal-mismatch", 4, 3)]


def test_total_rounded_is_no_alarm():
    """279 rows of whole euros whose printed total is one euro less, as in a real document."""
    rows = "\n".join(f"Asso {i} | Projet {i} | {i} €" for i in range(1, 151))
    annex = read(f"Porteur | Intitulé | Montant accordé\n{rows}\nTOTAL | | 11 324 €")

    (finding,) = check(annex)

    assert (finding.code, finding.level, finding.line) == ("total-rounded", "info", 152)


def test_one_euro_of_gap_over_few_rows_is_an_error(said):
    """
    Porteur | Intitulé | Montant accordé
    Ville   | Kits     | 10 €
    CAF     | Jeux     | 20 €
    TOTAL   |          | 31 €
    """
    assert said == [("total-mismatch", 4, 3)]


def test_total_missing(annex):
    """
    Porteur | Intitulé | Montant accordé
    Ville   | Kits     | 10 €
    CAF     | Jeux     | 20 €
    """
    assert codes(annex) == [("total-missing", 3)]


def test_total_missing_where_its_row_is_empty(annex):
    """
    Porteur | Intitulé | Montant accordé
    Ville   | Kits     | 10 €
    CAF     | Jeux     | 20 €
    TOTAL   |          |
    """
    assert codes(annex) == [("total-missing", 4)]


def test_one_row_needs_no_total(annex):
    """
    Porteur | Intitulé | Montant accordé
    Ville   | Kits     | 10 €
    """
    assert codes(annex) == []


def test_grant_above_cost(said):
    """
    N° | Porteur | Intitulé | Coût total | Montant accordé
    1  | Ville   | Kits     | 9 500 €    | 20 000 €
    2  | CAF     | Jeux     | 9 500 €    | 9 000 €
    """
    assert said == [("grant-above-cost", 2, 5)]


def test_grant_above_requested(said):
    """
    Porteur | Intitulé | Montant demandé | Montant accordé
    Ville   | Kits     | 1 000 €         | 1 500 €
    CAF     | Jeux     | 1 000 €         | 1 000 €
    """
    assert said == [("grant-above-requested", 2, 4)]


def test_full_funding(said):
    """
    Porteur | Intitulé | Coût total | Montant accordé
    Ville   | Kits     | 1 451 €    | 1 451 €
    CAF     | Jeux     | 0 €        | 0 €
    """
    assert said == [("full-funding", 2, 4)]


def test_amount_unreadable(annex):
    """
    Porteur | Intitulé | Montant accordé
    Ville   | Kits     | 1.726.04 €
    CAF     | Jeux     | NC
    CLAS    | Livres   | 12 €
    TOTAL   |          | 12 €
    """
    (finding,) = check(annex)
    assert (finding.code, finding.line, finding.column, finding.raw) == ("amount-unreadable", 2, 3, "1.726.04 €")
    assert (annex.actions[0].grant, annex.actions[0].other) == (None, {"Montant accordé": "1.726.04 €"})


def test_cents_lost_by_rounding_are_no_alarm(said):
    """
    Porteur | Intitulé | Montant accordé
    Ville   | Kits     | 33,33 €
    CAF     | Jeux     | 33,33 €
    CLAS    | Livres   | 33,33 €
    TOTAL   |          | 100 €
    """
    assert said == [("total-rounded", 5, 3)]


def test_an_action_added_under_the_total_makes_it_wrong(said):
    """
    Porteur | Intitulé | Montant accordé
    Ville   | Kits     | 10 €
    CAF     | Jeux     | 20 €
    TOTAL   |          | 30 €
    CLAS    | Livres   | 5 €
    """
    assert said == [("total-mismatch", 4, 3)]


def test_a_negative_cost_is_not_below_its_grant(said):
    """
    Porteur | Intitulé | Coût total | Montant accordé
    Ville   | Kits     | -500 €     | 0 €
    """
    assert said == []


def test_a_title_over_an_empty_column_is_no_heading(annex):
    """
    |         | Cité éducative de Sevran 2021
    Porteur  | Intitulé |  | Montant CE
    Ville    | Kits     |  | 2 000 €
    CAF      | Jeux     |  | 5 000 €
    """
    assert (annex.place, annex.year, annex.computed["grant"]) == ("Sevran", 2021, 7000)
