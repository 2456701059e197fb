"""Actions come, are copied, leave and come back; nothing is deleted, and each has its line in the journal."""

from __future__ import annotations

from decimal import Decimal

import pytest

from preau.annexes.editing import Wrong
from preau.annexes.lifecycle import add_action, duplicate_action, renumber, restore_action, withdraw_action
from preau.budgets.queries import with_grant
from preau.core.refusal import Refusal
from preau.journal.models import Line, Operation
from preau.people.access import Forbidden
from preau.programmes.models import Action
from tests.factories.people import a_member, coordinates
from tests.factories.programmes import a_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return a_programme()


@pytest.fixture
def claire(programme):
    return coordinates(programme.cite)


def the(programme, serial):
    return with_grant(Action.objects.filter(programme=programme)).select_related("programme__cite").get(serial=serial)


def told(verb):
    """What the journal tells of actions in the last operation of a verb: serial, before, after."""
    operation = Operation.objects.filter(verb=verb).order_by("-number").first()
    lines = Line.objects.filter(operation=operation, kind="action")
    serials = dict(Action.objects.values_list("pk", "serial"))
    return [(serials[line.object_id], line.before, line.after) for line in lines]


def test_an_action_is_added_with_the_next_number(programme, claire):
    action = add_action(
        programme=programme, values={"title": "Jardin", "total_cost": "1 500", "grant": "500"}, by=claire
    )

    added = the(programme, action.serial)
    assert (added.serial, added.number, added.title, added.total_cost, added.grant) == (4, "4", "Jardin", 1500, 500)
    assert told("add") == [
        (4, {}, {"title": "Jardin", "total_cost": "1500.00", "grant": "500.00", "number": "4"}),
    ]


def test_an_action_without_a_name_is_refused(programme, claire):
    with pytest.raises(Refusal, match="intitulé ou un porteur"):
        add_action(programme=programme, values={"title": "  ", "total_cost": "1 500"}, by=claire)
    with pytest.raises(Wrong, match="déjà celui"):
        add_action(programme=programme, values={"title": "Jardin", "number": "2"}, by=claire)

    assert Action.objects.count() == 3


def test_a_copy_takes_over_what_is_done_and_not_the_money(programme, claire):
    Action.objects.filter(serial=2).update(status="done", audience="Parents", axis="school", priority=60)

    copy = the(programme, duplicate_action(action=the(programme, 2), by=claire).serial)

    assert (copy.title, copy.number, copy.audience, copy.axis, copy.priority) == (
        "Action de lecture 2 (copie)",
        "4",
        "Parents",
        "school",
        60,
    )
    assert (copy.status, copy.grant, copy.total_cost) == ("", None, Decimal(1000))
    assert [str(holder.organisation) for holder in copy.holders.all()] == ["Centre social"]


def test_what_is_withdrawn_gives_its_grant_back_and_stays(programme, claire):
    withdraw_action(action=the(programme, 2), by=claire)

    gone = the(programme, 2)
    assert (gone.withdrawn, gone.grant, gone.title) == (True, None, "Action de lecture 2")
    assert told("withdraw") == [(2, {"withdrawn": False, "grant": "400.00"}, {"withdrawn": True, "grant": None})]

    restore_action(action=gone, by=claire)
    assert (the(programme, 2).withdrawn, the(programme, 2).grant) == (False, None)


def test_twice_is_refused_with_a_sentence(programme, claire):
    withdraw_action(action=the(programme, 2), by=claire)

    with pytest.raises(Refusal, match="n’est déjà plus au programme"):
        withdraw_action(action=the(programme, 2), by=claire)
    with pytest.raises(Refusal, match="déjà au programme"):
        restore_action(action=the(programme, 1), by=claire)


def test_nothing_leaves_a_voted_programme(programme, claire):
    programme.state, programme.voted_on = "voted", "2020-07-07"
    programme.save()

    with pytest.raises(Refusal, match="Annulez-la ou reportez-la"):
        withdraw_action(action=the(programme, 2), by=claire)


def test_numbers_follow_the_order_without_a_gap(programme, claire):
    """As on the page of the programme: by theme first. Action 2 is of the first theme, 1 and 3 of the second."""
    Action.objects.filter(serial=2).update(number="7")
    Action.objects.filter(serial=3).update(number="")

    operation = renumber(programme=programme, by=claire)

    assert [the(programme, serial).number for serial in (1, 2, 3)] == ["2", "1", "3"]
    assert operation.label == "3 actions numérotées de 1 à 3"
    assert told("renumber") == [
        (2, {"number": "7"}, {"number": "1"}),
        (1, {"number": "1"}, {"number": "2"}),
        (3, {"number": None}, {"number": "3"}),
    ]
    assert renumber(programme=programme, by=claire) is None


@pytest.mark.parametrize("role", ["prefecture", "manager", "reader"])
def test_the_coordination_alone_does_these_things(programme, role):
    person, action = a_member(role, programme.cite), the(programme, 1)

    for verb in (
        lambda: add_action(programme=programme, values={"title": "Jardin"}, by=person),
        lambda: duplicate_action(action=action, by=person),
        lambda: withdraw_action(action=action, by=person),
        lambda: restore_action(action=action, by=person),
        lambda: renumber(programme=programme, by=person),
    ):
        with pytest.raises(Forbidden):
            verb()
