"""The pages of sittings: what they show, to whom, and what their gestures do."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pdfplumber
import pytest

from preau.committees.models import Committee, Seat, Sitting
from preau.committees.operations import ensure_committees, ensure_seats
from preau.documents.models import Paper
from preau.people.roles import Role
from tests.factories.committees import a_revision, a_sitting, an_assent, with_agenda
from tests.factories.people import a_member
from tests.factories.programmes import CiteFactory, OrganisationFactory, a_programme
from tests.site.seen import Seen

pytestmark = pytest.mark.django_db

SITTINGS = "/allonnes/seances/"


@pytest.fixture
def programme():
    return a_programme()


@pytest.fixture
def sitting(programme):
    return a_sitting(programme.cite, held=True, place="Mairie")


@pytest.fixture
def send(client, claire):
    """Send a form to an address as Claire, and answer the page it leads to."""

    def send(address, **said):
        return Seen(client.post(address, said, follow=True))

    return send


def page_of(sitting, end=""):
    return f"{SITTINGS}{sitting.pk}/{end}"


def test_the_calendar_has_those_to_come_then_those_behind(visit, programme):
    with_agenda(a_sitting(programme.cite, held=True), "Bilan")
    a_sitting(programme.cite, on=date(2099, 3, 2))
    a_sitting(programme.cite, on=date(2019, 3, 2))

    page = visit(SITTINGS)

    assert page.texts("h2") == ["Prévues", "Comité de pilotage"]
    assert [(row[0], row[2], row[3]) for row in page.rows() if row[0] != "Séance"] == [
        ("2 mars 2019Comité de pilotage", "À noter", "0"),
        ("2 mars 2099Comité de pilotage", "Prévue", "0"),
        ("6 octobre 2020", "Tenue", "1"),
    ]
    assert "Séances" in " ".join(page.texts("ul.tabs"))


def test_a_cite_without_committee_is_offered_what_most_have(visit, send, programme):
    page = visit(SITTINGS)
    send("/allonnes/instances/commencer")

    assert page.texts("h2") == ["Aucune instance"]
    assert (Committee.objects.count(), Seat.objects.count()) == (2, 3)


def test_a_sitting_is_planned_from_its_page(visit, send, programme):
    committee = ensure_committees(programme.cite)[0]

    wrong = send(f"{SITTINGS}prevoir/", committee=committee.pk, on="32/13/2020", time="25h")
    page = send(f"{SITTINGS}prevoir/", committee=committee.pk, on="06/10/2020", time="14h30", place="Mairie")

    assert (wrong.status, wrong.texts("p.err")) == (
        422,
        ["Écrivez la date ainsi : 06/10/2020.", "Écrivez l’heure ainsi : 14:30."],
    )
    assert page.texts("h1") == ["Comité de pilotage"]
    assert "6 octobre 2020, 14 h 30, Mairie" in page.text


def test_a_sitting_shows_what_is_proposed_and_who_is_awaited(visit, programme, sitting):
    revision = a_revision(programme, sitting, (400, 100), (400, 650))
    an_assent(revision, ensure_seats(programme.cite)[0], "no", text="Trop vite")

    page = visit(page_of(sitting))

    said = " ".join(page.texts("article"))
    assert "Projet « Essai 1 », programme 2020" in said
    assert "300 € repris" in said
    assert "250 € donnés" in said
    assert page.tree.xpath("//article//*[@role='img']/@aria-label") == [
        "Avis défavorable", "Avis manquant", "Avis manquant",
    ]  # fmt: skip
    assert "Maire d’Allonnes n’a pas encore répondu" in said


@pytest.mark.parametrize("count", [1, 6])
def test_a_sitting_costs_the_same_whatever_is_on_it(count, visit, programme, django_assert_num_queries):
    sitting = a_sitting(programme.cite, held=True)
    names = [f"Nadia {number}" for number in range(count)]
    with_agenda(sitting, *names, people=[(name,) for name in names])
    for serial in range(1, count + 1):
        an_assent(a_revision(programme, sitting, (400, 100), serial=serial), Seat.objects.first())
        a_member(Role.TOWN, programme.cite, email=f"marc{serial}@ville.example")
    visit(page_of(sitting))

    with django_assert_num_queries(15):
        visit(page_of(sitting))


@pytest.mark.parametrize("count", [1, 6])
def test_the_calendar_costs_the_same_whatever_it_holds(count, visit, programme, django_assert_num_queries):
    for _ in range(count):
        with_agenda(a_sitting(programme.cite), "Bilan")
        with_agenda(a_sitting(programme.cite, held=True), "Bilan")
    visit(SITTINGS)

    with django_assert_num_queries(8):
        visit(SITTINGS)


@pytest.mark.parametrize("role", [Role.READER, Role.NATIONAL, Role.HOLDER])
def test_who_reads_no_draft_is_told_of_no_sitting(role, visit_as, programme, sitting):
    revision = a_revision(programme, sitting, (400, 100), state="adopted")
    organisation = OrganisationFactory(cite=programme.cite) if role == Role.HOLDER else None
    addresses = (
        SITTINGS, page_of(sitting), page_of(sitting, "compte-rendu.pdf"), "/allonnes/instances/",
        f"/allonnes/2020/reactualisations/{revision.serial}/notifications.csv",
    )  # fmt: skip

    pages = [visit_as(role, address, organisation=organisation) for address in addresses]
    home = visit_as(role, "/allonnes/2020/", organisation=organisation)

    assert [page.status for page in pages] == [403] * 5
    assert "Séances" not in " ".join(home.texts("ul.tabs"))


@pytest.mark.parametrize("role", [Role.PREFECTURE, Role.MANAGER])
def test_who_reads_drafts_keeps_none(role, visit_as, programme, sitting):
    with_agenda(sitting, "Bilan", people=[("Nadia",)])

    page = visit_as(role, page_of(sitting))

    assert page.status == 200
    assert page.tree.xpath("//main//form | //main//button") == []


def test_the_sitting_of_another_cite_is_not_there(visit, programme):
    elsewhere = with_agenda(a_sitting(CiteFactory(slug="le-mans"), held=True), "Bilan", people=[("Nadia",)])
    item, person = elsewhere.items.get(), elsewhere.attendees.get()
    mine = a_sitting(programme.cite)

    pages = [
        visit(page_of(elsewhere)), visit(page_of(elsewhere, "ordre-du-jour.csv")),
        visit(page_of(mine, f"points/{item.pk}/")),
        visit(page_of(mine, f"personnes/{person.pk}/")), visit(f"/allonnes/instances/{elsewhere.committee_id}/"),
    ]  # fmt: skip

    assert [page.status for page in pages] == [404] * 5


def test_people_are_chosen_among_the_members_with_their_seat(send, programme, sitting):
    hugo = a_member(Role.PREFECTURE, programme.cite, email="hugo@etat.example")
    a_member(Role.READER, programme.cite)

    page = send(page_of(sitting, "personnes/"), membre=[hugo.pk, 10**12])

    listed = [(one.name, one.capacity, str(one.seat)) for one in sitting.attendees.all()]
    assert listed == [("Hugo", "Préfecture", "Préfet")]
    assert page.texts("label.together") == ["Claire Coordination"]


def test_somebody_is_typed_and_what_is_wrong_comes_back_as_it_was(send, sitting):
    send(page_of(sitting, "personnes/"), name="Nadia Benali", capacity="Principale", presence="present")
    again = send(page_of(sitting, "personnes/"), name="Nadia Benali", capacity="Autre", presence="present")

    assert again.status == 422
    assert again.texts("p.err") == ["« Nadia Benali » est déjà dans la liste."]
    assert again.tree.xpath("//input[@name='capacity']/@value") == ["Autre"]


def test_presences_and_the_order_are_kept_from_the_page(send, sitting):
    with_agenda(sitting, "Bilan", "Budget", people=[("Nadia",)])
    nadia, budget = sitting.attendees.get(), sitting.items.get(title="Budget")

    send(page_of(sitting, "personnes/presences"), **{f"presence-{nadia.pk}": "excused"})
    send(page_of(sitting, f"points/{budget.pk}/place"), place="1")
    page = send(page_of(sitting, f"points/{budget.pk}/"), title="Budget", decision="Adopté.")

    assert "1 personne excusée" in page.text
    assert [item.title for item in sitting.items.order_by("position")] == ["Budget", "Bilan"]
    assert page.texts("p.quote") == ["Adopté."]


def test_minutes_are_drafted_once_then_offered_beside(visit, send, sitting):
    with_agenda(sitting, "Bilan")
    address = page_of(sitting, "compte-rendu/")

    first = visit(address)
    drafted = first.tree.xpath("string(//textarea)").strip()
    send(address, text=f"{drafted}\r\nRelu.", seen="")
    second = visit(address)

    assert "1. Bilan" in drafted
    assert Sitting.objects.get().minutes == f"{drafted}\nRelu."
    assert second.tree.xpath("string(//textarea)").strip().endswith("Relu.")
    assert second.texts("h2") == ["Brouillon d’après les données"]


def test_minutes_that_somebody_else_wrote_meanwhile_are_shown_beside(send, sitting):
    Sitting.objects.update(minutes="De Nadia")

    page = send(page_of(sitting, "compte-rendu/"), text="De Claire", seen="")

    assert (page.status, Sitting.objects.get().minutes) == (422, "De Nadia")
    assert page.tree.xpath("string(//textarea)").strip() == "De Claire"
    assert page.tree.xpath("//input[@name='seen']/@value") == ["De Nadia"]
    assert "De Nadia" in page.text


def test_a_project_of_paper_is_a_file(visit, sitting):
    papers = [visit(page_of(sitting, end)) for end in ("ordre-du-jour.odt", "autre.pdf", "compte-rendu.exe")]

    assert [paper.status for paper in papers] == [200, 404, 404]
    assert papers[0].response["Content-Disposition"] == 'attachment; filename="ordre-du-jour-2020-10-06.odt"'


def test_minutes_are_issued_under_a_number_that_they_print(send, sitting):
    Sitting.objects.update(minutes="La séance est levée.")

    page = send(page_of(sitting, "emettre"), papier="compte-rendu")

    paper = Paper.objects.get()
    with pdfplumber.open(BytesIO(bytes(paper.content))) as pdf:
        printed = pdf.pages[0].extract_text().replace("\u00a0", " ").replace("\n", " ")
    assert page.texts("h1") == ["Compte rendu – Comité de pilotage du 06/10/2020"]
    assert (paper.kind, paper.format, paper.about) == ("minutes", "pdf", {"sitting": sitting.pk})
    assert printed.count("papier n° 1") == 2


@pytest.mark.parametrize("what", ["compte-rendu", "ordre-du-jour", "autre"])
def test_nothing_is_issued_of_nothing(what, send, sitting):
    send(page_of(sitting, "emettre"), papier=what)

    assert Paper.objects.count() == 0


def test_notifications_are_issued_of_what_was_adopted(send, programme, sitting):
    a_revision(programme, sitting, (400, 100))
    a_revision(programme, sitting, (400, 100), state="adopted", serial=2)

    refused = send("/allonnes/2020/reactualisations/1/notifications/emettre")
    send("/allonnes/2020/reactualisations/2/notifications/emettre")

    paper = Paper.objects.get()
    assert refused.status == 409
    assert (paper.kind, paper.about) == ("notifications", {"year": 2020, "revision": 2})


@pytest.mark.parametrize(("state", "kept"), [("tenue", "held"), ("annulee", "cancelled"), ("autre", "planned")])
def test_a_sitting_becomes_what_its_buttons_say(state, kept, send, programme):
    sitting = a_sitting(programme.cite)

    send(page_of(sitting, "etat"), etat=state)

    assert Sitting.objects.get().state == kept


def test_seats_committees_and_the_rule_are_kept_from_their_pages(send, programme):
    ensure_committees(programme.cite)
    first = ensure_seats(programme.cite)[0]

    send("/allonnes/instances/ajouter/", name="Jury", level="other", members="")
    send("/allonnes/instances/sieges/ajouter/", name="Présidente de l’EPCI", role="")
    send(f"/allonnes/instances/sieges/{first.pk}/", fermer="1")
    twice = send("/allonnes/instances/sieges/ajouter/", name="Préfet", role="")
    page = send("/allonnes/instances/avis/", needed="majority", source="Convention, article 4")

    assert twice.status == 422
    assert [row[0] for row in page.rows()] == [
        "Instance", "Comité de pilotage", "Comité technique", "Jury",
        "Siège", "Éducation nationale", "Maire d’Allonnes", "Présidente de l’EPCI", "Préfet fermé",
    ]  # fmt: skip
    assert "L’avis favorable de la majorité des sièges" in page.text
    assert "Convention, article 4" in page.text
