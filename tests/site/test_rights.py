"""Nothing is reached but through the right to read it."""

from __future__ import annotations

import pytest

from tests.factories.programmes import ActionFactory, a_programme

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/",
    "/allonnes/2020/",
    "/allonnes/2020/annexe.pdf",
    "/allonnes/2020/a-verifier/",
    "/allonnes/2020/actions/1/",
    "/allonnes/2020/imports/1/",
    "/allonnes/2020/imports/1/fichier",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_closed_installation_answers_that_there_is_nothing(visit, settings, address):
    a_programme()
    settings.PREAU_OPEN = False

    assert visit(address).status == 404


@pytest.mark.parametrize("address", ADDRESSES[1:])
def test_what_is_open_is_there(visit, address):
    """Without this one, the test above could pass on addresses that never exist."""
    a_programme()

    assert visit(address).status == 200


@pytest.mark.parametrize(
    "address",
    [
        "/le-mans/2020/",
        "/allonnes/2019/",
        "/allonnes/2020/actions/9/",
        "/allonnes/2020/actions/0/",
        "/allonnes/2020/imports/2/",
        "/allonnes/2020/imports/2/fichier",
        "/allonnes/2020/annexe.exe",
        "/allonnes/2020/annexe.",
        "/allonnes/99999999999999999999/",
        "/allonnes/2020/actions/99999999999999999999/",
        "/allonnes/2020/imports/99999999999999999999/",
        "/allonnes/2020/imports/1/fichier/../../../../etc/passwd",
        "/nulle-part/",
    ],
)
def test_what_does_not_exist_is_not_found(visit, address):
    a_programme()

    seen = visit(address)

    assert (seen.status, seen.texts("h1")) == (404, ["Il n’y a rien sous ce toit"])


def test_the_actions_and_imports_of_another_programme_are_not_reached_through_mine(visit):
    a_programme("allonnes", actions=1)
    other = a_programme("le-mans", actions=1)
    ActionFactory(programme=other, serial=7)
    a_programme("allonnes", year=2021, number=2)

    found = [
        visit(address).status
        for address in ("/le-mans/2020/actions/7/", "/allonnes/2020/actions/7/", "/allonnes/2020/imports/2/")
    ]

    assert found == [200, 404, 404]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/", "/allonnes/2020/", "/nulle-part/"])
def test_nothing_can_be_written(client, method, address):
    a_programme()

    response = getattr(client, method)(address)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "Ces pages se lisent seulement" in response.content.decode()


def test_a_failure_of_ours_is_told_without_its_insides(client, monkeypatch):
    a_programme()
    client.raise_request_exception = False
    monkeypatch.setattr("preau.site.views.current_import", lambda _: 1 / 0)

    response = client.get("/allonnes/2020/")

    assert response.status_code == 500
    assert "Une tuile est tombée" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


def test_an_error_page_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/nulle/part/du/tout/")
