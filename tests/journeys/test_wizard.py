"""A file brought by the wizard in a browser: pasted, sent, read in the background; put right, applied, undone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from preau.annexes.models import Import, Upload
from preau.programmes.models import Action
from tests.factories.people import coordinates
from tests.factories.programmes import CiteFactory
from tests.factories.uploads import SMALL, an_upload, applied
from tests.journeys.test_accessibility import SCREENS, faults
from tests.journeys.visitors import WIDE, sign_in

APPLY = "Appliquer au programme 2020"
FOCUSED = "() => [...(document.activeElement.labels || []), document.activeElement].map((e) => e.textContent).join(' ')"
START = "import sys; from preau.config.command import main; sys.exit(main())"


@pytest.fixture
def wizard(site, claire):
    """The address of the wizard of Allonnes, which has no programme."""
    coordinates(CiteFactory())
    return f"{site}/allonnes/importer/"


def button(page, name):
    """The button of that name."""
    return page.get_by_role("button", name=name, exact=True)


def test_the_real_annex_pasted_put_right_applied_in_part_and_undone(page, wizard, seed_text):
    page.goto(wizard)
    page.get_by_label("Ou collez le tableau").fill(seed_text.read_text())
    button(page, "Lire et vérifier").click()
    expect(page.locator(".roof .big").first).to_have_text("24")

    page.get_by_text("Changer", exact=True).click()
    page.get_by_label("Dans Préau, pour Public visé").select_option("Garder à part")
    button(page, "Relire avec ces choix").click()
    expect(page.get_by_text("8 colonnes reconnues")).to_be_visible()
    page.get_by_role("button", name="Toutes (24)").click()
    page.get_by_label("Créer cette action : 14 Journée partenariale").uncheck()
    expect(page.locator(".live")).to_have_text("Ici, 1 changement laissé sur 24.")
    button(page, APPLY).click()

    expect(page.locator(".note").first).to_contain_text(
        "Le fichier est appliqué au programme 2020. Actions : 23 créées"
    )
    assert set(Action.objects.values_list("audience", flat=True)) == {""}
    assert list(Action.objects.filter(title="Journée partenariale")) == []
    page.get_by_role("link", name="Annuler cet import").click()
    button(page, "Annuler cet import").click()
    expect(page.locator(".note").first).to_contain_text("L’import n° 1 est annulé.")
    assert Action.objects.filter(withdrawn=False).count() == 0


def test_a_workbook_sent_and_applied_by_an_impatient_person(page, wizard, seed_forms):
    page.goto(wizard)
    page.get_by_label("Votre fichier").set_input_files(seed_forms / "annexe.xlsx")
    button(page, "Lire et vérifier").dblclick()
    expect(page.get_by_role("heading", name="Vérifier ce que nous avons lu")).to_be_visible()
    page.reload()

    button(page, APPLY).dblclick()
    expect(page.get_by_role("heading", name="Import n° 1", exact=True)).to_be_visible()
    page.reload()
    page.go_back()
    if button(page, APPLY).is_visible():
        button(page, APPLY).click()

    expect(page.get_by_role("heading", name="Import n° 1", exact=True)).to_be_visible()
    assert (Upload.objects.count(), Import.objects.count(), Action.objects.count()) == (1, 1, 24)


def test_a_copy_that_came_back_is_accepted_line_by_line_with_the_keyboard_alone(page, wizard):
    applied(an_upload())
    text = SMALL.replace("40 €", "45 €").replace("\tJeux\t", "\tJeux de plein air\t")
    an_upload(text.replace("3\tJSA\tJudo\t300 €\t60 €\n", ""), name="b.txt")
    page.goto(f"{wizard}2/")

    reach(page, "Montant Cité éducative de l’action 1")
    page.keyboard.press("Space")
    reach(page, "La garder")
    page.keyboard.press("ArrowRight")
    reach(page, "Appliquer au programme 2026")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Import n° 2", exact=True)).to_be_visible()
    assert list(Action.objects.order_by("serial").values_list("title", "withdrawn")) == [
        ("Kits", False),
        ("Jeux de plein air", False),
        ("Judo", True),
    ]
    assert Import.objects.latest("pk").counts["held"] == 0


def reach(page, words):
    """Go to what is called so with the Tab key, from where the focus is."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in " ".join(page.evaluate(FOCUSED).split()):
            return
    pytest.fail(f"{words} is not reached with Tab")


def test_a_person_with_a_phone_applies_a_file(phone, wizard, seed_text):
    an_upload(seed_text.read_text())
    phone.goto(f"{wizard}1/")

    width = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
    button(phone, APPLY).tap()

    expect(phone.get_by_role("heading", name="Import n° 1", exact=True)).to_be_visible()
    assert width == 0


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}-{screen[1]}")
def screen(browser, request, site, claire):
    """Claire's page on each kind of screen."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fr-FR")
    sign_in(context, site, claire)
    yield context.new_page()
    context.close()


def test_no_page_of_the_wizard_breaks_a_rule(screen, wizard, seed_text):
    text = seed_text.read_text()
    applied(an_upload(text), year=2020)
    edited = "\n".join(line for line in text.split("\n") if not line.startswith("14\t"))
    an_upload(edited.replace("16 000 €", "17 000 €").replace("Thématiques", "Domaines"), name="b.txt")
    an_upload("1\tVille\tKits\n2\tCAF\tJeux\n", name="sans en-têtes.txt")
    an_upload(b"\x89PNG\r\n\x1a\n\x00\x00", name="photo.png")
    an_upload(read=False, name="c.txt")

    found = {}
    for path in ("", "2/", "2/?lignes=toutes", "3/", "4/", "5/", "../2020/imports/1/", "../2020/imports/1/annuler"):
        screen.goto(wizard + path)
        found[path] = faults(screen)

    assert {path: what for path, what in found.items() if what} == {}


def test_a_pdf_is_read_by_the_worker_beside_the_server(browser, tmp_path, seed_forms):
    """By `preau serve` itself, on a database of its own."""
    environment = os.environ | {"PREAU_DATA": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    script = Path(__file__).parents[1] / "annexes" / "claire_run.py"
    session = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, text=True, check=True)
    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", START, "serve", "--port", str(port)], env=environment)
    site = f"http://127.0.0.1:{port}"
    try:
        wait_for(site)
        context = browser.new_context(locale="fr-FR", **WIDE)
        context.add_cookies([{"name": "sessionid", "value": session.stdout, "url": site}])
        page = context.new_page()
        page.goto(f"{site}/allonnes/importer/")
        page.get_by_label("Votre fichier").set_input_files(seed_forms / "annexe_writer.pdf")
        button(page, "Lire et vérifier").click()

        expect(page.get_by_role("heading", name="Vérifier ce que nous avons lu")).to_be_visible(timeout=120_000)
        expect(page.locator(".roof .big").first).to_have_text("24")
        context.close()
    finally:
        server.terminate()
        server.wait(timeout=60)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address):
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own page
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{address} never answered")
