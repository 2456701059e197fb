"""The pages of the wizard: who reaches them, what they show, where each gesture leads."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from preau.annexes import uploads
from preau.annexes.models import Import, Upload
from preau.journal.models import Operation
from preau.programmes.models import Action, Programme
from tests.factories.people import a_user
from tests.factories.uploads import SMALL, an_upload, applied, form_of, plan_of
from tests.site.seen import plain

pytestmark = pytest.mark.django_db

HOME = "/allonnes/importer/"
ONE = "/allonnes/importer/1/"
NO_YEAR = SMALL.replace("Programme d'actions 2026", "Programme d'actions")
State = Upload.State


def test_a_file_is_brought_read_and_shown(post):
    seen = post(HOME, file=SimpleUploadedFile("annexe.txt", SMALL.encode()))

    assert seen.response.redirect_chain == [(ONE, 302)]
    assert seen.texts("h1") == ["Vérifier ce que nous avons lu"]
    assert [plain(figure.getparent()) for figure in seen.all(".big")] == [
        "3 actions lues, aucune ligne perdue",
        "600 € de coût total : somme calculée et total imprimé concordent",
        "150 € de Cité éducative : somme calculée et total imprimé concordent",
        "3 créées",
    ]


def test_a_pasted_table_is_read_as_well(post):
    seen = post(HOME, text=SMALL.replace("\n", "\r\n"))

    assert (seen.texts(".name")[0], Upload.objects.get().source.name) == ("texte collé.txt", "texte collé.txt")
    assert len(plan_of(Upload.objects.get()).steps) == 3


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choisissez un fichier, ou collez un tableau."),
        ({"text": " \n "}, "Choisissez un fichier, ou collez un tableau."),
        ({"text": SMALL, "year": "20"}, "Écrivez une année de 2019 à 2099, par exemple 2026."),
        ({"text": SMALL, "year": "mille"}, "Écrivez une année de 2019 à 2099, par exemple 2026."),
    ],
)
def test_a_form_that_lacks_something_says_what_and_keeps_the_rest(post, fields, sentence):
    seen = post(HOME, **fields)

    assert (seen.status, seen.texts(".err")) == (422, [sentence])
    assert seen.tree.xpath("//textarea/text()")[0].strip() == fields.get("text", "").strip()


def test_a_file_and_a_text_are_one_too_many(post):
    seen = post(HOME, file=SimpleUploadedFile("a.txt", b"x"), text="y")

    assert seen.texts(".err") == ["Vous donnez un fichier et un texte. Gardez l’un des deux."]


def test_an_empty_file_is_said_so(post):
    seen = post(HOME, file=SimpleUploadedFile("a.txt", b""))

    assert seen.texts(".err")[0].startswith("Ce fichier est vide")


def test_a_file_that_cannot_be_read_says_why_and_what_to_do(post):
    seen = post(HOME, file=SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n\x00\x00"))

    assert seen.texts("h1") == ["Ce fichier n’a pas pu être lu"]
    assert seen.tree.xpath("//*[@role='alert']/text()")[0].endswith(".")
    assert seen.tree.xpath("//a[@class='btn main']/@href") == [HOME]


def test_what_waits_is_listed(visit):
    an_upload()
    an_upload(NO_YEAR, name="autre.txt")
    uploads.leave(upload=an_upload(SMALL + "\n", name="laissé.txt"), by=a_user())

    seen = visit(HOME)

    assert seen.tree.xpath("//*[@id='t-attente']/following-sibling::ul//a/text()") == ["autre.txt", "annexe.txt"]


def test_applying_leads_to_the_import_with_a_way_back(visit, post):
    an_upload()

    seen = post(f"{ONE}appliquer", **form_of(visit(ONE)))

    assert seen.response.redirect_chain == [(ONE, 302), ("/allonnes/2026/imports/1/", 302)]
    assert seen.texts(".note")[0] == "Le fichier est appliqué au programme 2026. Actions : 3 créées."
    assert seen.tree.xpath("//a[contains(@href, 'annuler')]/@href") == ["/allonnes/2026/imports/1/annuler"]


def test_a_second_click_and_a_return_to_the_page_are_harmless(visit, post):
    an_upload()
    fields = form_of(visit(ONE))
    post(f"{ONE}appliquer", **fields)

    again = post(f"{ONE}appliquer", **fields)
    back = visit(ONE)

    assert again.response.redirect_chain[-1][0] == back.response.url == "/allonnes/2026/imports/1/"
    assert (again.texts(".note")[:1], Import.objects.count()) == (
        ["Rien n’est perdu. Le fichier est gardé tel quel. Chaque valeur du programme sait de quelle case elle vient."],
        1,
    )


def test_what_is_unticked_is_left(visit, post):
    an_upload()
    fields = form_of(visit(ONE)) | {"accepter": ["0", "2"]}

    post(f"{ONE}appliquer", **fields)

    assert list(Action.objects.values_list("title", flat=True)) == ["Kits", "Judo"]


def test_choices_outlive_another_view_of_the_rows(visit, post):
    an_upload()
    fields = form_of(visit(ONE)) | {"accepter": ["0", "2"], "voir": "toutes"}

    seen = post(f"{ONE}choix", **fields)

    assert seen.response.redirect_chain == [(f"{ONE}?lignes=toutes&page=1#t-lignes", 302)]
    assert seen.tree.xpath("//input[@name='accepter'][@checked]/@value") == ["0", "2"]


def test_what_changes_is_shown_field_by_field(visit):
    applied(an_upload())
    text = (
        SMALL.replace("40 €", "45 €")
        .replace("\tJeux\t", "\tJeux de plein air\t")
        .replace("3\tJSA\tJudo", "3\tJSA\tJudo")
    )
    an_upload(text.replace("3\tJSA\tJudo\t300 €\t60 €\n", ""), name="b.txt")

    seen = visit("/allonnes/importer/2/")

    assert [plain(item) for item in seen.tree.xpath("//ul[@class='proposals']/li")] == [
        "Montant Cité éducative de l’action 1 Kits : 40 € → devient 45 €",
        "Intitulé de l’action 2 Jeux de plein air : Jeux → devient Jeux de plein air",
    ]
    assert [plain(item) for item in seen.tree.xpath("//ul[contains(@class, 'absent')]/li/span")] == ["3 Judo 60 €"]
    assert seen.tree.xpath("//input[@type='radio'][@checked]/@value") == ["garder"]


def test_another_column_is_chosen_and_read_at_once(visit, post):
    an_upload(SMALL.replace("Intitulé", "Quoi"))
    fields = form_of(visit(ONE)) | {"c-0-3": "title", "c-0-2": ""}

    seen = post(f"{ONE}colonnes", **fields)

    upload = Upload.objects.get()
    assert (upload.columns["title"], upload.columns["holder"]) == (["3"], [])
    assert [step.row.title for step in plan_of(upload).steps] == ["Kits", "Jeux", "Judo"]
    assert seen.tree.xpath("//select[@name='c-0-3']/option[@selected]/@value") == ["title"]


def test_two_columns_for_one_thing_are_refused_and_the_choices_stay(visit, post):
    an_upload()
    fields = form_of(visit(ONE)) | {"c-0-2": "title", "c-0-3": "title"}

    seen = post(f"{ONE}colonnes", **fields)

    assert (seen.status, Upload.objects.get().columns) == (422, {})
    assert seen.texts(".note")[0].startswith(
        "Deux colonnes sont données pour « Intitulé » : « Porteur » et « Intitulé »"
    )
    assert seen.tree.xpath("//select[@name='c-0-2']/option[@selected]/@value") == ["title"]


def test_columns_changed_without_being_read_again_are_read_rather_than_applied(visit, post):
    an_upload()
    fields = form_of(visit(ONE)) | {"c-0-5": "requested"}

    seen = post(f"{ONE}appliquer", **fields)

    assert (Import.objects.count(), Upload.objects.get().state) == (0, State.READ)
    assert seen.texts(".note")[0].startswith("Vous aviez changé des choix de lecture")
    assert seen.tree.xpath("//select[@name='c-0-5']/option[@selected]/@value") == ["requested"]


def test_a_file_without_year_asks_for_it(visit, post):
    an_upload(NO_YEAR)
    asking = visit(ONE)

    seen = post(f"{ONE}colonnes", **form_of(asking), year="2027")

    assert asking.texts(".note")[0].startswith("Le fichier ne dit pas l’année du programme.")
    assert asking.tree.xpath("//button[@class='btn main']") == []
    assert seen.texts("button.main") == ["Appliquer au programme 2027"]


def test_a_file_without_headings_lets_a_person_say_what_columns_are(visit, post):
    an_upload("1\tVille\tKits\t100 €\n2\tCAF\tJeux\t200 €\n", year=2026)
    asking = visit(ONE)
    fields = form_of(asking) | {"c-0-1": "number", "c-0-2": "holder", "c-0-3": "title", "c-0-4": "total_cost"}

    seen = post(f"{ONE}colonnes", **fields)

    assert asking.texts(".note")[0].startswith("Aucune ligne d’en-têtes n’est reconnue")
    assert [step.row.title for step in plan_of(Upload.objects.get()).steps] == ["Kits", "Jeux"]
    assert seen.texts("button.main") == ["Appliquer au programme 2026"]


def test_one_sheet_of_several_is_read(visit, post):
    an_upload(
        a_workbook({"2025": [["9", "Ville", "Ancien", 10]], "2026": [["1", "Ville", "Kits", 20]]}),
        name="a.xlsx",
        year=2026,
    )
    both = visit(ONE)

    post(f"{ONE}colonnes", **form_of(both) | {"partie": ["1"]})

    assert [plain(label) for label in both.tree.xpath("//fieldset[@class='parts']/label")] == [
        "Feuille « 2025 » 2 lignes",
        "Feuille « 2026 » 2 lignes",
    ]
    assert [step.row.title for step in plan_of(Upload.objects.get()).steps] == ["Kits"]


def a_workbook(sheets):
    """A workbook with a table of actions in each sheet."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file)
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for line, row in enumerate([["N°", "Porteur", "Intitulé", "Coût total"], *rows]):
            sheet.write_row(line, 0, row)
    workbook.close()
    return file.getvalue()


