"""Themes renamed, given a letter and a place, made one and two again; old files still find them."""

from __future__ import annotations

import pytest

from preau.annexes.models import StandingFinding
from preau.annexes.theme_merging import merge_themes, theme_merge_of, undo_theme_merge
from preau.annexes.themes import add_theme, change_theme, place_theme, standing_themes
from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.people.access import Forbidden
from preau.people.models import Cite
from preau.people.roles import Role
from preau.programmes.models import Action, Programme, Theme
from preau.programmes.queries import themes_by_key
from tests.factories.people import a_member, a_user, coordinates
from tests.factories.programmes import CiteFactory, ThemeFactory, a_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def cite():
    return CiteFactory()


@pytest.fixture
def claire(cite):
    return a_user()


@pytest.fixture
def health(cite):
    return ThemeFactory(cite=cite, name="Santé", rank=1, letter="S")


@pytest.fixture
def sport(cite):
    return ThemeFactory(cite=cite, name="Sport", rank=2, letter="P", look=2)


def renamed(theme, name, by):
    return change_theme(theme=theme, name=name, letter=theme.letter, look=theme.look, by=by)


def refusal(do, **what):
    """The sentence of what is refused."""
    with pytest.raises(Refusal) as refused:
        do(**what)
    return str(refused.value)


def everything():
    """All that a merge may touch, as it stands."""
    return {
        "themes": list(Theme.objects.order_by("pk").values_list()),
        "actions": list(Action.objects.order_by("pk").values_list("pk", "theme")),
        "findings": list(StandingFinding.objects.order_by("position").values_list("mark", "position")),
    }


def test_a_theme_is_added_after_the_others(cite, health, claire):
    theme = add_theme(cite=cite, name=" Santé   mentale ", by=claire)

    assert (theme.name, theme.letter, theme.rank, theme.look) == ("Santé mentale", "N", 2, 2)
    assert Operation.objects.get().lines.get().after == {"name": "Santé mentale", "letter": "N", "look": 2, "rank": 2}


def test_an_old_name_leads_to_the_theme(cite, health, claire):
    operation = renamed(health, "Santé et citoyenneté", claire)

    found = {key: theme.name for key, theme in themes_by_key(cite).items()}
    assert found == {"sante": "Santé et citoyenneté", "sante et citoyennete": "Santé et citoyenneté"}
    assert (operation.verb, operation.lines.get().before) == (Operation.Verb.THEMES, {"name": "Santé"})


def test_a_theme_takes_its_old_name_back(cite, health, claire):
    renamed(health, "Santé et citoyenneté", claire)
    health.refresh_from_db()

    renamed(health, "Santé", claire)

    assert {key: theme.name for key, theme in themes_by_key(cite).items()} == dict.fromkeys(
        ["sante", "sante et citoyennete"], "Santé"
    )


def test_capitals_alone_leave_no_pointer(cite, health, claire):
    renamed(health, "SANTÉ", claire)

    assert [theme.name for theme in Theme.objects.all()] == ["SANTÉ"]


def test_nothing_changed_writes_nothing(health, claire):
    assert renamed(health, "Santé", claire) is None
    assert Operation.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": " "}, "Donnez un nom au thème."),
        ({"name": "SPORT"}, "« Sport » est déjà un thème. Choisissez un autre nom, ou réunissez les deux."),
        ({"letter": "p"}, "La lettre P est celle de « Sport ». Choisissez-en une autre."),
        ({"letter": "SAN"}, "La lettre d’un thème a un ou deux signes, lettres ou chiffres : « S », « CV »."),
        ({"letter": ""}, "La lettre d’un thème a un ou deux signes, lettres ou chiffres : « S », « CV »."),
        ({"letter": "/"}, "La lettre d’un thème a un ou deux signes, lettres ou chiffres : « S », « CV »."),
        ({"look": 17}, "Choisissez l’un des 16 aspects proposés."),
    ],
)
def test_what_cannot_be_is_said(health, sport, claire, changed, sentence):
    facts = {"name": "Santé", "letter": "S", "look": 1} | changed

    assert refusal(change_theme, theme=health, by=claire, **facts) == sentence


def test_the_old_name_of_another_is_not_taken(health, sport, claire):
    renamed(sport, "Sports", claire)

    assert refusal(renamed, theme=health, name="Sport", by=claire) == (
        "« Sport » est l’ancien nom du thème « Sports ». Choisissez un autre nom."
    )


@pytest.mark.parametrize(("place", "order"), [(1, "PSC"), (3, "SCP"), (2, "SPC"), (9, "SCP"), (0, "PSC")])
def test_a_theme_goes_to_its_place_once_or_twice(health, sport, claire, place, order):
    cite = health.cite
    add_theme(cite=cite, name="Culture", by=claire)

    for _ in range(2):
        place_theme(theme=sport, place=place, by=claire)

    assert "".join(theme.letter for theme in standing_themes(cite)) == order
    assert Operation.objects.count() == (1 if order == "SPC" else 2)


@pytest.fixture
def programme(claire):
    """A programme of four actions in two themes."""
    return a_programme(actions=4)


def pair(programme):
    return standing_themes(programme.cite)


