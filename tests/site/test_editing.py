"""An action written in a form, and the other gestures of its programme, as pages."""

from __future__ import annotations

import pytest

from preau.annexes.editing import Edit, edit_actions
from preau.programmes.models import Action, Programme
from tests.factories.people import a_member
from tests.factories.programmes import a_programme
from tests.site.seen import Seen, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(claire):
    return a_programme()


def filled(seen):
    """What the form of a page sends as it stands."""
    form = seen.tree.xpath("//form[contains(@class, 'action-form')]")[0]
    return {name: value or "" for name, value in form.form_values()}


def test_a_form_saves_what_changed_and_nothing_else(visit, client, programme):
    data = filled(visit("/allonnes/2020/actions/1/modifier/"))

    answer = client.post("/allonnes/2020/actions/1/modifier/", data | {"audience": "Parents\r\net enfants"})

    changed = Action.objects.get(serial=1)
    assert answer.url == "/allonnes/2020/actions/1/"
    assert changed.audience == "Parents\net enfants"
    assert visit("/allonnes/2020/actions/1/").texts(".note") == ["Enregistré."]


def test_what_is_wrong_stands_under_its_field_and_keeps_what_was_typed(visit, client, programme):
    data = filled(visit("/allonnes/2020/actions/1/modifier/"))

    seen = Seen(client.post("/allonnes/2020/actions/1/modifier/", data | {"total_cost": "cher", "title": "Lire"}))

    assert seen.status == 409
    assert [plain(error)[:30] for error in seen.all(".err")] == ["« cher » n’est pas un montant."]
    assert (filled(seen)["total_cost"], filled(seen)["title"]) == ("cher", "Lire")
    assert Action.objects.get(serial=1).title == "Action de lecture 1"


def test_the_second_to_save_sees_both_values_and_chooses(visit, client, programme):
    data = filled(visit("/allonnes/2020/actions/1/modifier/"))
    julie = a_member("coordination", programme.cite, email="julie@ville.example")
    edit_actions(programme=programme, edits=[Edit(1, "title", None, "De Julie")], by=julie)

    seen = Seen(client.post("/allonnes/2020/actions/1/modifier/", data | {"title": "De Claire"}))

    assert "a écrit ici : « De Julie »" in seen.text
    assert Action.objects.get(serial=1).title == "De Julie"
    client.post("/allonnes/2020/actions/1/modifier/", filled(seen))
    assert Action.objects.get(serial=1).title == "De Claire"


def test_a_voted_amount_has_no_field(visit, programme):
    programme.state, programme.voted_on = "voted", "2020-07-07"
    programme.save()

    seen = visit("/allonnes/2020/actions/1/modifier/")

    assert "grant" not in filled(seen)
    assert "réactualisation" in seen.text


def test_an_action_is_added(visit, client, programme):
    data = filled(visit("/allonnes/2020/ajouter/"))

    answer = client.post("/allonnes/2020/ajouter/", data | {"title": "Jardin", "total_cost": "1 200"})

    assert answer.url == "/allonnes/2020/actions/4/"
    assert Action.objects.get(serial=4).total_cost == 1200
    refused = Seen(client.post("/allonnes/2020/ajouter/", data | {"audience": "Tous"}))
    assert "Donnez au moins un intitulé ou un porteur" in refused.text


def test_copied_withdrawn_brought_back_and_put_off(client, programme):
    steps = [
        client.post("/allonnes/2020/actions/1/copier/").url,
        client.post("/allonnes/2020/actions/2/retirer/").url,
        client.post("/allonnes/2020/actions/2/retirer/").status_code,
        client.post("/allonnes/2020/actions/2/remettre/").url,
        client.post("/allonnes/2020/actions/3/reporter/", {"year": 2021}).url,
        client.post("/allonnes/2020/actions/3/reporter/", {"year": "demain"}).status_code,
    ]

    assert steps == [
        "/allonnes/2020/actions/4/modifier/",
        "/allonnes/2020/actions/2/",
        409,
        "/allonnes/2020/actions/2/",
        "/allonnes/2021/actions/1/",
        409,
    ]


def test_actions_of_another_year_are_chosen_and_renewed(visit, client, programme):
    client.post("/allonnes/2020/annees/", {"step": "open", "year": 2021})

    page = visit("/allonnes/2021/reconduire/")
    answer = client.post("/allonnes/2020/reconduire/choix/", {"year": 2021, "serial": [1, 2]})

    assert page.tree.xpath("//input[@name='serial']/@value") == ["2", "1", "3"]
    assert answer.url == "/allonnes/2021/"
    assert Action.objects.filter(programme__year=2021).count() == 2
    assert visit("/allonnes/2021/reconduire/").tree.xpath("//input[@name='serial']/@value") == ["3"]
    assert client.post("/allonnes/2020/reconduire/choix/", {"year": 2021}).status_code == 409


def test_a_vote_is_noted_and_taken_back(visit, client, programme):
    early = Seen(client.post("/allonnes/2020/annees/", {"step": "vote", "on": "31/12/2098"}))
    client.post("/allonnes/2020/annees/", {"step": "vote", "on": "07/07/2020"})
    voted = visit("/allonnes/2020/")
    client.post("/allonnes/2020/annees/", {"step": "reopen", "reason": "Séance reportée"})

    assert "Ce jour n’est pas encore venu" in early.text
    assert "Voté le 7 juillet 2020" in voted.text
    assert voted.tree.xpath("//th/@data-f") == ["number", "title", "holder_written", "status", "total_cost"]
    assert Programme.objects.get(year=2020).state == "draft"


def test_numbers_are_shown_before_they_change(visit, client, programme):
    Action.objects.filter(serial=2).update(number="7")

    page = visit("/allonnes/2020/numeros/")
    client.post("/allonnes/2020/numeros/")

    assert page.rows()[1:] == [["Action de lecture 2", "7", "1"], ["Action de lecture 1", "1", "2"]]
    assert [one.number for one in Action.objects.order_by("serial")] == ["2", "1", "3"]
    assert visit("/allonnes/2020/numeros/").texts("h2") == ["Les numéros se suivent déjà"]


@pytest.mark.parametrize(
    "address",
    ["ajouter/", "actions/1/modifier/", "reconduire/", "annees/", "numeros/"],
)
def test_who_only_reads_is_told_who_may(visit_as, programme, address):
    seen = visit_as("prefecture", f"/allonnes/2020/{address}")

    assert (seen.status, seen.texts("h1")) == (403, ["Cette page demande un autre rôle"])
    assert "Rôles qui le peuvent : Coordination." in seen.text