def test_a_programme_that_moved_since_shows_the_new_preview(visit, post):
    an_upload()
    fields = form_of(visit(ONE))
    applied(an_upload(SMALL.replace("50 €", "55 €"), name="b.txt"))

    seen = post(f"{ONE}appliquer", **fields)

    assert seen.response.redirect_chain == [(ONE, 302)]
    assert seen.texts(".note")[0].startswith("Le programme a changé depuis cet aperçu")
    assert Upload.objects.get(number=1).state == State.READ


def test_leaving_leads_back_and_says_so(visit, post):
    an_upload()

    seen = post(f"{ONE}laisser")

    assert (seen.texts(".note")[0], visit(ONE).texts("h1")) == (
        "Envoi n° 1 abandonné. Le programme n’a pas changé.",
        ["Envoi n° 1 abandonné"],
    )


def test_an_import_is_undone_after_it_said_what_that_does(visit, post):
    applied(an_upload())
    page = "/allonnes/2026/imports/1/"

    asked = visit(f"{page}annuler")
    done = post(f"{page}annuler")
    again = post(f"{page}annuler")

    assert asked.texts("ul.mt") == ["3 actions créées par cet import quittent le programme"]
    assert done.texts(".note")[0].startswith("L’import n° 1 est annulé.")
    assert (done.response.redirect_chain, again.response.redirect_chain) == ([(page, 302)], [(page, 302)])
    assert Action.objects.filter(withdrawn=False).count() == 0


