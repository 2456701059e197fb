"""The vote makes the n° 0 of a programme, and holds from its day even where it is noted later."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from preau.annexes.votes import reopen_programme, vote_programme
from preau.budgets.models import Movement, Revision
from preau.budgets.queries import with_grant
from preau.core.refusal import Refusal
from preau.journal.models import Line
from preau.journal.moments import Moment
from preau.programmes.models import Action, Programme
from tests.factories.people import coordinates
from tests.factories.programmes import a_programme

pytestmark = pytest.mark.django_db

MARCH = date(2020, 3, 10)


@pytest.fixture
def programme():
    """Three actions of 400 €, typed here today."""
    a_programme()
    return Programme.objects.select_related("cite").get()


@pytest.fixture
def claire(programme):
    return coordinates(programme.cite)


def granted(at):
    """All that is granted at a moment, in euros."""
    return sum(action.grant or 0 for action in with_grant(Action.objects.all(), at=Moment(on=at)))


def test_what_is_voted_is_revision_number_nothing(programme, claire):
    operation = vote_programme(programme=programme, on=MARCH, by=claire)

    revision = Revision.objects.get()
    assert (revision.number, revision.state, revision.decided_on) == (0, "adopted", MARCH)
    assert (revision.operation, str(revision)) == (operation, "Programme initial")


def test_amounts_typed_after_the_day_of_the_vote_hold_from_it(programme, claire):
    vote_programme(programme=programme, on=MARCH, by=claire)

    today = localdate()
    assert [granted(day) for day in (MARCH - timedelta(1), MARCH, today - timedelta(1), today)] == [0, 1200, 1200, 1200]
    assert Line.objects.filter(kind=Line.Kind.SNAPSHOT).count() == 3


def test_a_vote_of_today_moves_nothing(programme, claire):
    before = Movement.objects.count()

    vote_programme(programme=programme, on=localdate(), by=claire)

    assert (Movement.objects.count(), Line.objects.filter(kind=Line.Kind.SNAPSHOT).count()) == (before, 0)


def test_a_vote_is_not_to_come(programme, claire):
    with pytest.raises(Refusal, match="est à venir"):
        vote_programme(programme=programme, on=localdate() + timedelta(1), by=claire)

    assert not Revision.objects.exists()


def test_a_vote_taken_back_leaves_its_revision_and_another_takes_its_place(programme, claire):
    vote_programme(programme=programme, on=MARCH, by=claire)

    reopen_programme(programme=programme, reason="Séance reportée", by=claire)
    vote_programme(programme=programme, on=MARCH + timedelta(7), by=claire)

    kept = [(one.serial, one.number, one.state, one.decision) for one in Revision.objects.all()]
    assert kept == [(1, None, "withdrawn", "Séance reportée"), (2, 0, "adopted", "")]
    assert granted(localdate()) == Decimal(1200)


@pytest.mark.parametrize(
    ("state", "said"), [("adopted", "est adoptée"), ("proposed", "Retirez-la d’abord")], ids=["adopted", "proposed"]
)
def test_a_vote_is_not_taken_back_once_something_stands_on_it(programme, claire, state, said):
    operation = vote_programme(programme=programme, on=MARCH, by=claire)
    first = Revision.objects.get()
    given = {"number": 1, "operation": first.operation, "decided_on": MARCH} if state == "adopted" else {}
    if state == "adopted":
        operation = programme.cite.operations.exclude(pk=operation.pk).first()
        given["operation"] = operation
    Revision.objects.create(programme=programme, serial=2, state=state, proposed_on=MARCH, digest="d" * 64, **given)

    with pytest.raises(Refusal, match=said):
        reopen_programme(programme=programme, reason="Erreur", by=claire)
