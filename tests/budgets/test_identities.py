"""Whatever people do, in whatever order: sums in SQL are those of the core, and what must hold of money holds."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preau.annexes.lifecycle import withdraw_action
from preau.annexes.votes import reopen_programme, vote_programme
from preau.budgets.models import Envelope, Movement, Revision
from preau.budgets.operations import Noted, ensure_cite_envelope, note_movement, program_action, reverse_movement
from preau.budgets.queries import position_of, positions, positions_of, with_grant
from preau.budgets.states import Fate, MovementKind, RevisionState
from preau.committees.models import AssentRule, Sitting
from preau.committees.operations import ensure_committees
from preau.core.budget.position import KINDS, Entry, first_breach, position
from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.journal.moments import NOW, Moment
from preau.programmes.models import Action
from preau.revisions.operations.adopting import adopt, start_undo
from preau.revisions.operations.drafts import Typed, add_to_draft, edit_draft, set_fate, spread, start_revision
from preau.revisions.operations.proposing import propose, withdraw_revision
from tests.factories.people import coordinates
from tests.factories.programmes import ActionFactory, ProgrammeFactory
from tests.killer import census

pytestmark = pytest.mark.django_db

DAYS = tuple(date(2020, month, 10) for month in (2, 3, 6, 9, 12))
NOTED = [kind for kind in MovementKind if kind != MovementKind.PROGRAMMED]
TEXTS = ("+ 100", "− 50", "− 50 %", "+ 33 %", "0", "250,01")
ACTIONS = 3

euros = st.integers(-20_000, 90_000).map(lambda n: Decimal(n).scaleb(-2))
some = st.integers(1, 20_000).map(lambda n: Decimal(n).scaleb(-2))
rank = st.integers(0, 2)
program = st.tuples(st.just("program"), rank, rank, euros)
notify = st.tuples(st.just("note"), st.just(MovementKind.NOTIFIED), rank, rank, euros, st.sampled_from(DAYS[:3]))
note = st.tuples(st.just("note"), st.sampled_from(NOTED), rank, rank, some, st.sampled_from(DAYS))
reverse = st.tuples(st.just("reverse"), st.integers(0, 9))
vote = st.tuples(st.just("vote"), st.sampled_from(DAYS[:2]))
reopen = st.tuples(st.just("reopen"))
withdraw = st.tuples(st.just("withdraw"), rank)
undo = st.tuples(st.just("undo"), st.sampled_from(DAYS[2:]))
revise = st.tuples(
    st.just("revise"),
    st.lists(st.tuples(rank, st.sampled_from(TEXTS), rank), min_size=1, max_size=3),
    st.sampled_from([None, Decimal("10.01"), Decimal(-30)]),
    st.sampled_from([None, Fate.ADD, Fate.POSTPONE, Fate.DROP, Fate.RESUME]),
    st.sampled_from(DAYS[2:]),
)
drafted = st.lists(st.one_of(program, notify, note, reverse, withdraw, vote), min_size=4, max_size=12)
voted = st.lists(st.one_of(revise, undo, note, note, notify, reverse, undo, reopen, vote), min_size=4, max_size=10)


class Cite:
    """A programme of three actions and three envelopes: that of the annex, which blocks, and two others."""

    def __init__(self):
        self.programme = ProgrammeFactory()
        cite = self.programme.cite
        self.claire = coordinates(cite)
        first, _ = ensure_cite_envelope(cite=cite, year=2020)
        first.rules.update(level="block")
        town = Envelope.objects.create(cite=cite, year=2020, last_year=2020, kind="town", name="Ville")
        school = Envelope.objects.create(
            cite=cite, year=2019, last_year=2020, period="school", kind="p230", name="P230", in_grant=True
        )
        self.envelopes = [first, town, school]
        self.actions = [ActionFactory(programme=self.programme, serial=n) for n in range(1, ACTIONS + 1)]
        AssentRule.objects.create(cite=cite, needed="none")
        committee = ensure_committees(cite)[0]
        self.sittings = {
            on: Sitting.objects.create(committee=committee, serial=n, on=on) for n, on in enumerate(DAYS, start=1)
        }
        self.done, self.census = 0, census()

    def attempt(self, verb, **asked):
        """Do it as Claire: what came of it, None where it is refused; and then nothing has changed."""
        try:
            with transaction.atomic():
                found = verb(**asked, by=self.claire)
        except Refusal:
            assert census() == self.census
            return None
        self.done += 1
        self.census = census()
        check(self)
        return found

    def program(self, envelope, action, amount):
        envelope, action = self.envelopes[envelope], self.actions[action]
        self.attempt(program_action, envelope=envelope, action=action, amount=max(amount, Decimal(0)))

    def note(self, kind, envelope, action, amount, on):
        action = None if kind == MovementKind.NOTIFIED else self.actions[action]
        self.attempt(note_movement, envelope=self.envelopes[envelope], noted=Noted(kind, amount, on, action))

    def reverse(self, place):
        movements = Movement.objects.select_related("envelope", "action").order_by("pk")
        for movement in movements[place : place + 1]:
            self.attempt(reverse_movement, movement=movement, reason="Une erreur")

    def vote(self, on):
        self.attempt(vote_programme, programme=self.programme, on=on)

    def reopen(self):
        self.attempt(reopen_programme, programme=self.programme, reason="Une erreur")

    def withdraw(self, action):
        self.attempt(withdraw_action, action=Action.objects.get(pk=self.actions[action].pk))

    def revise(self, changes, total, fate, on):
        """A draft with everything that is asked, then its proposal and its adoption."""
        draft = self.attempt(start_revision, programme=self.programme, title="Projet")
        if draft is None:
            return
        for action, text, envelope in changes:
            typed = [Typed(action + 1, text, self.envelopes[envelope].pk, reason="Ainsi")]
            self.attempt(edit_draft, revision=draft, typed=typed)
        if total is not None:
            self.attempt(spread, revision=draft, serials=[1, 2, 3], total=total)
        if fate == Fate.ADD:
            self.attempt(add_to_draft, revision=draft, fields={"title": "Kits"}, amounts={None: "20"})
        elif fate is not None:
            self.attempt(set_fate, revision=draft, serial=1, fate=fate, year=2021)
        self.decide(draft, on)

    def undo(self, on):
        """The last adoption taken back by another."""
        for last in Revision.objects.filter(number__gt=0).order_by("-number")[:1]:
            if draft := self.attempt(start_undo, revision=last):
                self.decide(draft, on)

    def decide(self, draft, on):
        if not self.attempt(propose, revision=draft, on=on):
            return
        if not self.attempt(adopt, revision=draft, sitting=self.sittings[on]):
            self.attempt(withdraw_revision, revision=draft, reason="Refusée")


def entries_of(**asked):
    """The movements as the core takes them, in the order in which they were written."""
    return [
        Entry(kind, amount, on)
        for kind, amount, on in Movement.objects.filter(**asked).order_by("pk").values_list("kind", "amount", "on")
    ]


def check(cite):
    """Everything that holds of money, after any step."""
    sums_are_those_of_the_core(cite)
    for envelope in cite.envelopes:
        for action in Action.objects.all():
            assert first_breach(entries_of(envelope=envelope, action=action)) is None
    blocking = entries_of(envelope=cite.envelopes[0])
    assert all(position(blocking[: n + 1]).available >= 0 for n in range(len(blocking)))
    for envelope in cite.envelopes:
        assert first_breach(entries_of(envelope=envelope, kind=MovementKind.NOTIFIED)) is None
    numbers = Operation.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))
    adopted = Revision.objects.filter(state=RevisionState.ADOPTED).order_by("number").values_list("number", flat=True)
    assert list(adopted) == list(range(len(adopted)))


def sums_are_those_of_the_core(cite):
    last = Operation.objects.count()
    for at in (NOW, *(Moment(on=day) for day in DAYS), Moment(number=last // 2), Moment(DAYS[2], last - 1)):
        until = {"on__lte": at.on} if at.on else {}
        until |= {"cause__number__lte": at.number} if at.number is not None else {}
        known = {envelope.pk: position(entries_of(envelope=envelope, **until)) for envelope in cite.envelopes}
        assert positions_of(cite.envelopes, at) == known
        assert {envelope.pk: position_of(envelope, at) for envelope in cite.envelopes} == known
    for (envelope, action), found in positions(Movement.objects.all(), "envelope", "action").items():
        assert found == position(entries_of(envelope=envelope, action=action))
        assert found.available + found.to_commit + found.to_pay + found.paid == found.notified
    for action in with_grant(Action.objects.all()):
        granted = position(entries_of(action=action, envelope__in_grant=True)).programmed
        assert action.grant == (granted or None)


@contextmanager
def taken_back():
    """Whatever is written in the block is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.one_of(drafted, st.tuples(vote, revise).flatmap(lambda first: voted.map(lambda then: [*first, *then]))))
def test_whatever_is_done_the_identities_hold_and_a_refusal_changes_nothing(steps):
    with taken_back():
        cite = Cite()
        for envelope in range(3):
            cite.note(MovementKind.NOTIFIED, envelope, 0, Decimal(900), DAYS[0])
            cite.program(envelope, envelope, Decimal("266.67"))

        for verb, *asked in steps:
            getattr(cite, verb)(*asked)

        assert cite.done >= 6


def test_every_kind_of_movement_is_one_of_the_core():
    assert tuple(MovementKind.values) == KINDS
