"""The themes of a cité: what each has had, and what a person changes of them from the page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from preau.people.roles import Role
from preau.programmes.models import Action, Theme
from tests.factories.people import a_member
from tests.factories.programmes import CiteFactory, OrganisationFactory, ThemeFactory, a_programme
from tests.site.seen import Seen, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(claire):
    """Three actions of 400 € in two themes, the second of which has two."""
    return a_programme(actions=3)


def themes():
    return list(Theme.objects.filter(merged_into=None).order_by("rank"))


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_each_theme_says_what_it_has_had(visit, programme):
    a_programme(year=2021, number=2, actions=1)
    first, second = (theme.name for theme in themes()[:2])

    rows = [row[:3] for row in visit("/allonnes/themes/").rows()]

    assert rows[0] == ["Thème", "2021", "2020"]
    assert rows[1] == [f"A{first}", "aucune action", "1 action400 €"]
    assert rows[2] == [f"B{second}", "aucune action", "2 actions800 €"]


def test_the_axes_say_how_many_actions_they_have(visit, programme):
    Action.objects.filter(serial=1).update(axis="school")

    rows = visit("/allonnes/themes/").rows()[-4:]

    assert rows == [
        ["Conforter le rôle de l’école", "1"],
        ["Promouvoir la continuité éducative", "0"],
        ["Ouvrir le champ des possibles", "0"],
        ["Axe non choisi", "2"],
    ]


def test_what_has_no_theme_and_what_was_withdrawn(visit, programme):
    Action.objects.filter(serial=1).update(theme=None)
    Action.objects.filter(serial=2).update(withdrawn=True)

    seen = visit("/allonnes/themes/")

    assert [row[:2] for row in seen.rows() if row[0] == "–Sans thème"] == [["–Sans thème", "1 action400 €"]]
    assert seen.texts("b.big") == ["2", "2", "800 €"]


def test_queries_do_not_grow(client, programme):
    counts = []
    for number in (2, 3):
        with CaptureQueriesContext(connection) as captured:
            client.get("/allonnes/themes/")
        counts.append(len(captured))
        a_programme(year=2019 + number, number=number, actions=5)

    assert counts[0] == counts[1] <= 14


def test_a_cite_without_themes_says_how_they_come(visit, claire):
    CiteFactory()

    assert visit("/allonnes/themes/").texts("h2")[0] == "Aucun thème"


def test_a_theme_is_renamed_from_its_page(client, programme):
    theme = themes()[0]
    address = f"/allonnes/themes/{theme.pk}/modifier/"

    wrong = Seen(client.post(address, {"name": themes()[1].name, "letter": "Z", "look": "5"}))
    taken = Seen(client.post(address, {"name": "Santé", "letter": themes()[1].letter, "look": "5"}))
    response = client.post(address, {"name": "Santé", "letter": "sc", "look": "5"}, follow=True)

    theme.refresh_from_db()
    assert wrong.tree.xpath("//input[@name='letter']/@value") == ["Z"]
    assert [len(page.texts(".err")) for page in (wrong, taken)] == [1, 1]
    assert (told(response), theme.name, theme.letter, theme.look) == (["Enregistré."], "Santé", "SC", 5)


def test_sixteen_looks_are_drawn_and_named(visit, programme):
    seen = visit(f"/allonnes/themes/{themes()[0].pk}/modifier/")

    labels = [plain(label) for label in seen.tree.xpath("//div[@class='looks']/label")]
    assert (len(labels), len(set(labels)), len(seen.tree.xpath("//input[@name='look'][@checked]"))) == (16, 16, 1)


@pytest.mark.parametrize("look", ["", "0", "17", "x"])
def test_a_look_that_is_none_is_refused(client, programme, look):
    address = f"/allonnes/themes/{themes()[0].pk}/modifier/"

    assert client.post(address, {"name": "Santé", "letter": "S", "look": look}).status_code == 200
    assert not Theme.objects.filter(name="Santé").exists()


def test_a_theme_goes_up_once_however_often_it_is_asked(client, programme):
    first, second = themes()

    for _ in range(2):
        client.post(f"/allonnes/themes/{second.pk}/place", {"place": "1"})

    assert themes() == [second, first]


def test_a_theme_is_added_and_merged_and_comes_back(client, programme):
    first, _ = themes()
    added = client.post("/allonnes/themes/ajouter", {"name": "Numérique"}, follow=True)
    new = themes()[2]

    merged = client.post(f"/allonnes/themes/{first.pk}/reunir", {"avec": new.pk}, follow=True)
    undone = client.post("/allonnes/themes/fusions/3/annuler", follow=True)
    again = client.post("/allonnes/themes/fusions/3/annuler", follow=True)

    assert told(added) == ["« Numérique » est ajouté, avec la lettre N."]
    assert told(merged) == [f"« {first} » est réuni à « Numérique ». Vous pouvez annuler plus bas."]
    assert told(undone) == ["Fusion n° 3 annulée : les deux thèmes sont comme avant."]
    assert told(again) == ["Cette fusion est déjà annulée."]
    assert Action.objects.filter(theme=first).count() == 1


@pytest.mark.parametrize(
    ("path", "typed", "sentence"),
    [
        ("ajouter", {"name": " "}, "Donnez un nom au thème."),
        ("{first}/reunir", {"avec": ""}, "Dites à quel thème réunir celui-ci."),
        ("{first}/reunir", {"avec": "{first}"}, "Un thème ne se réunit pas à lui-même. Choisissez deux thèmes."),
    ],
)
def test_what_cannot_be_is_said(client, programme, path, typed, sentence):
    first = themes()[0].pk
    typed = {name: text.format(first=first) for name, text in typed.items()}

    response = client.post(f"/allonnes/themes/{path.format(first=first)}", typed, follow=True)

    assert told(response) == [sentence]


READERS = {Role.COORDINATION, Role.PREFECTURE, Role.EDUCATION, Role.TOWN, Role.MANAGER, Role.READER, Role.NATIONAL}


@pytest.mark.parametrize("role", Role)
def test_who_may_do_what(client, programme, role):
    here = None if role in {Role.NATIONAL, Role.ADMINISTRATOR} else programme.cite
    of_one = role in {Role.HOLDER, Role.FACILITATOR}
    client.force_login(a_member(role, here, organisation=OrganisationFactory(cite=programme.cite) if of_one else None))
    theme = themes()[0].pk

    read = client.get("/allonnes/themes/").status_code
    written = {
        client.post(f"/allonnes/themes/{path}", {"name": "A", "place": 1, "avec": theme}).status_code
        for path in ("ajouter", f"{theme}/place", f"{theme}/reunir", f"{theme}/modifier/")
    }

    closed = 404 if role == Role.ADMINISTRATOR else 403
    assert read == (200 if role in READERS else closed)
    assert written == ({302, 200} if role == Role.COORDINATION else {closed})


def test_the_themes_of_another_cite_are_not_there(client, visit, programme):
    elsewhere = ThemeFactory(cite=CiteFactory(slug="le-mans", coordinated=False), name="Numérique")
    paths = [f"/allonnes/themes/{elsewhere.pk}/modifier/", "/le-mans/themes/"]

    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert client.post(f"/allonnes/themes/{elsewhere.pk}/place", {"place": 1}).status_code == 404
    assert "Numérique" not in visit("/allonnes/themes/").text
