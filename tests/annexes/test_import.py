"""Importing: what is new is created, what changed is changed, what is gone is withdrawn, the rest is left alone."""

from __future__ import annotations

import hashlib
from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import Sum

from preau.annexes.models import Finding, Import, ImportedRow, SourceFile
from preau.annexes.operations import import_annex, rehearse, target_of, undo_import
from preau.budgets.models import Envelope, Movement
from preau.budgets.queries import with_grant
from preau.core.refusal import Refusal
from preau.formats.annex import read_annex
from preau.journal.models import Line, Operation
from preau.people.access import Forbidden
from preau.people.models import Cite, Organisation
from preau.people.roles import Role
from preau.programmes.models import Action, Programme, Theme
from tests.factories.people import a_member, a_user
from tests.factories.programmes import CiteFactory

pytestmark = pytest.mark.django_db


def kinds(outcome):
    """How many actions the plan creates, changes, withdraws and leaves."""
    return tuple(len(outcome.plan.of(kind)) for kind in ("create", "change", "withdraw", "unchanged"))


def test_a_first_import_keeps_the_whole_annex(bring, annex):
    outcome = bring(annex)

    programme = Programme.objects.get()
    actions = Action.objects.filter(programme=programme)
    assert kinds(outcome) == (24, 0, 0, 0)
    assert (outcome.new_cite, outcome.new_programme) == (True, True)
    assert (programme.cite.slug, programme.cite.name, programme.year) == ("allonnes", "Allonnes", 2020)
    assert actions.aggregate(Sum("total_cost")) == {"total_cost__sum": Decimal("594268.00")}
    assert Movement.objects.aggregate(Sum("amount")) == {"amount__sum": Decimal("250000.00")}
    assert [(theme.letter, theme.actions.count()) for theme in Theme.objects.all()] == [
        ("C", 10),
        ("E", 1),
        ("M", 4),
        ("S", 9),
    ]


def test_the_amounts_enter_one_envelope_by_movements_that_the_import_caused(bring, annex):
    outcome = bring(annex)

    envelope = Envelope.objects.get()
    assert str(envelope) == "Cité éducative 2020"
    assert set(Movement.objects.values_list("envelope", "cause", "kind")) == {
        (envelope.pk, outcome.imported.pk, "programmed")
    }
    assert Movement.objects.get(action__serial=15).amount == Decimal("20000.00")


def test_holders_are_organisations_tentative_where_the_annex_doubts(bring, annex):
    bring(annex)

    two = Action.objects.get(serial=2)
    four = Action.objects.get(serial=4)
    assert [str(holder.organisation) for holder in two.holders.all()] == ["Collège Kennedy", "Collège Le Marin"]
    assert [(holder.organisation.name, holder.tentative) for holder in four.holders.all()] == [("JSA", True)]
    assert four.holder_written == "JSA ?"
    assert Organisation.objects.filter(name__contains="?").count() == 0


def test_another_writing_of_a_name_becomes_an_alias(bring, annex):
    bring(annex.replace("18\tEducation Nationale", "18\tÉducation nationale"))

    organisation = Organisation.objects.get(name="Education Nationale")
    assert [alias.written for alias in organisation.aliases.all()] == ["Éducation nationale"]


def test_the_journal_has_one_line_for_each_object_before_and_after(bring, annex):
    outcome = bring(annex)

    lines = Line.objects.filter(operation=outcome.imported.operation)
    counts = Counter(lines.values_list("kind", flat=True))
    fifteen = lines.get(kind="action", object_id=Action.objects.get(serial=15).pk)
    assert counts == {
        "cite": 1,
        "programme": 1,
        "theme": 4,
        "organisation": Organisation.objects.count(),
        "envelope": 1,
        "action": 24,
    }
    assert (fifteen.before, fifteen.after["total_cost"], fifteen.after["grant"]) == ({}, "9500.00", "20000.00")


def test_the_file_is_kept_whole_with_its_digest(bring, annex):
    bring(annex)

    source = SourceFile.objects.get()
    assert bytes(source.content) == annex.encode()
    assert source.sha256 == hashlib.sha256(annex.encode()).hexdigest()
    assert (source.name, source.format, source.encoding, source.size) == ("annexe1.txt", "tsv", "utf-8", 13834)


