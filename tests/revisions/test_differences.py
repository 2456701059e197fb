"""Two moments of a programme: what came, left, changed, by how much and why."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from preau.annexes.editing import Edit, edit_actions
from preau.annexes.lifecycle import add_action, withdraw_action
from preau.annexes.theme_merging import merge_themes
from preau.journal.models import Operation
from preau.journal.moments import NOW, Moment
from preau.programmes.models import Theme
from preau.revisions.differences import Sums, compare
from preau.revisions.sides import read_side, usual_sides
from tests.factories.people import a_user
from tests.factories.programmes import a_programme
from tests.factories.revisions import adopted

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return a_programme(actions=4)


def last():
    """Just after the last operation."""
    return Moment(number=Operation.objects.latest("number").number)


def kinds(comparison):
    return {one.action.serial: one.kind for one in comparison.differences}


def test_nothing_differs_from_itself(programme):
    comparison = compare(programme, last(), NOW)

    assert set(kinds(comparison).values()) == {"unchanged"}
    assert comparison.sums == Sums(4, Decimal(1600), Decimal(1600))


def test_what_came_left_and_changed(programme):
    before, claire = last(), a_user()
    add_action(programme=programme, values={"title": "Jardin", "grant": "250"}, by=claire)
    withdraw_action(action=programme.actions.get(serial=1), by=claire)
    edit_actions(programme=programme, edits=[Edit(2, "grant", None, "100")], by=claire)
    edit_actions(programme=programme, edits=[Edit(3, "title", None, "Autre")], by=claire)

    found = compare(programme, before, NOW)

    amounts = {one.action.serial: (one.granted_before, one.granted_after) for one in found.changed}
    assert kinds(found) == {1: "left", 2: "changed", 3: "changed", 4: "unchanged", 5: "came"}
    assert amounts == {1: (400, None), 2: (400, 100), 3: (400, 400), 5: (None, 250)}
    assert (found.taken.gap, found.given.gap, found.sums.gap) == (Decimal(-700), Decimal(250), Decimal(-450))


def test_the_other_way_round_is_the_contrary(programme):
    before = last()
    add_action(programme=programme, values={"title": "Jardin", "grant": "250"}, by=a_user())

    there, back = compare(programme, before, NOW), compare(programme, NOW, before)

    assert (kinds(there)[5], kinds(back)[5]) == ("came", "left")
    assert there.sums.gap == -back.sums.gap


def test_the_reason_is_that_of_the_revisions_in_between(programme):
    adopted(programme, 0, localdate() - timedelta(days=9))
    adopted(programme, 1, localdate() - timedelta(days=5), {1: 300, 2: 500}, {1: "Une classe de moins"})
    adopted(programme, 2, localdate(), {1: 200}, {1: "Une autre de moins."})

    first, whole = (
        compare(programme, read_side(programme, "v0").at, read_side(programme, to).at) for to in ("v1", "v2")
    )

    assert {one.action.serial: one.reason for one in first.changed} == {
        1: "Une classe de moins.",
        2: "",
    }
    assert next(one.reason for one in whole.changed if one.action.serial == 1) == (
        "Une classe de moins. Une autre de moins."
    )


def test_unchanged_actions_are_one_line_a_theme(programme):
    before = last()
    edit_actions(programme=programme, edits=[Edit(2, "grant", None, "100")], by=a_user())

    groups = compare(programme, before, NOW).groups()

    assert [(len(group.changed), group.unchanged, group.sums.gap) for group in groups] == [
        (1, Sums(1, Decimal(400), Decimal(400)), Decimal(-300)),
        (0, Sums(2, Decimal(800), Decimal(800)), Decimal(0)),
    ]


def test_an_action_that_only_changed_its_words_moves_no_money(programme):
    before = last()
    edit_actions(programme=programme, edits=[Edit(2, "title", None, "Autre")], by=a_user())

    comparison = compare(programme, before, NOW)

    groups = comparison.groups(), comparison.groups(lambda one: bool(one.gap))
    assert [sum(len(group.changed) for group in found) for found in groups] == [1, 0]


def test_a_long_text_is_compared_word_by_word(programme):
    text = "Des ateliers de lecture à voix haute pour les enfants des écoles du quartier, chaque mercredi après-midi."
    edit_actions(programme=programme, edits=[Edit(1, "description", None, text)], by=a_user())
    before = last()
    longer = text.replace("chaque mercredi", "chaque jeudi")
    edit_actions(programme=programme, edits=[Edit(1, "description", None, longer)], by=a_user())

    (changed,) = compare(programme, before, NOW).changed

    assert [(field.name, [(one.kind, one.text.strip()) for one in field.pieces]) for field in changed.fields] == [
        (
            "description",
            [
                ("same", "… enfants des écoles du quartier, chaque"),
                ("gone", "mercredi"),
                ("new", "jeudi"),
                ("same", "après-midi."),
            ],
        )
    ]


def test_a_theme_merged_since_is_a_change_of_theme(programme):
    before = last()
    kept, gone = Theme.objects.order_by("rank")
    merge_themes(kept=kept, gone=gone, by=a_user())

    found = compare(programme, before, NOW)

    assert {(one.name, one.change.before, one.change.after) for each in found.changed for one in each.fields} == {
        ("theme", "Thème 2", "Thème 1")
    }


@pytest.mark.parametrize(
    ("revisions", "sides"),
    [(0, ("2020-05-01", "aujourdhui")), (1, ("v0", "aujourdhui")), (3, ("v1", "v2"))],
)
def test_what_is_compared_where_nobody_chose(revisions, sides):
    programme = a_programme(actions=1)
    day = date(2020, 5, 1)
    for number in range(revisions):
        adopted(programme, number, day)
    if not revisions:
        sides = ("aujourdhui", "aujourdhui")

    assert usual_sides(programme) == sides


@pytest.mark.parametrize("actions", [1, 30])
def test_comparing_costs_the_same_whatever_there_is(actions, django_assert_num_queries):
    programme = a_programme(actions=actions)
    first, second = adopted(programme, 0, localdate()), adopted(programme, 1, localdate(), {1: 100}, {1: "Moins."})
    moments = [Moment(number=one.operation.number) for one in (first, second)]

    with django_assert_num_queries(13):
        comparison = compare(programme, *moments)

    assert len(comparison.differences) == actions
