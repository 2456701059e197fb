"""The sheet of a revision: its sums are those of the movements, and what was decided stays as it was compared."""

from __future__ import annotations

from decimal import Decimal

import pytest

from preau.budgets.queries import position_of
from preau.budgets.states import Fate
from preau.core.refusal import Refusal
from preau.revisions.comparison import compare
from preau.revisions.operations.adopting import adopt
from preau.revisions.operations.drafts import (
    Typed,
    WrongAmounts,
    add_to_draft,
    copy_revision,
    edit_draft,
    refresh_draft,
    set_fate,
)
from preau.revisions.operations.proposing import propose, reject, take_back, withdraw_revision
from preau.revisions.queries import weighed
from preau.revisions.sheet import sheet_of
from tests.factories.revisions import a_draft, a_sitting, a_voted_programme, all_say_yes, another_envelope

pytestmark = pytest.mark.django_db


def amounts(sheet):
    """What each row compares, by the number of its action or the name of one to add."""
    return {row.number or row.name: (row.before, row.amount) for row in sheet.rows}


def test_sums_of_a_draft_are_those_of_its_rows(programme, claire):
    draft = a_draft(programme, {1: "500", 2: "−50 %"})

    sheet = sheet_of(draft)

    assert amounts(sheet) == {"1": (400, 500), "2": (400, 200), "3": (400, 400)}
    assert (sheet.sums.before, sheet.sums.amount, sheet.sums.difference) == (1200, 1100, -100)
    assert (sheet.weighed.taken, sheet.weighed.given, sheet.weighed.losing, sheet.weighed.gaining) == (200, 100, 1, 1)
    assert weighed([draft])[draft.pk] == sheet.weighed
    assert sum(group.sums.amount for group in sheet.groups) == sheet.sums.amount
    assert [(one.notified, one.before, one.after, one.remaining) for one in sheet.purses] == [(1200, 1200, 1100, 100)]


def test_what_is_added_counts_in_sums_and_in_rules(programme, claire):
    draft = a_draft(programme)
    add_to_draft(revision=draft, fields={"title": "Ciné-club"}, amounts={None: "300"}, by=claire)

    sheet = sheet_of(draft)

    assert amounts(sheet)["Ciné-club"] == (0, 300)
    passed = [one for purse in sheet.purses for one in purse.passed]
    assert [(one.blocks, "de trop" in one.sentence) for one in passed] == [(False, True)]


def test_a_rule_that_blocks_counts_the_actions_to_add(programme, claire):
    programme.cite.envelopes.get().rules.update(level="block")
    draft = a_draft(programme)
    add_to_draft(revision=draft, fields={"title": "Ciné-club"}, amounts={None: "300"}, by=claire)

    with pytest.raises(Refusal, match="de trop"):
        propose(revision=draft, by=claire)


def test_what_was_adopted_shows_what_it_compared_whatever_came_after(programme, claire):
    sitting = a_sitting(programme)
    draft = a_draft(programme, {1: "500", 2: "300"})
    add_to_draft(revision=draft, fields={"title": "Ciné-club"}, amounts={None: "10"}, by=claire)
    for revision in (draft, a_draft(programme, {3: "1"})):
        refresh_draft(revision=revision, by=claire)
        proposed = propose(revision=revision, by=claire)
        all_say_yes(proposed)
        revision.done = adopt(revision=proposed, sitting=sitting, by=claire)

    first = sheet_of(draft.done)

    assert amounts(first) == {"1": (400, 500), "2": (400, 300), "3": (400, 400), "4": (0, 10)}
    assert (first.purses[0].before, first.purses[0].after) == (1200, 1210)
    assert position_of(programme.cite.envelopes.get()).programmed == 1210 - 399
    assert amounts(sheet_of(programme.revisions.get(number=0))) == {"1": (400, 400), "2": (400, 400), "3": (400, 400)}