def test_every_value_knows_the_cell_it_came_from(bring, annex):
    bring(annex)

    row = ImportedRow.objects.get(action__serial=4)
    assert row.line == 12
    assert row.cells[:2] == [[1, "number", "4"], [2, "holder", "JSA ?"]]
    assert row.cells[-1] == [9, "grant", "10 000 €"]


def test_findings_are_kept_beside_the_actions_they_speak_of(bring, annex):
    outcome = bring(annex)

    expected = read_annex(annex.encode(), "annexe1.txt").findings
    found = Finding.objects.filter(imported=outcome.imported)
    assert [(f.code, f.line, f.message) for f in found] == [(f.code, f.line, f.message) for f in expected]
    assert [f.action.serial for f in found if f.level == "error"] == [15]


def test_the_same_file_again_changes_nothing(bring, annex, census):
    bring(annex)
    before = census()

    again = bring(annex)

    assert kinds(again) == (0, 0, 0, 24)
    assert again.imported is None
    assert census() == before


def test_an_edited_copy_changes_only_what_was_edited(bring, annex):
    bring(annex)
    edited = annex.replace("16 000 €", "17 000 €").replace("3 593 €\t533 €", "3 593 €\t600 €")

    outcome = bring(edited)

    changes = [(step.row.number, [tuple(change) for change in step.changes]) for step in outcome.plan.of("change")]
    assert kinds(outcome) == (0, 2, 0, 22)
    assert changes == [
        ("2", [("total_cost", Decimal("16000.00"), Decimal("17000.00"))]),
        ("9", [("grant", Decimal("533.00"), Decimal("600.00"))]),
    ]
    assert [m.amount for m in Movement.objects.filter(action__serial=9)] == [Decimal("533.00"), Decimal("67.00")]
    assert Line.objects.filter(operation=outcome.imported.operation).count() == 2


def test_a_table_of_three_columns_changes_what_it_says_and_empties_nothing(bring, annex):
    bring(annex)
    before = {one.pk: one for one in with_grant(Action.objects.all())}
    rows = [f"{one.number}\t{one.title}\t{one.grant + 1}" for one in before.values()]

    outcome = bring("\n".join(["Programme d'actions 2020", "N°\tIntitulé\tMontant Cité éducative", *rows]))

    assert kinds(outcome) == (0, 24, 0, 0)
    assert {change.field for step in outcome.plan.steps for change in step.changes} == {"grant"}
    assert [
        (one.holder_written, one.description, one.total_cost, one.theme_id, one.status, one.grant - 1)
        for one in with_grant(Action.objects.all())
    ] == [
        (one.holder_written, one.description, one.total_cost, one.theme_id, one.status, one.grant)
        for one in before.values()
    ]
    assert [action.number for action in Action.objects.filter(status="done")] == ["10"]


def test_a_new_row_is_created_in_its_place_without_touching_the_others(bring, annex):
    bring(annex)
    new = "25\tVille d'Allonnes\tEnvironnement\tJardin partagé\tUn jardin\tFamilles\tLPO\t4 000 €\t1 000 €\n"

    outcome = bring(annex.replace("\n12\tCentre social", f"\n{new}12\tCentre social"))

    created = Action.objects.get(title="Jardin partagé")
    ranks = list(Action.objects.filter(serial__in=[11, 12]).values_list("rank", flat=True))
    assert kinds(outcome) == (1, 0, 0, 24)
    assert (created.serial, created.theme.name) == (25, "Environnement")
    assert ranks[0] < created.rank < ranks[1]


def test_a_row_that_is_gone_is_withdrawn_with_its_money_and_stays_readable(bring, annex):
    bring(annex)
    without_14 = "\n".join(line for line in annex.split("\n") if not line.startswith("14\t"))

    outcome = bring(without_14)

    gone = Action.objects.get(serial=14)
    assert kinds(outcome) == (0, 0, 1, 23)
    assert (gone.withdrawn, gone.title) == (True, "Journée partenariale")
    assert gone.movements.aggregate(Sum("amount")) == {"amount__sum": Decimal("0.00")}


