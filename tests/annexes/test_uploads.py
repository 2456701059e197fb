"""A file on its way in: received, read, chosen, applied once, or left."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from preau.annexes import uploads
from preau.annexes.models import Import, ImportedRow, SourceFile, Upload
from preau.annexes.operations import LARGEST_SOURCE, Stale, undo_import
from preau.annexes.reading import annex_of
from preau.annexes.state import kept_actions
from preau.annexes.theme_merging import merge_themes
from preau.annexes.uploads import Choices
from preau.annexes.votes import vote_programme
from preau.budgets.models import Movement
from preau.core.refusal import Refusal
from preau.programmes.models import Action, Programme
from tests.factories.people import a_user
from tests.factories.programmes import CiteFactory, ThemeFactory
from tests.factories.uploads import SMALL, an_upload, applied, choosing, plan_of

pytestmark = pytest.mark.django_db

State = Upload.State
EDITED = SMALL.replace("40 €", "45 €").replace("\tKits\t", "\tKits d'été\t").replace("3\tJSA\tJudo\t300 €\t60 €\n", "")
EDITED = EDITED.replace("Total", "4\tVille\tChorale\t80 €\t10 €\nTotal")
"""Kits has another title and grant, Judo is gone, Chorale is new."""


def values():
    """The title and the grant of every action of the programme."""
    kept = kept_actions(Programme.objects.get())
    return {one.values["title"]: one.values["grant"] for one in kept if one.live}


def test_a_file_is_kept_and_read_and_changes_nothing():
    upload = an_upload()

    assert (upload.number, upload.state, upload.progress, str(upload)) == (1, State.READ, 100, "Envoi n° 1")
    assert [action.title for action in annex_of(upload).annex.actions] == ["Kits", "Jeux", "Judo"]
    assert (SourceFile.objects.get().format, SourceFile.objects.get().encoding) == ("tsv", "utf-8")
    assert (Programme.objects.count(), Import.objects.count()) == (0, 0)


def test_the_same_file_sent_twice_is_one_upload():
    assert an_upload(read=False).pk == an_upload(read=False).pk
    assert Upload.objects.count() == 1


def test_a_file_sent_again_once_it_was_left_is_another_upload():
    uploads.leave(upload=an_upload(), by=a_user())

    assert [an_upload().number, SourceFile.objects.count()] == [2, 1]


def test_the_uploads_of_each_cite_count_from_one():
    assert [an_upload().number, an_upload(slug="le-mans").number] == [1, 1]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "Ce fichier est vide"), (b"x" * (LARGEST_SOURCE + 1), "Ce fichier pèse plus de 50 Mo.")],
)
def test_a_file_that_cannot_be_kept_is_refused_and_leaves_nothing(data, sentence):
    with pytest.raises(Refusal, match=sentence):
        an_upload(data)

    assert (Upload.objects.count(), SourceFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"\x89PNG\r\n\x1a\n\x00\x00", "photo.png"), (b"PK\x03\x04cut", "annexe.xlsx"), (b"%PDF-1.7 cut", "annexe.pdf")],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(data, name):
    upload = an_upload(data, name=name)

    assert (upload.state, upload.grids) == (State.REFUSED, None)
    assert upload.refusal.endswith(".")


def test_a_reader_that_breaks_is_told_in_words(monkeypatch, caplog):
    def broken(data, name):
        raise ZeroDivisionError

    monkeypatch.setattr(uploads, "read_grids", broken)
    upload = an_upload()

    assert (upload.state, upload.refusal) == (State.REFUSED, uploads.BROKEN)
    assert [record.getMessage() for record in caplog.records] == [f"upload {upload.pk} stopped the reading"]


def test_a_file_that_was_read_is_not_read_again():
    upload = an_upload()
    Upload.objects.filter(pk=upload.pk).update(grids={"mark": True})

    uploads.read(pk=upload.pk)

    assert Upload.objects.get(pk=upload.pk).grids == {"mark": True}


def test_applying_takes_everything_that_is_accepted():
    outcome = applied(an_upload())

    upload = Upload.objects.get()
    assert values() == {"Kits": Decimal(40), "Jeux": Decimal(50), "Judo": Decimal(60)}
    assert (upload.state, upload.imported, upload.year) == (State.APPLIED, outcome.imported, 2026)
    assert outcome.imported.operation.by == a_user()


def test_a_second_click_finds_what_the_first_one_did(census):
    upload = an_upload()
    choices = choosing(upload)
    uploads.apply_upload(upload=upload, choices=choices, by=a_user())
    before = census()

    again = uploads.apply_upload(upload=upload, choices=choices, by=a_user())

    assert (again, census()) == (None, before)


def test_what_is_left_out_stays_as_it_was():
    applied(an_upload())
    upload = an_upload(EDITED)

    outcome = applied(upload, left={"0.grant", "2"})

    assert values() == {"Kits d'été": Decimal(40), "Jeux": Decimal(50), "Judo": Decimal(60)}
    assert (outcome.imported.counts["left"], outcome.imported.counts["held"]) == (2, 1)
    assert list(ImportedRow.objects.filter(imported=outcome.imported).values_list("kind", "action__title")) == [
        ("change", "Kits d'été"),
        ("unchanged", "Jeux"),
    ]


def test_an_action_that_the_file_lacks_leaves_only_when_it_is_said():
    applied(an_upload())

    applied(an_upload(EDITED), withdrawn={"3"})

    assert [(action.title, action.withdrawn) for action in Action.objects.order_by("serial")] == [
        ("Kits d'été", False),
        ("Jeux", False),
        ("Judo", True),
        ("Chorale", False),
    ]


def test_an_import_applied_in_part_is_undone_whole():
    applied(an_upload())
    before = values()
    outcome = applied(an_upload(EDITED), left={"0.title"}, withdrawn={"3"})

    undo_import(imported=outcome.imported, by=a_user())

    assert values() == before


def test_where_nothing_is_accepted_nothing_is_applied(census):
    upload = an_upload()
    before = census()

    with pytest.raises(Refusal, match="Aucun changement n’est accepté"):
        applied(upload, left={"0", "1", "2"})

    assert census() == before


def test_a_programme_that_moved_since_is_not_written_over(census):
    applied(an_upload())
    upload = an_upload(EDITED)
    seen = choosing(upload)
    applied(an_upload(SMALL.replace("50 €", "55 €"), name="autre.txt"))
    before = census()

    with pytest.raises(Stale, match="Le programme a changé depuis cet aperçu"):
        uploads.apply_upload(upload=upload, choices=seen, by=a_user())

    assert (census(), values()["Jeux"]) == (before, Decimal(55))


def test_choices_are_remembered_page_after_page():
    upload = an_upload()
    digest = plan_of(upload).digest

    uploads.keep_choices(upload=upload, choices=Choices(digest, frozenset({"0", "1"}), frozenset({"1"})), by=a_user())
    upload = uploads.keep_choices(upload=upload, choices=Choices(digest, frozenset({"2"}), frozenset()), by=a_user())

    assert uploads.left_out(upload, plan_of(upload)) == {"0", "2"}


def test_choices_about_another_plan_are_forgotten():
    upload = an_upload()
    upload = uploads.keep_choices(upload=upload, choices=Choices("another", frozenset({"0"}), frozenset()), by=a_user())

    assert uploads.left_out(upload, plan_of(upload)) == set()


def test_the_file_is_read_otherwise_as_the_person_chooses():
    upload = an_upload(SMALL.replace("Programme d'actions 2026", "Programme d'actions"))

    upload = uploads.choose(upload=upload, year=2027, parts=[], columns={"title": ["2"], "holder": ["3"]}, by=a_user())

    assert [action.title for action in annex_of(upload).annex.actions] == ["Ville", "CAF", "JSA"]
    assert applied(upload, year=2027).target.year == 2027


def test_a_file_without_year_waits_for_one():
    upload = an_upload(SMALL.replace("Programme d'actions 2026", "Programme d'actions"))

    with pytest.raises(Refusal, match="ne dit pas l’année"):
        uploads.apply_upload(upload=upload, choices=choosing(upload), by=a_user())


def test_what_is_left_cannot_be_applied_nor_chosen():
    upload = an_upload()
    choices = choosing(upload)
    uploads.leave(upload=upload, by=a_user())

    for act in (
        lambda: uploads.apply_upload(upload=upload, choices=choices, by=a_user()),
        lambda: uploads.choose(upload=upload, year=2026, parts=[], columns={}, by=a_user()),
        lambda: uploads.keep_choices(upload=upload, choices=choices, by=a_user()),
    ):
        with pytest.raises(Refusal, match="il est abandonné"):
            act()


def test_what_was_applied_is_not_left():
    upload = an_upload()
    applied(upload)

    assert uploads.leave(upload=upload, by=a_user()).state == State.APPLIED


def test_a_file_that_says_nothing_new_writes_nothing(census):
    applied(an_upload())
    upload = an_upload(SMALL, name="copie.txt")
    before = census()

    outcome = applied(upload)

    assert (outcome.imported, census(), Upload.objects.get(pk=upload.pk).state) == (None, before, State.APPLIED)


def test_a_voted_programme_keeps_its_amounts_and_its_actions():
    applied(an_upload())
    vote_programme(programme=Programme.objects.get(), on=date(2026, 3, 1), by=a_user())

    applied(an_upload(EDITED), withdrawn={"3"})

    assert values() == {"Kits d'été": Decimal(40), "Jeux": Decimal(50), "Judo": Decimal(60), "Chorale": None}
    assert Movement.objects.exclude(cause__verb="vote").count() == 3


def test_an_import_that_moved_amounts_is_not_undone_after_the_vote():
    outcome = applied(an_upload())
    vote_programme(programme=Programme.objects.get(), on=date(2026, 3, 1), by=a_user())

    with pytest.raises(Refusal, match="le programme 2026 est voté"):
        undo_import(imported=outcome.imported, by=a_user())


def test_the_name_of_a_file_is_as_long_as_it_is():
    upload = an_upload(name="é" * 400 + ".txt")

    assert (len(upload.source.name), upload.source.name[-5:]) == (255, "é.txt")
    assert applied(upload).imported is not None


def test_a_cite_can_be_taken_away_with_its_uploads():
    cite = CiteFactory(slug="le-mans")
    an_upload(slug="le-mans")

    Upload.objects.filter(cite=cite).delete()

    assert SourceFile.objects.filter(cite=cite).count() == 1


def test_a_theme_that_was_merged_is_shown_and_applied_under_the_name_that_is_kept():
    cite = CiteFactory()
    kept, gone = ThemeFactory(cite=cite, name="Culture"), ThemeFactory(cite=cite, name="Arts")
    merge_themes(kept=kept, gone=gone, by=a_user())
    text = "Programme d'actions 2026\nN°\tPorteur\tThème\tIntitulé\tCoût total\n1\tVille\tArts\tKits\t100 €\n"

    applied(an_upload(text))

    assert Action.objects.get().theme == kept