def test_what_was_rejected_stays_as_it_was_compared(programme, claire):
    sitting = a_sitting(programme)
    lost, won = a_draft(programme, {1: "500"}), a_draft(programme, {2: "0"})
    rejected = reject(revision=propose(revision=lost, by=claire), sitting=sitting, decision="Non.", by=claire)
    proposed = propose(revision=won, by=claire)
    all_say_yes(proposed)
    adopt(revision=proposed, sitting=sitting, by=claire)

    sheet = sheet_of(rejected)

    assert amounts(sheet) == {"1": (400, 500), "2": (400, 400), "3": (400, 400)}
    assert [row.number for row in sheet.stale] == []


def test_each_envelope_of_an_action_has_its_amount(programme, claire):
    town = another_envelope(programme)
    draft = a_draft(programme, {1: "300"})
    edit_draft(revision=draft, typed=[Typed(1, "100", town.pk)], by=claire)

    sheet = sheet_of(draft)

    row = next(row for row in sheet.rows if row.number == "1")
    assert [(cell.envelope.name, cell.before, cell.amount) for cell in row.cells] == [
        ("Cité éducative", 400, 300),
        ("Ville", 0, 100),
    ]
    assert (row.difference, row.beside, sheet.weighed.taken) == (-100, 100, 100)
    assert [(one.envelope.name, one.remaining) for one in sheet.purses] == [("Cité éducative", 100), ("Ville", 400)]


def test_an_action_that_leaves_keeps_nothing_from_any_envelope(programme, claire):
    town = another_envelope(programme)
    draft = a_draft(programme)
    edit_draft(revision=draft, typed=[Typed(1, "100", town.pk)], by=claire)
    set_fate(revision=draft, serial=1, fate=Fate.DROP, by=claire)
    dropped = amounts(sheet_of(draft))["1"]

    with pytest.raises(WrongAmounts, match="elle ne reçoit rien"):
        edit_draft(revision=draft, typed=[Typed(1, "50")], by=claire)
    set_fate(revision=draft, serial=1, fate=Fate.KEEP, by=claire)

    assert dropped == (400, 0)
    assert amounts(sheet_of(draft))["1"] == (400, 400)
    assert not draft.lines.exists()


def test_two_scenarios_side_by_side(programme, claire):
    one = a_draft(programme, {1: "500"})
    other = copy_revision(revision=one, title="Autre", by=claire)
    edit_draft(revision=other, typed=[Typed(2, "100")], by=claire)
    add_to_draft(revision=other, fields={"title": "Ciné-club"}, amounts={None: "10"}, by=claire)

    both = compare(sheet_of(one), sheet_of(other))

    differing = {pair.row.name: (pair.first, pair.second) for pair in both.total.pairs if not pair.same}
    assert differing == {"Action de lecture 2": (400, 100), "Ciné-club": (0, 10)}
    assert (both.total.first, both.total.second, both.total.difference) == (1300, 1010, -290)
    assert both.differing == 2


@pytest.mark.parametrize("end", [take_back, withdraw_revision])
def test_a_proposal_that_ends_keeps_its_sheet(end, programme, claire):
    proposed = propose(revision=a_draft(programme, {1: "500"}), by=claire)

    ended = end(revision=proposed, by=claire, **({"reason": "Plus tard"} if end is withdraw_revision else {}))

    assert sheet_of(ended).sums.difference == Decimal(100)


@pytest.mark.parametrize("actions", [3, 40])
def test_a_sheet_is_made_in_as_many_queries_whatever_it_shows(actions, django_assert_num_queries):
    programme = a_voted_programme("le-mans", actions=actions, number=50)
    draft = a_draft(programme, dict.fromkeys(range(1, actions + 1), "+ 1"))
    draft = type(draft).objects.select_related("programme__cite").get(pk=draft.pk)

    with django_assert_num_queries(10):
        sheet = sheet_of(draft)
        assert len(sheet.rows) == actions
