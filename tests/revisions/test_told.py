"""What the journal is told of a revision: which money moved, where it was decided, what was proposed."""

from __future__ import annotations

import pytest

from preau.budgets.models import Envelope
from preau.committees.models import Sitting
from preau.committees.operations.sittings import Meeting
from preau.core.refusal import Refusal
from preau.journal.models import Line
from preau.revisions.operations.adopting import adopt
from preau.revisions.operations.drafts import Typed, add_to_draft, edit_draft
from preau.revisions.operations.proposing import propose
from preau.revisions.sittings import cancel_sitting, move_sitting
from tests.revisions.conftest import PROPOSED

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(voted):
    """An envelope of the town that is no part of the grant."""
    fields = {"kind": "town", "name": "Ville", "in_grant": False}
    return Envelope.objects.create(cite=voted.cite, year=2020, last_year=2020, **fields)


def lines_of(thing, kind="action"):
    """What was told of a thing, the last operation first: before, after."""
    lines = Line.objects.filter(kind=kind, object_id=thing.pk).order_by("-operation__number")
    return [(line.before, line.after) for line in lines]


@pytest.mark.usefixtures("nobody_answers")
def test_the_grant_is_what_the_annex_counts_and_other_envelopes_are_told_apart(
    in_state, claire, voted, sitting_on, town
):
    draft, both, apart = in_state("draft"), voted.actions.get(serial=1), voted.actions.get(serial=2)
    typed = [Typed(1, "80", town.pk), Typed(2, "30", town.pk, reason="La ville aide")]
    edit_draft(revision=draft, typed=typed, by=claire)
    add_to_draft(revision=draft, fields={"title": "Kits"}, amounts={None: "5", town.pk: "7"}, by=claire)

    adopt(revision=propose(revision=draft, on=PROPOSED, by=claire), sitting=sitting_on(), by=claire)

    key = f"programmed:{town.pk}"
    assert lines_of(both)[0] == ({"grant": "400.00"}, {"grant": "500.00", key: "80.00"})
    assert lines_of(apart)[0] == ({}, {key: "30.00", "reason": "La ville aide"})
    added = voted.actions.get(serial=4)
    assert lines_of(added) == [({}, {"number": "4", "title": "Kits", "grant": "5.00", key: "7.00"})]


@pytest.mark.usefixtures("nobody_answers")
@pytest.mark.parametrize(("state", "more"), [("adopted", {"number": 1}), ("rejected", {})])
def test_a_decision_says_where_it_was_taken_and_holds_the_sitting(state, more, in_state, claire):
    decided = in_state(state)
    sitting = Sitting.objects.get()

    where = {"sitting": "Comité de pilotage du 13/10/2020", "decision": decided.decision}
    assert lines_of(decided, "revision")[0] == ({"state": "proposed"}, {"state": state, **more, **where})
    assert lines_of(sitting, "sitting") == [({"state": "planned"}, {"state": "held"})]
    assert sitting.state == "held"
    with pytest.raises(Refusal, match="Elle ne s’annule plus"):
        cancel_sitting(sitting=sitting, by=claire)
    with pytest.raises(Refusal, match="Son jour ne change plus"):
        move_sitting(sitting=sitting, said=Meeting(PROPOSED), by=claire)
