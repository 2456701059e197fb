"""What happened to money is noted, never rewritten: a mistake is reversed, and both lines stay."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from preau.budgets.models import EnvelopeRule, Movement
from preau.budgets.operations import Noted, note_movement, reverse_movement
from preau.budgets.queries import position_of
from preau.budgets.states import MovementKind
from preau.core.refusal import Refusal
from preau.journal.moments import Moment
from preau.people.access import Forbidden
from preau.people.roles import Role
from tests.factories.budgets import EnvelopeFactory, MovementFactory
from tests.factories.people import a_member, a_user
from tests.factories.programmes import ActionFactory, CiteFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db

MARCH, JUNE = date(2020, 3, 1), date(2020, 6, 1)
NOTIFIED, PROGRAMMED = MovementKind.NOTIFIED, MovementKind.PROGRAMMED
COMMITTED, PAID, RELEASED = MovementKind.COMMITTED, MovementKind.PAID, MovementKind.RELEASED


@pytest.fixture
def envelope(db):
    return EnvelopeFactory(rules={"notified": "block"})


@pytest.fixture
def action(envelope):
    """An action of 1 000 € notified and programmed in March."""
    action = ActionFactory(programme=ProgrammeFactory(cite=envelope.cite))
    MovementFactory(envelope=envelope)
    MovementFactory(envelope=envelope, action=action, kind="programmed", on=MARCH)
    return action


@pytest.fixture
def note(envelope):
    """Note a movement as Claire."""

    def note(kind, amount, on=JUNE, action=None, **more):
        return note_movement(envelope=envelope, noted=Noted(kind, Decimal(amount), on, action, **more), by=a_user())

    return note


def test_the_life_of_money(note, envelope, action):
    note(COMMITTED, 800, action=action)
    note(PAID, 500, action=action)
    note(RELEASED, 100, action=action)
    note(MovementKind.RECOVERED, 50, action=action)

    now, before = position_of(envelope), position_of(envelope, Moment(on=MARCH))
    assert (now.committed, now.paid, now.to_commit, now.to_pay) == (650, 450, 350, 200)
    assert (before.programmed, before.committed, before.paid) == (1000, 0, 0)


@pytest.mark.parametrize(
    ("kind", "amount", "on", "whose"),
    [
        (PROGRAMMED, 10, JUNE, True),
        (NOTIFIED, 10, localdate() + timedelta(1), False),
        (NOTIFIED, 10, date(2018, 12, 31), False),
        (NOTIFIED, 0, JUNE, False),
        (NOTIFIED, -1, JUNE, False),
        (NOTIFIED, -1001, JUNE, False),
        (COMMITTED, -10, JUNE, True),
        (COMMITTED, 10, JUNE, False),
        (COMMITTED, 1001, JUNE, True),
        (COMMITTED, 10, date(2020, 2, 1), True),
        (PAID, 10, JUNE, True),
        (RELEASED, 10, JUNE, True),
    ],
)
def test_what_did_not_happen_is_refused(note, action, kind, amount, on, whose):  # noqa: PLR0913, PLR0917 - the facts
    before = Movement.objects.count()

    with pytest.raises(Refusal):
        note(kind, amount, on, action if whose else None)

    assert Movement.objects.count() == before


def test_an_action_of_another_cite_is_refused(note, action):
    elsewhere = ActionFactory(programme=ProgrammeFactory(cite=CiteFactory(slug="le-mans")))

    with pytest.raises(Refusal):
        note(COMMITTED, 10, action=elsewhere)


def test_a_mistake_is_reversed_on_its_own_day_and_once(note, envelope, action):
    wrong = note(COMMITTED, 800, action=action)

    contrary = reverse_movement(movement=wrong, reason=" Saisi deux fois ", by=a_user())

    assert (contrary.amount, contrary.on, contrary.note, contrary.reverses) == (-800, JUNE, "Saisi deux fois", wrong)
    assert position_of(envelope).committed == 0
    for movement in (wrong, contrary):
        with pytest.raises(Refusal):
            reverse_movement(movement=movement, reason="Encore", by=a_user())


def test_what_later_movements_lean_on_is_not_reversed(note, action):
    committed = note(COMMITTED, 800, action=action)
    note(PAID, 500, action=action)

    with pytest.raises(Refusal):
        reverse_movement(movement=committed, reason="Erreur", by=a_user())


def test_a_programmed_amount_and_a_reason_unsaid_are_refused(note, envelope, action):
    committed = note(COMMITTED, 800, action=action)
    programmed = envelope.movements.get(kind="programmed")

    for movement, reason in ((programmed, "Erreur"), (committed, " ")):
        with pytest.raises(Refusal):
            reverse_movement(movement=movement, reason=reason, by=a_user())


@pytest.mark.parametrize("role", [Role.PREFECTURE, Role.TOWN, Role.READER])
def test_only_who_manages_budgets_notes(envelope, action, role):
    somebody = a_member(role, envelope.cite)

    with pytest.raises(Forbidden):
        note_movement(envelope=envelope, noted=Noted(NOTIFIED, Decimal(5), JUNE), by=somebody)
    with pytest.raises(Forbidden):
        reverse_movement(movement=envelope.movements.first(), reason="Erreur", by=somebody)


def test_a_cut_leaves_something_on_every_day_that_follows(note, envelope):
    note(NOTIFIED, 1000)

    with pytest.raises(Refusal, match="au 01/03/2020, il resterait −500\u00a0€ notifiés"):
        note(NOTIFIED, -500, MARCH)

    assert position_of(envelope).notified == 1000


def test_a_notification_that_a_cut_leans_on_is_not_reversed(note, envelope):
    first = note(NOTIFIED, 1000, MARCH)
    note(NOTIFIED, -500, date(2020, 4, 1))
    note(NOTIFIED, 1000)

    with pytest.raises(Refusal, match="au 01/04/2020"):
        reverse_movement(movement=first, reason="Erreur", by=a_user())


@pytest.fixture
def town(action):
    """The envelope of the town, that the one of the action must match; both have 1 000 € notified."""
    town = EnvelopeFactory(cite=action.programme.cite, name="Ville")
    MovementFactory(envelope=town)
    return town


def cut(town, amount, level, envelope):
    """Cut the envelope of the town, where parity warns or blocks."""
    EnvelopeRule.objects.create(envelope=envelope, kind="parity", level=level, percent=100, other=town)
    return note_movement(envelope=town, noted=Noted(NOTIFIED, Decimal(amount), JUNE), by=a_user())


def test_a_cut_that_breaks_the_parity_of_another_envelope_is_refused_where_it_blocks(envelope, town):
    with pytest.raises(Refusal, match=f"Enveloppe {envelope} : .* notifiés dans « Ville 2020 »"):
        cut(town, -1, "block", envelope)

    assert position_of(town).notified == 1000


def test_a_cut_that_breaks_a_parity_that_warns_is_noted(envelope, town):
    cut(town, -1, "warn", envelope)

    assert position_of(town).notified == 999


def test_parity_that_is_already_broken_does_not_refuse_what_helps_it(envelope, town, action):
    MovementFactory(envelope=envelope, action=action, kind="programmed", amount=Decimal(500))

    cut(town, 100, "block", envelope)

    assert position_of(town).notified == 1100
