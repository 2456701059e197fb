"""The numbers of the actions that a revision adds: no two actions of a programme have the same."""

from __future__ import annotations

import pytest

from preau.core.refusal import Refusal
from preau.revisions.operations.adopting import adopt
from preau.revisions.operations.drafts import add_to_draft
from preau.revisions.operations.proposing import propose
from tests.revisions.conftest import DECIDED, PROPOSED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_answers")]


@pytest.fixture
def adding(claire):
    """Add an action to a draft, under a number or under none."""
    return lambda draft, number="": add_to_draft(
        revision=draft, fields={"title": f"Kits {number}", "number": number}, amounts={}, by=claire
    )


def test_an_automatic_number_never_meets_a_typed_one(in_state, voted, claire, sitting_on, adding):
    draft = in_state("draft")
    for number in ("", "4", "", "6"):
        adding(draft, number)

    adopt(revision=propose(revision=draft, on=PROPOSED, by=claire), sitting=sitting_on(), by=claire)

    added = voted.actions.filter(serial__gt=3).order_by("serial")
    assert list(added.values_list("number", flat=True)) == ["5", "4", "7", "6"]


@pytest.mark.parametrize("number", ["12", "2"])
def test_a_typed_number_is_given_once(number, in_state, adding):
    draft = in_state("draft")
    adding(draft, "12")

    with pytest.raises(Refusal, match=f"numéro {number} .*est déjà celui d’une autre action"):
        adding(draft, number)

    assert draft.lines.count() == 2


def test_a_number_taken_since_is_told_and_may_be_freed(in_state, voted, claire, sitting_on, adding):
    draft, other, sitting = in_state("draft"), in_state("draft"), sitting_on(DECIDED)
    for one in (draft, other):
        adding(one, "12")
    proposed = propose(revision=draft, on=PROPOSED, by=claire)
    voted.actions.filter(serial=3).update(number="12")

    with pytest.raises(Refusal, match="Le numéro 12 d’une action à ajouter"):
        propose(revision=other, on=PROPOSED, by=claire)
    with pytest.raises(Refusal, match="Le numéro 12 d’une action à ajouter"):
        adopt(revision=proposed, sitting=sitting, by=claire)
    voted.actions.filter(serial=3).update(number="3")

    assert adopt(revision=proposed, sitting=sitting, by=claire).number == 1
