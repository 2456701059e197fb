"""The first page: the only cité at once, the list of several, every cité for a national reader."""

from __future__ import annotations

import pytest

from preau.people.roles import Role
from tests.factories.people import a_member, a_user
from tests.factories.programmes import CiteFactory, a_programme
from tests.site.seen import Seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def national(client):
    """Go to an address as a national reader."""
    client.force_login(a_member(Role.NATIONAL))

    def national(address):
        return Seen(client.get(address))

    return national


def test_whoever_has_no_role_is_told_whom_to_ask(client):
    client.force_login(a_user("nobody@ville.example"))

    seen = Seen(client.get("/"))

    assert (seen.status, seen.texts("h1")) == (200, ["Rien à lire pour l’instant"])


def test_the_only_cite_opens_at_once(visit):
    a_programme()

    seen = visit("/")

    assert (seen.status, seen.response.url) == (302, "/allonnes/")


def test_several_programmes_are_listed_with_their_figures(visit):
    a_programme("allonnes", year=2020, actions=2)
    a_programme("allonnes", year=2021, actions=1, number=2)
    a_programme("le-mans", year=2020, actions=3)

    seen = visit("/")

    assert seen.texts(".big") == ["2", "3", "6", "2 400 €"]
    assert seen.rows()[1:] == [
        ["Cité éducative d’Allonnes"],
        ["Programme 2021", "1", "1 000 €", "400 €", "1 point"],
        ["Programme 2020", "2", "2 000 €", "800 €", "2 points"],
        ["Cité éducative de Le-Mans"],
        ["Programme 2020", "3", "3 000 €", "1 200 €", "3 points"],
    ]


@pytest.mark.parametrize("programmes", [2, 5])
def test_the_list_costs_the_same_whatever_its_length(visit, programmes, django_assert_num_queries):
    for number in range(1, programmes + 1):
        a_programme(f"cite-{number}", number=number)
    visit("/")

    with django_assert_num_queries(7):
        visit("/")


def test_a_national_reader_compares_every_cite(national):
    a_programme("allonnes", actions=2)
    a_programme("le-mans", year=2021, actions=3)
    CiteFactory(slug="nantes")

    seen = national("/")

    assert seen.texts(".big") == ["3", "5", "5 000 €", "2 000 €", "40 %"]
    assert seen.rows()[1:] == [
        ["Allonnes", "2020", "2", "2 000 €", "800 €", "40 %", "2 points"],
        ["Le-Mans", "2021", "3", "3 000 €", "1 200 €", "40 %", "3 points"],
        ["Nantes", "–", "–", "–", "–", "–", "–"],
        ["Total", "2", "5", "5 000 €", "2 000 €", "40 %", "5 points"],
    ]


def test_the_list_of_cites_is_sorted_by_a_column_and_kept_to_a_year(national):
    a_programme("allonnes", year=2020, actions=1)
    a_programme("allonnes", year=2021, actions=2, number=2)
    a_programme("le-mans", year=2021, actions=3)

    names = [row[0] for row in national("/?tri=cout&sens=desc").rows()[1:-1]]
    of_2020 = national("/?annee=2020&tri=actions").rows()[1:-1]

    assert names == ["Le-Mans", "Allonnes"]
    assert of_2020 == [
        ["Allonnes", "2020", "1", "1 000 €", "400 €", "40 %", "1 point"],
        ["Le-Mans", "–", "–", "–", "–", "–", "–"],
    ]


def test_each_heading_says_how_the_list_is_sorted_and_turns_it_round(national):
    a_programme()

    heads = national("/?tri=cout&sens=desc&annee=2020").tree.xpath("//th[@aria-sort]")

    assert [(head.text_content(), head.get("aria-sort"), head[0].get("href")) for head in heads] == [
        ("Coût total", "descending", "?tri=cout&annee=2020")
    ]


@pytest.mark.parametrize("address", ["/?tri=rien", "/?annee=3000", "/?annee=x&tri=&sens=haut"])
def test_what_nobody_can_sort_by_is_ignored(national, address):
    a_programme()

    assert national(address).rows()[1][:2] == ["Allonnes", "2020"]


@pytest.mark.parametrize("cites", [1, 4])
def test_every_cite_costs_the_same_number_of_queries(national, cites, django_assert_num_queries):
    for number in range(1, cites + 1):
        a_programme(f"cite-{number}", number=number)
    national("/")

    with django_assert_num_queries(9):
        national("/")


def test_an_address_of_another_cite_leads_nowhere(visit):
    a_programme("allonnes")
    CiteFactory(slug="le-mans", coordinated=False)

    assert [visit("/allonnes/").status, visit("/le-mans/").status, visit("/nulle-part/").status] == [200, 404, 404]
