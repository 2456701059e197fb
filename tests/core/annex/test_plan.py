"""The plan of an import: which row is which action, and what changes, field by field."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.core.annex import plan as plans
from preau.core.annex.plan import FIELDS, Kept, accept, hold_voted, marks_of, values_of
from preau.core.annex.rows import ActionRow, ColumnMap, TableRead

EVERY_COLUMN = {
    "N°": "number", "Porteur": "holder", "Thème": "theme", "Intitulé": "title", "Descriptif": "description",
    "Public": "audience", "Partenaires": "expected_partners", "Coût": "total_cost", "Demandé": "requested",
    "Montant": "grant", "État": "status", "SIRET": "siret", "RNA": "rna", "UAI": "uai", "Remarques": None,
}  # fmt: skip


def table(*headings):
    """A table with these columns, with every one where none is said; what nothing is known of stands for nothing."""
    columns = [ColumnMap(i, name, EVERY_COLUMN.get(name)) for i, name in enumerate(headings or EVERY_COLUMN, start=1)]
    return TableRead(0, None, None, None, 1, 1, columns)


def make_plan(kept, rows, *headings):
    return plans.make_plan(kept, rows, [table(*headings)])


def row(number, title, holder="Ville", **others):
    return ActionRow(0, 0, number=number, title=title, holder_written=holder, **others)


def kept(id_, *arguments, live=True, **others):
    return Kept(id_, values_of(row(*arguments, **others)), live=live)


def told(plan):
    """The plan in short: what happens to which action, and the fields that change."""
    return [(step.kind, step.id, [change.field for change in step.changes]) for step in plan.steps]


def test_an_empty_programme_gets_everything():
    plan = make_plan([], [row("1", "Kits"), row("2", "Jardin")])

    assert told(plan) == [
        ("create", None, ["number", "title", "holder_written"]),
        ("create", None, ["number", "title", "holder_written"]),
    ]


def test_the_same_rows_change_nothing():
    plan = make_plan([kept("a", "1", "Kits"), kept("b", "2", "Jardin")], [row("1", "Kits"), row("2", "Jardin")])

    assert plan.is_empty


def test_a_change_is_told_field_by_field_before_and_after():
    before = kept("a", "1", "Kits", total_cost=Decimal("10.00"), audience="Tous")

    step = make_plan([before], [row("1", "Kits", total_cost=Decimal("12.00"))]).steps[0]

    assert (step.kind, step.name) == ("change", "1 Kits")
    assert [tuple(change) for change in step.changes] == [
        ("audience", "Tous", None),
        ("total_cost", Decimal("10.00"), Decimal("12.00")),
    ]


def test_a_row_that_moved_and_was_renumbered_is_the_same_action():
    plan = make_plan([kept("a", "1", "Kits"), kept("b", "2", "Jardin")], [row("1", "Jardin"), row("2", "Kits")])

    assert told(plan) == [("change", "b", ["number"]), ("change", "a", ["number"])]


def test_a_title_put_right_by_a_letter_is_the_same_action():
    plan = make_plan([kept("a", "1", "Kits de rentree", "Ville")], [row("1", "Kits de rentrée scolaire", "CCAS")])
    right = make_plan([kept("a", "1", "Kist de rentrée", "Ville")], [row("1", "Kits de rentrée", "CCAS")])

    assert told(right) == [("change", "a", ["title", "holder_written"])]
    assert [step.kind for step in plan.steps] == ["create", "withdraw"]


def test_another_action_under_the_same_number_is_another_action():
    plan = make_plan([kept("a", "1", "Kits", "Ville")], [row("1", "Micro-Folie", "CAF")])

    assert [(step.kind, step.id) for step in plan.steps] == [("create", None), ("withdraw", "a")]


def test_two_actions_alike_are_two_actions():
    plan = make_plan([kept("a", "1", "Kits"), kept("b", "1", "Kits")], [row("1", "Kits"), row("1", "Kits")])

    assert told(plan) == [("unchanged", "a", []), ("unchanged", "b", [])]


def test_what_the_file_lacks_is_withdrawn_and_gives_its_grant_back():
    step = make_plan([kept("a", "1", "Kits", grant=Decimal("5.00"))], []).steps[0]

    assert (step.kind, step.id, step.name) == ("withdraw", "a", "1 Kits")
    assert [tuple(change) for change in step.changes] == [("grant", Decimal("5.00"), None)]


def test_a_withdrawn_action_stays_withdrawn_while_the_file_lacks_it():
    assert make_plan([kept("a", "1", "Kits", live=False)], []).is_empty


def test_a_withdrawn_action_that_is_listed_again_comes_back():
    plan = make_plan([kept("a", "1", "Kits", live=False)], [row("1", "Kits", grant=Decimal("5.00"))])

    assert told(plan) == [("create", "a", ["grant"])]


def test_a_live_action_is_found_before_a_withdrawn_one():
    plan = make_plan([kept("old", "1", "Kits", live=False), kept("new", "1", "Kits")], [row("1", "Kits")])

    assert told(plan) == [("unchanged", "new", [])]


def test_a_theme_written_otherwise_and_a_grant_of_nothing_are_no_change():
    before = kept("a", "1", "Kits", theme="Santé et citoyenneté", grant=None)

    assert make_plan([before], [row("1", "Kits", theme="Santé et Citoyenneté", grant=Decimal("0.00"))]).is_empty


def after(plan):
    """The fields that change, with what each becomes."""
    return {change.field: change.after for step in plan.steps for change in step.changes}


WHOLE = kept(
    "a", "1", "Kits", theme="Santé", status="under_way", audience="Tous", siret="12345678900011",
    total_cost=Decimal(10), grant=Decimal(5), other={"Remarques": "À relire", "Quartier": "Nord"},
)  # fmt: skip


def test_a_table_of_some_columns_touches_no_other_field():
    plan = make_plan([WHOLE], [row("1", "Kits", None, grant=Decimal(7))], "N°", "Intitulé", "Montant")

    assert after(plan) == {"grant": Decimal(7)}


def test_an_empty_cell_empties_the_field_of_its_column():
    plan = make_plan([WHOLE], [row("1", "Kits")], "N°", "Intitulé", "Porteur", "Public", "Coût", "État")

    assert after(plan) == {"status": None, "audience": None, "total_cost": None}


def test_each_row_is_heard_by_the_columns_of_its_own_table():
    other = kept("b", "2", "Jardin", audience="Tous")
    second = row("2", "Jardin")
    second.table = 1

    plan = plans.make_plan([WHOLE, other], [row("1", "Kits"), second], [table("Intitulé"), table("Intitulé", "Public")])

    assert told(plan) == [("unchanged", "a", []), ("change", "b", ["audience"])]


def test_a_value_given_without_a_column_is_taken():
    plan = make_plan([WHOLE], [row("1", "Kits", status="done", theme="Culture")], "N°", "Intitulé")

    assert after(plan) == {"status": "done", "theme": "Culture"}


def test_other_headings_keep_their_text_unless_the_table_has_them():
    plan = make_plan([WHOLE], [row("1", "Kits", other={"Salle": "B"})], "Intitulé", "remarques", "Salle")

    assert after(plan) == {"other": {"Quartier": "Nord", "Salle": "B"}}


def test_other_columns_that_are_all_absent_change_nothing():
    assert make_plan([WHOLE], [row("1", "Kits")], "N°", "Intitulé").is_empty


def test_columns_without_a_heading_or_twice_alike_are_known_by_their_place():
    before = kept("a", "1", "Kits", other={"Colonne 2": "x", "Note": "y", "Note (4)": "z", "Colonne 9": "loin"})

    plan = make_plan([before], [row("1", "Kits")], "Intitulé", "", "Note", "Note")

    assert after(plan) == {"other": {"Colonne 9": "loin"}}


def test_an_action_that_comes_back_keeps_what_the_table_does_not_say():
    gone = Kept("a", WHOLE.values | {"grant": None}, live=False)

    plan = make_plan([gone], [row("1", "Kits", grant=Decimal(7))], "Intitulé", "Porteur", "Montant")

    assert told(plan) == [("create", "a", ["grant"])]


def test_another_apostrophe_or_another_space_is_no_change():
    before = kept("a", "1", "L'école", "Ville d'Allonnes", other={"Remarques": "l'an\u00a02026 :"})

    plan = make_plan([before], [row("1", "L’école", "Ville\u00a0d’Allonnes", other={"Remarques": "l’an 2026\u202f:"})])

    assert plan.is_empty


words = st.sampled_from(["Kits", "Jardin", "Micro-Folie", "Cordées", "Vélo", "Kist"])
rows = st.builds(
    row,
    st.none() | st.integers(1, 5).map(str),
    words,
    st.sampled_from(["Ville", "CAF"]),
    grant=st.none() | st.integers(1, 9).map(Decimal),
)


@given(before=st.lists(rows, max_size=7), after=st.lists(rows, max_size=7))
def test_applying_a_plan_gives_the_programme_of_the_file(before, after):
    programme = {i: Kept(i, values_of(one)) for i, one in enumerate(before)}

    plan = make_plan(list(programme.values()), after)

    steps = [step for step in plan.steps if step.row is not None]
    assert [step.row for step in steps] == after
    used = [step.id for step in plan.steps if step.id is not None]
    assert sorted(used) == sorted(programme)
    for step in steps:
        result = dict.fromkeys(FIELDS) if step.id is None else dict(programme[step.id].values)
        for change in step.changes:
            assert result[change.field] == change.before
            result[change.field] = change.after
        assert result == values_of(step.row)


def test_another_word_is_another_action():
    plan = make_plan([kept("a", "1", "Théâtre", "Alpha")], [row("1", "Escrime", "Zed")])

    assert [(step.kind, step.id) for step in plan.steps] == [("create", None), ("withdraw", "a")]


def test_without_titles_a_number_alone_makes_no_action_the_same():
    plan = make_plan([kept("a", "1", None, "Alpha")], [row("1", None, "Zed")])

    assert [(step.kind, step.id) for step in plan.steps] == [("create", None), ("withdraw", "a")]


def test_a_row_inserted_above_common_titles_moves_numbers_only():
    before = [kept("a", "1", "Sport", "Alpha"), kept("b", "2", "Sport", "Beta"), kept("c", "3", "Sport", "Gamma")]
    after = [
        row("1", "Sport", "Omega"),
        row("2", "Sport", "Alpha"),
        row("3", "Sport", "Beta"),
        row("4", "Sport", "Gamma"),
    ]

    plan = make_plan(before, after)

    assert told(plan) == [
        ("create", None, ["number", "title", "holder_written"]),
        ("change", "a", ["number"]),
        ("change", "b", ["number"]),
        ("change", "c", ["number"]),
    ]


def test_a_withdrawn_action_does_not_hide_the_live_one_of_its_number():
    old = kept("old", "1", "Kist", "CAF", live=False)

    plan = make_plan([kept("new", "1", "Kist", "Ville"), old], [row("1", "Kits", "CCAS")])

    assert [(step.kind, step.id) for step in plan.steps] == [("change", "new")]


@pytest.fixture
def mixed():
    """A plan that changes two fields of Kits and leaves Jardin alone, creates Chorale and withdraws Théâtre."""
    programme = [
        kept("a", "1", "Kits", grant=Decimal(10), audience="Tous"),
        kept("b", "2", "Jardin"),
        kept("c", "3", "Théâtre", grant=Decimal(5)),
    ]
    rows = [
        row("1", "Kits", grant=Decimal(12), audience="Élèves"),
        row("2", "Jardin"),
        row("4", "Chorale", grant=Decimal(7)),
    ]
    return make_plan(programme, rows)


def left(plan):
    """What the plan holds back: of which action, which fields."""
    return [(step.kind, step.id, [change.field for change in step.held]) for step in plan.steps if step.held]


def test_whatever_a_plan_does_has_a_mark(mixed):
    assert [marks_of(step, at) for at, step in enumerate(mixed.steps)] == [["0.audience", "0.grant"], [], ["2"], ["3"]]


def test_a_plan_accepted_whole_is_the_same(mixed):
    assert accept(mixed, ()) == mixed


def test_a_field_that_is_left_out_is_held(mixed):
    accepted = accept(mixed, {"0.grant"})

    assert told(accepted)[0] == ("change", "a", ["audience"])
    assert left(accepted) == [("change", "a", ["grant"])]


def test_what_is_left_out_wholly_is_left(mixed):
    accepted = accept(mixed, {"0.grant", "0.audience", "2", "3"})

    assert told(accepted) == [("left", "a", []), ("unchanged", "b", []), ("left", None, []), ("left", "c", [])]
    assert accepted.is_empty


def test_a_mark_of_nothing_leaves_nothing_out(mixed):
    assert accept(mixed, {"1", "0.title", "99", "zob", ""}) == mixed


def test_a_voted_amount_does_not_move(mixed):
    voted = hold_voted(mixed)

    assert told(voted) == [
        ("change", "a", ["audience"]),
        ("unchanged", "b", []),
        ("create", None, ["number", "title", "holder_written"]),
        ("left", "c", []),
    ]
    assert left(voted) == [("change", "a", ["grant"]), ("create", None, ["grant"]), ("left", "c", ["grant"])]


def test_where_only_a_voted_amount_differs_the_action_is_left():
    programme = [kept("a", "1", "Kits", grant=Decimal(10))]

    voted = hold_voted(make_plan(programme, [row("1", "Kits", grant=Decimal(12))]))

    assert (told(voted), voted.is_empty) == ([("left", "a", [])], True)


def test_two_plans_have_one_digest_where_they_do_the_same(mixed):
    again = accept(mixed, ())
    other = accept(mixed, {"2"})

    assert (again.digest == mixed.digest, other.digest == mixed.digest) == (True, False)
