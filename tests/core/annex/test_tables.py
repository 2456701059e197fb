"""Rows that are no actions, totals of all kinds, themes, several tables. The docstring of a test is the annex."""

from __future__ import annotations

import pytest

from preau.core.annex.checks import check
from preau.core.annex.parse import parse
from preau.core.grid import Grid, Reading
from tests.core.annex.conftest import codes, grids, sums, themes, titles


def test_a_group_with_its_amount_before_its_actions(annex):
    """
    N°        | Porteur | Action  | Coût total | Subvention
    Santé     |         |         | 165 000 €  | 65 000 €
    1         | ADSEA   | Écoute  | 100 000 €  | 40 000 €
    2         | CCAS    | Atelier | 65 000 €   | 25 000 €
    Éducation |         |         | 30 000 €   | 12 000 €
    3         | AFEV    | Mentors | 30 000 €   | 12 000 €
    TOTAL     |         |         | 195 000 €  | 77 000 €
    """
    assert titles(annex) == ["Écoute", "Atelier", "Mentors"]
    assert themes(annex) == ["Santé", "Santé", "Éducation"]
    assert sums(annex) == ("77000.00", "77000.00")
    assert codes(annex) == []


def test_a_group_in_the_column_of_titles(annex):
    """
    Porteur | Action  | Subvention
            | Santé   | 65 000 €
    ADSEA   | Écoute  | 40 000 €
    CCAS    | Atelier | 25 000 €
    """
    assert (titles(annex), themes(annex)) == (["Écoute", "Atelier"], ["Santé", "Santé"])


def test_a_group_whose_amount_is_not_that_of_its_actions(said):
    """
    N°    | Porteur | Action  | Subvention
    Santé |         |         | 66 000 €
    1     | ADSEA   | Écoute  | 40 000 €
    2     | CCAS    | Atelier | 25 000 €
    TOTAL |         |         | 65 000 €
    """
    assert said == [("subtotal-mismatch", 2, 4)]


def test_an_action_without_holder_is_no_group(annex):
    """
    Porteur | Action | Subvention
    MJC     | Danse  | 500 €
            | Cirque | 300 €
    Ville   | Judo   | 200 €
    TOTAL   |        | 1 000 €
    """
    assert titles(annex) == ["Danse", "Cirque", "Judo"]
    assert codes(annex) == [("holder-missing", 3)]


def test_axes_as_rows_with_their_totals(annex):
    """
    Fiche              | Intitulé | Porteur | Financement CE
    AXE 1 : L'ÉCOLE    |          |         |
    Objectif 1.1       |          |         |
    1.1                | Repas    | Ville   | 8 000
    Objectif 1.2       |          |         |
    1.2                | Lecture  | AFEV    | 12 000
    Sous-total axe 1   |          |         | 20 000
    AXE 2 : LE PARCOURS|          |         |
    2.1                | Chorale  | MJC     | 5 000
    Sous-total axe 2   |          |         | 5 000
    TOTAL GÉNÉRAL      |          |         | 25 000
    Reste à programmer |          |         | 500
    """
    assert themes(annex) == ["AXE 1 : L'ÉCOLE", "AXE 1 : L'ÉCOLE", "AXE 2 : LE PARCOURS"]
    assert sums(annex) == ("25000.00", "25000.00")
    assert codes(annex) == []
    assert "Reste à programmer 500" in annex.notes


def test_a_total_of_several_subtotals(annex):
    """
    Porteur      | Action | Subvention
    Ville        | A      | 1 000
    Sous-total a |        | 1 000
    CAF          | B      | 2 000
    Sous-total b |        | 2 000
    Sous-total I |        | 3 000
    MJC          | C      | 4 000
    Sous-total c |        | 4 000
    TOTAL        |        | 7 000
    """
    assert [(total.first, total.last, total.grand) for total in annex.tables[0].totals] == [
        (0, 1, False),
        (1, 2, False),
        (0, 2, False),
        (2, 3, False),
        (0, 3, True),
    ]
    assert codes(annex) == []


