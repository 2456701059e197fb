"""The amendment as a paper: its articles, its table, its signatures, the annex up to date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from preau.core.document.blocks import Heading, Table
from preau.formats.writing import write
from preau.journal.moments import NOW
from preau.revisions.papers import amendment_paper, annex_at
from tests.factories.programmes import a_programme
from tests.factories.revisions import adopted

pytestmark = pytest.mark.django_db

SPRING, AUTUMN = date(2020, 4, 2), date(2020, 10, 13)


@pytest.fixture
def versions():
    programme = a_programme(actions=3)
    first = adopted(programme, 0, SPRING)
    return programme, first, adopted(programme, 1, AUTUMN, {2: 650}, {2: "Une école de plus."})


def blocks(paper, kind):
    return [block for block in paper.blocks if isinstance(block, kind)]


def values(row):
    return [cell.value for cell in row]


def test_the_headings_of_an_amendment(versions):
    programme, before, after = versions

    paper = amendment_paper(programme, before, after, number=4)

    assert [block.text for block in blocks(paper, Heading)] == [
        "Avenant n°\u00a04 au programme d’actions 2020 de la cité éducative d’Allonnes",
        "Article 1 – Objet",
        "Article 2 – Montants",
        "Article 3 – Autres dispositions",
        "Annexe 1 – Programme 2020 à jour",
    ]
    assert amendment_paper(programme, before, after).title.startswith("Projet d’avenant")


def test_the_table_of_amounts_folds_what_stayed(versions):
    programme, before, after = versions

    amounts = blocks(amendment_paper(programme, before, after), Table)[0]

    assert [values(row) for row in amounts.body] == [
        ["A", "THÈME 1", None, Decimal(400), "+\u00a0250\u00a0€", Decimal(650)],
        ["2", "Action de lecture 2", "Une école de plus.", Decimal(400), "+\u00a0250\u00a0€", Decimal(650)],
        ["B", "THÈME 2", None, Decimal(800), "0\u00a0€", Decimal(800)],
        [None, "2\u00a0actions inchangées", None, Decimal(800), "0\u00a0€", Decimal(800)],
    ]
    assert values(amounts.foot[0]) == ["TOTAL", Decimal(1200), "+\u00a0250\u00a0€", Decimal(1450)]


def test_one_box_a_seat(versions):
    programme, before, after = versions

    signatures = blocks(amendment_paper(programme, before, after), Table)[1]

    assert values(signatures.head[0]) == ["Préfet", "Éducation nationale", "Maire d’Allonnes"]
    assert len(signatures.body[0]) == 3


def test_the_annex_of_a_revision_has_its_amounts(versions):
    programme, before, after = versions

    grants = [
        [values(row)[-1] for row in blocks(annex_at(programme, one), Table)[0].body] for one in (before, after, NOW)
    ]

    assert grants == [[400, 400, 400], [400, 650, 400], [400, 650, 400]]


@pytest.mark.parametrize("format_", ["pdf", "docx", "odt"])
def test_an_amendment_is_written_in_each_format(versions, format_):
    programme, before, after = versions

    data = write(amendment_paper(programme, before, after), format_)

    assert len(data) > 3_000
