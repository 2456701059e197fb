"""What a decision taken in a sitting forbids, what is known of the revisions on its agenda, and its papers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from preau.budgets.models import Envelope, Revision
from preau.committees.models import AssentRule, Seat, Sitting
from preau.committees.operations import ensure_seats
from preau.committees.operations.seats import close_seat
from preau.committees.operations.sittings import Meeting
from preau.core.document.blocks import Paragraph, Table
from preau.core.refusal import Refusal
from preau.formats.writing import write
from preau.people.access import Forbidden
from preau.people.roles import Role
from preau.revisions.rules import may_adopt_by
from preau.revisions.sitting_papers import Issue, agenda_paper, minutes_paper, notification_list
from preau.revisions.sittings import cancel_sitting, close_asked_seat, facts_of, move_sitting, revisions_of, weighed
from tests.factories.committees import a_revision, a_sitting, an_assent, with_agenda
from tests.factories.people import a_member, a_user
from tests.factories.programmes import a_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return a_programme()


@pytest.fixture
def sitting(programme):
    return a_sitting(programme.cite, held=True)


@pytest.fixture
def claire(programme):
    return a_user()


def test_a_sitting_that_decided_is_neither_cancelled_nor_moved_to_another_day(programme, sitting, claire):
    a_revision(programme, sitting, (400, 100), state="adopted")

    with pytest.raises(Refusal, match="adoptée dans cette séance"):
        cancel_sitting(sitting=sitting, by=claire)
    with pytest.raises(Refusal, match="Son jour ne change plus"):
        move_sitting(sitting=sitting, said=Meeting(date(2020, 10, 7)), by=claire)
    move_sitting(sitting=sitting, said=Meeting(sitting.on, place="Mairie"), by=claire)

    assert (Sitting.objects.get().state, Sitting.objects.get().place) == ("held", "Mairie")


def test_one_that_did_not_is(programme, sitting, claire):
    a_revision(programme, sitting, (400, 100))

    move_sitting(sitting=sitting, said=Meeting(date(2020, 10, 7)), by=claire)
    first, second = (cancel_sitting(sitting=sitting, by=claire) for _ in range(2))

    assert (first.lines.get().after, second) == ({"state": "cancelled"}, None)


def test_only_the_coordination_does(programme, sitting):
    marc = a_member(Role.TOWN, programme.cite)

    for gesture in (cancel_sitting, lambda **who: move_sitting(said=Meeting(sitting.on), **who)):
        with pytest.raises(Forbidden):
            gesture(sitting=sitting, by=marc)


def test_drafts_are_on_no_agenda(programme, sitting):
    states = ("draft", "proposed", "adopted", "rejected", "withdrawn")
    for serial, state in enumerate(states, start=1):
        a_revision(programme, sitting, state=state, serial=serial, **decided(state))

    assert [one.state for one in revisions_of(sitting)] == ["proposed", "adopted", "rejected"]


def decided(state):
    return {"decided_on": date(2020, 10, 6)} if state == "rejected" else {}


def test_a_revision_says_what_it_moves_and_who_is_awaited(programme, sitting):
    revision = a_revision(programme, sitting, (400, 100), (400, 650), (400, 400))
    prefect, education, mayor = ensure_seats(programme.cite)
    an_assent(revision, prefect, "no", text="Trop")
    an_assent(revision, prefect, "reserve", text="Sous réserve")
    an_assent(revision, education, digest="b" * 64)

    (said,) = weighed([revision], [prefect, education, mayor])

    assert (said.taken, said.given) == (Decimal(300), Decimal(250))
    assert [(one.seat, one.answer, one.text) for one in said.assents] == [
        ("Préfet", "Favorable avec réserve", "Sous réserve"),
        ("Éducation nationale", "", ""),
        ("Maire d’Allonnes", "", ""),
    ]
    assert said.missing == ["Éducation nationale", "Maire d’Allonnes"]


def test_what_passes_between_envelopes_of_the_cite_is_neither_taken_nor_given(programme, sitting):
    revision = a_revision(programme, sitting, (400, 300), (400, 350))
    town = Envelope.objects.create(
        cite=programme.cite, year=2020, last_year=2020, kind="p230", name="P230", in_grant=True
    )
    revision.lines.order_by("pk")[0].amounts.create(envelope=town, before=0, amount=100)

    (said,) = weighed([revision], [])

    assert (said.taken, said.given) == (50, 0)


def test_a_seat_that_is_closed_is_named_where_it_answered_alone(programme, sitting, claire):
    revision = a_revision(programme, sitting, (400, 100))
    prefect, education, _ = ensure_seats(programme.cite)
    an_assent(revision, prefect)
    for seat in (prefect, education):
        close_seat(seat=seat, by=claire)

    (said,) = weighed([revision], Seat.objects.order_by("rank"))

    assert [one.seat for one in said.assents] == ["Préfet", "Maire d’Allonnes"]


def test_a_seat_that_is_asked_is_not_closed(programme, sitting, claire):
    revision, prefect = a_revision(programme, sitting, (400, 100)), ensure_seats(programme.cite)[0]

    with pytest.raises(Refusal, match="attend les avis des sièges"):
        close_asked_seat(seat=prefect, by=claire)
    Revision.objects.filter(pk=revision.pk).update(state="withdrawn")
    close_asked_seat(seat=prefect, by=claire)

    assert Seat.objects.filter(closed=True).get() == prefect


@pytest.mark.parametrize("needed", ["all", "majority"])
def test_no_seat_is_the_assent_of_nobody(needed, programme):
    rule = AssentRule(cite=programme.cite, needed=needed)

    assert "aucun siège n’est ouvert" in may_adopt_by(rule, [])


@pytest.mark.parametrize("count", [1, 5])
def test_facts_cost_the_same_whatever_they_are(count, programme, sitting, django_assert_num_queries):
    with_agenda(sitting, *(f"Point {n}" for n in range(count)), people=[(f"Nadia {n}",) for n in range(count)])
    for serial in range(1, count + 1):
        an_assent(a_revision(programme, sitting, (400, 100), serial=serial), Seat.objects.first())

    with django_assert_num_queries(6):
        facts = facts_of(sitting)

    assert (len(facts.points), len(facts.present), len(facts.revisions)) == (count, count, count)


def paragraphs(document):
    return [
        block.text.replace("\u202f", " ").replace("\u00a0", " ")
        for block in document.blocks
        if isinstance(block, Paragraph)
    ]


def test_the_agenda_is_numbered_through_its_points_and_revisions(programme, sitting):
    with_agenda(sitting, "Bilan")
    a_revision(programme, sitting, (400, 100))

    paper = agenda_paper(sitting)

    assert paragraphs(paper)[1:] == ["1. Bilan", "2. Projet « Essai 1 », programme 2020\n300 € repris, 0 € donnés."]
    assert paper.title == "Ordre du jour – Comité de pilotage du 6\u00a0octobre\u00a02020 (projet)"
    assert paper.footer == "Cité éducative d’Allonnes – projet, non émis"


def test_an_issued_paper_has_its_number_in_title_and_foot(sitting):
    Sitting.objects.update(minutes="La séance est ouverte.\n\nElle est levée.")
    sitting.refresh_from_db()

    paper = minutes_paper(sitting, Issue(7))

    assert paper.title == "Compte rendu – Comité de pilotage du 6\u00a0octobre\u00a02020 – papier n°\u00a07"
    assert paper.footer == "Cité éducative d’Allonnes – papier n°\u00a07"
    assert paragraphs(paper) == ["La séance est ouverte.", "Elle est levée."]


def test_a_paper_of_nothing_says_so(sitting):
    assert paragraphs(agenda_paper(sitting))[1:] == ["Aucun point n’est inscrit."]
    assert paragraphs(minutes_paper(sitting)) == ["Le compte rendu n’est pas encore écrit."]


def notified(revision):
    tables = [block for block in notification_list(revision).blocks if isinstance(block, Table)]
    return [[cell.value for cell in row] for table in tables for row in (*table.body, *table.foot)]


def test_who_is_notified_is_whose_amount_changed(programme, sitting):
    revision = a_revision(programme, sitting, (400, 100), (400, 400), (0, 250), state="adopted")

    rows = notified(revision)

    assert rows == [
        ["Centre social", "1. Action de lecture 1", 400, 100, -300, "Moins d’ateliers", "Cité éducative 2020"],
        ["Centre social", "3. Action de lecture 3", 0, 250, 250, "Moins d’ateliers", "Cité éducative 2020"],
        ["Total", 400, 350, -50, ""],
    ]


def test_the_initial_programme_notifies_what_it_granted(programme, sitting):
    revision = a_revision(programme, sitting, state="adopted", number=0)

    rows = notified(revision)

    assert [row[1:5] for row in rows[:-1]] == [[f"{n}. Action de lecture {n}", 0, 400, 400] for n in (1, 2, 3)]
    assert rows[-1][1:4] == [0, 1200, 1200]


def test_where_nothing_changes_nobody_is_notified(programme, sitting):
    revision = a_revision(programme, sitting, (400, 400))

    assert notified(revision) == []
    assert paragraphs(notification_list(revision))[-1] == "Aucun montant ne change : il n’y a rien à notifier."


@pytest.mark.parametrize("format_", ["pdf", "docx", "odt"])
def test_each_paper_is_written_in_each_format(format_, programme, sitting):
    with_agenda(sitting, "Bilan")
    revision = a_revision(programme, sitting, (400, 100))

    papers = (agenda_paper(sitting), minutes_paper(sitting), notification_list(revision))

    assert all(write(paper, format_) for paper in papers)
