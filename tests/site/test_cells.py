"""The cells of the table as the script sends them, the choice for several actions, the columns of each person."""

from __future__ import annotations

import json

import pytest
from lxml import html

from preau.annexes.editing import Edit, edit_actions
from preau.journal.models import Operation
from preau.programmes.models import Action
from tests.factories.people import a_member
from tests.factories.programmes import ThemeFactory, a_programme
from tests.site.seen import plain

pytestmark = pytest.mark.django_db

CELLS = "/allonnes/2020/cases/"


@pytest.fixture
def programme(claire):
    return a_programme()


@pytest.fixture
def send(client, programme):
    """Send edits as the script does, and answer the status and what was answered."""

    def send(*edits, address=CELLS):
        answer = client.post(address, json.dumps({"edits": edits}), content_type="application/json")
        return answer.status_code, answer.json()

    return send


def text(part):
    return plain(html.fromstring(f"<table>{part}</table>"))


def test_a_cell_is_written_and_its_row_and_sums_come_back(send):
    status, answer = send([1, "total_cost", "1 000", "2 500"])

    assert (status, answer["say"]) == (200, "Coût total\u00a0: enregistré.")
    assert sorted(answer["swap"]) == ["action-1", "g-b", "toit", "total", "verifier"]
    assert "2 500 €" in text(answer["swap"]["action-1"])
    assert "3 500 €" in text(answer["swap"]["g-b"])
    assert text(answer["swap"]["total"]).startswith("Total des 3 actions4 500 €")


@pytest.mark.parametrize("query", ["?q=lecture", "?tri=-cost", "?groupe=etat"])
def test_where_rows_may_move_the_whole_table_comes_back(send, query):
    status, answer = send([1, "total_cost", "1 000", "2 500"], address=CELLS + query)

    assert (status, sorted(answer["swap"])) == (200, ["tableau", "toit", "verifier"])


def test_another_theme_moves_the_row(send, programme):
    ThemeFactory(cite=programme.cite, name="Santé", rank=9, letter="S")

    _, answer = send([1, "theme", None, "Santé"])

    assert "Santé 1 action" in text(answer["swap"]["tableau"])


def test_what_is_wrong_comes_back_with_its_sentence(send):
    status, answer = send([1, "total_cost", "1 000", "beaucoup"], [2, "title", "Action de lecture 2", "Autre"])

    assert status == 422
    assert list(answer["errors"]) == ["1:total_cost"]
    assert "Écrivez des euros" in answer["say"]
    assert Action.objects.get(serial=2).title == "Action de lecture 2"


def test_two_values_are_shown_side_by_side(send, programme):
    julie = a_member("coordination", programme.cite, email="julie@ville.example")
    edit_actions(programme=programme, edits=[Edit(1, "title", None, "De Julie")], by=julie)

    status, answer = send([1, "title", "Action de lecture 1", "De Claire"])

    dialog = html.fromstring(f"<div>{answer['conflict']}</div>")
    assert status == 409
    assert [plain(value) for value in dialog.xpath("//dd")] == ["De Julie", "De Claire"]
    assert dialog.xpath("//@data-now") == ["De Julie"]
    assert plain(dialog.xpath("//dt")[0]).startswith("Julie, ")


@pytest.mark.parametrize("body", ["", "[]", '{"edits": []}', '{"edits": [[1]]}', '{"edits": [["x", "title", "", ""]]}'])
def test_what_no_script_of_ours_sends_is_refused(client, programme, body):
    answer = client.post(CELLS, body, content_type="application/json")

    assert answer.status_code == 422
    assert Operation.objects.filter(verb="edit").count() == 0


@pytest.mark.parametrize("actions", [1, 3])
def test_a_cell_costs_the_same_whatever_the_programme(client, claire, actions, django_assert_num_queries):
    a_programme(actions=actions)
    body = json.dumps({"edits": [[1, "total_cost", "1 000", "2 500"]]})

    with django_assert_num_queries(31):
        client.post(CELLS, body, content_type="application/json")