def test_an_undo_that_cannot_be_says_why(visit, post):
    applied(an_upload())
    applied(an_upload(SMALL.replace("50 €", "55 €"), name="b.txt"))

    seen = post("/allonnes/2026/imports/1/annuler")

    assert (seen.status, seen.texts(".note")[0][:38]) == (409, "Cet import ne peut pas être annulé : I")


def test_a_large_file_is_left_to_the_worker_and_can_be_read_now(visit, post):
    data = SMALL.encode() + b" " * 2**20

    waiting = post(HOME, file=SimpleUploadedFile("grand.txt", data))
    Upload.objects.update(at=timezone.now() - timedelta(seconds=30))
    late = visit(ONE)
    seen = post(f"{ONE}lire")

    assert waiting.tree.xpath("//progress/@value") == ["0"]
    assert [len(one.tree.xpath("//div[@class='late'][@hidden]")) for one in (waiting, late)] == [1, 0]
    assert seen.texts("h1") == ["Vérifier ce que nous avons lu"]


@pytest.mark.parametrize(("state", "since"), [(State.WAITING, 5), (State.READING, 60), (State.LEFT, 3600)])
def test_a_file_is_not_read_by_the_page_while_its_worker_is_on_time(post, state, since):
    upload = an_upload(read=False)
    Upload.objects.filter(pk=upload.pk).update(state=state, at=timezone.now() - timedelta(seconds=since))

    seen = post(f"{ONE}lire")

    assert seen.response.redirect_chain == [(ONE, 302)]
    assert Upload.objects.get().state == state


def test_the_state_of_a_reading_is_told_to_the_script(client, claire):
    upload = an_upload(read=False)
    Upload.objects.filter(pk=upload.pk).update(state=State.READING, progress=uploads.READ)

    told = json.loads(client.get(f"{ONE}etat").content)

    assert told == {"going": True, "progress": 70, "label": "Recherche des tableaux et des colonnes", "late": False}


def test_a_voted_programme_says_what_it_keeps(visit):
    applied(an_upload())
    Programme.objects.update(state="voted", voted_on="2026-03-01")
    an_upload(SMALL.replace("40 €", "45 €").replace("3\tJSA\tJudo\t300 €\t60 €\n", ""), name="b.txt")

    seen = visit("/allonnes/importer/2/?lignes=toutes")

    assert seen.texts(".held") == [
        "Montant Cité éducative : 40 €, le fichier écrit 45 €. Montant voté : il change par une réactualisation."
    ]
    assert seen.tree.xpath("//input[@type='radio']") == []


def test_an_annex_is_dated_where_it_is_applied(visit, post):
    an_upload()

    post(f"{ONE}appliquer", **form_of(visit(ONE)) | {"le": "2020-03-10"})

    assert Operation.objects.get(verb="import").on == date(2020, 3, 10)


@pytest.mark.parametrize(("day", "sentence"), [("zob", "n’est pas une date"), ("2999-01-01", "est à venir")])
def test_a_day_that_is_none_comes_back_with_its_sentence(visit, post, day, sentence):
    an_upload()

    seen = post(f"{ONE}appliquer", **form_of(visit(ONE)) | {"le": day})

    assert (seen.status, sentence in seen.texts(".note")[0]) == (422, True)
    assert seen.tree.xpath("//input[@id='le']/@value") == [day]
    assert not Operation.objects.exists()