@pytest.mark.parametrize(
    "label", ["TOTAL", "Total général :", "TOTAUX", "T O T A L", "Total des subventions", "Ensemble", "24 | TOTAL", ""]
)
def test_a_row_of_totals_by_its_label_or_by_none(label):
    column, _, rest = label.rpartition("| ")

    annex = grids(
        f"N° | Porteur | Action | Subvention\n1 | Ville | A | 1 000\n2 | CAF | B | 2 000\n{column}| {rest} | | 3 000"
    )

    assert (len(annex.actions), sums(annex)) == (2, ("3000.00", "3000.00"))
    assert annex.rows.totals == 1


def test_a_name_that_only_looks_like_a_total(annex):
    """
    N° | Porteur       | Action           | Subvention
    1  | Ensemble      | Concerts         | 1 000
    2  | Ville         | Total respect    | 2 000
    3  |               | Total respect II | 3 000
    """
    assert titles(annex) == ["Concerts", "Total respect", "Total respect II"]


def test_a_total_above_its_rows(annex):
    """
    Porteur | Action | Subvention
    TOTAL   |        | 3 000
    Ville   | A      | 1 000
    CAF     | B      | 2 000
    """
    assert sums(annex) == ("3000.00", "3000.00")


def test_a_total_in_a_sentence(annex):
    """
    Porteur | Action | Montant retenu
    Ville   | A      | 1 000 €
    CAF     | B      | 2 000 €
    Nombre de projets retenus : 2, montant des projets retenus : 3 000 €
    """
    (total,) = annex.tables[0].totals
    assert (total.announced, total.grand, sums(annex)) == (2, True, ("3000.00", "3000.00"))
    assert codes(annex) == []


def test_a_sentence_gives_the_total_of_the_column_that_it_sums(annex):
    """
    Porteur | Action | Coût total | Montant retenu
    Ville   | A      | 10 000 €   | 1 000 €
    CAF     | B      | 20 000 €   | 2 000 €
    Soit un montant total de 30 000 € pour les deux actions
    """
    assert {concept: str(amount) for concept, amount in annex.printed.items()} == {"total_cost": "30000.00"}


def test_the_total_that_a_paragraph_under_the_table_announces():
    rows = [["Porteur", "Action", "Montant"], ["Ville", "A", "1 000"], ["CAF", "B", "2 000"]]

    annex = parse(Reading([Grid(rows, [1, 2, 3], after=["Total des subventions : 3 000 €"])]))

    assert sums(annex) == ("3000.00", "3000.00")
    assert codes(annex) == []


def test_a_row_of_totals_that_says_more_keeps_it(annex):
    """
    Porteur | Action     | Ville | Montant
    CAF     | A          | 500   | 1 000
    CCAS    | B          | 600   | 2 000
    TOTAL   | 2 actions  | 1 100 | 3 000
    """
    assert annex.notes == ["TOTAL 2 actions 1 100"]
    assert codes(annex) == []


def test_an_amount_of_the_total_that_cannot_be_read(said):
    """
    Porteur | Action | Montant
    Ville   | A      | 1 000
    CAF     | B      | 2 000
    TOTAL   |        | 3.000.0
    """
    assert said == [("amount-unreadable", 4, 3)]


def test_numbers_of_pages_and_signatures_are_notes(annex):
    """
    CITÉ ÉDUCATIVE DE ROUBAIX
    Structure | Action | Montant 2021
    AFEV      | A      | 20 000,00 €
    Page 1/2
    CITÉ ÉDUCATIVE DE ROUBAIX
    Structure | Action | Montant 2021
    MJC       | B      | 12 000,00 €
    TOTAL     |        | 32 000,00 €
    * sous réserve du vote
    Fait à Roubaix, le 12 mars 2021
    Le Maire,
    """
    assert (len(annex.tables), titles(annex), themes(annex)) == (1, ["A", "B"], [None, None])
    assert (annex.title, annex.place, annex.year) == ("CITÉ ÉDUCATIVE DE ROUBAIX", "Roubaix", 2021)
    assert (annex.rows.headings, annex.rows.notes, codes(annex)) == (3, 5, [])


def test_a_table_for_each_axis_and_a_total_of_all(annex):
    """
    Axe 1 - L'école
    N°            | Porteur | Action | Montant
    1             | Ville   | A      | 1 000 €
    Total axe 1   |         |        | 1 000 €
    Axe 2 - Le parcours
    N°            | Porteur | Action | Montant
    2             | MJC     | B      | 500 €
    Total axe 2   |         |        | 500 €
    TOTAL GENERAL |         |        | 1 500 €
    """
    assert [table.heading for table in annex.tables] == ["Axe 1 - L'école", "Axe 2 - Le parcours"]
    assert themes(annex) == ["Axe 1 - L'école", "Axe 2 - Le parcours"]
    assert (annex.title, sums(annex)) == (None, ("1500.00", "1500.00"))
    assert codes(annex) == []


