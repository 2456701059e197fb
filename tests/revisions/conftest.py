"""A voted programme of three actions of 400 €, its sittings, and its drafts in every state."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from preau.annexes.votes import vote_programme
from preau.budgets.queries import with_grant
from preau.budgets.states import Answer
from preau.committees.models import AssentRule, Sitting
from preau.committees.operations import ensure_committees, ensure_seats
from preau.programmes.models import Action, Programme
from preau.revisions.operations.adopting import adopt
from preau.revisions.operations.drafts import Typed, edit_draft, start_revision
from preau.revisions.operations.proposing import Said, propose, record_assent, reject, withdraw_revision
from tests.factories.people import coordinates
from tests.factories.programmes import a_programme

VOTED, PROPOSED, DECIDED = date(2020, 3, 10), date(2020, 10, 1), date(2020, 10, 13)


@pytest.fixture
def voted():
    """The programme of Allonnes, voted on 10 March 2020."""
    programme = a_programme()
    ensure_seats(programme.cite)
    vote_programme(programme=programme, on=VOTED, by=coordinates(programme.cite))
    return Programme.objects.select_related("cite").get(pk=programme.pk)


@pytest.fixture
def claire(voted):
    return coordinates(voted.cite)


@pytest.fixture
def sitting_on(voted):
    """The sitting of the steering committee on a day."""
    committee = ensure_committees(voted.cite)[0]

    def sitting_on(day=DECIDED, **fields):
        serial = Sitting.objects.filter(committee=committee).count() + 1
        return Sitting.objects.create(committee=committee, serial=serial, on=day, **fields)

    return sitting_on


@pytest.fixture
def nobody_answers(voted):
    """The cité asks for no assent."""
    return AssentRule.objects.create(cite=voted.cite, needed="none")


@pytest.fixture
def say(claire):
    """Note the answers of the seats to a proposed revision, in their order."""

    def say(revision, *answers, on=PROPOSED):
        seats = ensure_seats(revision.programme.cite)
        for seat, answer in zip(seats, answers, strict=False):
            said = Said(answer, on, f"M. {seat}", text="" if answer == Answer.YES else "Trop tard.")
            record_assent(revision=revision, seat=seat, said=said, by=claire)

    return say


@pytest.fixture
def in_state(voted, claire, sitting_on, say):
    """A revision that brings action 1 to an amount, in a state."""

    def in_state(state, text="500"):
        draft = start_revision(programme=voted, title="Automne", by=claire)
        edit_draft(revision=draft, typed=[Typed(1, text)], by=claire)
        if state == "draft":
            return draft
        if state == "withdrawn":
            withdraw_revision(revision=draft, reason="Abandonnée", by=claire)
            return draft
        proposed = propose(revision=draft, on=PROPOSED, by=claire)
        if state == "rejected":
            return reject(revision=proposed, sitting=sitting_on(), decision="Non", by=claire)
        if state == "adopted":
            say(proposed, *[Answer.YES] * 3)
            return adopt(revision=proposed, sitting=sitting_on(), by=claire)
        return proposed

    return in_state


@pytest.fixture
def grants(voted):
    """What is programmed for each action, by its serial."""

    def grants(programme=voted):
        actions = with_grant(Action.objects.filter(programme=programme)).order_by("serial")
        return {action.serial: action.grant or Decimal(0) for action in actions}

    return grants
