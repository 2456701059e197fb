"""Assents that count and those that do not; what an adoption makes of actions; what undoing one takes back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from preau.budgets.models import Assent, Envelope, Revision
from preau.budgets.states import Answer, Fate
from preau.committees.models import AssentRule
from preau.committees.operations import ensure_seats
from preau.core.refusal import Refusal
from preau.people.access import Forbidden
from preau.people.roles import Role
from preau.programmes.models import Action, Programme
from preau.revisions.answers import answers_of
from preau.revisions.operations.adopting import adopt, start_undo, undoing
from preau.revisions.operations.drafts import Typed, add_to_draft, edit_draft, set_fate
from preau.revisions.operations.proposing import Said, propose, record_assent, take_back
from tests.factories.people import a_member
from tests.revisions.conftest import DECIDED, PROPOSED

pytestmark = pytest.mark.django_db

YES, RESERVE, NO = Answer.YES, Answer.RESERVE, Answer.NO


@pytest.fixture
def answered(say, claire, sitting_on):
    """Note the answers to a revision, then adopt it."""

    def answered(revision, *answers):
        say(revision, *answers)
        return adopt(revision=revision, sitting=sitting_on(), by=claire)

    return answered


@pytest.mark.parametrize(
    ("needed", "answers", "words"),
    [
        ("all", (YES, YES, YES), None),
        ("all", (YES, RESERVE, YES), None),
        ("all", (YES, YES), "Avis manquants : Maire d’Allonnes"),
        ("all", (YES, NO, YES), "Avis défavorables : Éducation nationale"),
        ("majority", (YES, RESERVE), None),
        ("majority", (YES, YES, NO), None),
        ("majority", (YES, NO), "Avis manquants : Maire d’Allonnes. Avis défavorables : Éducation nationale"),
        ("majority", (YES,), "Avis manquants : Éducation nationale, Maire d’Allonnes"),
        ("none", (), None),
        ("none", (NO, NO, NO), None),
    ],
)
def test_the_seats_give_the_assents_that_the_cite_asks_for(needed, answers, words, in_state, answered):
    proposed = in_state("proposed")
    AssentRule.objects.create(cite=proposed.programme.cite, needed=needed)

    if words is None:
        assert answered(proposed, *answers).number == 1
        return
    with pytest.raises(Refusal, match=words):
        answered(proposed, *answers)


def test_the_last_answer_of_a_seat_counts_and_the_first_stays(in_state, say, claire, sitting_on):
    proposed = in_state("proposed")
    say(proposed, NO, YES, YES)
    say(proposed, YES)

    adopt(revision=proposed, sitting=sitting_on(), by=claire)

    assert Assent.objects.count() == 4


def test_an_assent_given_after_the_sitting_does_not_count_for_it(in_state, say, claire, sitting_on):
    proposed, sitting = in_state("proposed"), sitting_on()
    say(proposed, YES, YES)
    say(proposed, NO, YES, YES, on=date(2020, 10, 14))

    with pytest.raises(Refusal, match="après la séance du 13/10/2020, ils ne comptent pas pour elle : Maire d’Allonn"):
        adopt(revision=proposed, sitting=sitting, by=claire)
    say(proposed, YES, YES, YES, on=DECIDED)

    assert adopt(revision=proposed, sitting=sitting, by=claire).number == 1


def test_an_assent_on_other_amounts_is_kept_and_does_not_count(in_state, say, claire, sitting_on):
    proposed = in_state("proposed")
    say(proposed, YES, YES, YES)
    draft = take_back(revision=proposed, by=claire)
    edit_draft(revision=draft, typed=[Typed(1, "501")], by=claire)
    again = propose(revision=draft, on=PROPOSED, by=claire)

    with pytest.raises(Refusal, match="Avis manquants"):
        adopt(revision=again, sitting=sitting_on(), by=claire)

    assert [(one.assent, one.before.answer) for one in answers_of(again)] == [(None, YES)] * 3


def test_the_same_amounts_proposed_again_keep_their_assents(in_state, say, claire, sitting_on):
    proposed = in_state("proposed")
    say(proposed, YES, YES, YES)

    again = propose(revision=take_back(revision=proposed, by=claire), on=PROPOSED, by=claire)

    assert adopt(revision=again, sitting=sitting_on(), by=claire).number == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said(YES, PROPOSED, " "), "Dites qui donne cet avis"),
        (Said(NO, PROPOSED, "M. Petit"), "motif du refus"),
        (Said(RESERVE, PROPOSED, "M. Petit", text=" "), "Écrivez la réserve"),
        (Said(YES, date(2020, 9, 30), "M. Petit"), "a été proposée le 01/10/2020"),
        (Said(YES, date(2099, 1, 1), "M. Petit"), "est à venir"),
    ],
)
def test_an_answer_says_who_when_and_why(said, words, in_state, claire, voted):
    proposed, seat = in_state("proposed"), ensure_seats(voted.cite)[0]

    with pytest.raises(Refusal, match=words):
        record_assent(revision=proposed, seat=seat, said=said, by=claire)

    assert not Assent.objects.exists()


def test_a_seat_answers_for_itself(in_state, voted):
    proposed, (state, school, _) = in_state("proposed"), ensure_seats(voted.cite)
    prefect = a_member(Role.PREFECTURE, voted.cite)
    said = Said(YES, PROPOSED, "Mme Hamon")

    record_assent(revision=proposed, seat=state, said=said, by=prefect)
    with pytest.raises(Forbidden, match="Éducation nationale"):
        record_assent(revision=proposed, seat=school, said=said, by=prefect)


def test_a_seat_that_was_closed_answers_no_more(in_state, claire, voted):
    proposed, seat = in_state("proposed"), ensure_seats(voted.cite)[0]
    seat.closed = True
    seat.save()

    with pytest.raises(Refusal, match="ne donne plus d’avis"):
        record_assent(revision=proposed, seat=seat, said=Said(YES, PROPOSED, "Mme Hamon"), by=claire)


@pytest.fixture
def decide(claire, sitting_on, nobody_answers):
    """Propose a draft and adopt it, the same day."""
    return lambda draft, day=DECIDED: adopt(
        revision=propose(revision=draft, on=day, by=claire), sitting=sitting_on(day), by=claire
    )


def test_what_joins_is_numbered_and_what_is_put_off_is_planned_the_year_after(in_state, claire, voted, decide, grants):
    draft = in_state("draft")
    add_to_draft(revision=draft, fields={"title": "Kits", "holder_written": "CAF"}, amounts={None: "50"}, by=claire)
    add_to_draft(revision=draft, fields={"title": "Jeux", "number": "12"}, amounts={None: "0"}, by=claire)
    set_fate(revision=draft, serial=2, fate=Fate.POSTPONE, year=2021, by=claire)
    set_fate(revision=draft, serial=3, fate=Fate.DROP, by=claire)

    decide(draft)

    assert list(voted.actions.order_by("serial").values_list("number", "title", "status"))[1:] == [
        ("2", "Action de lecture 2", "postponed"),
        ("3", "Action de lecture 3", "dropped"),
        ("4", "Kits", ""),
        ("12", "Jeux", ""),
    ]
    assert grants() == {1: 500, 2: 0, 3: 0, 4: 50, 5: 0}
    later = Programme.objects.get(cite=voted.cite, year=2021)
    planned = later.actions.select_related("renewed_from").get()
    assert (later.state, planned.title, planned.renewed_from.serial) == ("draft", "Action de lecture 2", 2)
    assert grants(later) == {1: 0}


def test_undoing_gives_back_what_was_taken_and_takes_what_was_given(in_state, claire, voted, decide, grants):
    draft = in_state("draft")
    add_to_draft(revision=draft, fields={"title": "Kits"}, amounts={None: "50"}, by=claire)
    set_fate(revision=draft, serial=2, fate=Fate.POSTPONE, year=2021, by=claire)
    adopted = decide(draft)

    undone = decide(start_undo(revision=adopted, by=claire))

    assert (undone.number, undone.undoes) == (2, adopted)
    assert grants() == {1: 400, 2: 400, 3: 400, 4: 0}
    states = list(voted.actions.order_by("serial").values_list("status", flat=True))
    assert [state or "planned" for state in states] == ["planned", "planned", "planned", "dropped"]

    again = decide(start_undo(revision=undone, by=claire))
    assert again.number == 3
    assert grants() == {1: 500, 2: 0, 3: 400, 4: 50}
    states = list(voted.actions.order_by("serial").values_list("status", flat=True))
    assert [state or "planned" for state in states] == ["planned", "postponed", "planned", "planned"]
    assert Action.objects.filter(programme__year=2021).count() == 1, "it was planned there once"


def test_undoing_what_added_an_action_leaves_it_no_money(in_state, claire, voted, decide, grants):
    town = Envelope.objects.create(cite=voted.cite, year=2020, last_year=2020, kind="town", name="Ville")
    draft = in_state("draft")
    add_to_draft(revision=draft, fields={"title": "Kits"}, amounts={None: "100"}, by=claire)
    first = decide(draft)
    raised = in_state("draft", text="500,01")
    edit_draft(revision=raised, typed=[Typed(4, "300"), Typed(4, "30", town.pk)], by=claire)
    decide(raised)

    found = {str(one.envelope): (one.before, one.amount) for one in undoing(first) if one.action.serial == 4}
    decide(start_undo(revision=first, by=claire))

    assert found == {"Cité éducative 2020": (300, 0), "Ville 2020": (30, 0)}
    assert grants()[4] == 0
    assert sum(one.amount for one in voted.actions.get(serial=4).movements.all()) == 0


def test_what_leaves_keeps_nothing(in_state, claire):
    draft = in_state("draft")
    set_fate(revision=draft, serial=2, fate=Fate.DROP, by=claire)
    draft.lines.get(action__serial=2).amounts.update(amount=1)

    with pytest.raises(Refusal, match="quitte le programme et garderait de l’argent"):
        propose(revision=draft, on=PROPOSED, by=claire)


def test_undoing_what_was_taken_since_says_what_is_missing(in_state, claire, voted, decide, grants):
    town = Envelope.objects.create(cite=voted.cite, year=2020, last_year=2020, kind="town", name="Ville")
    draft = in_state("draft", text="1 000")
    edit_draft(revision=draft, typed=[Typed(1, "80", town.pk)], by=claire)
    first = decide(draft)
    decide(in_state("draft", text="450"))
    draft = in_state("draft", text="450")
    edit_draft(revision=draft, typed=[Typed(1, "30", town.pk)], by=claire)
    decide(draft)

    found = {str(one.envelope): (one.before, one.amount, one.short) for one in undoing(first)}
    undo = start_undo(revision=first, by=claire)

    assert found == {"Cité éducative 2020": (450, 0, 150), "Ville 2020": (30, 0, 50)}
    assert undo.lines.get().reason == (
        "Annule la réactualisation n°\u00a01. Il manque 150\u00a0€ (Cité éducative 2020), déjà repris depuis. "
        "Il manque 50\u00a0€ (Ville 2020), déjà repris depuis."
    )
    decide(undo)
    assert grants()[1] == Decimal(0)


@pytest.mark.parametrize("name", ["the initial programme", "one that is being undone"])
def test_what_is_not_undone(name, in_state, claire):
    adopted = in_state("adopted")
    revision = Revision.objects.get(number=0) if name == "the initial programme" else adopted
    start_undo(revision=adopted, by=claire)

    with pytest.raises(Refusal, match=r"Le programme initial ne s’annule pas|déjà annulée par"):
        start_undo(revision=revision, by=claire)
