"""A revision that is not adopted has its amendment and its annex all the same: what they show is what adoption does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from preau.annexes.history import known_at
from preau.annexes.state import values_of_action
from preau.budgets.states import Answer, Fate
from preau.committees.models import Seat
from preau.core.document.blocks import Paragraph, Table
from preau.core.refusal import Refusal
from preau.documents.models import Paper
from preau.journal.moments import NOW
from preau.revisions.operations.adopting import adopt
from preau.revisions.operations.drafts import Typed, add_to_draft, edit_draft, set_fate, start_revision
from preau.revisions.operations.proposing import propose
from preau.revisions.papers import amendment_of, annex_at
from preau.revisions.projects import as_adopted, reasons_of
from tests.revisions.conftest import PROPOSED

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(voted, claire):
    """Action 1 gives 150 € to a new one, action 2 is put off, action 3 stays."""
    draft = start_revision(programme=voted, title="Automne", by=claire)
    edit_draft(revision=draft, typed=[Typed(1, "-150", reason="Moins de séances")], by=claire)
    set_fate(revision=draft, serial=2, fate=Fate.POSTPONE, year=2021, reason="Salle fermée", by=claire)
    fields = {"title": "Ciné-club", "holder_written": "Centre social", "total_cost": "300"}
    add_to_draft(revision=draft, fields=fields, amounts={None: "150"}, by=claire, reason="Demande des jeunes")
    return draft


def said(actions):
    """What each action says, by its number."""
    return {action.number: values_of_action(action) for action in actions if not action.withdrawn}


def test_a_project_shows_what_its_adoption_does(voted, draft, claire, sitting_on, say):
    shown = said(as_adopted(draft))

    proposed = propose(revision=draft, on=PROPOSED, by=claire)
    say(proposed, *[Answer.YES] * 3)
    adopt(revision=proposed, sitting=sitting_on(), by=claire)

    assert said(known_at(voted, NOW)) == shown
    assert {number: values["grant"] for number, values in shown.items()} == {
        "1": Decimal(250), "2": None, "3": Decimal(400), "4": Decimal(150),
    }  # fmt: skip


def test_showing_a_project_writes_nothing(voted, draft, grants):
    before = grants()

    as_adopted(draft)
    amendment_of(draft)

    assert (grants(), voted.actions.count()) == (before, 3)


def test_each_change_has_its_reason(draft):
    assert sorted(reasons_of(draft).values()) == ["Demande des jeunes", "Moins de séances", "Salle fermée"]


def test_the_amendment_of_a_project_says_that_it_is_one(draft):
    paper = amendment_of(draft)

    amounts = next(block for block in paper.blocks if isinstance(block, Table))
    assert paper.title.startswith("Projet d’avenant au programme d’actions 2020")
    assert [cell.value for cell in amounts.foot[0]] == ["TOTAL", Decimal(1200), "−\u00a0400\u00a0€", Decimal(800)]


def test_the_amendment_of_what_was_adopted_bears_its_number(in_state):
    paper = amendment_of(in_state("adopted"))

    texts = [block.text.replace("\u00a0", " ") for block in paper.blocks if isinstance(block, Paragraph)]
    assert paper.title.startswith("Avenant n°\u00a01 au programme d’actions 2020")
    assert sum("réactualisation n° 1 du 13 octobre 2020" in text for text in texts) == 1


def test_the_initial_programme_amends_nothing(voted):
    initial = voted.revisions.get(number=0)

    with pytest.raises(Refusal, match="rien à amender"):
        amendment_of(initial)

    assert "programme initial" in annex_at(voted, initial).footer


@pytest.mark.parametrize(("what", "kind"), [("avenant", "amendment"), ("annexe", "annex")])
def test_what_was_adopted_is_issued_under_a_number(client, claire, in_state, what, kind):
    revision = in_state("adopted")
    client.force_login(claire)

    answer = client.post(f"/allonnes/2020/reactualisations/{revision.serial}/papiers/emettre", {"papier": what})

    paper = Paper.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/allonnes/papiers/{paper.number}/")
    assert (paper.kind, paper.about, bytes(paper.content)[:5]) == (kind, {"year": 2020, "revision": 1}, b"%PDF-")


def test_a_project_is_not_issued(client, claire, in_state):
    revision = in_state("proposed")
    client.force_login(claire)

    answer = client.post(f"/allonnes/2020/reactualisations/{revision.serial}/papiers/emettre", {"papier": "avenant"})

    assert (answer.status_code, Paper.objects.count()) == (409, 0)


@pytest.mark.parametrize("format_", ["pdf", "docx", "odt"])
def test_the_papers_of_a_project_are_downloaded(client, claire, in_state, format_):
    revision = in_state("draft")
    client.force_login(claire)

    answers = [
        client.get(f"/allonnes/2020/reactualisations/{revision.serial}/papiers/{what}.{format_}")
        for what in ("avenant", "annexe", "poeme")
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 404]


def test_reading_a_project_makes_no_seat(client, claire, draft):
    Seat.objects.all().delete()
    client.force_login(claire)

    pages = ["", "papiers/avenant.odt", "nommer/"]
    answers = [client.get(f"/allonnes/2020/reactualisations/{draft.serial}/{page}") for page in pages]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert not Seat.objects.exists()
