"""Who reaches the wizard, and what its pages cost."""

from __future__ import annotations

import pytest

from preau.annexes.models import Upload
from preau.people.roles import Role
from tests.factories.people import a_member, a_user
from tests.factories.programmes import CiteFactory, OrganisationFactory
from tests.factories.uploads import SMALL, an_upload, applied

pytestmark = pytest.mark.django_db

HOME = "/allonnes/importer/"
ONE = "/allonnes/importer/1/"
State = Upload.State


@pytest.mark.parametrize("path", ["", "etat", "lire", "colonnes", "choix", "appliquer", "laisser"])
def test_an_upload_of_another_cite_or_of_no_number_is_not_there(client, claire, path):
    an_upload(slug="le-mans")
    a_member(Role.COORDINATION, CiteFactory(slug="creil", coordinated=False), email="autre@creil.example")
    client.force_login(a_user("autre@creil.example"))
    act = client.get if path in {"", "etat"} else client.post

    found = [act(f"/{slug}/importer/{number}/{path}").status_code for slug, number in [("le-mans", 1), ("creil", 1)]]

    assert found == [404, 404]


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.COORDINATION, Role.ADMINISTRATOR}])
def test_only_who_may_import_reaches_the_wizard(client, claire, role):
    an_upload()
    applied(an_upload(SMALL.replace("2026", ""), name="b.txt", year=2025), year=2025)
    cite = None if role == Role.NATIONAL else CiteFactory()
    whose = OrganisationFactory(cite=cite) if role in {Role.HOLDER, Role.FACILITATOR} else None
    client.force_login(a_member(role, cite, organisation=whose))

    answers = {client.get(address).status_code for address in (HOME, ONE, "/allonnes/2025/imports/1/annuler")}
    posts = {client.post(f"{ONE}{path}").status_code for path in ("appliquer", "colonnes", "choix", "laisser", "lire")}

    assert (answers, posts) == ({403}, {403})
    assert Upload.objects.get(number=1).state == State.READ


@pytest.mark.parametrize("rows", [1, 3, 250])
def test_the_preview_costs_the_same_whatever_its_length(visit, rows, django_assert_num_queries):
    lines = "".join(f"{n}\tVille\tAction de lecture {n}\t100 €\t40 €\n" for n in range(1, rows + 1))
    head = "".join(SMALL.splitlines(keepends=True)[:2])
    applied(an_upload(head + lines))
    an_upload(head + lines.replace("40 €", "41 €"), name="b.txt")

    with django_assert_num_queries(9):
        seen = visit("/allonnes/importer/2/")

    assert len(seen.tree.xpath("//input[@name='accepter']")) == min(rows, 100)


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_whatever_waits(visit, count, django_assert_num_queries):
    for n in range(count):
        an_upload(name=f"{n}.txt")

    with django_assert_num_queries(6):
        visit(HOME)
