"""Nothing is reached but through the right to read it."""

from __future__ import annotations

import pytest

from preau.people.roles import Role
from preau.programmes.models import ActionHolder
from tests.factories.people import a_user
from tests.factories.programmes import ActionFactory, OrganisationFactory, a_programme

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/allonnes/2020/",
    "/allonnes/2020/annexe.pdf",
    "/allonnes/2020/a-verifier/",
    "/allonnes/2020/actions/1/",
    "/allonnes/2020/imports/1/",
    "/allonnes/2020/imports/1/fichier",
)


@pytest.mark.parametrize("address", ["/", *ADDRESSES])
def test_who_is_not_signed_in_is_asked_to(client, address):
    a_programme()

    assert client.get(address).url == f"/compte/login/?next={address}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_no_role_is_told_that_there_is_nothing(client, address):
    a_programme()
    client.force_login(a_user("sans@role.example"))

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_one_may_read_is_there(visit, address):
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


def test_a_holder_reads_their_own_actions_and_no_whole_file(visit_as):
    programme = a_programme(actions=2)
    theirs = ActionFactory(programme=programme, serial=3, holder_written="Micro-Folie")
    organisation = theirs.holders.get().organisation

    table = visit_as("holder", "/allonnes/2020/", organisation=organisation)
    statuses = [
        visit_as("holder", f"/allonnes/2020/{address}", organisation=organisation).status
        for address in ("actions/3/", "actions/1/", "imports/1/", "imports/1/fichier", "annexe.csv")
    ]

    assert [row.get("id") for row in table.tree.xpath("//tbody/tr[starts-with(@id, 'action-')]")] == ["action-3"]
    assert table.texts(".big")[0] == "1"
    assert statuses == [200, 404, 404, 404, 200]


def test_a_holder_that_is_only_expected_reads_nothing_until_it_is_confirmed(visit_as):
    programme = a_programme(actions=2)
    organisation = OrganisationFactory(cite=programme.cite, name="JSA")
    holder = ActionHolder.objects.get(action__serial=2)
    ActionHolder.objects.filter(pk=holder.pk).update(organisation=organisation, tentative=True)
    pages = ("/allonnes/2020/actions/2/", "/allonnes/2020/", "/?q=lecture", "/allonnes/chercher/?q=lecture")

    before = [visit_as(Role.HOLDER, page, organisation=organisation) for page in pages]
    ActionHolder.objects.filter(pk=holder.pk).update(tentative=False)
    after = [visit_as(Role.HOLDER, page, organisation=organisation) for page in pages]

    assert [(seen.status, "Action de lecture 2" in seen.text) for seen in before] == [(404, False), *[(200, False)] * 3]
    assert [(seen.status, "Action de lecture 2" in seen.text) for seen in after] == [(200, True)] * 4


def test_a_national_reader_sees_figures_and_no_person(visit_as):
    a_programme()

    seen = visit_as("national", "/allonnes/2020/actions/1/", email="anct@etat.example")

    assert seen.status == 200
    assert "Journal" not in seen.texts("h2")
    assert "Claire" not in seen.text


def test_an_address_that_only_receives_says_so(visit):
    a_programme()

    seen = visit("/allonnes/2020/choix/")

    assert (seen.status, seen.response["Allow"]) == (405, "POST")
    assert seen.texts("h1") == ["Cette adresse reçoit des envois, elle ne s’ouvre pas"]


def test_a_failure_of_ours_is_told_without_its_insides(client, claire, monkeypatch):
    a_programme()
    client.raise_request_exception = False
    monkeypatch.setattr("preau.site.views.programme.current_import", lambda _: 1 / 0)

    response = client.get("/allonnes/2020/")

    assert response.status_code == 500
    assert "Une tuile est tombée" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()
