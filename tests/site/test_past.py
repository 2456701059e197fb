"""The programme at a date: what was known then, read only, to whoever might read it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from preau.annexes.editing import Edit, edit_actions
from preau.annexes.operations import import_annex, target_of
from preau.formats.annex import read_annex
from preau.people.models import Cite, Organisation
from preau.people.roles import Role
from preau.programmes.models import Programme
from tests.factories.people import a_user, coordinates
from tests.factories.programmes import OrganisationFactory, a_programme
from tests.factories.revisions import adopted
from tests.site.seen import plain

pytestmark = pytest.mark.django_db

PAGE = "/allonnes/2020/"
HEAD = "N°;Porteur;Thématiques;Intitulé;Public visé;Descriptif de l’action;Coût total;Montant Cité éducative"
MARCH, MAY, OCTOBER = date(2020, 3, 10), date(2020, 5, 4), date(2020, 10, 13)


def bring(rows, on):
    """Import these rows as an annex that holds from that day."""
    data = "\n".join([HEAD, *rows]).encode()
    file = read_annex(data, "annexe.csv")
    import_annex(file=file, data=data, target=target_of(file, slug="allonnes", year=2020), by=None, on=on)
    coordinates(Cite.objects.get(slug="allonnes"))


@pytest.fixture
def years(db):
    """A programme of March, a revision of May, an edit of today."""
    bring(
        ["1;Centre social;Culture;Lecture;Enfants;Lire;1000 €;400 €", "2;Ville;Santé;Jardin;Tous;;500 €;100 €"], MARCH
    )
    programme = Programme.objects.get()
    adopted(programme, 0, MARCH)
    adopted(programme, 1, MAY, {1: 300, 2: 200})
    edits = [Edit(1, "title", None, "Lecture et jeux"), Edit(1, "holder_written", None, "Ludothèque")]
    edit_actions(programme=programme, edits=edits, by=a_user())
    return programme


def lines(seen):
    """Each row of the table: its name and its grant."""
    return [
        (plain(row.xpath("th//a")[0]), plain(row.xpath("td[contains(@class,'grant')]")[0]))
        for row in seen.tree.xpath("//tr[starts-with(@id, 'action-')]")
    ]


def test_the_programme_as_it_was_known_then(visit, years):
    seen = visit(PAGE + "?au=2020-04-01")

    assert lines(seen) == [("Lecture", "400 €"), ("Jardin", "100 €")]
    assert plain(seen.all("p.note")[0]) == (
        "Le programme tel qu’il était connu au 1er avril 2020 — version : programme initial, voté le 10 mars 2020. Les "
        "points à vérifier sont ceux d’aujourd’hui : ils ne sont pas montrés ici. Revenir à aujourd’hui · Voir ce qui "
        "a changé depuis"
    )
    assert plain(seen.all("tfoot")[0]) == "Total des 2 actions1 500 €500 €33 %"
    assert seen.tree.xpath("//form[@id='lot'] | //aside | //*[@data-f]") == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("?au=2020-03-10", [("Lecture", "400 €"), ("Jardin", "100 €")]),
        ("?au=04/05/2020", [("Lecture", "300 €"), ("Jardin", "200 €")]),
        ("?version=0", [("Lecture", "400 €"), ("Jardin", "100 €")]),
        ("?version=1", [("Lecture", "300 €"), ("Jardin", "200 €")]),
        ("?version=v1", [("Lecture", "300 €"), ("Jardin", "200 €")]),
        ("", [("Lecture et jeux", "300 €"), ("Jardin", "200 €")]),
    ],
)
def test_each_moment_has_its_amounts(visit, years, asked, expected):
    assert lines(visit(PAGE + asked)) == expected


def test_today_as_a_date_is_today(visit, years):
    seen = visit(f"{PAGE}?au={localdate().isoformat()}")

    assert seen.tree.xpath("count(//form[@id='lot'])") == 1


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ("&q=lire", ["Lecture"]),
        ("&q=sante", ["Jardin"]),
        ("&q=jeux", []),
        ("&theme=C", ["Lecture"]),
        ("&porteur=ludotheque", []),
        ("&porteur=centre-social", ["Lecture"]),
        ("&tri=cost", ["Jardin", "Lecture"]),
        ("&groupe=porteur", ["Lecture", "Jardin"]),
        ("&verifier=1", ["Lecture", "Jardin"]),
    ],
)
def test_filters_look_at_what_was_known(visit, years, filters, names):
    assert [name for name, _ in lines(visit(f"{PAGE}?au=2020-04-01{filters}&groupe=rien"))] == names


def test_links_stay_at_the_moment(visit, years):
    seen = visit(PAGE + "?au=2020-04-01&q=l")

    inside = seen.tree.xpath("//section//a/@href | //details//ul[contains(@class,'exports')]//a/@href")
    leaves = [one for one in inside if "au=2020-04-01" not in one]
    assert leaves == []
    assert seen.tree.xpath("//form[@class='filters no-print']/input[@name='au']/@value") == ["2020-04-01"]


def test_before_it_begins_a_page_says_when(visit, years):
    seen = visit(PAGE + "?au=2020-03-09")

    assert seen.texts("h1") == ["Rien n’était encore connu"]
    assert "Il commence le 10 mars 2020." in seen.text


@pytest.mark.parametrize("page", [PAGE, PAGE + "actions/1/", PAGE + "annexe.csv"])
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("au=zob", "« zob » n’est pas une date. Écrivez le jour, le mois et l’année, par exemple 15/10/2020."),
        ("au=2020-02-31", "« 2020-02-31 » n’est pas une date."),
        ("au=2999-01-01", "Le 01/01/2999 est à venir. Donnez une date passée, au plus tard aujourd’hui."),
        ("version=7", "Le programme 2020 n’a pas de version « 7 ». Ses versions : 0, 1."),
        ("version=%27--", "Le programme 2020 n’a pas de version « '-- »."),
    ],
)
def test_what_is_no_moment_is_a_sentence(visit, years, page, asked, sentence):
    seen = visit(f"{page}?{asked}")

    assert (seen.status, sentence in seen.text.replace("\u00a0", " ").replace("’--", "'--")) == (409, True)


def test_an_action_as_it_was_known_then(visit, years):
    seen = visit(PAGE + "actions/1/?version=1")

    assert seen.texts("h1") == ["Lecture"]
    assert [plain(one.getparent()) for one in seen.all(".big")][:2] == [
        "1 000 € de coût total",
        "300 € de Cité éducative",
    ]
    assert "Porteur : Centre social." in seen.text
    assert "version : réactualisation n° 1, adoptée le 4 mai 2020" in seen.text


def test_an_action_that_was_not_known_is_nowhere(visit, years):
    assert visit(PAGE + "actions/1/?au=2020-03-09").status == 404


def as_holder(visit_as, name, address):
    organisation = Organisation.objects.get(name=name)
    return visit_as(Role.HOLDER, address, organisation=organisation, email=f"{organisation.pk}@porteur.example")


def test_a_holder_reads_what_they_held_then_and_read_today(visit_as, years):
    OrganisationFactory(cite=years.cite, name="Ville")

    held = {
        name: [line for line, _ in lines(as_holder(visit_as, name, PAGE + "?au=2020-04-01"))]
        for name in ("Ville", "Centre social", "Ludothèque")
    }

    assert held == {"Ville": ["Jardin"], "Centre social": [], "Ludothèque": []}


def test_a_holder_reads_no_action_that_was_another_s(visit_as, years):
    answers = [as_holder(visit_as, name, f"{PAGE}actions/1/?au=2020-04-01") for name in ("Centre social", "Ludothèque")]

    assert [seen.status for seen in answers] == [404, 404]


def test_a_holder_hears_of_no_revision(visit_as, years):
    page = as_holder(visit_as, "Ville", PAGE + "?au=2020-06-01")
    version = as_holder(visit_as, "Ville", PAGE + "?version=1")

    assert ("éactualisation" in page.body, "ersion" in page.text, version.status) == (False, False, 403)


@pytest.mark.parametrize("format_", ["csv", "xlsx", "docx", "odt", "html", "ods", "tsv", "pdf"])
def test_the_annex_of_a_moment_reads_as_it_was(client, visit, years, format_):
    response = client.get(f"{PAGE}annexe.{format_}?au=2020-04-01")

    annex = read_annex(response.content, f"annexe.{format_}").annex
    assert response["Content-Disposition"] == f'attachment; filename="programme-allonnes-2020-2020-04-01.{format_}"'
    assert [(one.title, one.grant) for one in annex.actions] == [("Lecture", Decimal(400)), ("Jardin", Decimal(100))]
    assert (annex.year, annex.title) == (2020, years.title)


def test_the_annex_of_a_moment_says_which(client, visit, years):
    page = client.get(f"{PAGE}annexe.html?version=1").content.decode()

    assert "État au 4\u00a0mai\u00a02020, réactualisation n°\u00a01, adoptée le 4\u00a0mai\u00a02020" in page


def test_a_file_of_the_screen_is_of_the_moment_too(client, visit, years):
    data = client.get(f"{PAGE}annexe.csv?ecran=1&au=2020-04-01&q=lire").content

    assert [(one.title, one.grant) for one in read_annex(data, "a.csv").annex.actions] == [("Lecture", Decimal(400))]


def test_the_annex_of_a_day_before_is_a_sentence(visit, years):
    seen = visit(PAGE + "annexe.csv?au=2020-03-09")

    assert (seen.status, "il commence le 10/03/2020" in seen.text) == (409, True)


@pytest.mark.parametrize("actions", [1, 30])
@pytest.mark.parametrize(("page", "queries"), [("", 19), ("?q=lecture&theme=A", 19), ("actions/1/", 16)])
def test_the_past_costs_the_same_whatever_its_length(visit, actions, page, queries, django_assert_num_queries):
    aged(a_programme(actions=actions))
    address = f"{PAGE}{page}{'&' if '?' in page else '?'}au={(localdate() - timedelta(days=1)).isoformat()}"

    with django_assert_num_queries(queries):
        seen = visit(address)

    assert seen.status == 200


def test_a_hundred_actions_are_light(visit):
    aged(a_programme(actions=100))

    seen = visit(f"{PAGE}?au={(localdate() - timedelta(days=1)).isoformat()}")

    assert len(lines(seen)) == 100
    assert len(seen.body.encode()) < 150_000


def aged(programme):
    """Make what happened to the programme happen a week ago: a test may say so, the product never does."""
    from django.db import connection

    week = (localdate() - timedelta(days=7)).isoformat()
    with connection.cursor() as cursor:
        cursor.execute('UPDATE journal_operation SET "on" = %s WHERE cite_id = %s', [week, programme.cite_id])
        cursor.execute('UPDATE budgets_movement SET "on" = %s', [week])
