"""What was known then: at each moment the programme is what it was, and at the last what it is."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from preau.annexes.editing import Edit, Wrong, current_values, edit_actions
from preau.annexes.history import beginning, holders_then, in_programme, known_at, version_at
from preau.annexes.holders import confirm_holder
from preau.annexes.lifecycle import add_action, duplicate_action, renumber, restore_action, withdraw_action
from preau.annexes.operations import import_annex, target_of, undo_import
from preau.annexes.theme_merging import merge_themes, undo_theme_merge
from preau.annexes.themes import change_theme, place_theme
from preau.annexes.votes import vote_programme
from preau.budgets.models import Movement, Revision
from preau.core.refusal import Refusal
from preau.formats.annex import read_annex
from preau.journal.models import Operation
from preau.journal.moments import NOW, Moment
from preau.journal.operations import begin
from preau.people.models import Cite
from preau.programmes.models import Action, ActionHolder, Programme, Theme
from tests.factories.people import coordinates
from tests.factories.programmes import ActionFactory, a_programme

pytestmark = pytest.mark.django_db

HEAD = "N°;Porteur;Thématiques;Intitulé;Public visé;Coût total;Montant Cité éducative;Salle"
THEMES = ("Culture", "Santé", "Environnement", "Sport")
HOLDERS = ("Centre social", "Ville d’Allonnes", "JSA ?", "Collège Kennedy")
ACTIONS = ("Lecture", "Jardin", "Orchestre", "Kits", "Théâtre", "Sorties", "Échecs")


def bring(rows, **options):
    """Import these rows as an annex of Allonnes."""
    data = "\n".join([HEAD, *rows]).encode()
    file = read_annex(data, "annexe.csv")
    outcome = import_annex(file=file, data=data, target=target_of(file, slug="allonnes", year=2020), by=None, **options)
    coordinates(Cite.objects.get(slug="allonnes"))
    return outcome.imported


def row(chance, number, title):
    """A row about the action of that title."""
    cost = chance.choice([1000, 2000, 3500])
    room = chance.choice(["", "Préau", "Cour"])
    state = chance.choice(["", " (en cours)"])
    holder, theme = chance.choice(HOLDERS), chance.choice(THEMES)
    return f"{number};{holder};{theme};{title}{state};Tous;{cost} €;{chance.choice([0, 100, 400])} €;{room}"


def an_annex(chance):
    """A few actions in any order."""
    titles = chance.sample(ACTIONS, chance.randint(3, len(ACTIONS)))
    return [row(chance, number, title) for number, title in enumerate(titles, start=1)]


class Town:
    """Somebody who does anything, and what the programme was after each thing they did."""

    def __init__(self, seed):
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.pictures = {}
        self.imports = [bring(an_annex(self.chance))]
        self.cite = Cite.objects.get(slug="allonnes")
        self.by = coordinates(self.cite)
        self.programme = Programme.objects.get(cite=self.cite)
        self.keep()

    def keep(self):
        self.pictures[Operation.objects.filter(cite=self.cite).latest("number").number] = today(self.programme)

    def action(self, **filters):
        return self.chance.choice(list(Action.objects.filter(programme=self.programme, **filters)))

    def theme(self):
        return self.chance.choice(list(Theme.objects.filter(cite=self.cite, merged_into=None)))

    def go_on(self):
        deeds = (
            self.edit, self.edit, self.import_, self.add, self.copy, self.withdraw, self.restore, self.rename,
            self.place, self.merge, self.part, self.number, self.undo, self.confirm,
        )  # fmt: skip
        try:
            self.chance.choice(deeds)()
        except (Refusal, Wrong, IndexError):
            return
        self.keep()

    def edit(self):
        field, text = self.chance.choice(
            [("title", "Un autre nom"), ("grant", "250"), ("axis", "2"), ("theme", self.theme().name), ("number", "77"),
             ("total_cost", ""), ("holder_written", "Ludothèque"), ("status", "reportée"), ("audience", "Familles")]
        )  # fmt: skip
        edit_actions(
            programme=self.programme, edits=[Edit(self.action(withdrawn=False).serial, field, None, text)], by=self.by
        )

    def import_(self):
        self.imports.append(bring(an_annex(self.chance)))

    def add(self):
        values = {"title": f"Idée {self.chance.random()}", "theme": self.theme().name, "grant": "50"}
        add_action(programme=self.programme, values=values, by=self.by)

    def copy(self):
        duplicate_action(action=self.action(withdrawn=False), by=self.by)

    def withdraw(self):
        withdraw_action(action=self.action(withdrawn=False), by=self.by)

    def restore(self):
        restore_action(action=self.action(withdrawn=True), by=self.by)

    def rename(self):
        theme, name = self.theme(), self.chance.choice(["Arts", "Nature", "Soin", *THEMES])
        change_theme(theme=theme, name=name, letter=theme.letter, look=self.chance.randint(1, 16), by=self.by)

    def place(self):
        place_theme(theme=self.theme(), place=self.chance.randint(1, 4), by=self.by)

    def merge(self):
        merge_themes(kept=self.theme(), gone=self.theme(), by=self.by)

    def part(self):
        merges = Operation.objects.filter(cite=self.cite, verb="merge", undone_by=None)
        undo_theme_merge(operation=self.chance.choice(list(merges)), by=self.by)

    def number(self):
        renumber(programme=self.programme, by=self.by)

    def undo(self):
        one = self.chance.choice([one for one in self.imports if one is not None])
        undo_import(imported=one, by=self.by)

    def confirm(self):
        confirm_holder(action=self.action(withdrawn=False), by=self.by)


def today(programme):
    """All that the programme says of its actions now, in their order, and who carries them."""
    held = {}
    for one in ActionHolder.objects.filter(action__programme=programme).select_related("organisation"):
        held.setdefault(one.action_id, []).append((one.organisation.name, one.tentative))
    return [said(action, held.get(action.pk, [])) for action in known_at(programme, NOW)]


def at(programme, moment):
    """The same at a moment."""
    actions = known_at(programme, moment)
    held = holders_then(programme.cite, actions)
    return [said(one, [(who.organisation.name, who.tentative) for who in held[one.pk]]) for one in actions]


def said(action, holders):
    look = (action.theme.letter, action.theme.rank, action.theme.look) if action.theme else None
    return action.serial, current_values(action), action.withdrawn, look, holders


@pytest.mark.parametrize("seed", range(6))
def test_each_moment_is_what_the_programme_was(seed):
    town = Town(seed)

    for _ in range(14):
        town.go_on()

    assert at(town.programme, Moment(on=localdate())) == today(town.programme)
    for number, picture in town.pictures.items():
        assert at(town.programme, Moment(number=number)) == picture, number


MARCH, MAY = date(2020, 3, 10), date(2020, 5, 1)


def test_a_dated_annex_is_known_from_its_day():
    bring(["1;Centre social;Culture;Lecture;Tous;1000 €;400 €;"], on=MARCH)
    programme = Programme.objects.get()

    eve, day = (known_at(programme, Moment(on=one)) for one in (MARCH - timedelta(days=1), MARCH))

    assert (eve, beginning(programme)) == ([], MARCH)
    assert [(one.title, one.grant) for one in day] == [("Lecture", Decimal(400))]


def test_a_dated_annex_that_is_undone_was_never_known():
    bring(["1;Centre social;Culture;Lecture;Tous;1000 €;400 €;"], on=MARCH)
    wrong = bring(["1;Centre social;Culture;Lecture;Tous;1000 €;900 €;"], on=MAY)
    undo = undo_import(imported=wrong, by=None)
    programme = Programme.objects.get()

    assert undo.on == MAY
    assert [one.grant for one in known_at(programme, Moment(on=MAY))] == [Decimal(400)]
    assert [one.grant for one in known_at(programme, Moment(number=wrong.operation.number))] == [Decimal(900)]


def test_an_annex_of_today_that_is_undone_leaves_today():
    undo = undo_import(imported=bring(["1;Centre social;Culture;Lecture;Tous;1000 €;400 €;"]), by=None)

    assert undo.on == localdate()


def test_an_annex_to_come_is_refused():
    with pytest.raises(Refusal, match="à venir"):
        bring(["1;Centre social;Culture;Lecture;Tous;1000 €;400 €;"], on=localdate() + timedelta(days=1))

    assert Operation.objects.count() == 0


def test_what_no_line_gives_is_empty():
    programme = a_programme(actions=1)
    action = ActionFactory(programme=programme, serial=2)

    assert [one.serial for one in known_at(programme, Moment(on=localdate()))] == [1]
    assert action in known_at(programme, NOW)


def test_the_version_is_the_last_revision_adopted_by_then():
    programme = a_programme(actions=1)
    vote_programme(programme=programme, on=MARCH, by=coordinates(programme.cite))
    adopt(programme, 1, MAY)

    told = [version_at(programme, Moment(on=on)) for on in (MARCH, MAY - timedelta(days=1), MAY)]
    last = version_at(programme, NOW)

    assert [one.revision.number for one in (*told, last)] == [0, 0, 1, 1]
    assert last.label == "réactualisation n°\u00a01, adoptée le 1er\u00a0mai\u00a02020"


def test_the_order_of_an_annex_is_that_of_its_day():
    first = bring(["1;Ville;Culture;Lecture;;1 €;;", "2;Ville;Culture;Jardin;;2 €;;"], on=MARCH)
    bring(["2;Ville;Culture;Jardin;;2 €;;", "1;Ville;Culture;Lecture;;3 €;;"], on=MAY)

    orders = [[one.title for one in known_at(first.programme, Moment(on=on))] for on in (MARCH, MAY)]

    assert orders == [["Lecture", "Jardin"], ["Jardin", "Lecture"]]


@pytest.mark.parametrize("actions", [1, 40])
def test_the_past_costs_the_same_whatever_its_length(actions, django_assert_num_queries):
    programme = a_programme(actions=actions)

    with django_assert_num_queries(5):
        found = in_programme(known_at(programme, Moment(on=localdate())))

    assert len(found) == actions
    assert Movement.objects.count() == actions


def adopt(programme, number, on):
    """A revision that was adopted that day."""
    operation = begin(cite=programme.cite, verb=Operation.Verb.ADOPT, label="", by=None, on=on)
    return Revision.objects.create(
        programme=programme, serial=number + 1, number=number, state="adopted", decided_on=on, operation=operation
    )