def test_a_total_of_all_that_is_wrong(annex):
    """
    Axe 1
    N°            | Porteur | Action | Montant
    1             | Ville   | A      | 1 000 €
    Total         |         |        | 1 000 €
    Axe 2
    N°            | Porteur | Action | Montant
    2             | MJC     | B      | 500 €
    Total         |         |        | 500 €
    TOTAL GENERAL |         |        | 1 600 €
    """
    assert codes(annex) == [("total-mismatch", 9)]


def test_a_summary_of_the_actions_counts_nothing_twice(annex):
    """
    Porteur        | Projet | QPV    | Subvention
    Unis-Cité      | A      | Hauts  | 6 000
    Foyer          | B      | Rouher | 4 000
    Total          |        |        | 10 000
    Récapitulatif par quartier
    QPV            | Nombre de projets | Montant |
    Hauts          | 1                 | 6 000   |
    Rouher         | 1                 | 4 000   |
    Total          | 2                 | 10 000  |
    """
    assert (len(annex.tables), titles(annex), sums(annex)) == (1, ["A", "B"], ("10000.00", "10000.00"))
    assert annex.rows.adds_up()
    assert codes(annex) == []


ACTIONS = "Porteur | Action | Montant\nVille | A | 1 000\nCAF | B | 2 000\nMJC | C | 3 000"


def test_a_sorted_copy_on_another_sheet_counts_once():
    annex = grids(
        f"{ACTIONS}\nTOTAL | | 6 000", "Porteur | Action | Montant\nCAF | B | 2 000\nMJC | C | 3 000\nVille | A | 1 000"
    )

    assert (len(annex.actions), sums(annex)) == (3, ("6000.00", "6000.00"))
    assert [(finding.code, finding.table) for finding in check(annex)] == [("action-repeated", 1)]


def test_a_stale_pivot_is_notes():
    annex = grids(
        f"{ACTIONS}\nTOTAL | | 6 000",
        "Étiquettes de lignes | Somme de Montant\nCAF | 2 500\nVille | 1 000\nTotal général | 3 500",
    )

    assert (len(annex.tables), sums(annex), codes(annex)) == (1, ("6000.00", "6000.00"), [])
    assert annex.notes[-1] == "Total général 3 500"


def test_a_summary_by_holder_is_notes():
    annex = grids(ACTIONS, "Porteur | Montant\nVille | 1 000\nCAF | 2 000\nMJC | 3 000\nTotal | 6 000")

    assert (len(annex.tables), len(annex.actions)) == (1, 3)
    assert annex.rows.adds_up()


def test_a_table_that_goes_on_after_a_page_break_without_its_headings():
    annex = grids(ACTIONS, "ASC | D | 4 000\nTOTAL | | 10 000")

    assert (len(annex.tables), titles(annex), sums(annex)) == (1, ["A", "B", "C", "D"], ("10000.00", "10000.00"))
    assert codes(annex) == []


def test_tables_of_pages_under_the_same_headings_and_one_total():
    annex = grids(ACTIONS, "Porteur | Action | Montant\nASC | D | 4 000\nTOTAL | | 10 000")

    assert (titles(annex), sums(annex)) == (["A", "B", "C", "D"], ("10000.00", "10000.00"))
    assert codes(annex) == []


def test_a_table_without_headings_under_a_title_of_its_own():
    first, second = "Porteur | Action | Montant\nVille | A | 1 000\nTotal | | 1 000", "CAF | B | 2 000\nTotal | | 2 000"
    rows = [[[cell.strip() for cell in line.split("|")] for line in text.split("\n")] for text in (first, second)]

    annex = parse(
        Reading([Grid(rows[0], [1, 2, 3], before=["Santé"]), Grid(rows[1], [1, 2], before=["Sport et loisirs"])])
    )

    assert themes(annex) == ["Santé", "Sport et loisirs"]
    assert [str(table.printed["grant"]) for table in annex.tables] == ["1000.00", "2000.00"]
    assert codes(annex) == []
