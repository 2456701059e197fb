"""The directory of organisations, the page of each, the forms that put them right."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from preau.people.models import Organisation, OrganisationAlias
from preau.people.roles import Role
from preau.programmes.models import Action, ActionHolder, ActionPartner
from tests.factories.people import a_member
from tests.factories.programmes import ActionFactory, CiteFactory, OrganisationFactory, ProgrammeFactory, a_programme
from tests.site.seen import Seen

pytestmark = pytest.mark.django_db
SIRET = "73282932000074"


@pytest.fixture
def programme(claire):
    """A programme of 2020 in which Inalta is expected for one action, and joins another that the Centre carries."""
    programme = ProgrammeFactory(cite=CiteFactory())
    first = ActionFactory(programme=programme, serial=1, holder_written="Inalta ?", holders=["Inalta"])
    ActionHolder.objects.filter(action=first).update(tentative=True)
    second = ActionFactory(programme=programme, serial=2)
    ActionPartner.objects.create(
        action=second, position=1, written="Inalta", organisation=first.holders.get().organisation
    )
    return programme


@pytest.fixture
def inalta(programme):
    return Organisation.objects.get(name="Inalta")


def address(organisation, more=""):
    return f"/{organisation.cite.slug}/organismes/{organisation.pk}/{more}"


def test_the_directory_says_what_each_does(visit, inalta):
    OrganisationAlias.objects.create(cite=inalta.cite, organisation=inalta, written="INALTA 72", key="inalta 72")
    Organisation.objects.filter(pk=inalta.pk).update(siret=SIRET, kind="association")

    seen = visit("/allonnes/organismes/")

    assert seen.rows()[1:] == [
        ["Centre social", "–", "–", "1 action", "–", "2020"],
        [
            "InaltaAussi écrit : INALTA 72 pressenti, 1 action",
            "Association",
            "SIRET 732 829 320 00074",
            "1 action",
            "1 action",
            "2020",
        ],
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Centre social", "École Langevin", "Inalta"]),
        ("?q=ecole", ["École Langevin"]),
        ("?q=langevin+ecole", ["École Langevin"]),
        ("?q=732+829+320", ["École Langevin"]),
        ("?q=0720001k", ["École Langevin"]),
        ("?q=nulle+part", []),
        ("?nature=school", ["École Langevin"]),
        ("?nature=-", ["Centre social", "Inalta"]),
        ("?nature=rien", ["Centre social", "École Langevin", "Inalta"]),
        ("?sans=siret", ["Centre social", "Inalta"]),
        ("?pressentis=1", ["Inalta"]),
        ("?pressentis=1&nature=school", []),
    ],
)
def test_the_directory_is_searched_and_filtered(visit, inalta, query, names):
    OrganisationFactory(cite=inalta.cite, name="École Langevin", kind="school", siret=SIRET, uai="0720001K")

    seen = visit(f"/allonnes/organismes/{query}")

    assert seen.tree.xpath("//th[@scope='row']/a/text()") == names


def test_a_long_directory_has_pages_that_keep_the_filters(visit, programme):
    for number in range(101):
        OrganisationFactory(cite=programme.cite, name=f"Amicale {number:03}")

    seen = visit("/allonnes/organismes/?q=amicale&page=2")

    assert seen.tree.xpath("//th[@scope='row']/a/text()") == ["Amicale 100"]
    assert seen.tree.xpath("//ul[contains(@class, 'pages')]//a/@href") == ["?q=amicale&page=1", "?q=amicale&page=2"]


def test_a_directory_without_anybody_says_how_they_come(visit, claire):
    CiteFactory()

    assert visit("/allonnes/organismes/").texts("h2") == ["Aucun organisme"]


@pytest.mark.parametrize("path", ["", "doublons/"])
def test_queries_do_not_grow_with_the_organisations(client, claire, path):
    programme = ProgrammeFactory(cite=CiteFactory())
    counts = []
    for names in (["Inalta", "Inalto"], ["Mission locale", "Missions locales", "Ville du Mans", "Ville de Mans"]):
        for name in names:
            ActionFactory(programme=programme, holder_written=name)
        counts.append(queries_of(client, f"/allonnes/organismes/{path}"))

    assert counts[0] == counts[1] <= 14


def queries_of(client, path):
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_queries_of_a_page_do_not_grow_with_its_actions(client, programme, inalta):
    counts = []
    for _ in range(2):
        counts.append(queries_of(client, address(inalta)))
        for serial in (7, 8):
            ActionFactory(programme=programme, serial=serial + 10 * len(counts), holder_written="Inalta")

    assert counts[0] == counts[1] <= 22


def test_the_page_of_an_organisation(visit, inalta):
    seen = visit(address(inalta))

    assert seen.texts("h1") == ["Inalta"]
    assert seen.texts("p.big") == []
    assert [text.split()[0] for text in seen.texts("b.big")] == ["1", "1", "–"]
    assert seen.texts("h2")[:3] == ["À confirmer 1", "Actions portées", "En partenariat"]
    assert seen.tree.xpath("//form[contains(@action, 'confirmer')]/@action") == [
        "/allonnes/2020/actions/1/porteur/confirmer"
    ]


def test_money_is_summed_year_by_year(visit, claire):
    a_programme(actions=3)
    a_programme(year=2021, number=2, actions=1)
    centre = Organisation.objects.get(name="Centre social")

    seen = visit(address(centre))

    assert seen.texts("b.big") == ["4", "0", "1 600 €"]
    assert seen.rows()[1:3] == [["2021", "1", "0", "1 000 €", "400 €"], ["2020", "3", "0", "3 000 €", "1 200 €"]]


def test_what_was_merged_leads_to_what_took_its_place(client, inalta):
    old = OrganisationFactory(cite=inalta.cite, name="INALTA 72", merged_into=inalta)

    assert client.get(address(old)).url == address(inalta)


def test_the_organisations_of_another_cite_are_not_there(client, visit, inalta):
    elsewhere = OrganisationFactory(cite=CiteFactory(slug="le-mans", coordinated=False), name="Mission locale")
    mine = [f"/allonnes/organismes/{elsewhere.pk}/{more}" for more in ("", "modifier/", "reunir/?avec=1")]
    theirs = [f"/le-mans/organismes/{more}" for more in ("", "doublons/", "ajouter/", f"{elsewhere.pk}/")]

    assert {client.get(path).status_code for path in mine + theirs} == {404}
    assert "Mission locale" not in visit("/allonnes/organismes/").text
    assert client.post(f"/allonnes/organismes/{elsewhere.pk}/ecritures", {"written": "A"}).status_code == 404


READERS = {Role.COORDINATION, Role.PREFECTURE, Role.EDUCATION, Role.TOWN, Role.MANAGER, Role.READER, Role.NATIONAL}
KEEPERS = {Role.COORDINATION, Role.MANAGER}


def as_role(client, role, cite, organisation):
    of_one = role in {Role.HOLDER, Role.FACILITATOR}
    here = None if role in {Role.NATIONAL, Role.ADMINISTRATOR} else cite
    client.force_login(a_member(role, here, organisation=organisation if of_one else None))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("path", "able"),
    [
        ("", READERS),
        ("doublons/", READERS),
        ("{mine}/", READERS | {Role.HOLDER}),
        ("{other}/", READERS),
        ("ajouter/", KEEPERS),
        ("{other}/modifier/", KEEPERS),
        ("{other}/reunir/?avec={mine}", KEEPERS),
    ],
)
def test_who_may_read_what(client, inalta, role, path, able):
    other = Organisation.objects.get(name="Centre social")
    as_role(client, role, inalta.cite, inalta)

    status = client.get(f"/allonnes/organismes/{path.format(mine=inalta.pk, other=other.pk)}").status_code

    assert status == (200 if role in able else 404 if role == Role.ADMINISTRATOR else 403)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    "path", ["ajouter/", "{mine}/modifier/", "{mine}/ecritures", "{mine}/reunir/", "doublons/distinguer"]
)
def test_who_may_write_what(client, inalta, role, path):
    other = Organisation.objects.get(name="Centre social")
    as_role(client, role, inalta.cite, inalta)
    typed = {"name": "Inalta", "written": "B", "avec": other.pk, "un": inalta.pk, "autre": other.pk}

    status = client.post(f"/allonnes/organismes/{path.format(mine=inalta.pk)}", typed).status_code

    expected = 404 if role == Role.ADMINISTRATOR else 403
    assert status in ({200, 302} if role in KEEPERS else {expected})


def test_a_holder_reads_the_actions_that_are_theirs(client, inalta):
    """Once the coordination has confirmed that it is theirs: until then they read none."""
    client.force_login(a_member(Role.HOLDER, inalta.cite, organisation=inalta))

    expected = Seen(client.get(address(inalta))).texts("b.big")
    ActionHolder.objects.filter(organisation=inalta).update(tentative=False)
    seen = Seen(client.get(address(inalta)))

    assert (expected, seen.texts("b.big")) == (["0", "0", "–"], ["1", "0", "–"])
    assert "Organismes" not in " ".join(seen.texts("ul.tabs"))


def test_names_of_people_are_for_who_may_read_them(client, inalta):
    a_member(Role.HOLDER, inalta.cite, email="lea@inalta.example", organisation=inalta)
    shown = []
    for role in (Role.TOWN, Role.READER):
        client.force_login(a_member(role, inalta.cite))
        shown.append("Lea" in Seen(client.get(address(inalta))).text)

    assert shown == [True, False]


def test_an_organisation_is_added_by_hand(client, claire, programme):
    typed = {"name": "Mission locale", "kind": "association", "siret": "732 829 320 00074"}

    response = client.post("/allonnes/organismes/ajouter/", typed, follow=True)

    one = Organisation.objects.get(name="Mission locale")
    assert (response.redirect_chain, one.siret) == ([(address(one), 302)], SIRET)


def test_what_was_typed_stays_beside_what_is_wrong(client, inalta):
    typed = {"name": "Centre social", "siret": "73282932000075", "rna": "w1"}

    seen = Seen(client.post(address(inalta, "modifier/"), typed))
    seen_again = Seen(client.post(address(inalta, "modifier/"), {"name": "Centre social"}))

    assert seen.tree.xpath("//input[@name='siret']/@value") == ["73282932000075"]
    assert [text.split(" :")[0] for text in seen.texts(".err")] == [
        "La clé du SIRET est fausse",
        "Un numéro RNA commence par W et compte ensuite 9 chiffres, par exemple W723001234.",
    ]
    assert seen_again.texts(".err") == [
        "« Centre social » est déjà dans le répertoire. Ouvrez-le, ou réunissez les deux."
    ]


def test_a_siret_that_another_has_is_told_and_kept(client, inalta):
    OrganisationFactory(cite=inalta.cite, name="Montjoie", siret=SIRET)

    response = client.post(address(inalta, "modifier/"), {"name": "Inalta", "siret": SIRET}, follow=True)

    said = [str(message) for message in response.context["messages"]]
    inalta.refresh_from_db()
    assert said == [
        "Enregistré.",
        "« Montjoie » a le même SIRET. Est-ce le même organisme ? Voyez les doublons possibles.",
    ]
    assert (inalta.siret, "Doublon possible" in Seen(response).texts("h2")) == (SIRET, True)


def test_a_writing_is_added_and_removed(client, inalta):
    said = []
    for typed in ({"written": "INALTA 72"}, {"written": "INALTA 72"}, {"written": "INALTA 72", "retirer": "1"}):
        response = client.post(address(inalta, "ecritures"), typed, follow=True)
        said += [str(message) for message in response.context["messages"]]

    assert said == ["Écriture ajoutée : « INALTA 72 ».", "C’était déjà fait.", "Écriture retirée : « INALTA 72 »."]


def test_a_writing_of_another_is_refused_in_a_sentence(client, inalta):
    response = client.post(address(inalta, "ecritures"), {"written": "centre SOCIAL"}, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "« Centre social » est déjà dans le répertoire. Ouvrez-le, ou réunissez les deux."
    ]


def test_what_annexes_give_is_proposed_and_not_kept_before_it_is_saved(client, visit, programme, inalta):
    alone = Action.objects.get(serial=1)
    Action.objects.filter(pk=alone.pk).update(siret="732 829 320 00074", rna="W1", uai="0720001K")

    page, form = visit(address(inalta)), visit(address(inalta, "modifier/"))
    ActionFactory(programme=programme, serial=5, holder_written="Inalta", siret="35600000000048")
    unsure = visit(address(inalta, "modifier/"))

    assert "Les annexes lui donnent SIRET 732 829 320 00074, UAI 0720001K." in page.text
    assert [form.tree.xpath(f"//input[@name='{name}']/@value") for name in ("siret", "rna", "uai")] == [
        [SIRET],
        [],
        ["0720001K"],
    ]
    assert unsure.tree.xpath("//input[@name='siret']/@value") == []
    assert Organisation.objects.get(pk=inalta.pk).siret == ""
