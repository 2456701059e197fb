"""Who may see which cités: everybody on an open installation, nobody on a closed one, accounts or not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from preau.people.models import Cite, User
from preau.people.queries import cites_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("is_open", "seen"), [(True, ["allonnes"]), (False, [])])
def test_cites_are_seen_where_the_installation_is_open(settings, is_open, seen):
    Cite.objects.create(slug="allonnes", name="Allonnes")
    user = User.objects.create(email="claire@ville.example", name="Claire")
    settings.PREAU_OPEN = is_open

    assert [cite.slug for cite in cites_for(AnonymousUser())] == seen
    assert [cite.slug for cite in cites_for(user)] == seen
