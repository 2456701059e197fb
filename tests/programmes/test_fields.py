"""Euros in the database: exact, on every engine, in sums too."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Max, Sum

from preau.people.models import Cite
from preau.programmes.models import Action, Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    cite = Cite.objects.create(slug="allonnes", name="Allonnes")
    return Programme.objects.create(cite=cite, year=2020, title="Programme 2020")


def test_what_is_written_is_read_to_the_cent(programme):
    written = [Decimal("0.00"), Decimal("0.01"), Decimal("-12.30"), Decimal("99999999999.99"), None]
    for serial, cost in enumerate(written, start=1):
        Action.objects.create(programme=programme, serial=serial, rank=serial, total_cost=cost)

    assert list(Action.objects.order_by("serial").values_list("total_cost", flat=True)) == written


def test_the_database_holds_whole_cents(programme):
    Action.objects.create(programme=programme, serial=1, rank=1, total_cost=Decimal("55200.10"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT total_cost FROM programmes_action")
        assert cursor.fetchone() == (5520010,)


def test_a_sum_of_ten_cents_is_exact(programme):
    """A thousand times ten cents: floating numbers give 99.9999999999986."""
    actions = [Action(programme=programme, serial=i, rank=i, total_cost=Decimal("0.10")) for i in range(1, 1001)]
    Action.objects.bulk_create(actions)

    assert Action.objects.aggregate(Sum("total_cost"), Max("total_cost")) == {
        "total_cost__sum": Decimal("100.00"),
        "total_cost__max": Decimal("0.10"),
    }


def test_amounts_are_compared_in_euros(programme):
    Action.objects.create(programme=programme, serial=1, rank=1, total_cost=Decimal("12.50"))

    assert Action.objects.filter(total_cost__gt=Decimal("12.49"), total_cost__lt=Decimal("12.51")).count() == 1


def test_fractions_of_cents_are_a_defect_of_the_caller(programme):
    with pytest.raises(ValueError, match="fractions of cents"):
        Action.objects.create(programme=programme, serial=1, rank=1, total_cost=Decimal("0.001"))
