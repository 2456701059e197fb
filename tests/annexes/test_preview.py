"""What the preview and the page of an import say of what is not taken, not done or not clear."""

from __future__ import annotations

import pytest

from preau.programmes.models import Programme
from tests.factories.uploads import SMALL, an_upload, applied, form_of
from tests.site.seen import plain

pytestmark = pytest.mark.django_db

ONE = "/allonnes/importer/1/"


def test_the_preview_opens_on_what_changes_be_it_everything(visit):
    an_upload()

    seen = visit(ONE)

    assert seen.tree.xpath("//button[@aria-current]/@value") == ["changements"]


def test_the_preview_opens_on_what_is_remarked_where_nothing_changes(visit):
    text = SMALL.replace("2\tCAF", "2\tCAF ?")
    applied(an_upload(text))
    an_upload(text + "Rendez-vous en mai\n", name="b.txt")

    seen = visit("/allonnes/importer/2/")

    assert seen.tree.xpath("//button[@aria-current]/@value") == ["remarques"]


ODD = SMALL.replace("Coût total", "Colonne bizarre\tCoût total").replace(" €\t", " €\t8 000 €\t", 3)


def test_a_column_of_amounts_that_is_not_taken_is_said(visit):
    an_upload(ODD)

    seen = visit(ONE)

    assert seen.texts(".note warn")[0].startswith("1 colonne n’est pas reprise : Colonne bizarre. Ses valeurs")
    assert len(seen.tree.xpath("//details[@class='choices'][@open]")) == 1
    assert [plain(row.xpath("th")[0]) for row in seen.tree.xpath("//table[contains(@class, 'mapping')]//tr[@class]")][
        -1:
    ] == ["Colonne bizarre colonne 4"]


def test_a_column_that_a_person_left_aside_is_not_said_again(visit, post):
    an_upload(ODD)

    seen = post(f"{ONE}colonnes", **form_of(visit(ONE)))

    assert (seen.texts(".note warn"), seen.tree.xpath("//details[@class='choices'][@open]")) == ([], [])


@pytest.mark.parametrize("heading", ["Nb d’élèves", "Code postal", "% du coût", "Quartier"])
def test_figures_that_are_no_amounts_are_not_said(visit, heading):
    cell = "Nord" if heading == "Quartier" else "72700"
    lines = SMALL.split("\n")
    lines[1:] = [f"{line}\t{heading if at == 0 else cell}" for at, line in enumerate(lines[1:5])]
    an_upload("\n".join(lines))

    assert visit(ONE).texts(".note warn") == []


def test_a_new_action_of_a_voted_programme_enters_without_an_amount_and_nothing_else_is_said(visit):
    applied(an_upload())
    Programme.objects.update(state="voted", voted_on="2026-03-01")
    an_upload(SMALL.replace("Total", "4\tVille\tChorale\t10 €\t20 €\nTotal"), name="b.txt")

    seen = visit("/allonnes/importer/2/")

    assert seen.texts(".held") == [
        "Montant Cité éducative : le fichier écrit 20 €. Le programme est voté : l’action entre sans montant."
    ]
    assert ("Repris tel quel" in seen.text, "annuler l’import" in seen.text) == (False, False)


def test_a_new_action_under_the_number_of_another_is_said(visit):
    applied(an_upload())
    an_upload(SMALL.replace("2\tCAF\tJeux", "2\tCAF du Mans\tFestival"), name="b.txt")

    seen = visit("/allonnes/importer/2/")

    assert seen.texts(".held")[0].startswith("Le n° 2 est déjà celui de « Jeux ». Si c’est la même action")


def test_a_number_that_the_file_gives_to_another_is_free(visit):
    applied(an_upload())
    text = SMALL.replace("2\tCAF\tJeux", "4\tCAF\tJeux").replace("Total", "2\tVille\tChorale\t1 €\t1 €\nTotal")
    an_upload(text, name="b.txt")

    assert visit("/allonnes/importer/2/").texts(".held") == []


def test_where_undoing_is_refused_the_sentence_stands_in_place_of_the_button(visit):
    applied(an_upload())
    Programme.objects.update(state="voted", voted_on="2026-03-01")

    page, asked = visit("/allonnes/2026/imports/1/"), visit("/allonnes/2026/imports/1/annuler")

    sentence = "Cet import ne peut plus être annulé : le programme 2026 est voté."
    assert page.texts(".note")[0].startswith(sentence)
    assert asked.texts(".note")[0].startswith(sentence)
    assert page.tree.xpath("//a[contains(@href, 'annuler')]") == []
    assert asked.tree.xpath("//main//button") == []


def test_the_page_of_an_import_counts_what_was_left_as_its_preview_did(visit, post):
    applied(an_upload())
    text = SMALL.replace("40 €", "45 €").replace("2\tCAF\tJeux\t200 €\t50 €\n", "").replace("300 €", "310 €")
    an_upload(text.replace("3\tJSA\tJudo", "3\tJSA\tJudo"), name="b.txt")
    fields = form_of(visit("/allonnes/importer/2/")) | {"accepter": ["0.grant"]}

    seen = post("/allonnes/importer/2/appliquer", **fields)

    told = "1 modifiée, 1 laissée comme elle est, 1 absente du fichier et gardée."
    assert seen.texts(".note")[0].endswith(told)
    assert [plain(one) for one in seen.tree.xpath("//ul[contains(@class, 'effects')]/li")] == [
        "0 créée",
        "1 modifiée",
        "0 retirée",
        "0 inchangée",
        "1 laissée comme elle était",
        "1 absente du fichier et gardée",
    ]
