"""Envelopes and their movements, made in a line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from preau.budgets.models import Envelope, EnvelopeRule, Movement
from preau.journal.models import Operation
from tests.factories.programmes import CiteFactory, OperationFactory


class EnvelopeFactory(DjangoModelFactory):
    """An envelope of 2020, with rules where some are given: `rules={"notified": "block"}`."""

    class Meta:
        model = Envelope
        skip_postgeneration_save = True

    cite = factory.SubFactory(CiteFactory)
    year = 2020
    last_year = factory.SelfAttribute("year")
    kind = "p147"
    name = factory.Sequence(lambda n: f"Enveloppe {n + 1}")

    @factory.post_generation
    def rules(self, create, rules, **_):
        for kind, level in (rules or {}).items():
            EnvelopeRule.objects.create(envelope=self, kind=kind, level=level)


class MovementFactory(DjangoModelFactory):
    """A movement as the database takes it, whatever the operations would say: 1 000 € notified by default."""

    class Meta:
        model = Movement

    envelope = factory.SubFactory(EnvelopeFactory)
    kind = "notified"
    amount = Decimal(1000)
    on = date(2020, 3, 1)
    cause = factory.SubFactory(
        OperationFactory,
        cite=factory.SelfAttribute("..envelope.cite"),
        verb=Operation.Verb.MONEY,
        number=factory.LazyAttribute(lambda one: next_number(one.cite)),
    )


def next_number(cite):
    """The number of the next operation of the cité."""
    last = Operation.objects.filter(cite=cite).order_by("-number").first()
    return last.number + 1 if last else 1
