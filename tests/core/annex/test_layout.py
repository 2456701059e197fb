"""The paper of an annex: what a prefecture expects, whatever the annex came from."""

from __future__ import annotations

from decimal import Decimal

import pytest

from preau.core.annex.layout import HEADINGS, UNTITLED, lay_out, programme_annex
from preau.core.annex.parse import parse
from preau.core.annex.rows import ActionRow
from preau.core.document.blocks import Heading, Table
from preau.core.grid import Grid, Reading


def annex_of(text):
    """The annex of a text with tabs."""
    lines = text.strip("\n").split("\n")
    return parse(Reading([Grid([line.split("\t") for line in lines], range(1, len(lines) + 1))]))


def words(row):
    return [cell.value for cell in row]


@pytest.fixture
def paper(seed_text):
    return lay_out(annex_of(seed_text.read_text()), footer="version")


def test_the_real_annex_is_laid_out_as_it_was_received(paper):
    title, table = paper.blocks

    assert title == Heading("CITE EDUCATIVE D'ALLONNES - PROGRAMME D'ACTIONS PREVISIONNEL ANNEE 2020")
    assert words(table.head[0]) == [
        "N°",
        "Nom de l’association / EPLE / Collectivité",
        "Thématiques",
        "Intitulé action/projet",
        "Descriptif de l’action/projet",
        "Public visé",
        "Partenaires pressentis",
        "ANNEE 2020",
    ]
    assert words(table.head[1]) == ["Coût total du projet", "Montant Cité éducative réactualisé"]
    assert [len(table.columns), len(table.body)] == [9, 24]
    assert words(table.foot[0]) == ["TOTAL", Decimal("594268.00"), Decimal("250000.00")]


def test_the_year_stands_over_both_amounts_and_the_other_headings_take_two_rows(paper):
    table = paper.blocks[1]

    spans = [(cell.colspan, cell.rowspan) for cell in table.head[0]]
    assert spans == [(1, 2)] * 7 + [(2, 1)]
    assert {cell.role for row in table.head for cell in row} == {"column"}


def test_a_row_is_headed_by_its_title_which_says_its_state(paper):
    tenth = paper.blocks[1].body[9]

    assert [cell.role for cell in tenth].index("row") == 3
    assert tenth[3].value == "Connexion téléphonique école/famille (réalisé)"
    assert (tenth[0].value, tenth[7].value) == (10, Decimal("1451.00"))


def test_the_title_names_the_paper_and_the_foot_its_version(paper):
    assert (paper.title, paper.footer, paper.landscape) == (paper.blocks[0].text, "version", True)


def test_without_a_year_or_with_one_amount_the_headings_take_one_row():
    """Porteur, intitulé, montant."""
    table = lay_out(annex_of("Porteur\tIntitulé\tMontant accordé\nVille\tKits\t10 €")).blocks[0]

    assert len(table.head) == 1
    assert words(table.head[0]) == ["N°", HEADINGS["holder"], HEADINGS["title"], HEADINGS["grant"]]


def test_an_annex_without_a_title_has_one_in_its_properties_only():
    paper = lay_out(annex_of("Porteur\tIntitulé\tMontant accordé\nVille\tKits\t10 €"))

    assert paper.title == UNTITLED
    assert [type(block) for block in paper.blocks] == [Table]


def test_columns_that_stand_for_nothing_known_are_kept_under_their_headings():
    annex = annex_of("Porteur\tIntitulé\tRéférent\tMontant accordé\nVille\tKits\tMme D.\t10 €")

    table = lay_out(annex).blocks[0]

    assert words(table.head[0])[3] == "Référent"
    assert words(table.body[0]) == [None, "Ville", "Kits", "Mme D.", Decimal("10.00")]


def test_an_amount_that_could_not_be_read_stays_in_its_column_as_it_was_written():
    annex = annex_of("Porteur\tIntitulé\tMontant accordé\nVille\tKits\t1.726.04 €\nCAF\tJeux\t10 €")

    table = lay_out(annex).blocks[0]

    assert [row[-1].value for row in table.body] == ["1.726.04 €", Decimal("10.00")]
    assert table.foot[0][-1].value == Decimal("10.00")


def test_several_tables_keep_their_headings_and_their_totals():
    annex = annex_of(
        "Programme 2020\n"
        "Santé\nPorteur\tIntitulé\tMontant accordé\nVille\tKits\t10 €\nTotal\t\t10 €\n"
        "Sport\nPorteur\tIntitulé\tMontant accordé\nCAF\tJeux\t20 €\nTotal\t\t20 €"
    )

    blocks = lay_out(annex).blocks

    assert [block.text for block in blocks if isinstance(block, Heading)] == ["Programme 2020", "Santé", "Sport"]
    assert [block.foot[0][-1].value for block in blocks if isinstance(block, Table)] == [Decimal(10), Decimal(20)]


def test_a_programme_that_is_kept_has_every_standard_column_even_empty():
    annex = programme_annex("Programme 2021", 2021, [ActionRow(0, 0, title="Kits", holder_written="Ville")])

    table = lay_out(annex).blocks[1]

    assert len(table.columns) == 9
    assert words(table.body[0]) == [None, "Ville", None, "Kits", None, None, None, None, None]
