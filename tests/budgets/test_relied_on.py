"""An envelope that a revision under way or a plan relies on stays what it is; an action that left is given nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from preau.budgets.envelopes import Facts, edit_envelope
from preau.budgets.models import FundingLine, FundingPlan, Movement, Revision, RevisionAmount, RevisionLine
from preau.budgets.operations import program_action
from preau.core.refusal import Refusal
from preau.programmes.models import Action
from tests.factories.budgets import EnvelopeFactory
from tests.factories.people import coordinates
from tests.factories.programmes import ActionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(db):
    return ActionFactory()


@pytest.fixture
def claire(action):
    return coordinates(action.programme.cite)


def relied_on(action, by, state="draft"):
    """An envelope that the revision of an action, or its funding plan, uses; without any movement."""
    envelope = EnvelopeFactory(cite=action.programme.cite, name="CAF", kind="caf")
    if by == "plan":
        plan = FundingPlan.objects.create(action=action)
        FundingLine.objects.create(plan=plan, position=1, account="74.6", envelope=envelope, amount=Decimal(50))
    else:
        proposed = {"proposed_on": date(2020, 5, 1), "digest": "d" * 64} if state == "proposed" else {}
        revision = Revision.objects.create(programme=action.programme, serial=1, state=state, **proposed)
        line = RevisionLine.objects.create(revision=revision, action=action)
        RevisionAmount.objects.create(line=line, envelope=envelope, before=Decimal(0), amount=Decimal(50))
    return envelope


@pytest.mark.parametrize(
    ("by", "state", "said"),
    [
        ("revision", "draft", "Une réactualisation en cours de 2020"),
        ("revision", "proposed", "Une réactualisation en cours de 2020"),
        ("plan", "", "Un plan de financement de 2020"),
    ],
)
@pytest.mark.parametrize(
    ("changes", "field"), [({"year": 2021}, "year"), ({"in_kind": True}, "in_kind"), ({"in_grant": True}, "in_grant")]
)
def test_what_is_relied_on_is_not_made_false(claire, action, by, state, said, changes, field):  # noqa: PLR0913, PLR0917 - each says something
    envelope = relied_on(action, by, state)

    with pytest.raises(Refusal, match=said) as refused:
        edit_envelope(envelope=envelope, facts=replace(Facts.of(envelope), **changes), by=claire)

    assert refused.value.field == field


def test_a_revision_that_was_withdrawn_relies_on_nothing(claire, action):
    envelope = relied_on(action, "revision", "withdrawn")

    edit_envelope(envelope=envelope, facts=replace(Facts.of(envelope), year=2021), by=claire)

    envelope.refresh_from_db()
    assert envelope.years == "2021"


def test_an_action_withdrawn_meanwhile_is_given_nothing(claire, action):
    envelope = EnvelopeFactory(cite=action.programme.cite)
    Action.objects.filter(pk=action.pk).update(withdrawn=True)

    with pytest.raises(Refusal, match="n’est plus au programme"):
        program_action(envelope=envelope, action=action, amount=Decimal(5), by=claire)

    assert not Movement.objects.exists()


def test_less_than_nothing_is_not_programmed(claire, action):
    with pytest.raises(Refusal, match="Écrivez un montant positif"):
        program_action(
            envelope=EnvelopeFactory(cite=action.programme.cite), action=action, amount=Decimal(-5), by=claire
        )
