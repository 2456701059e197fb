"""The vote makes the n° 0 of a programme, and holds from its day even where it is noted later."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from preau.annexes.history import beginning, known_at, version_at
from preau.annexes.votes import reopen_programme, vote_programme
from preau.budgets.models import Envelope, Movement, Revision
from preau.budgets.operations import Noted, note_movement
from preau.budgets.queries import with_grant
from preau.budgets.states import MovementKind
from preau.core.refusal import Refusal
from preau.journal.models import Line, Operation
from preau.journal.moments import Moment
from preau.programmes.models import Action, Programme
from tests.factories.budgets import EnvelopeFactory, MovementFactory
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


SLIP, THEN = date(2019, 1, 1), date(2019, 6, 1)


@pytest.fixture
def slipped(programme, claire):
    """A vote noted on a wrong day, long ago, then taken back."""
    vote_programme(programme=programme, on=SLIP, by=claire)
    reopen_programme(programme=programme, reason="Date erronée", by=claire)
    return programme


def seen(programme, day):
    """The words of the version, how many actions were known, and all that was granted at the end of a day."""
    at = Moment(on=day)
    return version_at(programme, at).label, len(known_at(programme, at)), granted(day)


NOTHING = ("programme en préparation", 0, 0)


def test_a_vote_taken_back_was_never_known(slipped):
    told = [seen(slipped, day) for day in (SLIP, THEN, MARCH, localdate())]

    assert told == [NOTHING, NOTHING, NOTHING, ("programme en préparation", 3, 1200)]
    assert beginning(slipped) == localdate()


def test_the_vote_that_follows_holds_from_its_own_day(slipped, claire):
    vote_programme(programme=slipped, on=MARCH, by=claire)

    told = [seen(slipped, day) for day in (THEN, MARCH - timedelta(1), MARCH, localdate())]
    voted = ("programme initial, voté le 10\u00a0mars\u00a02020", 3, 1200)
    assert told == [NOTHING, NOTHING, voted, voted]
    assert beginning(slipped) == MARCH


def test_just_after_the_vote_it_was_known_still(slipped):
    vote = Operation.objects.get(verb="vote")

    assert version_at(slipped, Moment(number=vote.number)).state == "voted"
    assert len(known_at(slipped, Moment(SLIP, vote.number))) == 3
    assert version_at(slipped, Moment(number=vote.number + 1)).state == "draft"


def test_what_a_vote_moved_is_reversed_line_by_line(slipped):
    reopened = Operation.objects.get(verb="reopen")

    contrary = [(one.amount, one.on, one.reverses.amount, one.reverses.on) for one in reopened.movements.all()]
    assert reopened.on == SLIP
    assert sorted(contrary) == [(-400, SLIP, 400, SLIP)] * 3 + [(400, localdate(), -400, localdate())] * 3


def test_a_vote_is_not_taken_back_under_money_that_was_committed_on_it(programme, claire):
    vote_programme(programme=programme, on=MARCH, by=claire)
    envelope, action = Envelope.objects.get(), Action.objects.first()
    noted = Noted(MovementKind.COMMITTED, Decimal(300), date(2020, 4, 1), action)
    note_movement(envelope=envelope, noted=noted, by=claire)

    with pytest.raises(Refusal, match="au 01/04/2020, l’engagé passe le programmé"):
        reopen_programme(programme=programme, reason="Erreur", by=claire)

    programme.refresh_from_db()
    assert programme.state == "voted"


def test_a_vote_does_not_take_back_what_was_committed_in_between(programme, claire):
    envelope, action = EnvelopeFactory(cite=programme.cite), Action.objects.first()
    for kind, amount, day in (
        ("programmed", 1400, date(2020, 2, 1)),
        ("committed", 800, date(2020, 3, 10)),
        ("released", 800, date(2020, 4, 1)),
        ("programmed", -1400, date(2020, 4, 2)),
    ):
        MovementFactory(envelope=envelope, action=action, kind=kind, amount=Decimal(amount), on=day)

    with pytest.raises(Refusal, match="au 10/03/2020, l’engagé passe le programmé de 800"):
        vote_programme(programme=programme, on=date(2020, 3, 5), by=claire)

    assert not Revision.objects.exists()