def test_the_actions_of_one_are_under_the_other(programme, claire):
    kept, gone = pair(programme)

    operation = merge_themes(kept=kept, gone=gone, by=claire)

    gone.refresh_from_db()
    assert (gone.letter, gone.rank, gone.merged_into) == (None, None, kept)
    assert {action.theme for action in Action.objects.all()} == {kept}
    assert operation.lines.filter(kind="action").count() == 2


def test_undone_everything_is_as_it_was(programme, claire):
    kept, gone = pair(programme)
    renamed(kept, "Un autre nom", claire)
    before = everything()
    operation = merge_themes(kept=kept, gone=gone, by=claire)

    undo = undo_theme_merge(operation=operation, by=claire)

    assert everything() == before
    assert (undo.undoes, refusal(undo_theme_merge, operation=operation, by=claire)) == (
        operation,
        "Cette fusion est déjà annulée.",
    )


def test_a_theme_chosen_since_stays(programme, claire):
    kept, gone = pair(programme)
    operation = merge_themes(kept=kept, gone=gone, by=claire)
    third = add_theme(cite=programme.cite, name="Culture", by=claire)
    moved = Action.objects.get(pk=operation.lines.filter(kind="action").first().object_id)
    moved.theme = third
    moved.save()

    undo_theme_merge(operation=operation, by=claire)

    moved.refresh_from_db()
    assert (moved.theme, Action.objects.filter(theme=gone).count()) == (third, 1)


def test_a_letter_taken_since_is_given_back_first(programme, claire):
    kept, gone = pair(programme)
    operation = merge_themes(kept=kept, gone=gone, by=claire)
    change_theme(theme=kept, name=kept.name, letter=gone.letter, look=kept.look, by=claire)

    assert refusal(undo_theme_merge, operation=operation, by=claire) == (
        f"La lettre {gone.letter} est depuis celle de « {kept} ». Donnez-lui une autre lettre d’abord."
    )


def test_its_place_taken_since_is_made_again(programme, claire):
    kept, gone = pair(programme)
    place_theme(theme=gone, place=1, by=claire)
    gone.refresh_from_db()
    operation = merge_themes(kept=kept, gone=gone, by=claire)
    add_theme(cite=programme.cite, name="Xylophones", by=claire)
    kept.refresh_from_db()
    place_theme(theme=kept, place=2, by=claire)

    undo_theme_merge(operation=operation, by=claire)

    assert [theme.name for theme in pair(programme)] == [gone.name, "Xylophones", kept.name]


def test_merges_are_undone_from_the_last(programme, claire):
    kept, gone = pair(programme)
    first = merge_themes(kept=kept, gone=gone, by=claire)
    third = add_theme(cite=programme.cite, name="Culture", by=claire)
    second = merge_themes(kept=third, gone=kept, by=claire)

    said = refusal(undo_theme_merge, operation=first, by=claire)
    for operation in (second, first):
        undo_theme_merge(operation=operation, by=claire)

    assert said == f"Une autre fusion a suivi, « {kept} » réuni à « Culture » (n° 4). Annulez-la d’abord."
    assert len(pair(programme)) == 3


def test_the_last_theme_stays(health, claire):
    assert refusal(merge_themes, kept=health, gone=health, by=claire) == (
        "C’est le dernier thème : il reste. Choisissez deux thèmes."
    )


def test_the_name_of_a_merged_theme_is_taken_back_by_undoing(health, sport, claire):
    operation = merge_themes(kept=health, gone=sport, by=claire)

    said = [refusal(add_theme, cite=health.cite, name="Sport", by=claire), refusal(renamed, theme=health, name="Sport",
                                                                                  by=claire)]  # fmt: skip

    number = operation.number
    sentence = f"« Sport » a été réuni à « Santé ». Annulez cette fusion (n° {number}) pour reprendre ce nom."
    assert said == [sentence, sentence]


def test_an_old_file_changes_nothing_after_a_new_name_and_a_merge(bring, annex):
    """Its themes lead to those of today, so that nothing in it is new."""
    first = bring(annex)
    cite = Cite.objects.get()
    claire = coordinates(cite) or a_user()
    one, other, *_ = standing_themes(cite)
    renamed(one, "Un tout autre nom", claire)
    merge_themes(kept=other, gone=standing_themes(cite)[2], by=claire)

    again = bring(annex)

    assert (first.imported is None, again.plan.is_empty, Programme.objects.count()) == (False, True, 1)


def test_a_merge_is_found_by_its_number_in_its_cite(health, sport, claire):
    operation = merge_themes(kept=health, gone=sport, by=claire)

    found = [theme_merge_of(cite, operation.number) for cite in (health.cite, CiteFactory(slug="le-mans"))]

    assert found == [operation, None]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOWN, Role.READER])
def test_others_do_not_touch_the_themes(cite, health, sport, role):
    person = a_member(role, cite)

    for do, what in (
        (add_theme, {"cite": cite, "name": "Culture"}),
        (renamed, {"theme": health, "name": "Culture"}),
        (place_theme, {"theme": health, "place": 2}),
        (merge_themes, {"kept": health, "gone": sport}),
    ):
        with pytest.raises(Forbidden):
            do(**what, by=person)
