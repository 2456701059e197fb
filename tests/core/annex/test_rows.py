"""What a row of actions holds: merged cells, words for amounts, states, sheets. A docstring is the annex."""

from __future__ import annotations

import pytest

from preau.core.annex.checks import check
from preau.core.annex.parse import parse
from preau.core.findings import Finding
from preau.core.grid import Grid, Reading
from preau.core.refusal import Refusal
from tests.core.annex.conftest import codes, grids, themes


def test_a_theme_merged_over_its_rows():
    rows = [
        ["Thème", "Porteur", "Action", "Montant"],
        ["Santé", "Ville", "A", "1 000"],
        [None, None, "B", "2 000"],
        ["Sport", "MJC", "C", "3 000"],
    ]

    annex = parse(Reading([Grid(rows, [1, 2, 3, 4], merged=[(1, 0, 2, 0), (1, 1, 2, 1)])]))

    assert themes(annex) == ["Santé", "Santé", "Sport"]
    assert [action.holder_written for action in annex.actions] == ["Ville", "Ville", "MJC"]


def test_an_amount_merged_over_two_rows_counts_once():
    rows = [["Porteur", "Action", "Montant"], ["Ville", "A", "1 000"], ["CAF", "B", None], ["TOTAL", None, "1 000"]]

    annex = parse(Reading([Grid(rows, [1, 2, 3, 4], merged=[(1, 2, 2, 2)])]))

    assert [action.grant and str(action.grant) for action in annex.actions] == ["1000.00", None]
    assert codes(annex) == []


def test_a_theme_written_once_a_block(annex):
    """
    Thème | Porteur | Action | Montant
    Santé | Ville   | A      | 1 000
          | CAF     | B      | 2 000
    Sport | MJC     | C      | 3 000
          | OMS     | D      | 4 000
    """
    assert themes(annex) == ["Santé", "Santé", "Sport", "Sport"]


def test_holder_and_title_in_one_cell(annex):
    """
    Association / Projet                         | Subvention
    Léo Lagrange Projet : « Vacances »           | 2 000 €
    ADAMJ Projet « Accueil jeunes »              | 4 000 €
    MJC\\nAtelier théâtre                        | 1 000 €
    Ville                                        | 1 000 €
    """
    assert [(action.holder_written, action.title) for action in annex.actions] == [
        ("Léo Lagrange", "« Vacances »"),
        ("ADAMJ", "« Accueil jeunes »"),
        ("MJC", "Atelier théâtre"),
        ("Ville", None),
    ]


def test_words_in_place_of_an_amount_are_kept(annex):
    """
    Porteur | Action | Montant demandé | Montant accordé
    Ville   | A      | 1 000 €         | à définir
    CAF     | B      | 2 000 €         | Refusé
    MJC     | C      | 3 000 €         | -
    TOTAL   |        | 6 000 €         | 0 €
    """
    assert [(action.grant, action.other) for action in annex.actions] == [
        (None, {"Montant accordé": "à définir"}),
        (None, {"Montant accordé": "Refusé"}),
        (None, {}),
    ]
    assert codes(annex) == []


def test_numbers_of_a_sheet_are_taken_as_they_stand():
    rows = [["N°", "Porteur", "Action", "Montant"], [1.0, "Ville", "A", 25.225], [2.0, "CAF", "B", 1000.1]]

    annex = parse(Reading([Grid(rows, [1, 2, 3])]))

    assert [(action.number, str(action.grant)) for action in annex.actions] == [("1", "25.23"), ("2", "1000.10")]


def test_a_column_of_states(annex):
    """
    Porteur | Action | État d'avancement
    Ville   | A      | En cours
    CAF     | B      | Réalisée
    MJC     | C      | voir avec Paul
    """
    assert [(action.status, action.other) for action in annex.actions] == [
        ("under_way", {}),
        ("done", {}),
        (None, {"État d'avancement": "voir avec Paul"}),
    ]


def test_rows_longer_than_the_headings_and_headings_alike():
    annex = grids("Porteur | Action | Lieu | Lieu\nVille | A | ici | là | ailleurs")

    assert annex.actions[0].other == {"Lieu": "ici", "Lieu (4)": "là", "Colonne 5": "ailleurs"}


def test_amounts_that_moved_aside_are_said_once_a_block(said):
    """
    N° | Porteur | Action | Montant | Nature
    1  | Ville   | A      | 1 000 € | aide
    2  | Ville   | B      | 1 000 € | aide
    3  | CAF     | C      | 1 000 € | aide
    4  | CAF     | D      | aide    | 2 000 €
    5  | MJC     | E      | aide    | 3 000 €
    """
    assert said == [("columns-shifted", 5, 4)]


def test_what_reading_had_to_say_comes_with_the_checks():
    remark = Finding("quote-unclosed", "Un guillemet n’est jamais fermé.", None, 2)
    rows = [["Porteur", "Action"], ["Ville", "A"]]

    annex = parse(Reading([Grid(rows, [1, 2])], findings=[remark]))

    assert check(annex) == [remark]


def test_one_sheet_of_several():
    found = Reading([Grid([["Porteur", "Action"], [name, "A"]], [1, 2], sheet=name) for name in ("2022", "2023")])

    annex = parse(found, sheet="2023")

    assert [action.holder_written for action in annex.actions] == ["2023"]
    with pytest.raises(Refusal, match="« 2022 », « 2023 »".replace(" ", "\\s")):
        parse(found, sheet="2024")
