"""A sitting is planned, held not before its day, and never rewritten behind somebody's back."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.utils.timezone import localdate

from preau.committees.models import AgendaItem, Sitting
from preau.committees.operations import ensure_committees, ensure_seats
from preau.committees.operations.agenda import (
    Person,
    add_item,
    add_people,
    edit_item,
    edit_person,
    mark_presence,
    place_item,
    remove_item,
    remove_person,
)
from preau.committees.operations.sittings import (
    Changed,
    Meeting,
    edit_meeting,
    hold_sitting,
    plan_again,
    plan_sitting,
    save_minutes,
)
from preau.committees.states import Presence
from preau.core.refusal import Refusal
from preau.journal.models import Operation
from tests.factories.committees import a_sitting, with_agenda
from tests.factories.people import a_user
from tests.factories.programmes import CiteFactory

pytestmark = pytest.mark.django_db

TOMORROW = localdate() + timedelta(days=1)


@pytest.fixture
def cite():
    return CiteFactory()


@pytest.fixture
def claire(cite):
    return a_user()


@pytest.fixture
def held(cite):
    return a_sitting(cite, held=True)


def titles(sitting):
    return [(item.position, item.title) for item in sitting.items.order_by("position")]


def test_a_sitting_is_planned_and_numbered_in_its_committee(cite, claire):
    first, second = ensure_committees(cite)

    said = Meeting(date(2020, 10, 6), time(14, 30), " Salle \n du conseil ")
    planned = [plan_sitting(committee=one, said=said, by=claire) for one in (first, first, second)]

    assert [sitting.serial for sitting in planned] == [1, 2, 1]
    assert (planned[0].place, planned[0].state) == ("Salle du conseil", "planned")
    assert Operation.objects.order_by("number")[0].lines.get().after == {
        "on": "2020-10-06", "time": "14:30:00", "place": "Salle du conseil",
    }  # fmt: skip


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2101, 1, 1)])
def test_a_year_that_nobody_meets_in_is_refused(day, cite, claire):
    with pytest.raises(Refusal):
        plan_sitting(committee=ensure_committees(cite)[0], said=Meeting(day), by=claire)


def test_it_is_not_held_before_its_day(cite, claire):
    sitting = a_sitting(cite, on=TOMORROW)

    with pytest.raises(Refusal, match="pas encore tenue"):
        hold_sitting(sitting=sitting, by=claire)

    assert Sitting.objects.get().state == "planned"


def test_it_is_held_once_and_its_day_is_then_no_day_to_come(cite, claire):
    sitting = a_sitting(cite)

    first, second = hold_sitting(sitting=sitting, by=claire), hold_sitting(sitting=sitting, by=claire)
    with pytest.raises(Refusal):
        edit_meeting(sitting=sitting, said=Meeting(TOMORROW), by=claire)

    assert (first.lines.get().after, second) == ({"state": "held"}, None)


def test_what_is_cancelled_changes_only_to_be_planned_again(cite, claire):
    sitting = with_agenda(a_sitting(cite), "Bilan", people=[("Nadia",)])
    Sitting.objects.update(state="cancelled")
    item, person = sitting.items.get(), sitting.attendees.get()

    gestures = (
        lambda: hold_sitting(sitting=sitting, by=claire),
        lambda: edit_meeting(sitting=sitting, said=Meeting(date(2020, 10, 7)), by=claire),
        lambda: add_item(sitting=sitting, title="Budget", by=claire),
        lambda: edit_item(item=item, title="Budget", decision="", by=claire),
        lambda: place_item(item=item, place=2, by=claire),
        lambda: remove_item(item=item, by=claire),
        lambda: add_people(sitting=sitting, people=[Person("Hugo")], by=claire),
        lambda: edit_person(attendee=person, said=Person("Hugo"), by=claire),
        lambda: mark_presence(sitting=sitting, presence={person.pk: Presence.EXCUSED}, by=claire),
        lambda: remove_person(attendee=person, by=claire),
        lambda: save_minutes(sitting=sitting, text="Dit", seen="", by=claire),
    )

    for gesture in gestures:
        with pytest.raises(Refusal):
            gesture()
    assert plan_again(sitting=sitting, by=claire).lines.get().after == {"state": "planned"}


def test_the_agenda_is_added_to_ordered_and_taken_from(cite, claire):
    sitting = with_agenda(a_sitting(cite), "Bilan", "Budget", "Divers")
    _, second, third = sitting.items.order_by("position")

    place_item(item=third, place=1, by=claire)
    unmoved = place_item(item=AgendaItem.objects.get(pk=third.pk), place=1, by=claire)
    remove_item(item=second, by=claire)

    assert (titles(sitting), unmoved) == ([(1, "Divers"), (2, "Bilan")], None)
    with pytest.raises(Refusal, match="retiré"):
        remove_item(item=second, by=claire)


@pytest.mark.parametrize("title", ["", " ", "a" * 301])
def test_a_point_has_a_title(title, cite, claire):
    with pytest.raises(Refusal):
        add_item(sitting=a_sitting(cite), title=title, by=claire)


def test_a_decision_is_written_of_a_sitting_that_was_held(cite, held, claire):
    planned = with_agenda(a_sitting(cite), "Bilan")
    item = with_agenda(held, "Bilan").items.get()

    with pytest.raises(Refusal, match="s’est tenue"):
        edit_item(item=planned.items.get(), title="Bilan", decision="Adopté", by=claire)
    done = edit_item(item=item, title="Bilan", decision=" Adopté\r\nà l’unanimité ", by=claire)
    same = edit_item(item=item, title="Bilan", decision="Adopté\nà l’unanimité", by=claire)
    with pytest.raises(Refusal, match="porte une décision"):
        remove_item(item=item, by=claire)

    assert (AgendaItem.objects.get(pk=item.pk).decision, same) == ("Adopté\nà l’unanimité", None)
    assert done.lines.get().before == {"item": "Bilan", "decision": ""}


def test_people_are_listed_once_with_their_seat(cite, held, claire):
    seat = ensure_seats(cite)[0]

    add_people(sitting=held, people=[Person("Nadia Benali", "Principale", seat), Person("Hugo")], by=claire)
    again = add_people(sitting=held, people=[Person("hugo")], by=claire)

    listed = [(one.name, one.capacity, one.seat, one.presence) for one in held.attendees.all()]
    assert listed == [("Nadia Benali", "Principale", seat, "present"), ("Hugo", "", None, "present")]
    assert again is None


def test_presences_are_marked_together(held, claire):
    with_agenda(held, people=[("Nadia",), ("Hugo",), ("Marc",)])
    nadia, hugo, marc = held.attendees.all()

    said = {nadia.pk: Presence.EXCUSED, hugo.pk: Presence.REMOTE, marc.pk: Presence.PRESENT}
    first, second = (mark_presence(sitting=held, presence=said, by=claire) for _ in range(2))

    assert first.lines.get().after == {"Nadia": "excused", "Hugo": "remote"}
    assert second is None


def test_a_person_is_put_right_and_taken_off(cite, held, claire):
    with_agenda(held, people=[("Nadia",), ("Hugo",)])
    nadia, hugo = held.attendees.all()

    edit_person(attendee=nadia, said=Person("Nadia Benali", "Principale"), by=claire)
    same = edit_person(attendee=nadia, said=Person("Nadia Benali", "Principale"), by=claire)
    with pytest.raises(Refusal, match="déjà dans la liste"):
        edit_person(attendee=hugo, said=Person("nadia benali"), by=claire)
    remove_person(attendee=hugo, by=claire)

    assert ([one.name for one in held.attendees.all()], same) == (["Nadia Benali"], None)
    with pytest.raises(Refusal, match="retirée"):
        remove_person(attendee=hugo, by=claire)


def test_a_person_has_a_name_and_a_seat_of_this_cite(held, claire):
    elsewhere = ensure_seats(CiteFactory(slug="le-mans"))[0]

    for wrong in (Person(" "), Person("a" * 121), Person("Hugo", seat=elsewhere)):
        with pytest.raises(Refusal):
            add_people(sitting=held, people=[Person("Nadia"), wrong], by=claire)

    assert held.attendees.count() == 0


def test_minutes_are_written_once_it_was_held(cite, claire):
    with pytest.raises(Refusal):
        save_minutes(sitting=a_sitting(cite), text="Dit", seen="", by=claire)


def test_minutes_are_never_written_over(held, claire):
    save_minutes(sitting=held, text="Le bilan est lu.\r\n", seen="", by=claire)

    with pytest.raises(Changed):
        save_minutes(sitting=held, text="Autre chose", seen="", by=claire)
    same = save_minutes(sitting=held, text="Le bilan est lu.", seen="", by=claire)
    save_minutes(sitting=held, text="Le bilan est lu, puis voté.", seen="Le bilan est lu.\r\n", by=claire)

    assert (Sitting.objects.get().minutes, same) == ("Le bilan est lu, puis voté.", None)
