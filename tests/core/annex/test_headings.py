"""Finding the headings, and what they mean. Where a test has a docstring, it is the annex."""

from __future__ import annotations

import pytest

from preau.core.annex.checks import check
from preau.core.annex.columns import matches, nearly
from preau.core.annex.parse import parse
from preau.core.grid import Grid, Reading
from preau.core.refusal import Refusal
from tests.core.annex.conftest import codes, read


def concepts(annex, table=0):
    """What each column is, by its heading."""
    return {column.heading: column.concept for column in annex.tables[table].columns}


@pytest.mark.parametrize(
    ("heading", "concept"),
    [
        ("N°", "number"),
        ("N° action", "number"),
        ("Fiche action n°", "number"),
        ("Code", "number"),
        ("Nom de l'association / EPLE / Collectivité", "holder"),
        ("Porteur", "holder"),
        ("Structure porteuse", "holder"),
        ("Bénéficiaire", "holder"),
        ("Raison sociale", "holder"),
        ("Gestionnaire", "holder"),
        ("nomBeneficiaire", "holder"),
        ("Thématiques", "theme"),
        ("Axe stratégique", "theme"),
        ("Volet", "theme"),
        ("Intitulé action/projet", "title"),
        ("Nom du projet", "title"),
        ("Objet de la demande", "title"),
        ("Titre de la fiche", "title"),
        ("Actions proposées", "title"),
        ("Descriptif de l’action", "description"),
        ("Objectifs", "description"),
        ("Public visé", "audience"),
        ("Cibles", "audience"),
        ("Public bénéficiaire", "audience"),
        ("Tranche d'âge", "audience"),
        ("Partenaires pressentis", "expected_partners"),
        ("Coût total du projet", "total_cost"),
        ("Coût", "total_cost"),
        ("Budget prévisionnel", "total_cost"),
        ("BUDGET TOTAL (en k€)", "total_cost"),
        ("Montant demandé", "requested"),
        ("Subvention sollicitée", "requested"),
        ("Demande de subvention", "requested"),
        ("Montant Cité éducative réactualisé", "grant"),
        ("Accordé", "grant"),
        ("Montant voté", "grant"),
        ("Montant retenu par la commission", "grant"),
        ("Subvention", "grant"),
        ("Financement CE", "grant"),
        ("Crédits P147", "grant"),
        ("Montant proposé en €", "grant"),
        ("montant", "grant"),
        ("État d’avancement", "status"),
        ("idBeneficiaire", "siret"),
        ("N° SIRET du porteur", "siret"),
        ("N° RNA", "rna"),
        ("Code UAI", "uai"),
    ],
)
def test_a_heading_is_known_by_its_words(heading, concept):
    assert matches(heading)[0].concept == concept


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "N°Asso.",
        "N° DCM",
        "Nature",
        "Date de la demande",
        "Modalités de paiement",
        "Coût par élève",
        "% CE / coût total",
        "Pourcentage de subvention",
        "Somme de Montant",
        "Nombre de bénéficiaires",
        "Autres financements",
        "Contact du porteur",
        "Type d'action",
        "Quartier",
        "nomAttribuant",
        "Partenaires financiers",
        "x" * 121,
    ],
)
def test_a_heading_that_speaks_of_something_else_means_nothing(heading):
    assert (matches(heading), nearly(heading)) == ((), ())


@pytest.mark.parametrize(
    ("heading", "concept"),
    [
        ("Intitlé", "title"),
        ("Partenires", "expected_partners"),
        ("Montnat accordé", "grant"),
        ("Budegt total", "total_cost"),
    ],
)
def test_a_slip_of_the_pen_is_put_right(heading, concept):
    assert (matches(heading) or nearly(heading))[0].concept == concept


def test_a_slip_in_a_heading_is_said(said):
    """
    Porteur | Intitlé | Montant accordé
    Ville   | Kits    | 10 €
    CAF     | Jeux    | 20 €
    """
    assert said == [("columns-unsure", 1, 2)]


