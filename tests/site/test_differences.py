"""The page of two moments side by side, and the amendment that is brought away from it."""

from __future__ import annotations

from datetime import date

import pytest

from preau.people.roles import Role
from tests.factories.programmes import a_programme
from tests.factories.revisions import adopted
from tests.site.seen import plain

pytestmark = pytest.mark.django_db

PAGE = "/allonnes/2020/differences/"
SPRING, AUTUMN = date(2020, 4, 2), date(2020, 10, 13)


@pytest.fixture
def versions():
    programme = a_programme(actions=4)
    adopted(programme, 0, SPRING)
    adopted(programme, 1, AUTUMN, {2: 650, 3: 150}, {2: "Une école de plus."})
    return programme


def test_two_revisions_side_by_side(visit, versions):
    seen = visit(PAGE)

    assert [plain(one.getparent()) for one in seen.all(".big")] == [
        "− 250 € repris à 1 action",
        "+ 250 € donnés à 1 action",
        "0 € d’écart : le total ne change pas",
        "1 600 € après, 1 600 € avant",
    ]
    rows = [[cell for cell in row if cell] for row in seen.rows()[1:]]
    assert rows[0] == ["AThème 1", "800 €", "+ 250 €", "1 050 €"]
    assert rows[1] == ["2", "Action de lecture 2Une école de plus.", "1 000 €", "400 €", "+ 250 €", "650 €", "65 %"]
    assert rows[2] == ["1 autre action inchangée", "400 €", "0 €", "400 €"]
    assert rows[-1] == ["Total", "1 600 €", "0 €", "1 600 €"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Avant : Programme initial (2 avril 2020). Après : Réactualisation n° 1 (13 octobre 2020)."),
        ("?de=v1&a=aujourdhui", "Avant : Réactualisation n° 1 (13 octobre 2020). Après : programme d’aujourd’hui."),
        (
            "?de=v0&a=v1&de_le=2020-06-01",
            "Avant : programme connu (1er juin 2020). Après : Réactualisation n° 1 (13 octobre 2020).",
        ),
    ],
)
def test_each_side_is_a_version_a_day_or_today(visit, versions, asked, said):
    seen = visit(PAGE + asked)

    assert seen.tree.xpath("count(//h1)") == 1
    assert said in seen.text.replace("\u00a0", " ")


@pytest.mark.parametrize("asked", ["?de=v9", "?a=2999-01-01", "?de=zob", "?de=v%00", "?a_le=31/02/2020"])
def test_what_is_no_side_is_a_sentence(visit, versions, asked):
    assert visit(PAGE + asked).status == 409


@pytest.mark.parametrize("format_", ["pdf", "docx", "odt"])
def test_the_amendment_is_brought_away(client, visit, versions, format_):
    response = client.get(f"{PAGE}avenant.{format_}?de=v0&a=v1")

    assert (response.status_code, len(response.content) > 3_000) == (200, True)
    assert response["Content-Disposition"] == f'attachment; filename="avenant-allonnes-2020-v0-v1.{format_}"'


def test_no_other_format(client, visit, versions):
    assert client.get(f"{PAGE}avenant.csv?de=v0&a=v1").status_code == 404


def test_a_holder_compares_nothing(visit_as, versions):
    organisation = versions.actions.first().organisations.first()

    seen = visit_as(Role.HOLDER, PAGE, organisation=organisation)

    assert seen.status == 403


def test_without_a_revision_the_beginning_is_compared_with_today(visit):
    a_programme(actions=1)

    seen = visit(PAGE)

    assert "Rien n’a changé entre ces deux moments." in seen.text


@pytest.mark.parametrize("actions", [2, 30])
def test_the_page_costs_the_same_whatever_its_length(visit, actions, django_assert_num_queries):
    programme = a_programme(actions=actions)
    adopted(programme, 0, SPRING)
    adopted(programme, 1, AUTUMN, {1: 650}, {1: "Une école de plus."})

    with django_assert_num_queries(22):
        visit(PAGE)
