"""The demonstration has a sitting to come, once."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from preau.committees.demonstration import ensure_sitting
from preau.committees.models import Sitting
from tests.factories.people import a_user
from tests.factories.programmes import CiteFactory

pytestmark = pytest.mark.django_db


def test_a_steering_committee_is_planned_once():
    cite = CiteFactory()

    for _ in range(2):
        ensure_sitting(cite, by=a_user())

    sitting = Sitting.objects.get()
    assert (sitting.state, sitting.items.count(), sitting.place) == ("planned", 3, "Mairie d’Allonnes")
    assert sitting.on > localdate()
