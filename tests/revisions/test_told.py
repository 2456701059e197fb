"""What the journal is told of a revision: which money moved, where it was decided, what was proposed."""

from __future__ import annotations

import pytest

from preau.budgets.models import Envelope, Movement
from preau.committees.models import Sitting
from preau.committees.operations.sittings import Meeting
from preau.core.refusal import Refusal
from preau.journal.models import Line
from preau.revisions.checks import digest_of
from preau.revisions.operations.adopting import adopt
from preau.revisions.operations.drafts import Typed, add_to_draft, describe_revision, edit_draft, start_revision
from preau.revisions.operations.proposing import propose, take_back
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


def test_a_proposal_tells_all_that_it_says_and_its_digest_names_all_of_it(in_state, claire, voted, town):
    draft, action, envelope = in_state("draft"), voted.actions.get(serial=1), voted.cite.envelopes.get(is_default=True)
    describe_revision(revision=draft, title="Automne", reason="Moins de séances", by=claire)
    edit_draft(revision=draft, typed=[Typed(1, "80", town.pk, reason="La ville aide")], by=claire)
    fields = {"title": "Kits"}
    add_to_draft(revision=draft, fields=fields, amounts={}, by=claire)

    first = propose(revision=draft, on=PROPOSED, by=claire)

    amounts = [(envelope.pk, "400.00", "500.00"), (town.pk, "0.00", "80.00")]
    shown = [{"envelope_id": pk, "before": before, "amount": amount} for pk, before, amount in amounts]
    kept = {"action_id": action.pk, "fate": "keep", "year": None, "fields": {}, "reason": "La ville aide"}
    added = {"action_id": None, "fate": "add", "year": None, "fields": fields, "reason": "", "amounts": []}
    content = {"reason": "Moins de séances", "lines": [added, {**kept, "amounts": shown}]}
    assert lines_of(draft, "revision")[0] == ({"state": "draft"}, {"state": "proposed", "content": content})
    draft = take_back(revision=first, by=claire)
    describe_revision(revision=draft, title="Automne", reason="Autre chose", by=claire)
    assert propose(revision=draft, on=PROPOSED, by=claire).digest != first.digest


def test_the_digest_of_many_lines_is_one_query(in_state, claire, django_assert_num_queries):
    draft = in_state("draft")
    edit_draft(revision=draft, typed=[Typed(2, "1"), Typed(3, "2")], by=claire)

    with django_assert_num_queries(1):
        digest_of(draft)


def test_an_envelope_that_a_draft_had_to_make_is_told(voted, claire):
    Movement.objects.all()._raw_delete("default")  # noqa: SLF001 - the world before any envelope
    Envelope.objects.all().delete()
    draft = start_revision(programme=voted, title="", by=claire)

    edit_draft(revision=draft, typed=[Typed(1, "500")], by=claire)

    made = Envelope.objects.get()
    assert lines_of(made, "envelope") == [({}, {"name": "Cité éducative", "year": 2020})]
