"""The money of the demonstration: made once, from the real annex."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from preau.annexes.operations import import_annex, target_of
from preau.budgets.models import Revision
from preau.budgets.queries import position_of
from preau.core.budget.position import Position
from preau.formats.annex import read_annex
from preau.members.demonstration import ensure_hats
from preau.people.models import Cite
from preau.revisions.answers import answers_of
from preau.revisions.demonstration import ensure_money

pytestmark = pytest.mark.django_db


@pytest.fixture
def cite():
    data = Path("examples/allonnes-2020/annexe1.txt").read_bytes()
    file = read_annex(data, "annexe1.txt")
    import_annex(file=file, data=data, target=target_of(file, slug="allonnes"), by=None)
    cite = Cite.objects.get()
    ensure_hats(cite)
    ensure_money(cite, 2020)
    return cite


def test_it_holds_together_and_is_made_once(cite):
    ensure_money(cite, 2020)

    euros = [Decimal(amount) for amount in ("250000", "250000", "6858", "5984")]
    assert position_of(cite.envelopes.get()) == Position(*euros)
    assert [(str(one), one.state) for one in Revision.objects.all()] == [
        ("Programme initial", "adopted"),
        ("Projet «\u00a0Familles et scolarité\u00a0»", "proposed"),
        ("Projet «\u00a0Équipements d’abord\u00a0»", "draft"),
    ]


def test_two_seats_of_three_have_answered(cite):
    proposed = Revision.objects.get(state="proposed")

    answered = [(one.seat.name, one.assent and one.assent.answer) for one in answers_of(proposed)]

    assert answered == [("Préfet", "yes"), ("Éducation nationale", "reserve"), ("Maire d’Allonnes", None)]


def test_both_scenarios_give_what_they_take(cite):
    moved = [
        sum(one.amount - one.before for line in revision.lines.all() for one in line.amounts.all())
        for revision in Revision.objects.exclude(number=0)
    ]

    assert moved == [Decimal(0), Decimal(0)]