def test_an_action_withdrawn_then_listed_again_is_the_same_action(bring, annex):
    bring(annex)
    bring("\n".join(line for line in annex.split("\n") if not line.startswith("14\t")))

    outcome = bring(annex)

    back = Action.objects.get(serial=14)
    assert kinds(outcome) == (1, 0, 0, 23)
    assert Action.objects.count() == 24
    assert (back.withdrawn, back.movements.aggregate(Sum("amount"))["amount__sum"]) == (False, Decimal("1000.00"))


def test_renumbered_rows_are_the_same_actions_with_other_numbers(bring, annex):
    bring(annex)
    swapped = annex.replace("\n21\t", "\n@\t").replace("\n22\t", "\n21\t").replace("\n@\t", "\n22\t")

    outcome = bring(swapped)

    assert [(s.row.title, [tuple(c) for c in s.changes]) for s in outcome.plan.of("change")] == [
        ("Aide au permis et engagement citoyen", [("number", "21", "22")]),
        ("Petits-déjeuners", [("number", "22", "21")]),
    ]


def test_a_theme_written_otherwise_is_no_change(bring, annex):
    bring(annex)

    outcome = bring(annex.replace("Santé et citoyenneté", "Santé et Citoyenneté"))

    assert kinds(outcome) == (0, 0, 0, 24)


def test_a_grant_of_nothing_and_no_grant_are_the_same(bring, annex):
    bring(annex.replace("30 000 €\t15 000 €", "30 000 €\t0 €"))

    again = bring(annex.replace("30 000 €\t15 000 €", "30 000 €\t"))

    assert kinds(again) == (0, 0, 0, 24)


def test_a_rehearsal_says_the_same_and_writes_nothing(annex, census):
    file = read_annex(annex.encode(), "annexe1.txt")

    outcome = rehearse(file, target_of(file, slug="allonnes"))

    assert kinds(outcome) == (24, 0, 0, 0)
    assert (outcome.new_cite, outcome.imported) == (True, None)
    assert set(census().values()) == {0}


def test_the_plan_that_was_shown_is_the_plan_that_is_applied(bring, annex, census):
    bring(annex)
    edited = annex.replace("16 000 €", "17 000 €")
    file = read_annex(edited.encode(), "annexe1.txt")
    shown = rehearse(file, target_of(file, slug="allonnes")).plan
    bring(annex.replace("16 000 €", "18 000 €"))
    before = census()

    with pytest.raises(Refusal) as refusal:
        bring(edited, shown=shown)

    assert str(refusal.value).startswith("Le programme a changé depuis l’aperçu.")
    assert census() == before


def test_two_cites_share_nothing(annex):
    file = read_annex(annex.encode(), "annexe1.txt")
    for slug in ("allonnes", "alonnes"):
        import_annex(file=file, data=annex.encode(), target=target_of(file, slug=slug), by=None)

    assert Cite.objects.count() == 2
    assert Organisation.objects.count() == 2 * Organisation.objects.filter(cite__slug="allonnes").count()
    assert list(Operation.objects.values_list("cite__slug", "number")) == [("allonnes", 1), ("alonnes", 1)]
    assert Import.objects.filter(source__cite__slug="alonnes", programme__cite__slug="alonnes").count() == 1


@pytest.mark.parametrize(
    ("text", "year", "sentence"),
    [
        ("Porteur\tIntitulé\tCoût total\nVille\tKits\t10 €", None, "Le fichier ne dit pas son année."),
        ("Porteur\tIntitulé\tCoût total\nVille\tKits\t10 €", 1999, "L’année 1999 est impossible"),
        ("Porteur\tIntitulé\tCoût total\nTOTAL\t\t0 €", 2020, "Ce fichier ne contient aucune action"),
    ],
)
def test_what_cannot_go_anywhere_is_refused_with_a_sentence(text, year, sentence):
    file = read_annex(text.encode(), "annexe.txt")

    with pytest.raises(Refusal) as refusal:
        target_of(file, slug="allonnes", year=year)

    assert str(refusal.value).startswith(sentence)


