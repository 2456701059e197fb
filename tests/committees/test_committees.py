"""Committees and seats are data of the cité: named, closed, put in order; and the rule of assents with its source."""

from __future__ import annotations

from datetime import date

import pytest

from preau.committees.models import AssentRule, Committee, Seat
from preau.committees.operations import assent_rule, ensure_committees, ensure_seats, set_up
from preau.committees.operations.committees import (
    Body,
    close_committee,
    create_committee,
    edit_committee,
    reopen_committee,
)
from preau.committees.operations.seats import (
    close_seat,
    create_seat,
    edit_seat,
    place_seat,
    reopen_seat,
    set_assent_rule,
)
from preau.committees.operations.sittings import Meeting, plan_sitting
from preau.committees.queries import committees_for, seats_for, sittings_for
from preau.committees.states import Level, Needed
from preau.core.refusal import Refusal
from preau.journal.models import Line, Operation
from preau.people.access import Forbidden
from preau.people.roles import ALLOWED, INSTALLATION, Role, Verb
from tests.factories.committees import a_sitting
from tests.factories.people import a_member, a_user
from tests.factories.programmes import CiteFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cite():
    return CiteFactory()


@pytest.fixture
def claire(cite):
    return a_user()


def names(model, cite):
    return [str(one) for one in model.objects.filter(cite=cite)]


def test_a_cite_begins_with_what_most_have_once(cite, claire):
    operation = set_up(cite=cite, by=claire)
    again = set_up(cite=cite, by=claire)

    assert names(Committee, cite) == ["Comité de pilotage", "Comité technique"]
    assert names(Seat, cite) == ["Préfet", "Éducation nationale", "Maire d’Allonnes"]
    assert (operation.verb, operation.lines.count(), again) == (Operation.Verb.SITTING, 5, None)


def test_a_committee_is_created_and_told(cite, claire):
    committee = create_committee(
        cite=cite, said=Body("  Comité \n restreint ", Level.TECHNICAL, "Le jury\n"), by=claire
    )

    assert (committee.name, committee.level, committee.members) == ("Comité restreint", "technical", "Le jury")
    assert Line.objects.get().after == {"name": "Comité restreint", "level": "technical", "members": "Le jury"}


def test_an_edit_tells_what_changed_alone_and_twice_is_once(cite, claire):
    committee = create_committee(cite=cite, said=Body("Jury"), by=claire)

    first = edit_committee(committee=committee, said=Body("Grand jury"), by=claire)
    second = edit_committee(committee=committee, said=Body("Grand jury"), by=claire)

    assert (first.lines.get().before, first.lines.get().after) == ({"name": "Jury"}, {"name": "Grand jury"})
    assert second is None


@pytest.mark.parametrize("name", ["", "  ", "a" * 121, "comité de pilotage"])
def test_a_committee_has_a_name_of_its_own(name, cite, claire):
    ensure_committees(cite)

    with pytest.raises(Refusal):
        create_committee(cite=cite, said=Body(name), by=claire)

    assert (Committee.objects.count(), Operation.objects.count()) == (2, 0)


def test_a_text_without_end_is_refused(cite, claire):
    with pytest.raises(Refusal):
        create_committee(cite=cite, said=Body("Jury", members="a" * 50_001), by=claire)


def test_another_cite_has_the_same_names(cite, claire):
    ensure_committees(cite)
    other = CiteFactory(slug="le-mans")

    assert create_committee(cite=other, said=Body("Comité de pilotage"), by=claire).pk


def test_a_committee_with_a_sitting_to_come_stays_open(cite, claire):
    sitting = a_sitting(cite)

    with pytest.raises(Refusal, match="06/10/2020"):
        close_committee(committee=sitting.committee, by=claire)


def test_a_committee_that_is_closed_plans_nothing_until_it_is_opened_again(cite, claire):
    committee = ensure_committees(cite)[1]
    close_committee(committee=committee, by=claire)

    with pytest.raises(Refusal):
        plan_sitting(committee=committee, said=Meeting(date(2020, 10, 6)), by=claire)
    reopen_committee(committee=committee, by=claire)

    assert plan_sitting(committee=committee, said=Meeting(date(2020, 10, 6)), by=claire).serial == 1


def test_seats_keep_the_order_they_are_given(cite, claire):
    first, _, third = ensure_seats(cite)
    create_seat(cite=cite, name="Présidente de l’EPCI", role="", by=claire)

    moved = place_seat(seat=third, place=1, by=claire)
    again = place_seat(seat=Seat.objects.get(pk=third.pk), place=1, by=claire)
    place_seat(seat=first, place=99, by=claire)

    assert names(Seat, cite) == ["Maire d’Allonnes", "Éducation nationale", "Présidente de l’EPCI", "Préfet"]
    assert (moved is None, again) == (False, None)


def test_a_seat_that_is_closed_stands_after_the_others_and_may_open_again(cite, claire):
    first = ensure_seats(cite)[0]

    close_seat(seat=first, by=claire)
    shown = [str(seat) for seat in seats_for(claire, cite)]
    edit_seat(seat=first, name="Préfète", role=Role.PREFECTURE, by=claire)
    reopen_seat(seat=first, by=claire)

    assert shown == ["Éducation nationale", "Maire d’Allonnes", "Préfet"]
    assert [str(seat) for seat in ensure_seats(cite)] == ["Préfète", "Éducation nationale", "Maire d’Allonnes"]


@pytest.mark.parametrize(
    ("name", "role"), [("", ""), ("préfet", ""), ("CAF", Role.HOLDER), ("CAF", "roi"), ("a" * 121, "")]
)
def test_a_seat_that_gives_no_assent_is_refused(name, role, cite, claire):
    ensure_seats(cite)

    with pytest.raises(Refusal):
        create_seat(cite=cite, name=name, role=role, by=claire)

    assert Seat.objects.count() == 3


def test_the_rule_of_assents_keeps_its_source(cite, claire):
    said = {"needed": Needed.MAJORITY, "source": "Convention du 3 mai 2020, article 4"}

    first = set_assent_rule(cite=cite, **said, by=claire)
    second = set_assent_rule(cite=cite, **said, by=claire)

    assert (assent_rule(cite).needed, AssentRule.objects.get().source) == ("majority", said["source"])
    assert (first.verb, second) == (Operation.Verb.SITTING, None)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATION}))
def test_only_the_coordination_keeps_them(role, cite):
    organisation = OrganisationFactory(cite=cite) if role in {Role.HOLDER, Role.FACILITATOR} else None
    somebody = a_member(role, None if role in INSTALLATION else cite, organisation=organisation)
    sitting = a_sitting(cite)
    seat = ensure_seats(cite)[0]

    gestures = (
        lambda: set_up(cite=cite, by=somebody),
        lambda: create_committee(cite=cite, said=Body("Jury"), by=somebody),
        lambda: close_committee(committee=sitting.committee, by=somebody),
        lambda: create_seat(cite=cite, name="CAF", role="", by=somebody),
        lambda: place_seat(seat=seat, place=2, by=somebody),
        lambda: set_assent_rule(cite=cite, needed=Needed.NONE, source="", by=somebody),
        lambda: plan_sitting(committee=sitting.committee, said=Meeting(date(2020, 10, 7)), by=somebody),
    )

    for gesture in gestures:
        with pytest.raises(Forbidden):
            gesture()
    seen = [query(somebody, cite).count() for query in (committees_for, seats_for, sittings_for)]
    assert seen == ([2, 3, 1] if Verb.READ_DRAFTS in ALLOWED[role] else [0, 0, 0])