def test_a_hat_over_two_columns(annex):
    """
    Porteur | Intitulé | ANNEE 2020 |
            |          | Coût total | Montant accordé
    Ville   | Kits     | 100 €      | 10 €
    """
    assert concepts(annex) == {
        "Porteur": "holder",
        "Intitulé": "title",
        "Coût total": "total_cost",
        "Montant accordé": "grant",
    }
    assert (annex.year, len(annex.actions), annex.tables[0].rows.headings) == (2020, 1, 2)


def test_a_hat_gives_its_words_to_headings_that_say_nothing(annex):
    """
    Porteur | Intitulé | Montant accordé |
            |          | 2022            | 2023
    Ville   | Kits     | 100 €           | 10 €
    """
    assert concepts(annex) == {
        "Porteur": "holder",
        "Intitulé": "title",
        "Montant accordé 2022": None,
        "Montant accordé 2023": "grant",
    }
    assert (annex.year, annex.actions[0].other) == (2023, {"Montant accordé 2022": "100 €"})


def test_two_years_under_two_hats(annex):
    """
    Porteur | Intitulé | ANNEE 2019 |            | ANNEE 2020 |
            |          | Coût total | Montant CE | Coût total | Montant CE
    Ville   | Kits     | 100 €      | 50 €       | 120 €      | 60 €
    """
    (action,) = annex.actions
    assert (str(action.total_cost), str(action.grant)) == ("120.00", "60.00")
    assert action.other == {"ANNEE 2019 Coût total": "100 €", "ANNEE 2019 Montant CE": "50 €"}


def test_headings_wrapped_on_three_lines(annex):
    """
    N° | Nom de        | Intitulé  | Montant | Montant
       | l'association | du projet | demandé | retenu par la
       |               |           |         | commission
    1  | Alliance      | Festival  | 5 000 € | 4 000 €
    """
    assert [column.heading for column in annex.tables[0].columns] == [
        "N°",
        "Nom de l'association",
        "Intitulé du projet",
        "Montant demandé",
        "Montant retenu par la commission",
    ]
    assert annex.actions[0].line == 4


def test_a_first_row_in_small_letters_is_no_heading(annex):
    """
    Porteur | Intitulé | Public
    ville   | kits     | tous
    """
    assert [action.title for action in annex.actions] == ["kits"]


def test_amounts_with_a_note_are_no_headings(annex):
    """
    Porteur | Intitulé    | Coût total                    | Montant accordé
    CIDFF   | Permanences | 20 000 € (dont 5 000 € dûs)   | 5 000 € *
    MDA     | Écoute      | 12 000                        | 3 000
    """
    assert [(action.title, str(action.grant)) for action in annex.actions] == [
        ("Permanences", "5000.00"),
        ("Écoute", "3000.00"),
    ]


def test_the_grant_of_the_year_of_the_annex(annex):
    """
    Programme d'actions 2022
    Porteur | Intitulé | Subvention 2021 | Subvention 2022 | Subvention 2023
    Ville   | Kits     | 1 €             | 2 €             | 3 €
    """
    (action,) = annex.actions
    assert (str(action.grant), action.other) == ("2.00", {"Subvention 2021": "1 €", "Subvention 2023": "3 €"})


def test_the_latest_grant_where_nothing_says_the_year(annex):
    """
    Porteur | Intitulé | Subvention accordée 2022 | Subvention demandée 2023 | Subvention proposée 2023
    Ville   | Kits     | 1 €                      | 3 €                      | 2 €
    """
    assert concepts(annex) == {
        "Porteur": "holder",
        "Intitulé": "title",
        "Subvention accordée 2022": None,
        "Subvention demandée 2023": "requested",
        "Subvention proposée 2023": "grant",
    }
    assert check(annex) == []


def test_two_columns_that_could_both_be_the_grant(said):
    """
    Porteur | Intitulé | Montant | Subvention
    Ville   | Kits     | 10 €    | 5 €
    """
    assert said == [("columns-unsure", 1, 3)]


