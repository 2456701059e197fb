"""Fields typed, one or many: written whole with a line each, refused with a sentence, never over what was not seen."""

from __future__ import annotations

from decimal import Decimal

import pytest

from preau.annexes.editing import Conflict, Edit, Wrong, edit_actions
from preau.annexes.models import StandingFinding
from preau.budgets.models import Movement
from preau.budgets.queries import with_grant
from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.people.access import Forbidden
from preau.people.models import Organisation
from preau.programmes.models import Action
from tests.factories.people import a_member, a_user, coordinates
from tests.factories.programmes import ThemeFactory, a_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return a_programme()


@pytest.fixture
def edit(programme):
    """Make edits as Claire, who coordinates; each is (serial, field, before, after)."""

    def edit(*edits):
        return edit_actions(programme=programme, edits=[Edit(*one) for one in edits], by=coordinates(programme.cite))

    return edit


def the(programme, serial):
    return with_grant(Action.objects.filter(programme=programme)).get(serial=serial)


def test_a_field_is_written_with_its_line(programme, edit):
    operation = edit((1, "title", "Action de lecture 1", "  Lire   ensemble "))

    line = operation.lines.get()
    assert the(programme, 1).title == "Lire ensemble"
    assert (operation.verb, operation.by.name, operation.label) == ("edit", "Claire", "Action 1 Action de lecture 1")
    assert (line.before, line.after) == ({"title": "Action de lecture 1"}, {"title": "Lire ensemble"})


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("total_cost", "12 500,50 €", Decimal("12500.50")),
        ("total_cost", "", None),
        ("requested", "3k€", Decimal(3000)),
        ("status", "réalisé", "done"),
        ("status", "En cours", "under_way"),
        ("axis", "Ouvrir le champ des possibles", "possibilities"),
        ("axis", "axe 2", "continuity"),
        ("priority", "60 %", 60),
        ("priority", "0", 0),
        ("audience", "Parents\r\nenseignants", "Parents\nenseignants"),
        ("number", "12 bis", "12 bis"),
    ],
)
def test_what_is_typed_is_understood(programme, edit, field, typed, kept):
    edit((1, field, None, typed))

    assert getattr(the(programme, 1), field) == kept


def test_a_grant_moves_by_the_difference(programme, edit):
    edit((1, "grant", "400", "650"))

    assert the(programme, 1).grant == Decimal(650)
    assert [movement.amount for movement in Movement.objects.filter(action=the(programme, 1))] == [400, 250]


def test_a_voted_grant_is_text_and_no_field(programme, edit):
    programme.state, programme.voted_on = "voted", "2020-07-07"
    programme.save()

    with pytest.raises(Wrong, match="réactualisation"):
        edit((1, "grant", "400", "650"))

    assert the(programme, 1).grant == Decimal(400)


def test_a_new_holder_becomes_an_organisation(programme, edit):
    operation = edit((1, "holder_written", "Centre social", "Micro-Folie ?"))

    holder = the(programme, 1).holders.get()
    assert (holder.organisation.name, holder.tentative) == ("Micro-Folie", True)
    assert [line.kind for line in operation.lines.all()] == ["action", "organisation"]
    assert Organisation.objects.filter(cite=programme.cite).count() == 2


def test_a_theme_is_one_of_the_cite(programme, edit):
    other = ThemeFactory(cite=programme.cite, name="Santé", rank=9, letter="S")

    edit((1, "theme", None, "sante"))
    edit((2, "theme", None, "S"))

    assert [the(programme, serial).theme for serial in (1, 2)] == [other, other]
    with pytest.raises(Wrong, match="n’existe pas"):
        edit((1, "theme", None, "Sport"))


def test_nothing_is_written_where_nothing_changes(programme, edit):
    assert edit((1, "title", "Action de lecture 1", "Action de lecture 1"), (1, "status", "", "planned")) is None
    assert Operation.objects.filter(verb="edit").count() == 0


def test_what_is_wrong_is_told_of_each_cell_and_nothing_is_written(programme, edit):
    with pytest.raises(Wrong) as refused:
        edit(
            (1, "total_cost", None, "beaucoup"),
            (2, "number", None, "3"),
            (3, "title", None, "Bon titre"),
            (3, "status", None, "dormante"),
        )

    assert sorted(refused.value.sentences) == [(1, "total_cost"), (2, "number"), (3, "status")]
    assert the(programme, 3).title == "Action de lecture 3"