def test_a_total_put_right_is_kept_though_no_action_changes(bring, annex):
    bring(annex.replace("TOTAL\t\t\t\t\t\t\t594 268 €", "TOTAL\t\t\t\t\t\t\t594 000 €"))

    outcome = bring(annex)

    assert kinds(outcome) == (0, 0, 0, 24)
    assert outcome.imported.printed == {"total_cost": "594268.00", "grant": "250000.00"}
    assert Finding.objects.filter(imported=outcome.imported, code="total-mismatch").count() == 0
    assert Line.objects.filter(operation=outcome.imported.operation).count() == 0


def test_a_title_line_put_right_is_told(bring, annex):
    bring(annex)

    outcome = bring(annex.replace("PREVISIONNEL ANNEE", "DEFINITIF ANNEE"))

    line = Line.objects.get(operation=outcome.imported.operation)
    assert Programme.objects.get().title == "CITE EDUCATIVE D'ALLONNES - PROGRAMME D'ACTIONS DEFINITIF ANNEE 2020"
    assert (line.kind, list(line.before), list(line.after)) == ("programme", ["title"], ["title"])


def test_texts_of_any_length_are_kept_whole(bring, annex):
    theme, number, place = "Thème " * 80, "A" * 60, "x" * 100
    holder = f"{place} ; {place}, {place}; {place.upper()}"
    text = (
        f"Cité éducative de {place} 2020\n\nN°\tPorteur\tThématique\tIntitulé\n"
        f"{number}\tVille\t{theme}\tKits\n1\t{holder}\t{theme}\tJeux\n2\t{holder.upper()}\t{theme}\tLivres"
    )

    bring(text)
    again = bring(text)

    assert kinds(again) == (0, 0, 0, 3)
    assert Action.objects.get(serial=1).number == number
    assert Theme.objects.get().name == theme.strip()


def test_other_columns_keep_the_order_of_the_file(bring):
    bring("Programme 2020\nPorteur\tIntitulé\tZone très longue\tAgent\nVille\tKits\tNord\tMme D.")

    assert Action.objects.get().other == [["Zone très longue", "Nord"], ["Agent", "Mme D."]]


def test_many_themes_have_each_a_letter(bring):
    rows = "\n".join(f"Ville\tThème {i}\tAction numéro {i}" for i in range(130))

    bring(f"Programme 2020\nPorteur\tThématique\tIntitulé\n{rows}")

    assert len(set(Theme.objects.values_list("letter", flat=True))) == 130


def test_the_same_bytes_under_another_name_are_another_source(bring, annex):
    file = read_annex(annex.encode(), "v2.txt")
    first = bring(annex)
    undo_import(imported=first.imported, by=None)

    again = import_annex(file=file, data=annex.encode(), target=target_of(file, slug="allonnes"), by=None)

    assert (first.imported.source.name, again.imported.source.name) == ("annexe1.txt", "v2.txt")


def test_a_cite_can_be_taken_away_whole(bring, annex, census):
    outcome = bring(annex)
    undo_import(imported=outcome.imported, by=None)

    Cite.objects.get().delete()

    assert set(census().values()) == {0}


def test_what_is_said_of_a_table_is_no_action_s_business(bring):
    bring("Programme 2020\nPorteur\tIntitulé\tCoût total\nVille\tKits\t10 €\nCAF\tJeux\t20 €")

    finding = Finding.objects.get(code="total-missing")
    assert (finding.line, finding.action) == (4, None)


def test_who_may_not_import_imports_nothing(annex):
    cite = CiteFactory(coordinated=False)
    reader = a_member(Role.READER, cite)
    file = read_annex(annex.encode(), "annexe1.txt")

    with pytest.raises(Forbidden, match="Importer une annexe"):
        import_annex(file=file, data=annex.encode(), target=target_of(file, slug="allonnes"), by=reader)

    assert not Programme.objects.exists()


def test_nobody_makes_a_cite_by_importing(annex):
    file = read_annex(annex.encode(), "annexe1.txt")

    with pytest.raises(Forbidden):
        import_annex(file=file, data=annex.encode(), target=target_of(file, slug="ailleurs"), by=a_user())

    assert not Cite.objects.exists()
