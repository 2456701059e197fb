"""The page of an action in a browser: a file goes in and out, a name calls somebody, a number becomes a target."""

from __future__ import annotations

import pytest

from preau.core.typography import french
from preau.people.roles import Role
from preau.programmes.attachments import LARGEST
from preau.programmes.models import Attachment, Comment, Target
from tests.journeys.test_accessibility import faults
from tests.journeys.visitors import a_page
from tests.programmes.papers import PDF

DEVIS = {"name": "Devis – 1000 livres.pdf", "mimeType": "application/pdf", "buffer": PDF}
LONG = "anticonstitutionnellement" + "-anticonstitutionnellement" * 9
SCREENS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark"), (320, "light"), (320, "dark")]


@pytest.fixture
def address(allonnes):
    """Action 9, whose public is "985 enfants"."""
    return f"{allonnes}actions/9/"


def test_a_file_is_joined_downloaded_and_taken_away(page, address):
    page.goto(address)
    page.get_by_label("Joindre un ou plusieurs fichiers").set_input_files([DEVIS])
    page.get_by_role("button", name="Joindre", exact=True).click()

    with page.expect_download() as download:
        page.get_by_role("link", name="Devis – 1000 livres.pdf").click()
    assert page.url == f"{address}#piece-1"
    assert download.value.suggested_filename == "Devis – 1000 livres.pdf"
    assert download.value.path().read_bytes() == PDF

    page.locator("#piece-1 summary").click()
    page.get_by_role("button", name="Retirer la pièce").click()

    assert page.get_by_role("status").first.inner_text() == french("Pièce « Devis – 1000 livres.pdf » retirée.")
    assert Attachment.objects.get().removed_at is not None


def test_a_file_that_is_no_document_is_refused_where_it_was_chosen(page, address):
    page.goto(address)
    field = page.get_by_label("Joindre un ou plusieurs fichiers")
    field.set_input_files([DEVIS | {"name": "Devis.docx"}])
    page.get_by_role("button", name="Joindre", exact=True).click()

    described = page.locator(f"#{field.get_attribute('aria-describedby').split()[-1]}")
    assert described.inner_text().startswith(french("« Devis.docx » est un fichier PDF"))
    assert field.get_attribute("aria-invalid") == "true"


def test_a_file_too_large_is_told_before_it_is_sent(page, address):
    page.goto(address)
    field = page.get_by_label("Joindre un ou plusieurs fichiers")

    field.set_input_files([DEVIS | {"buffer": PDF.ljust(LARGEST + 1)}])
    heavy = field.evaluate("field => field.validationMessage")
    field.set_input_files([DEVIS])

    assert heavy.startswith(french("« Devis – 1000 livres.pdf » pèse plus de 20 Mo.").replace("20 Mo", "20\u00a0Mo"))
    assert field.evaluate("field => field.validationMessage") == ""


def test_a_name_is_chosen_with_the_keyboard_and_its_owner_sees_it(page, address, as_):
    paul = as_(Role.PREFECTURE)
    page.goto(address)
    area = page.get_by_label("Votre commentaire")
    area.press_sequentially("Bonjour @pref")
    options = page.get_by_role("option")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    area.press_sequentially("le devis ?")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Commenter").press("Enter")

    page.locator("#commentaire-1").wait_for()
    name = Comment.objects.get().mentions.get().user.name
    assert Comment.objects.get().text == f"Bonjour @{name} le devis ?"
    paul.goto(address)
    assert paul.locator("#commentaire-1 .tag").inner_text() == "pour vous"
    paul.reload()
    assert paul.locator("#commentaire-1 .tag").count() == 0


def test_the_list_of_names_leaves_when_it_is_sent_away(page, address, as_):
    as_(Role.PREFECTURE)
    page.goto(address)
    area = page.get_by_label("Votre commentaire")

    seen = []
    for key in ("@", "z", "Backspace", "Escape", "p"):
        area.press(key)
        seen.append(page.get_by_role("option").count() > 0)
    area.press_sequentially("aul, écrire à p@ville")

    assert seen == [True, False, True, False, True]
    assert page.get_by_role("option").count() == 0


def test_people_are_chosen_without_any_script(browser, site, claire, address, as_):
    as_(Role.PREFECTURE)
    for page in a_page(browser, site, claire, {"java_script_enabled": False}):
        page.goto(address)
        page.get_by_label("Votre commentaire").fill("Le devis ?")
        page.get_by_text("Choisir à qui l’adresser").click()
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Commenter").click()

        name = Comment.objects.get().mentions.get().user.name
        assert page.locator("#commentaire-1 p").all_inner_texts()[:2] == ["Le devis ?", f"Adressé à {name}."]


def test_a_number_of_the_text_becomes_a_target(page, address):
    page.goto(address)
    page.get_by_role("link", name="En faire un objectif").click()
    page.get_by_role("button", name="En faire un objectif : 985 enfants").click()

    assert page.get_by_role("button", name="Retirer l’objectif 985 enfants").count() == 1
    assert page.get_by_text("Rien à vérifier dans cette action.").count() == 1
    assert Target.objects.get().source.startswith("985 enfants Allonnais scolarisés")


def test_everything_is_reached_with_the_keyboard(page, address):
    page.goto(address)

    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.innerText.trim()"))

    wanted = ["Modifier", "Écrire un objectif", "attach_file", "Joindre", "comment_text", "Commenter"]
    assert [word for word in wanted if word not in reached] == []
    assert sorted(wanted, key=reached.index) == wanted


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}-{screen[1]}")
def look(request):
    """Each kind of screen, in light and in dark."""
    width, scheme = request.param
    return {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}


def test_no_rule_is_broken_on_a_full_page(browser, claire, address, as_, look):
    as_(Role.HOLDER, "Ville d’Allonnes")
    for page in a_page(browser, address, claire, look):
        page.goto(address)
        page.get_by_label("Joindre un ou plusieurs fichiers").set_input_files([DEVIS])
        page.get_by_role("button", name="Joindre", exact=True).click()
        page.get_by_label("Votre commentaire").fill(
            "@Holder, voir anticonstitutionnellement" + "-anticonstitutionnellement" * 9
        )
        page.get_by_role("button", name="Commenter").click()
        page.get_by_text("Écrire un objectif").click()
        page.get_by_label("Combien").fill("beaucoup")
        page.get_by_role("button", name="Ajouter l’objectif").click()
        page.get_by_label("Votre commentaire").press_sequentially("@")
        page.get_by_role("option").first.wait_for()

        assert faults(page) == []
