"""Whatever a person did is said in words: no kind of operation is silent by mistake, none breaks the page."""

from __future__ import annotations

import pytest

from preau.journal.models import Line, Operation
from preau.people.roles import Role
from preau.site.deeds import ON_ACTIONS, OTHERWISE
from preau.site.since import news_for
from tests.factories.people import a_member, coordinates
from tests.factories.programmes import OperationFactory, a_programme

pytestmark = pytest.mark.django_db

UNTOLD = {Operation.Verb.UNDO}
"""What needs another operation to exist; it has its own tests."""


@pytest.mark.parametrize("verb", sorted(set(Operation.Verb) - UNTOLD))
@pytest.mark.parametrize("touches", [True, False], ids=["an action", "none"])
def test_every_kind_of_operation_is_told(verb, touches):
    programme = a_programme()
    claire, reader = coordinates(programme.cite), a_member(Role.PREFECTURE, programme.cite)
    operation = OperationFactory(cite=programme.cite, number=9, verb=verb, label="Une chose", by=claire)
    if touches:
        action = programme.actions.first()
        Line(operation=operation, kind="action", object_id=action.pk, label="", before={"a": 1}, after={"a": 2}).save()

    told = [str(deed.said) for voice in news_for(reader, programme.cite).voices for deed in voice.deeds if deed.by]

    assert len(told) == (verb in OTHERWISE or (touches and verb in ON_ACTIONS))
    assert not any("{" in sentence for sentence in told)