def test_thousands_of_euros(annex):
    """
    Porteur | Intitulé | Budget total (en k€) | Subvention accordée (k€)
    Ville   | Kits     | 120                  | 15,5
    CAF     | Jeux     | 80                   | 10 000 €
    TOTAL   |          | 200                  | 25,5
    """
    assert [(str(action.total_cost), str(action.grant)) for action in annex.actions] == [
        ("120000.00", "15500.00"),
        ("80000.00", "10000.00"),
    ]
    assert codes(annex) == []


def test_thousands_of_euros_said_above_the_table(annex):
    """
    Programme 2024 (montants en k€)
    Porteur | Intitulé | Coût total | Subvention
    Ville   | Kits     | 120        | 15,5
    """
    assert (str(annex.actions[0].total_cost), str(annex.actions[0].grant)) == ("120000.00", "15500.00")


def test_a_column_of_amounts_is_no_name(annex):
    """
    Porteur | Intitulé | Montant accordé | Reste à charge du porteur
    Ville   | Kits     | 10 €            | 5 €
    """
    assert concepts(annex)["Reste à charge du porteur"] is None


def test_percentages_are_no_amounts(annex):
    """
    Porteur | Intitulé | Coût total | Montant CE | % CE / coût total
    Ville   | Kits     | 100 €      | 36 €       | 36 %
    """
    assert concepts(annex)["% CE / coût total"] is None


def test_no_heading_at_all():
    rows = "1 | Ville | Kits | 100 €\n2 | CAF | Jeux | 200 €"

    with pytest.raises(Refusal, match="--map"):
        read(rows)


def test_no_heading_at_all_and_columns_that_a_person_chose():
    rows = "1 | Ville | Kits | 100 €\n2 | CAF | Jeux | 200 €"

    annex = read(rows, overrides={"number": "A", "holder": "2", "title": "c", "total_cost": "D"})

    assert [(a.line, a.number, a.holder_written, a.title, str(a.total_cost)) for a in annex.actions] == [
        (1, "1", "Ville", "Kits", "100.00"),
        (2, "2", "CAF", "Jeux", "200.00"),
    ]
    assert annex.rows.adds_up()


def test_a_person_chooses_another_column():
    rows = "Porteur | Intitulé | Montant voté | Montant versé\nVille | Kits | 100 € | 90 €"

    annex = read(rows, overrides={"grant": "Montant versé"})

    assert (str(annex.actions[0].grant), annex.actions[0].other) == ("90.00", {"Montant voté": "100 €"})


def test_a_column_that_does_not_exist_is_refused():
    with pytest.raises(Refusal, match="de A à B"):
        read("Porteur | Intitulé\nVille | Kits", overrides={"grant": "Z"})


def test_a_person_says_that_no_column_is_of_a_concept():
    annex = read("Porteur | Intitulé | Montant\nVille | Kits | 100 €", overrides={"grant": []})

    assert (annex.actions[0].grant, annex.actions[0].other) == (None, {"Montant": "100 €"})


def test_a_choice_of_several_columns_is_each_table_s_own():
    annex = parse(
        Reading(
            [
                Grid([["Qui", "Intitulé", "Coût total"], ["Ville", "Kits", "10 €"]], [1, 2]),
                Grid([["Chez", "Intitulé", "Coût total"], ["CAF", "Jeux", "20 €"]], [1, 2]),
            ]
        ),
        overrides={"holder": ["Qui", "Chez"]},
    )

    assert [action.holder_written for action in annex.actions] == ["Ville", "CAF"]


def test_a_choice_makes_no_table_of_a_sheet_without_headings():
    annex = parse(
        Reading(
            [
                Grid([["Porteur", "Intitulé", "Coût total"], ["Ville", "Kits", "10 €"]], [1, 2], "2026"),
                Grid([["Lisez-moi"], ["Une ligne par action"]], [1, 2], "Notice"),
            ]
        ),
        overrides={"holder": "1"},
    )

    assert (len(annex.tables), len(annex.actions), annex.loose_rows) == (1, 1, 2)
