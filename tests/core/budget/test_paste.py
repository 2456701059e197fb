"""A budget pasted from a spreadsheet: understood line by line, and nothing of it lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from preau.core.budget.chart import ACCOUNTS
from preau.core.budget.funding import PlanLine
from preau.core.budget.paste import formatted, paste
from preau.core.text import squeeze

AMOUNTS = st.decimals(min_value="0.01", max_value="99999999.99", places=2)
LABELS = st.text(max_size=60).map(lambda text: squeeze(" ".join(text.split())))
LINES = st.builds(
    PlanLine, st.sampled_from(list(ACCOUNTS)), AMOUNTS, LABELS, st.sampled_from(["", "ordinary", "specific"])
)


def said(text):
    """The lines of the text, as tuples."""
    return [(line.account, line.label, line.nature, line.amount) for line in paste(text).lines]


@given(st.lists(LINES, max_size=12))
def test_what_is_formatted_reads_back_as_the_same_plan(lines):
    pasted = paste(formatted(lines))

    assert (pasted.lines, pasted.unread, pasted.sums) == (lines, [], [])


@given(st.lists(st.lists(st.text(max_size=20), max_size=6), max_size=8))
@example([['"'], ['"']])
def test_no_row_with_an_amount_is_lost(rows):
    """Whatever is pasted: each row with a word and an amount is a line, a sum, or comes back."""
    text = "\n".join("\t".join(" ".join(cell.split()) for cell in [*row, "12 345"]) for row in rows)

    pasted = paste(text)

    wanted = sum(any(cell.split() for cell in row) for row in rows)
    assert len(pasted.lines) + len(pasted.unread) + len(pasted.sums) >= wanted


SIDE_BY_SIDE = """CHARGES\tMontant\tPRODUITS\tMontant
60 - Achats\t1 500 €\t70 - Vente de produits finis, de marchandises, prestations de services\t
Prestations de services\t1 000 €\t74 - Subventions d’exploitation\t2 000 €
Achats matières et fournitures\t\tÉtat : préciser le(s) ministère(s) sollicité(s)\t
Autres fournitures\t500 €\tMinistère de la Culture\t1 500 €
64 – Charges de personnel\t700,50 €\tVille d’Allonnes\t500 €
\t\tRessources propres affectées à l’action\t200,50 €
TOTAL DES CHARGES\t2 200,50 €\tTOTAL DES PRODUITS\t2 200,50 €
86- Emplois des contributions volontaires en nature\t300\t87 - Contributions volontaires en nature\t300
864- Personnel bénévole\t300\t870- Bénévolat\t300
TOTAL\t2 500,50 €\tTOTAL\t2 500,50 €
"""


def test_charges_and_products_side_by_side():
    pasted = paste(SIDE_BY_SIDE)

    assert [(line.account, line.label, line.amount) for line in pasted.lines] == [
        ("60.1", "", Decimal(1000)),
        ("60.3", "", Decimal(500)),
        ("74.1", "Ministère de la Culture", Decimal(1500)),
        ("64", "", Decimal("700.50")),
        ("74.5", "Ville d’Allonnes", Decimal(500)),
        ("RP", "", Decimal("200.50")),
        ("864", "", Decimal(300)),
        ("870", "", Decimal(300)),
    ]
    assert [one.line for one in pasted.unread] == []
    assert len(pasted.sums) == 8


@pytest.mark.parametrize(
    ("text", "account", "label"),
    [
        ("60\tAchats\t1000", "60", ""),
        ("60\t1000", "60", ""),
        ("6064\tFournitures de bureau\t1 000,00 €", "60.3", "Fournitures de bureau"),
        ("604;Intervenante théâtre;1000", "60.1", "Intervenante théâtre"),
        ("641 Rémunération du personnel\t1000", "64.1", "Rémunération du personnel"),
        ("CHARGES DE PERSONNEL\t1 k€", "64", ""),
        ("Deplacements, missions\t1000", "62.3", ""),
        ("Assurance : 1 000 €", "61.3", ""),
        ("74 Région Pays de la Loire\t1000", "74.2", "Région Pays de la Loire"),
        ("CAF de la Sarthe\t1000", "74.6", "CAF de la Sarthe"),
        ("Fonds propres\t1000", "RP", ""),
        ("Cité éducative\t1000", "74.1", "Cité éducative"),
        ("78 Report de ressources non utilisées\t1000", "78", "Report de ressources non utilisées"),
    ],
)
def test_an_account_is_known_by_its_number_or_its_words(text, account, label):
    assert said(text) == [(account, label, "", Decimal(1000))]


def test_the_nature_of_a_subsidy_is_read():
    text = "Ville\tservice jeunesse\tdroit commun\t300\nÉtat\tP147\tCrédits spécifiques\t200\n"

    assert said(text) == [
        ("74.5", "Ville service jeunesse", "ordinary", Decimal(300)),
        ("74.1", "P147", "specific", Decimal(200)),
    ]


def test_what_is_not_understood_comes_back_with_its_line():
    pasted = paste("Achats\tmille\n\nLa lune\t200\nBonjour\n60\t-5\nTotal des charges\t999\n60 Achats\t10\n")

    assert [(one.line, one.text) for one in pasted.unread] == [
        (1, "Achats | mille"),
        (3, "La lune | 200"),
        (4, "Bonjour"),
        (5, "60 | -5"),
        (6, "Total des charges | 999"),
    ]
    assert [line.amount for line in pasted.lines] == [Decimal(10)]


def test_a_heading_that_is_not_the_sum_of_its_lines_is_kept_as_a_line():
    assert said("60 Achats\t100\nprestations de services\t60\n") == [
        ("60", "", "", Decimal(100)),
        ("60.1", "", "", Decimal(60)),
    ]
