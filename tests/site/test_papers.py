"""The register of papers, and the page where anybody verifies one."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from preau.documents.models import Paper, PaperKind
from preau.people.roles import Role
from tests.factories.committees import a_paper
from tests.factories.programmes import CiteFactory, OrganisationFactory
from tests.site.seen import Seen

pytestmark = pytest.mark.django_db

PAPERS = "/allonnes/papiers/"


@pytest.fixture
def cite():
    return CiteFactory()


def test_the_register_shows_the_latest_first(visit, cite):
    a_paper(cite, content=b"un")
    a_paper(cite, kind=PaperKind.MINUTES, title="Comité de pilotage", content=b"deux", format="pdf")
    a_paper(CiteFactory(slug="le-mans"), title="Ailleurs")

    page = visit(PAPERS)

    assert page.rows()[1:] == [
        ["n° 2 – Comité de pilotage", "Compte rendu", "6 oct. 2020", "PDF du papier n° 2, 4 octets", sha(b"deux")],
        ["n° 1 – Programme 2020", "Annexe", "6 oct. 2020", "CSV du papier n° 1, 2 octets", sha(b"un")],
    ]


def sha(content):
    """The hash as the register abbreviates it."""
    return f"{hashlib.sha256(content).hexdigest()[:12]}…"


def test_a_paper_says_its_whole_hash_and_how_to_check_it(visit, cite):
    paper = a_paper(cite)

    page = visit(f"{PAPERS}1/")

    assert paper.sha256 in page.text
    assert "sha256sum papier-allonnes-1.csv" in page.texts("code.command")


def test_a_paper_is_downloaded_as_it_was_issued(client, claire, cite):
    a_paper(cite, content=b"les octets")

    response = client.get(f"{PAPERS}1/fichier")
    again = client.get(f"{PAPERS}1/fichier", headers={"If-None-Match": response["ETag"]})

    assert (response.content, response["Content-Type"]) == (b"les octets", "text/csv; charset=utf-8")
    assert response["Content-Disposition"] == 'attachment; filename="papier-allonnes-1.csv"'
    assert (response["X-Content-Type-Options"], response["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )
    assert again.status_code == 304


@pytest.mark.parametrize("role", [Role.READER, Role.NATIONAL])
def test_who_reads_figures_reaches_adopted_facts_alone_and_nobodys_name(role, visit_as, cite):
    a_paper(cite)
    a_paper(cite, kind=PaperKind.MINUTES, title="Comité de pilotage")

    pages = [visit_as(role, PAPERS + end) for end in ("", "1/", "2/", "2/fichier")]

    assert [page.status for page in pages] == [200, 200, 404, 404]
    assert [row[0] for row in pages[0].rows()[1:]] == ["n° 1 – Programme 2020"]
    assert "Claire" not in pages[1].text


def test_a_holder_reads_no_paper(visit_as, cite):
    a_paper(cite)

    page = visit_as(Role.HOLDER, PAPERS, organisation=OrganisationFactory(cite=cite))

    assert page.status == 403


def test_the_paper_of_another_cite_is_not_there(visit_as, cite):
    a_paper(CiteFactory(slug="le-mans"))

    assert visit_as(Role.COORDINATION, f"{PAPERS}1/").status == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_register_costs_the_same_whatever_it_holds(count, client, claire, cite, django_assert_num_queries):
    for _ in range(count):
        a_paper(cite)
    client.get(PAPERS)

    with django_assert_num_queries(7):
        client.get(PAPERS)


def verified(content=None, **sent):
    """What somebody without an account is told."""
    file = {} if content is None else {"file": SimpleUploadedFile("copie.pdf", content)}
    return Seen(Client().post("/verifier/", {**sent, **file}))


def test_a_copy_is_recognised_by_anybody_and_never_kept(cite):
    a_paper(cite, content=b"les octets", kind=PaperKind.MINUTES, title="Comité du 6 octobre", on=date(2020, 10, 6))

    page = verified(b"les octets")

    assert page.texts("h2")[0] == "C’est le même papier"
    assert page.texts("dd") == ["la cité éducative d’Allonnes", "Compte rendu", "1", "6 octobre 2020"]
    assert "6 octobre" in page.text
    assert "Comité" not in page.text
    assert Paper.objects.count() == 1


def test_one_byte_changed_is_another_paper(cite):
    a_paper(cite, content=b"les octets")

    page = verified(b"les octetz")

    assert page.texts("h2")[0] == "Aucun papier n’a cette empreinte"
    assert page.texts("dd") == []


@pytest.mark.parametrize("written", ["{0}", "{0}  papier-allonnes-1.csv", "{1}"])
def test_a_hash_is_enough_as_a_command_gives_it(written, cite):
    paper = a_paper(cite)

    page = Seen(Client().get("/verifier/", {"empreinte": written.format(paper.sha256, paper.sha256.upper())}))

    assert page.texts("h2")[0] == "C’est le même papier"


@pytest.mark.parametrize("said", ["", "abc", "g" * 64, "a" * 63, "a" * 65])
def test_what_is_no_hash_is_asked_again(said):
    page = verified(empreinte=said)

    assert page.status == 422
    assert len(page.all("p.stop")) == 1


def test_the_page_lists_nothing(cite):
    a_paper(cite)

    page = Seen(Client().get("/verifier/"))

    assert page.status == 200
    assert "Allonnes" not in page.body


def test_who_has_no_account_sends_no_more_than_a_form():
    page = verified(b"a" * 2**20)

    assert page.status == 413


def test_who_has_one_sends_a_large_copy_of_which_nothing_is_kept(client, claire, cite):
    content = b"a" * (3 * 2**20)
    a_paper(cite, content=content)

    page = Seen(client.post("/verifier/", {"file": SimpleUploadedFile("copie.pdf", content)}))

    assert page.texts("h2")[0] == "C’est le même papier"


def test_a_file_is_taken_only_with_the_token_of_the_form():
    response = Client(enforce_csrf_checks=True).post("/verifier/", {"file": SimpleUploadedFile("copie.pdf", b"a")})

    assert response.status_code == 403
