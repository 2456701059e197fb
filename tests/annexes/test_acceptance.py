"""A finding is kept as it is with a reason, for as long as it says the very same."""

from __future__ import annotations

import pytest

from preau.annexes.acceptance import accept_finding, withdraw_acceptance
from preau.annexes.checking import refresh_findings
from preau.annexes.editing import Edit, edit_actions
from preau.annexes.models import Acceptance, StandingFinding
from preau.annexes.queries import count_standing, waiting
from preau.core.refusal import Refusal
from preau.journal.models import Line
from preau.site.queries import history_of
from tests.factories.people import a_member, coordinates
from tests.factories.programmes import a_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    programme = a_programme()
    refresh_findings(programme)
    return programme


@pytest.fixture
def claire(programme):
    return coordinates(programme.cite)


@pytest.fixture
def finding(programme, claire):
    """Action 1 is granted more than it costs."""
    edit_actions(programme=programme, edits=[Edit(1, "grant", None, "2 000")], by=claire)
    return StandingFinding.objects.get(code="grant-above-cost")


def test_what_is_kept_waits_for_nobody_and_says_why(programme, claire, finding):
    before = count_standing(claire, programme)

    acceptance = accept_finding(finding=finding, reason=" La coordination est payée ici. ", by=claire)

    line = Line.objects.get(kind="finding")
    assert (acceptance.reason, acceptance.by) == ("La coordination est payée ici.", claire)
    assert count_standing(claire, programme) == before - 1
    assert (line.before, line.after["reason"]) == ({}, "La coordination est payée ici.")


def test_without_a_reason_nothing_is_kept(claire, finding):
    with pytest.raises(Refusal, match="Dites pourquoi"):
        accept_finding(finding=finding, reason="  ", by=claire)


def test_twice_keeps_the_first_reason(claire, finding):
    accept_finding(finding=finding, reason="Une fois", by=claire)
    accept_finding(finding=finding, reason="Deux fois", by=claire)

    assert [one.reason for one in Acceptance.objects.all()] == ["Une fois"]
    assert Line.objects.filter(kind="finding").count() == 1


def test_another_amount_asks_the_question_again(programme, claire, finding):
    accept_finding(finding=finding, reason="Une fois", by=claire)
    before = count_standing(claire, programme)

    edit_actions(programme=programme, edits=[Edit(1, "grant", None, "3 000")], by=claire)
    assert count_standing(claire, programme) == before + 1

    edit_actions(programme=programme, edits=[Edit(1, "grant", None, "2 000")], by=claire)
    assert count_standing(claire, programme) == before


def test_the_question_can_be_asked_again(programme, claire, finding):
    acceptance = accept_finding(finding=finding, reason="Une fois", by=claire)
    before = count_standing(claire, programme)

    withdraw_acceptance(acceptance=acceptance, by=claire)
    withdraw_acceptance(acceptance=acceptance, by=claire)

    assert count_standing(claire, programme) == before + 1
    assert [line.after for line in Line.objects.filter(kind="finding").order_by("pk")][1:] == [{}]


def test_others_do_not_decide(programme, finding):
    with pytest.raises(Refusal, match="Coordination"):
        accept_finding(finding=finding, reason="Moi", by=a_member("reader", programme.cite))


def test_another_number_is_the_same_question(programme, claire, finding):
    accept_finding(finding=finding, reason="Une fois", by=claire)
    before = count_standing(claire, programme)

    edit_actions(programme=programme, edits=[Edit(1, "number", None, "40")], by=claire)

    assert StandingFinding.objects.get(code="grant-above-cost").message.startswith("Action 40")
    assert not waiting(StandingFinding.objects.filter(code="grant-above-cost")).exists()
    assert count_standing(claire, programme) >= before


def test_the_journal_of_the_action_remembers_what_was_kept_then_asked_again(claire, finding):
    withdraw_acceptance(acceptance=accept_finding(finding=finding, reason="Une fois", by=claire), by=claire)

    lines = [line for line in history_of(finding.action) if line.kind == "finding"]

    told = [(line.before.get("reason"), line.after.get("reason")) for line in lines]
    assert told == [("Une fois", None), (None, "Une fois")]
