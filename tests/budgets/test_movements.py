"""Money moves by differences, and is never a balance."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preau.budgets.models import Movement
from preau.budgets.operations import ensure_cite_envelope, program
from preau.budgets.queries import programmed_by_action, with_grant
from preau.journal.models import AppendOnlyError, Operation
from preau.journal.operations import begin
from preau.people.models import Cite
from preau.programmes.models import Action, Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def cite():
    return Cite.objects.create(slug="allonnes", name="Allonnes")


@pytest.fixture
def actions(cite):
    programme = Programme.objects.create(cite=cite, year=2020, title="Programme 2020")
    return [Action.objects.create(programme=programme, serial=i, rank=i, title=f"Action {i}") for i in (1, 2, 3)]


@pytest.fixture
def cause(cite):
    return begin(cite=cite, verb=Operation.Verb.IMPORT, label="annexe.xlsx", by=None)


@pytest.fixture
def envelope(cite):
    return ensure_cite_envelope(cite=cite, year=2020)[0]


def test_reaching_a_target_adds_the_difference(envelope, actions, cause):
    first, second, _ = actions
    program(envelope=envelope, targets={first.pk: Decimal(533), second.pk: Decimal(10)}, cause=cause)

    added = program(envelope=envelope, targets={first.pk: Decimal(600), second.pk: Decimal(10)}, cause=cause)

    assert added == 1
    assert [movement.amount for movement in first.movements.all()] == [Decimal(533), Decimal(67)]


def test_taking_back_is_a_negative_movement(envelope, actions, cause):
    program(envelope=envelope, targets={actions[0].pk: Decimal(533)}, cause=cause)

    program(envelope=envelope, targets={actions[0].pk: Decimal(0)}, cause=cause)

    assert [movement.amount for movement in actions[0].movements.all()] == [Decimal(533), Decimal(-533)]


def test_an_action_without_movement_has_no_grant_rather_than_nothing(envelope, actions, cause):
    program(envelope=envelope, targets={actions[0].pk: Decimal("0.10")}, cause=cause)

    grants = {action.serial: action.grant for action in with_grant(Action.objects.all())}

    assert grants == {1: Decimal("0.10"), 2: None, 3: None}


def test_the_envelope_of_a_year_is_one(cite, envelope):
    again, created = ensure_cite_envelope(cite=cite, year=2020)

    assert (again, created) == (envelope, False)


def test_the_database_refuses_a_movement_of_nothing(envelope, actions, cause):
    with pytest.raises(IntegrityError):
        Movement.objects.create(
            envelope=envelope, action=actions[0], kind="programmed", amount=Decimal(0), on=cause.on, cause=cause
        )


def test_a_movement_is_not_rewritten(envelope, actions, cause):
    program(envelope=envelope, targets={actions[0].pk: Decimal(5)}, cause=cause)
    movement = Movement.objects.get()

    movement.amount = Decimal(6)
    with pytest.raises(AppendOnlyError):
        movement.save()

    assert Movement.objects.get().amount == Decimal(5)


cents = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n).scaleb(-2))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(targets=st.lists(cents, min_size=1, max_size=8))
def test_whatever_the_targets_the_sum_is_the_last(envelope, actions, cause, targets):
    for target in targets:
        program(envelope=envelope, targets={actions[0].pk: target}, cause=cause)

    assert programmed_by_action(envelope, [actions[0].pk]).get(actions[0].pk, Decimal(0)) == targets[-1]
