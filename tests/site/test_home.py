"""The first page: what there is to read, or how to bring it."""

from __future__ import annotations

import pytest

from tests.factories.programmes import a_programme

pytestmark = pytest.mark.django_db


def test_an_empty_installation_says_what_to_type(visit):
    seen = visit("/")

    assert seen.status == 200
    assert seen.texts("code") == [
        "preau check annexe.xlsx",
        "preau import annexe.xlsx --cite ma-ville",
        "preau demo",
    ]


def test_the_only_programme_opens_at_once(visit):
    a_programme()

    seen = visit("/")

    assert (seen.status, seen.response.url) == (302, "/allonnes/2020/")


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
        a_programme(year=2019 + number, number=number)

    with django_assert_num_queries(3):
        visit("/")


def test_a_closed_installation_says_so(visit, settings):
    a_programme()
    settings.PREAU_OPEN = False

    seen = visit("/")

    assert (seen.status, seen.texts("h1")) == (404, ["Ces pages sont fermées"])


def test_an_address_cut_short_leads_to_the_latest_programme(visit):
    a_programme("allonnes", year=2020)
    a_programme("allonnes", year=2021, number=2)

    assert visit("/allonnes/").response.url == "/allonnes/2021/"
    assert visit("/le-mans/").status == 404
