"""Every verb on a revision in every state: what is done, what is refused and with which words; nothing half done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from preau.annexes.lifecycle import withdraw_action
from preau.annexes.votes import reopen_programme, vote_programme
from preau.budgets.models import Revision
from preau.budgets.operations import Noted, note_movement
from preau.budgets.states import Answer, Fate, MovementKind
from preau.committees.operations import ensure_seats
from preau.core.refusal import Refusal
from preau.people.access import Forbidden
from preau.people.roles import Role
from preau.revisions.operations.adopting import adopt, start_undo
from preau.revisions.operations.drafts import (
    Typed,
    add_to_draft,
    copy_revision,
    describe_revision,
    edit_draft,
    leave_line,
    refresh_draft,
    set_fate,
    spread,
    start_revision,
)
from preau.revisions.operations.proposing import (
    Said,
    propose,
    record_assent,
    reject,
    take_back,
    withdraw_revision,
)
from tests.factories.people import a_member
from tests.factories.programmes import CiteFactory, ProgrammeFactory
from tests.killer import census
from tests.revisions.conftest import DECIDED, PROPOSED

pytestmark = pytest.mark.django_db

DRAFTING = {
    "edit": lambda one, by, _: edit_draft(revision=one, typed=[Typed(2, "+ 10")], by=by),
    "spread": lambda one, by, _: spread(revision=one, serials=[1, 2], total=Decimal(10), by=by),
    "fate": lambda one, by, _: set_fate(revision=one, serial=2, fate=Fate.DROP, by=by),
    "add": lambda one, by, _: add_to_draft(revision=one, fields={"title": "Kits"}, amounts={None: "5"}, by=by),
    "leave": lambda one, by, _: leave_line(revision=one, line=one.lines.get().pk, by=by),
    "describe": lambda one, by, _: describe_revision(revision=one, title="Hiver", reason="", by=by),
    "refresh": lambda one, by, _: refresh_draft(revision=one, by=by),
}
DECIDING = {
    "propose": lambda one, by, _: propose(revision=one, by=by, on=PROPOSED),
    "take back": lambda one, by, _: take_back(revision=one, by=by),
    "withdraw": lambda one, by, _: withdraw_revision(revision=one, reason="", by=by),
    "reject": lambda one, by, sitting: reject(revision=one, sitting=sitting, decision="", by=by),
    "assent": lambda one, by, _: record_assent(
        revision=one, seat=ensure_seats(one.programme.cite)[0], said=Said(Answer.YES, PROPOSED, "M. Petit"), by=by
    ),
    "adopt": lambda one, by, sitting: adopt(revision=one, sitting=sitting, by=by),
    "undo": lambda one, by, _: start_undo(revision=one, by=by),
}
STATES = ("draft", "proposed", "adopted", "rejected", "withdrawn")
ALLOWED = {
    **{verb: {"draft"} for verb in DRAFTING},
    "propose": {"draft"},
    "take back": {"proposed", "rejected", "withdrawn"},
    "withdraw": {"draft", "proposed"},
    "reject": {"proposed"},
    "assent": {"proposed"},
    "adopt": {"proposed"},
    "undo": {"adopted"},
}
"""From which states each verb is done; from any other it is refused."""


@pytest.mark.usefixtures("nobody_answers")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", ALLOWED)
def test_a_verb_is_done_from_its_states_and_refused_from_others(verb, state, in_state, claire, sitting_on):
    revision, sitting = in_state(state), sitting_on()
    before = census()

    if state in ALLOWED[verb]:
        (DRAFTING | DECIDING)[verb](revision, claire, sitting)

        assert census() != before
        return
    with pytest.raises(Refusal):
        (DRAFTING | DECIDING)[verb](revision, claire, sitting)

    assert census() == before


@pytest.mark.parametrize("role", [Role.READER, Role.MANAGER, Role.PREFECTURE, Role.HOLDER])
@pytest.mark.parametrize("verb", sorted(ALLOWED.keys() - {"assent"}))
def test_only_the_coordination_writes_and_decides(verb, role, in_state, voted, sitting_on):
    revision = in_state(min(ALLOWED[verb]))
    organisation = voted.cite.organisations.first() if role == Role.HOLDER else None
    other = a_member(role, voted.cite, organisation=organisation)
    before = census()

    with pytest.raises(Forbidden):
        (DRAFTING | DECIDING)[verb](revision, other, sitting_on)

    assert census() == before


def test_a_programme_in_preparation_is_typed_and_not_revised(voted, claire):
    draft = ProgrammeFactory(cite=voted.cite, year=2021)

    with pytest.raises(Refusal, match="Notez d’abord son vote"):
        start_revision(programme=draft, title="", by=claire)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (Typed(9, "500"), "L’action 9 n’est pas dans ce programme"),
        (Typed(1, "beaucoup"), "n’est pas un montant"),
        (Typed(1, "− 401"), "laisserait moins que rien"),
        (Typed(1, "500", before=Decimal(300)), "quelqu’un a écrit 400"),
        (Typed(1, "500", envelope=999_999), "n’est pas de cette cité"),
    ],
)
def test_what_is_typed_is_refused_whole(typed, words, in_state, claire):
    draft = in_state("draft", text="400")
    before = census()

    with pytest.raises(Refusal, match=words):
        edit_draft(revision=draft, typed=[Typed(2, "10"), typed], by=claire)

    assert census() == before


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"fate": Fate.ADD}, "déjà au programme"),
        ({"fate": Fate.POSTPONE}, "se reporte à une année suivante"),
        ({"fate": Fate.POSTPONE, "year": 2020}, "se reporte à une année suivante"),
        ({"fate": Fate.DROP}, "réalisée ne devient pas annulée"),
        ({"fate": Fate.POSTPONE, "year": 2021}, "réalisée ne devient pas reportée"),
        ({"fate": Fate.RESUME}, "réalisée ne devient pas programmée"),
    ],
)
def test_what_an_action_is_not_able_to_become_is_refused_in_the_draft(asked, words, in_state, claire, voted):
    draft = in_state("draft")
    voted.actions.filter(serial=1).update(status="done")

    with pytest.raises(Refusal, match=words):
        set_fate(revision=draft, serial=1, by=claire, **asked)


@pytest.mark.usefixtures("nobody_answers")
def test_an_action_done_since_the_draft_is_not_dropped_and_nothing_is_written(in_state, claire, voted, sitting_on):
    draft, sitting = in_state("draft"), sitting_on()
    set_fate(revision=draft, serial=2, fate=Fate.DROP, by=claire)
    proposed = propose(revision=draft, on=PROPOSED, by=claire)
    voted.actions.filter(serial=2).update(status="done")
    before = census()

    with pytest.raises(Refusal, match="réalisée ne devient pas annulée"):
        adopt(revision=proposed, sitting=sitting, by=claire)

    assert census() == before


def test_nothing_is_not_proposed(voted, claire):
    draft = start_revision(programme=voted, title="", by=claire)

    with pytest.raises(Refusal, match="ne change rien"):
        propose(revision=draft, by=claire)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"on": date(2099, 1, 1)}, "est à venir"),
        ({"on": PROPOSED, "due_on": date(2020, 9, 30)}, "avant la proposition"),
    ],
)
def test_a_proposal_has_possible_days(asked, words, in_state, claire):
    draft = in_state("draft")

    with pytest.raises(Refusal, match=words):
        propose(revision=draft, by=claire, **asked)


@pytest.mark.parametrize(
    ("of", "words"),
    [
        ({"day": date(2020, 9, 30)}, "précède la proposition"),
        ({"state": "cancelled"}, "est annulée"),
    ],
)
def test_a_revision_is_put_to_a_sitting_that_comes(of, words, in_state, claire, sitting_on):
    draft, sitting = in_state("draft"), sitting_on(**of)

    with pytest.raises(Refusal, match=words):
        propose(revision=draft, on=PROPOSED, sitting=sitting, by=claire)


@pytest.mark.usefixtures("nobody_answers")
@pytest.mark.parametrize(
    ("of", "words"),
    [
        ({"day": date(2020, 9, 30)}, "précède la proposition"),
        ({"state": "cancelled"}, "est annulée"),
        ({"day": date(2099, 1, 1)}, "est à venir"),
    ],
)
def test_a_sitting_decides_once_it_is_held_and_after_the_proposal(of, words, in_state, claire, sitting_on):
    proposed, sitting = in_state("proposed"), sitting_on(**of)

    for decide in ("adopt", "reject"):
        with pytest.raises(Refusal, match=words):
            DECIDING[decide](proposed, claire, sitting)


@pytest.mark.usefixtures("nobody_answers")
def test_the_sitting_of_another_cite_decides_nothing(in_state, claire, sitting_on):
    proposed, sitting = in_state("proposed"), sitting_on()
    sitting.committee.cite = CiteFactory(slug="le-mans")
    sitting.committee.save()

    for decide in ("adopt", "reject"):
        with pytest.raises(Refusal, match="pas de cette cité"):
            DECIDING[decide](proposed, claire, sitting)


@pytest.mark.usefixtures("nobody_answers")
def test_two_revisions_are_adopted_in_the_order_of_their_sittings(in_state, claire, sitting_on):
    proposed, later = in_state("proposed", text="300"), in_state("draft", text="300")
    in_state("adopted")

    refresh_draft(revision=later, by=claire)
    with pytest.raises(Refusal, match="Le 12/10/2020 précède la version en vigueur, adoptée le 13/10/2020"):
        propose(revision=later, on=date(2020, 10, 12), by=claire)
    with pytest.raises(Refusal, match="Le 12/10/2020 précède la version en vigueur, adoptée le 13/10/2020"):
        adopt(revision=proposed, sitting=sitting_on(date(2020, 10, 12)), by=claire)


def test_a_draft_that_was_compared_with_former_amounts_is_brought_up_to_date(in_state, claire, sitting_on, grants):
    stale = in_state("draft", text="300")
    proposed = in_state("proposed", text="300")
    in_state("adopted", text="500")

    for attempt in ("propose", "adopt"):
        with pytest.raises(Refusal, match=r"mettez-le à jour|Avis manquants"):
            DECIDING[attempt](stale if attempt == "propose" else proposed, claire, sitting_on())
    assert refresh_draft(revision=stale, by=claire) == 1

    again = propose(revision=stale, on=DECIDED, by=claire)
    assert [(one.before, one.amount) for one in again.lines.get().amounts.all()] == [(500, 300)]
    assert grants()[1] == 500


@pytest.mark.usefixtures("nobody_answers")
def test_scenarios_live_side_by_side_and_one_adopted_makes_the_other_stale(in_state, claire, sitting_on, grants):
    first = in_state("draft")
    second = copy_revision(revision=first, title="Plus", by=claire)
    edit_draft(revision=second, typed=[Typed(1, "600"), Typed(3, "0")], by=claire)

    adopt(revision=propose(revision=second, on=PROPOSED, by=claire), sitting=sitting_on(), by=claire)

    assert grants() == {1: 600, 2: 400, 3: 0}
    assert [(one.before, one.amount) for one in first.lines.get().amounts.all()] == [(400, 500)]
    with pytest.raises(Refusal, match="mettez-le à jour"):
        propose(revision=first, on=DECIDED, by=claire)


@pytest.mark.usefixtures("nobody_answers")
def test_a_copy_of_what_was_adopted_adds_nothing_again(in_state, claire, sitting_on, voted):
    draft = in_state("draft")
    add_to_draft(revision=draft, fields={"title": "Kits"}, amounts={None: "50"}, by=claire)
    adopted = adopt(revision=propose(revision=draft, on=PROPOSED, by=claire), sitting=sitting_on(), by=claire)

    copy = copy_revision(revision=adopted, title="", by=claire)
    with pytest.raises(Refusal, match="ne change rien"):
        propose(revision=copy, on=DECIDED, by=claire)
    edit_draft(revision=copy, typed=[Typed(2, "401")], by=claire)
    adopt(revision=propose(revision=copy, on=DECIDED, by=claire), sitting=sitting_on(), by=claire)

    assert voted.actions.count() == 4
    assert Revision.objects.filter(number=2).exists()


@pytest.mark.usefixtures("nobody_answers")
def test_a_copy_keeps_what_is_not_done_and_what_it_undoes(in_state, claire, sitting_on):
    draft = in_state("draft")
    edit_draft(revision=draft, typed=[Typed(2, "390", reason="Moins"), Typed(3, None, reason="Rien")], by=claire)
    set_fate(revision=draft, serial=3, fate=Fate.DROP, by=claire)
    adopted = adopt(revision=propose(revision=draft, on=PROPOSED, by=claire), sitting=sitting_on(), by=claire)
    undo = start_undo(revision=adopted, by=claire)

    again = copy_revision(revision=adopted, title="", by=claire)
    other = copy_revision(revision=undo, title="", by=claire)

    assert (again.lines.count(), again.undoes) == (0, None)
    assert (other.lines.count(), other.undoes) == (undo.lines.count(), adopted)


def test_reasons_alone_are_not_proposed(voted, claire):
    draft = start_revision(programme=voted, title="", by=claire)
    edit_draft(revision=draft, typed=[Typed(1, None, reason="Moins de séances")], by=claire)

    with pytest.raises(Refusal, match="ne change rien"):
        propose(revision=draft, by=claire)


def test_the_draft_of_a_programme_that_was_reopened_waits_for_its_vote(in_state, claire, voted):
    draft = in_state("draft")
    reopen_programme(programme=voted, reason="Une erreur", by=claire)
    with pytest.raises(Refusal, match="Notez d’abord son vote"):
        propose(revision=draft, by=claire)

    withdraw_action(action=voted.actions.get(serial=1), by=claire)
    vote_programme(programme=voted, on=date(2020, 3, 11), by=claire)
    refresh_draft(revision=draft, by=claire)

    with pytest.raises(Refusal, match="n’est plus au programme"):
        propose(revision=draft, by=claire)


def noted(kind, amount, on, action=None):
    return Noted(MovementKind(kind), Decimal(amount), on, action)


@pytest.fixture
def blocking(voted, claire):
    """The envelope of the annex: 1 200 € notified in March, and no more to be programmed."""
    envelope = voted.cite.envelopes.get()
    note_movement(envelope=envelope, noted=noted("notified", 1_200, date(2020, 3, 1)), by=claire)
    envelope.rules.update(level="block")
    return envelope


def test_a_rule_that_blocks_refuses_the_proposal_actions_to_add_included(in_state, claire, blocking):
    draft = in_state("draft", text="− 100")
    add_to_draft(revision=draft, fields={"title": "Kits"}, amounts={blocking.pk: "100"}, by=claire)
    add_to_draft(revision=draft, fields={"title": "Jeux"}, amounts={blocking.pk: "0,01"}, by=claire)

    with pytest.raises(Refusal, match="1\u202f200,01\u00a0€ programmés pour 1\u202f200\u00a0€ notifiés"):
        propose(revision=draft, on=PROPOSED, by=claire)


@pytest.mark.usefixtures("nobody_answers")
def test_a_rule_that_blocks_at_the_adoption_leaves_nothing_of_it(in_state, claire, blocking, sitting_on):
    blocking.rules.update(level="warn")
    draft, sitting = in_state("draft", text="600"), sitting_on()
    add_to_draft(revision=draft, fields={"title": "Kits"}, amounts={None: "50"}, by=claire)
    set_fate(revision=draft, serial=3, fate=Fate.POSTPONE, year=2021, by=claire)
    edit_draft(revision=draft, typed=[Typed(2, "700")], by=claire)
    proposed = propose(revision=draft, on=PROPOSED, by=claire)
    blocking.rules.update(level="block")
    before = census()

    with pytest.raises(Refusal, match="de trop"):
        adopt(revision=proposed, sitting=sitting, by=claire)

    assert census() == before


@pytest.mark.usefixtures("nobody_answers")
def test_what_is_committed_is_not_taken_back_neither_proposed_nor_adopted(in_state, claire, voted, sitting_on):
    envelope, action = voted.cite.envelopes.get(), voted.actions.get(serial=1)
    proposed, sitting = in_state("proposed", text="100"), sitting_on()
    note_movement(envelope=envelope, noted=noted("committed", 300, date(2020, 11, 2), action), by=claire)

    with pytest.raises(Refusal, match="l’engagé passe le programmé de 200"):
        adopt(revision=proposed, sitting=sitting, by=claire)
    with pytest.raises(Refusal, match="l’engagé passe le programmé de 100"):
        propose(revision=in_state("draft", text="200"), on=PROPOSED, by=claire)
