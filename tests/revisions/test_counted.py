"""How many queries writing in a draft and adopting it take: as many whatever is typed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from preau.budgets.states import Fate
from preau.revisions.operations.adopting import adopt
from preau.revisions.operations.drafts import edit_draft, set_fate, spread
from preau.revisions.operations.lines import Typed
from preau.revisions.operations.proposing import propose
from tests.revisions.conftest import PROPOSED

pytestmark = pytest.mark.django_db


def queries_of(act):
    """The statements of an act."""
    with CaptureQueriesContext(connection) as found:
        act()
    return [one["sql"] for one in found]


def test_a_cell_and_three_take_as_many_queries(in_state, claire):
    one, three = in_state("draft"), in_state("draft")

    first = queries_of(lambda: edit_draft(revision=one, typed=[Typed(2, "500")], by=claire))
    whole = [Typed(serial, f"{serial}00") for serial in (1, 2, 3)]
    others = queries_of(lambda: edit_draft(revision=three, typed=whole, by=claire))

    assert len(first) <= 16
    assert len(others) <= len(first) + 1


def test_a_sum_is_shared_in_as_many_queries(in_state, claire):
    one, three = in_state("draft", text="400"), in_state("draft", text="400")

    first = queries_of(lambda: spread(revision=one, serials=[1], total=10, by=claire))
    others = queries_of(lambda: spread(revision=three, serials=[1, 2, 3], total=10, by=claire))

    assert len(others) == len(first)


@pytest.mark.usefixtures("nobody_answers")
def test_the_findings_of_a_later_year_are_made_once(in_state, claire, voted, sitting_on):
    draft, sitting = in_state("draft"), sitting_on()
    for serial in (2, 3):
        set_fate(revision=draft, serial=serial, fate=Fate.POSTPONE, year=2021, by=claire)
    proposed = propose(revision=draft, on=PROPOSED, by=claire)

    found = queries_of(lambda: adopt(revision=proposed, sitting=sitting, by=claire))

    asked = [one for one in found if one.startswith("SELECT") and 'FROM "annexes_standingfinding"' in one]
    assert len(asked) == 2, "once for each programme"
    later = voted.cite.programmes.get(year=2021)
    assert list(later.actions.values_list("number", flat=True)) == ["2", "3"]
