"""Undoing an import: the programme is as before, and nothing is erased."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum

from preau.annexes.editing import Edit, edit_actions
from preau.annexes.lifecycle import withdraw_action
from preau.annexes.operations import undo_import
from preau.annexes.queries import current_import
from preau.annexes.state import kept_actions
from preau.annexes.votes import vote_programme
from preau.budgets.models import Movement
from preau.core.refusal import Refusal
from preau.people.access import Forbidden
from preau.people.models import Cite
from preau.people.roles import Role
from preau.programmes.models import Action, Programme
from tests.factories.people import a_member, coordinates

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited(annex):
    """The annex with a cost, a grant and a holder changed, an action added and one gone."""
    lines = [line for line in annex.split("\n") if not line.startswith("14\t")]
    text = "\n".join(lines).replace("16 000 €", "17 000 €").replace("3 593 €\t533 €", "3 593 €\t600 €")
    text = text.replace("4\tJSA ?", "4\tJSA Allonnes")
    return text.replace(
        "\nTOTAL", "\n25\tVille d'Allonnes\tEnvironnement\tJardin\tUn jardin\tTous\tLPO\t400 €\t100 €\nTOTAL"
    )


def state():
    """Everything the programme says today: values, and who carries each action."""
    kept = [(k.id, k.values) for k in kept_actions(Programme.objects.get()) if k.live]
    holders = {a.pk: [str(h) for h in a.holders.all()] for a in Action.objects.filter(withdrawn=False)}
    return kept, holders


def test_undoing_gives_back_every_value(bring, annex, edited):
    bring(annex)
    before = state()
    outcome = bring(edited)

    undo_import(imported=outcome.imported, by=None)

    assert state() == before
    assert Movement.objects.aggregate(Sum("amount")) == {"amount__sum": Decimal("250000.00")}
    assert current_import(Programme.objects.get()).operation.number == 1


def test_undoing_the_first_import_empties_the_programme_and_erases_nothing(bring, annex):
    outcome = bring(annex)

    undo_import(imported=outcome.imported, by=None)

    assert Action.objects.filter(withdrawn=False).count() == 0
    assert (Action.objects.count(), Movement.objects.count()) == (24, 48)
    assert current_import(Programme.objects.get()) is None


def test_what_was_undone_can_be_imported_again(bring, annex):
    outcome = bring(annex)
    first = state()
    undo_import(imported=outcome.imported, by=None)

    bring(annex)

    assert state() == first


def test_an_import_that_a_later_one_built_upon_is_not_undone(bring, annex, edited, census):
    first = bring(annex)
    bring(edited)
    before = census()

    with pytest.raises(Refusal) as refusal:
        undo_import(imported=first.imported, by=None)

    assert str(refusal.value).startswith(
        "Cet import ne peut pas être annulé : Import d’une annexe n° 2 a repris depuis"
    )
    assert census() == before


def test_undone_backwards_all_can_be_undone(bring, annex, edited):
    first = bring(annex)
    second = bring(edited)

    undo_import(imported=second.imported, by=None)
    undo_import(imported=first.imported, by=None)

    assert Action.objects.filter(withdrawn=False).count() == 0


def test_an_import_is_undone_once(bring, annex):
    outcome = bring(annex)
    undo_import(imported=outcome.imported, by=None)

    with pytest.raises(Refusal) as refusal:
        undo_import(imported=outcome.imported, by=None)

    assert str(refusal.value) == "Cet import est déjà annulé."


def test_the_journal_tells_the_undo_before_and_after(bring, annex, edited):
    bring(annex)
    outcome = bring(edited)

    undo = undo_import(imported=outcome.imported, by=None)

    told = {line.label: (line.before, line.after) for line in undo.lines.all()}
    assert undo.undoes == outcome.imported.operation
    assert told["2 Parcours d'excellence"] == ({"total_cost": "17000.00"}, {"total_cost": "16000.00"})
    assert told["14 Journée partenariale"] == (
        {"grant": None, "withdrawn": True},
        {"grant": "1000.00", "withdrawn": False},
    )


def test_undoing_a_first_grant_gives_back_no_grant(bring, annex):
    bring(annex.replace("30 000 €\t15 000 €", "30 000 €\t"))
    before = state()
    outcome = bring(annex)

    undo_import(imported=outcome.imported, by=None)

    assert state() == before


def test_undoing_gives_back_the_title_line(bring, annex):
    bring(annex)
    title = Programme.objects.get().title
    outcome = bring(annex.replace("PREVISIONNEL ANNEE", "DEFINITIF ANNEE"))

    undo_import(imported=outcome.imported, by=None)

    assert Programme.objects.get().title == title


def test_an_import_that_a_later_one_restates_is_not_undone(bring, annex):
    first = bring(annex)
    new = "\n25\tVille d'Allonnes\tEnvironnement\tJardin\tUn jardin\tTous\tLPO\t400 €\t100 €\nTOTAL"
    bring(annex.replace("\nTOTAL", new))

    with pytest.raises(Refusal):
        undo_import(imported=first.imported, by=None)

    assert Action.objects.filter(withdrawn=False).count() == 25


@pytest.fixture
def edit():
    """Change a field of an action of the programme, as Claire."""

    def edit(serial, field, before, after):
        programme = Programme.objects.get()
        by = coordinates(programme.cite)
        return edit_actions(programme=programme, edits=[Edit(serial, field, before, after)], by=by)

    return edit


def test_what_a_person_has_edited_since_is_not_undone_under_them(bring, annex, edited, edit):
    bring(annex)
    second = bring(edited)
    edit(2, "total_cost", "17 000", "18 000")

    with pytest.raises(Refusal, match="« 2 Parcours d'excellence » a été modifiée depuis"):
        undo_import(imported=second.imported, by=None)

    assert Action.objects.get(serial=2).total_cost == Decimal(18000)


def test_an_edit_of_another_field_stays_when_the_import_is_undone(bring, annex, edited, edit):
    bring(annex)
    second = bring(edited)
    edit(2, "audience", None, "Collégiens")

    undo_import(imported=second.imported, by=None)

    action = Action.objects.get(serial=2)
    assert (action.audience, action.total_cost) == ("Collégiens", Decimal(16000))


def test_an_action_brought_back_keeps_what_was_made_of_it_since(bring, annex):
    """Withdrawn, brought back by a file and edited since: undoing the import would take the edit away."""
    programme = bring(annex).imported.programme
    claire = coordinates(programme.cite)
    withdraw_action(action=Action.objects.get(serial=14), by=claire)
    back = bring(annex).imported
    edit_actions(programme=programme, edits=[Edit(14, "grant", None, "5 000")], by=claire)

    with pytest.raises(Refusal, match="a été modifiée depuis"):
        undo_import(imported=back, by=None)


def test_no_action_leaves_a_voted_programme_by_undoing(bring, annex):
    imported = bring(annex).imported
    vote_programme(programme=imported.programme, on=date(2020, 7, 7), by=coordinates(imported.programme.cite))

    with pytest.raises(Refusal, match="est voté"):
        undo_import(imported=imported, by=None)


def test_who_may_not_import_undoes_no_import(bring, annex):
    outcome = bring(annex)
    reader = a_member(Role.READER, Cite.objects.get())

    with pytest.raises(Forbidden, match="Importer une annexe"):
        undo_import(imported=outcome.imported, by=reader)

    assert Action.objects.filter(withdrawn=False).count() == 24