def test_a_choice_changes_all_its_actions_in_one_operation(client, visit, programme):
    answer = client.post("/allonnes/2020/choix/?q=lecture", {"serial": [1, 3], "status": "under_way", "axis": "school"})

    assert answer.url == "/allonnes/2020/?q=lecture#tableau"
    assert list(Action.objects.order_by("serial").values_list("status", "axis")) == [
        ("under_way", "school"),
        ("", ""),
        ("under_way", "school"),
    ]
    assert [operation.lines.count() for operation in Operation.objects.filter(verb="edit")] == [2]
    assert visit("/allonnes/2020/").texts(".note") == ["2 actions modifiées."]


def test_a_choice_that_one_action_refuses_changes_none(client, visit, programme):
    Action.objects.filter(serial=3).update(status="done")

    client.post("/allonnes/2020/choix/", {"serial": [1, 3], "status": "dropped"})

    assert Action.objects.get(serial=1).status == ""
    assert visit("/allonnes/2020/").texts(".note")[0].startswith("Rien n’a été écrit. Une action réalisée")


def test_a_choice_of_nothing_says_what_to_do(client, visit, programme):
    client.post("/allonnes/2020/choix/", {"serial": ["deux"], "status": "done"})

    assert visit("/allonnes/2020/").texts(".note")[0].startswith("Choisissez au moins une action")


def headings(seen):
    return [plain(head) for head in seen.tree.xpath("//table[@id='tableau']/thead//th")]


def test_columns_are_kept_for_each_person_and_files_follow(client, visit, visit_as, programme):
    client.post("/allonnes/colonnes/", {"year": 2020, "column": ["grant", "axis", "description"]})

    mine = visit("/allonnes/2020/")
    file = client.get("/allonnes/2020/annexe.csv?ecran=1").content.decode("utf-8-sig")
    others = visit_as("reader", "/allonnes/2020/")

    assert headings(mine) == ["Action et public", "Axe national", "Descriptif", "Cité éducative"]
    assert "Axe national" in file.splitlines()[1]
    assert "400" in file
    assert "1000" not in file.replace("\u202f", "")
    assert "Coût total" in headings(others)


def test_usual_columns_come_back(client, visit, programme):
    before = headings(visit("/allonnes/2020/"))

    client.post("/allonnes/colonnes/", {"year": 2020, "column": ["grant"]})
    client.post("/allonnes/colonnes/", {"year": 2020, "column": ["grant"], "forget": 1})

    assert headings(visit("/allonnes/2020/")) == before


def test_a_file_of_the_screen_has_its_actions_in_its_order(client, visit, programme):
    Action.objects.filter(serial=2).update(total_cost=7000)
    Action.objects.filter(serial=3).update(title="Sport")

    file = client.get("/allonnes/2020/annexe.csv?ecran=1&q=lecture&tri=-cost&groupe=rien").content.decode("utf-8-sig")

    names = [line.split(";")[2] for line in file.splitlines() if "Action de lecture" in line]
    assert names == ["Action de lecture 2", "Action de lecture 1"]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("?tri=cost&groupe=rien", [3, 1, 2]),
        ("?tri=-cost&groupe=rien", [1, 3, 2]),
        ("?tri=name&groupe=rien", [1, 2, 3]),
        ("?tri=-name&groupe=rien", [3, 2, 1]),
        ("?tri=nothing&groupe=nothing", [2, 1, 3]),
    ],
)
def test_actions_are_sorted_those_that_say_nothing_last(visit, programme, query, order):
    Action.objects.filter(serial=1).update(total_cost=5000)
    Action.objects.filter(serial=2).update(total_cost=None)

    seen = visit(f"/allonnes/2020/{query}")

    rows = seen.tree.xpath("//tbody/tr[starts-with(@id, 'action-')]/@id")
    assert [int(row.removeprefix("action-")) for row in rows] == order


def test_actions_are_grouped_by_what_one_wants(visit, programme):
    Action.objects.filter(serial=1).update(axis="school", status="done")

    by_axis = visit("/allonnes/2020/?groupe=axe").rows("sub")
    by_state = visit("/allonnes/2020/?groupe=etat").rows("sub")

    assert [row[0] for row in by_axis] == ["Conforter le rôle de l’école 1 action", "Sans axe national 2 actions"]
    assert [row[0] for row in by_state] == ["Programmée 2 actions", "Réalisée 1 action"]
