"""Programmes of several years: opened, renewed, put off to the next, voted."""

from __future__ import annotations

from datetime import date

import pytest

from preau.annexes.votes import reopen_programme, vote_programme
from preau.annexes.years import create_programme, postpone_action, renew_actions
from preau.budgets.queries import with_grant
from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.people.access import Forbidden
from preau.programmes.models import Action, Programme
from tests.factories.people import a_member, coordinates
from tests.factories.programmes import ProgrammeFactory, a_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return a_programme()


@pytest.fixture
def claire(programme):
    return coordinates(programme.cite)


def the(programme, serial):
    return Action.objects.select_related("programme__cite").get(programme=programme, serial=serial)


def said_of(programme):
    """Number, title, grant and origin of each action of a programme."""
    actions = with_grant(Action.objects.filter(programme=programme)).select_related("renewed_from")
    return [(one.number, one.title, one.grant, one.renewed_from and one.renewed_from.serial) for one in actions]


def test_a_year_is_opened_empty_once(programme, claire):
    opened = create_programme(cite=programme.cite, year=2021, by=claire)

    assert (opened.state, opened.actions.count()) == ("draft", 0)
    with pytest.raises(Refusal, match="existe déjà"):
        create_programme(cite=programme.cite, year=2021, by=claire)
    with pytest.raises(Refusal, match="2018 est impossible"):
        create_programme(cite=programme.cite, year=2018, by=claire)


def test_actions_are_renewed_without_their_money_once(programme, claire):
    renewed, count = renew_actions(source=programme, serials=[1, 3], year=2021, by=claire)

    assert count == 2
    assert said_of(renewed) == [("1", "Action de lecture 1", None, 1), ("3", "Action de lecture 3", None, 3)]
    assert renew_actions(source=programme, serials=[1, 3], year=2021, by=claire) == (renewed, 0)
    assert Operation.objects.filter(verb="renew").count() == 1


def test_a_number_that_is_taken_is_not_given_twice(programme, claire):
    there = ProgrammeFactory(cite=programme.cite, year=2021)
    Action.objects.create(programme=there, serial=1, rank=1, number="1", title="Déjà là")

    renew_actions(source=programme, serials=[1, 2], year=2021, by=claire)

    assert said_of(there) == [
        ("1", "Déjà là", None, None),
        ("", "Action de lecture 1", None, 1),
        ("2", "Action de lecture 2", None, 2),
    ]


def test_what_is_postponed_stays_here_and_is_planned_there(programme, claire):
    copy = postpone_action(action=the(programme, 2), year=2021, by=claire)

    assert (the(programme, 2).status, copy.status, copy.programme.year) == ("postponed", "", 2021)
    assert with_grant(Action.objects.filter(pk=the(programme, 2).pk)).get().grant == 400
    assert postpone_action(action=the(programme, 2), year=2021, by=claire) == copy


def test_what_cannot_be_postponed_says_why(programme, claire):
    Action.objects.filter(serial=2).update(status="done")

    with pytest.raises(Refusal, match="à une année suivante"):
        postpone_action(action=the(programme, 1), year=2020, by=claire)
    with pytest.raises(Refusal, match="ne devient pas reportée"):
        postpone_action(action=the(programme, 2), year=2021, by=claire)
    assert Programme.objects.count() == 1


def test_a_vote_has_its_day_and_its_line(programme, claire):
    operation = vote_programme(programme=programme, on=date(2020, 7, 7), by=claire)

    programme.refresh_from_db()
    line = operation.lines.get(kind="programme")
    assert (programme.state, programme.voted_on) == ("voted", date(2020, 7, 7))
    assert (line.before, line.after) == (
        {"state": "draft", "voted_on": None},
        {"state": "voted", "voted_on": "2020-07-07", "order": [1, 2, 3]},
    )
    with pytest.raises(Refusal, match="déjà voté"):
        vote_programme(programme=programme, on=date(2020, 7, 8), by=claire)


def test_a_vote_noted_by_mistake_is_taken_back_with_a_reason(programme, claire):
    vote_programme(programme=programme, on=date(2020, 7, 7), by=claire)

    with pytest.raises(Refusal, match="Dites pourquoi"):
        reopen_programme(programme=programme, reason=" ", by=claire)
    operation = reopen_programme(programme=programme, reason="Séance reportée", by=claire)

    programme.refresh_from_db()
    assert (programme.state, programme.voted_on, operation.label) == ("draft", None, "Séance reportée")
    with pytest.raises(Refusal, match="n’est pas voté"):
        reopen_programme(programme=programme, reason="Encore", by=claire)


def test_an_empty_programme_is_not_voted(claire, programme):
    empty = ProgrammeFactory(cite=programme.cite, year=2021)

    with pytest.raises(Refusal, match="rien à voter"):
        vote_programme(programme=empty, on=date(2021, 7, 7), by=claire)


@pytest.mark.parametrize("role", ["prefecture", "manager", "reader"])
def test_the_coordination_alone_does_these_things(programme, role):
    person = a_member(role, programme.cite)

    for verb in (
        lambda: create_programme(cite=programme.cite, year=2021, by=person),
        lambda: renew_actions(source=programme, serials=[1], year=2021, by=person),
        lambda: postpone_action(action=the(programme, 1), year=2021, by=person),
        lambda: vote_programme(programme=programme, on=date(2020, 7, 7), by=person),
        lambda: reopen_programme(programme=programme, reason="Erreur", by=person),
    ):
        with pytest.raises(Forbidden):
            verb()


def test_what_was_withdrawn_is_not_postponed(programme, claire):
    Action.objects.filter(serial=2).update(withdrawn=True)

    with pytest.raises(Refusal, match="n’est plus au programme"):
        postpone_action(action=the(programme, 2), year=2021, by=claire)
    assert Programme.objects.count() == 1


@pytest.mark.parametrize("actions", [2, 20])
def test_renewing_costs_the_same_whatever_the_number(actions, django_assert_max_num_queries):
    source = a_programme("long", actions=actions, number=3)
    claire = coordinates(source.cite)

    with django_assert_max_num_queries(40):
        renew_actions(source=source, serials=range(1, actions + 1), year=2021, by=claire)
