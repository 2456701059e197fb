"""What neither a proposal nor an adoption lets through, because the world moved or the draft says nothing."""

from __future__ import annotations

import pytest

from preau.budgets.models import Envelope
from preau.core.refusal import Refusal
from preau.revisions.operations.adopting import adopt
from preau.revisions.operations.drafts import Typed, add_to_draft, edit_draft
from preau.revisions.operations.proposing import propose
from preau.revisions.queries import asked_of
from tests.killer import census
from tests.revisions.conftest import PROPOSED

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(voted):
    """An envelope of the town beside that of the annex."""
    return Envelope.objects.create(cite=voted.cite, year=2020, last_year=2020, kind="town", name="Ville")


@pytest.mark.usefixtures("nobody_answers")
def test_an_envelope_that_left_the_year_gives_nothing(in_state, claire, sitting_on, town):
    draft, other, sitting = in_state("draft"), in_state("draft"), sitting_on()
    for one in (draft, other):
        edit_draft(revision=one, typed=[Typed(1, "80", town.pk)], by=claire)
    proposed = propose(revision=draft, on=PROPOSED, by=claire)
    Envelope.objects.filter(pk=town.pk).update(year=2021, last_year=2021)
    before = census()

    with pytest.raises(Refusal, match="Ville 2021 ne couvre pas l’année 2020"):
        propose(revision=other, on=PROPOSED, by=claire)
    with pytest.raises(Refusal, match="Ville 2021 ne couvre pas l’année 2020"):
        adopt(revision=proposed, sitting=sitting, by=claire)

    assert census() == before


def test_the_ceiling_of_a_holder_and_the_share_of_districts_count_what_is_to_add(in_state, claire, voted):
    envelope, holder = voted.cite.envelopes.get(), voted.actions.get(serial=1).holders.get().organisation
    envelope.rules.all().delete()
    envelope.rules.create(kind="holder", level="block", limit=1_300)
    draft = in_state("draft", text="400")
    fields = {"title": "Kits", "holder_written": f"{holder.name.upper()} ?", "priority": "60 %"}
    line = add_to_draft(revision=draft, fields=fields, amounts={None: "100,01"}, by=claire)

    with pytest.raises(Refusal, match="1\u202f300,01\u00a0€ pour un plafond de 1\u202f300\u00a0€ par porteur"):
        propose(revision=draft, on=PROPOSED, by=claire)

    _, added = asked_of([line], voted.cite)
    assert [(one.holder, one.priority) for one in added[envelope.pk]] == [(holder.name, 60)]