def test_what_another_has_changed_is_shown_and_not_overwritten(programme, edit):
    julie = a_member("coordination", programme.cite, email="julie@ville.example")
    edit_actions(programme=programme, edits=[Edit(1, "title", "Action de lecture 1", "De Julie")], by=julie)

    with pytest.raises(Conflict) as refused:
        edit((1, "title", "Action de lecture 1", "De Claire"), (2, "title", "Action de lecture 2", "Autre"))

    clash = refused.value.clashes[0]
    assert (clash.now, clash.mine, clash.last.by.name) == ("De Julie", "De Claire", "Julie")
    assert [the(programme, serial).title for serial in (1, 2)] == ["De Julie", "Action de lecture 2"]


def test_two_who_type_the_same_agree(programme, edit):
    edit((1, "title", "Action de lecture 1", "Lire"))

    assert edit((1, "title", "Action de lecture 1", "Lire")) is None


def test_blanks_of_a_browser_are_no_change_of_another(programme, edit):
    Action.objects.filter(programme=programme, serial=1).update(description="Un\u00a0jeu ;\ndeux")

    edit((1, "description", "Un jeu ;\r\ndeux", "Un jeu"))

    assert the(programme, 1).description == "Un jeu"


def test_the_findings_follow(programme, edit):
    edit((1, "grant", "400", "2 000"))
    assert [one.code for one in StandingFinding.objects.filter(level="error")] == ["grant-above-cost"]

    edit((1, "total_cost", "1 000", "2 500"))
    assert StandingFinding.objects.filter(level="error").count() == 0


@pytest.mark.parametrize("role", ["prefecture", "education", "town", "manager", "reader"])
def test_the_coordination_alone_edits(programme, role):
    person = a_member(role, programme.cite)

    with pytest.raises(Forbidden, match="Coordination"):
        edit_actions(programme=programme, edits=[Edit(1, "title", None, "Autre")], by=person)


def test_the_coordination_of_another_cite_does_not(programme):
    other = a_programme("le-mans", number=2)
    stranger = a_member("coordination", other.cite, email="paul@lemans.example")

    with pytest.raises(Forbidden):
        edit_actions(programme=programme, edits=[Edit(1, "title", None, "Autre")], by=stranger)
    with pytest.raises(Forbidden):
        edit_actions(programme=programme, edits=[Edit(1, "title", None, "Autre")], by=a_user("sans@role.example"))


def test_an_action_that_is_not_there_is_refused(edit):
    with pytest.raises(Refusal, match="n’est pas dans ce programme"):
        edit((99, "title", None, "Autre"))


def test_a_state_follows_the_table_of_moves(edit):
    edit((1, "status", None, "done"))

    with pytest.raises(Wrong, match=r"ne devient pas annulée. Elle peut devenir : en cours"):
        edit((1, "status", None, "dropped"))


def test_a_withdrawn_action_is_not_written(programme, edit):
    Action.objects.filter(serial=3).update(withdrawn=True)

    with pytest.raises(Refusal, match="n’est plus au programme"):
        edit((3, "grant", None, "5 000"))


def test_numbers_are_swapped_and_never_given_twice(programme, edit):
    edit((1, "number", "1", "2"), (2, "number", "2", "1"))
    assert [the(programme, serial).number for serial in (1, 2)] == ["2", "1"]

    with pytest.raises(Wrong) as refused:
        edit((1, "number", None, "900"), (2, "number", None, "900"), (3, "number", None, "4"))
    assert sorted(refused.value.sentences) == [(1, "number"), (2, "number")]


@pytest.mark.parametrize(
    ("kept", "shown"), [(Decimal(-500), "-500"), (Decimal("-0.50"), "-0,50"), (Decimal(-500), "−500 €")]
)
def test_a_negative_amount_of_a_file_can_be_put_right(programme, edit, kept, shown):
    Action.objects.filter(serial=1).update(total_cost=kept)

    edit((1, "total_cost", shown, "500"))

    assert the(programme, 1).total_cost == Decimal(500)


@pytest.mark.parametrize("actions", [2, 20])
def test_a_paste_costs_the_same_whatever_its_length(actions, django_assert_num_queries):
    programme = a_programme("long", actions=actions, number=3)
    edits = [Edit(serial, "title", None, f"Titre {serial}") for serial in range(1, actions + 1)]
    claire = coordinates(programme.cite)

    with django_assert_num_queries(21):
        edit_actions(programme=programme, edits=edits, by=claire)


@pytest.mark.parametrize("typed", ["101", "-1", "12,5", "beaucoup", "²"])
def test_a_share_of_the_audience_is_a_whole_percent(edit, typed):
    with pytest.raises(Wrong, match="de 0 à 100"):
        edit((1, "priority", None, typed))


def test_a_share_of_nothing_is_said_and_taken_back(programme, edit):
    edit((1, "priority", "", "0"))
    operation = edit((1, "priority", "0", ""))

    line = operation.lines.get()
    assert (line.before, line.after) == ({"priority": 0}, {"priority": None})
    assert the(programme, 1).priority is None
