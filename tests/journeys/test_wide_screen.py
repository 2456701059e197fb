"""A newcomer reads the programme of Allonnes on a wide screen: to its total, its origins, its files."""

from __future__ import annotations

import pypdfium2
import pytest
from playwright.sync_api import expect

from preau.formats.annex import read_annex


def in_view(page, selector):
    """Whether the whole element stands within the window, with nothing over it."""
    return page.evaluate(
        """selector => {
          const one = document.querySelector(selector), box = one.getBoundingClientRect();
          const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          return box.top >= -1 && box.bottom <= innerHeight + 1 && one.contains(over);
        }""",
        selector,
    )


def test_the_first_address_opens_the_day_of_the_only_cite(page, allonnes, site):
    page.goto(site)

    assert page.url == f"{site}/allonnes/"
    assert page.title() == "Aujourd’hui, Allonnes – Préau"


@pytest.mark.parametrize("distance", [0, 900, 1800, 100_000])
def test_the_total_never_leaves_the_screen(page, allonnes, distance):
    page.goto(allonnes)

    page.evaluate(f"window.scrollTo(0, {distance})")

    assert in_view(page, ".pin th") is True


def test_the_theme_of_the_rows_in_view_stays_above_them(page, allonnes):
    page.goto(allonnes)

    page.locator("#action-22").scroll_into_view_if_needed()

    assert (
        page.locator(".sub", has_text="Santé et citoyenneté").bounding_box()["y"]
        < page.locator("#action-22").bounding_box()["y"]
    )
    assert page.locator(".sub th", has_text="Santé et citoyenneté").is_visible()


def test_from_a_flag_to_the_finding_to_the_action_to_the_cell_of_the_file(page, allonnes):
    page.goto(allonnes)

    page.locator("#action-15 .flag a", has_text="211").click()
    expect(page.locator("li:target b")).to_have_text(
        "Action 15\u00a0: 20\u202f000\u00a0€ accordés pour 9\u202f500\u00a0€ de coût (211\u00a0%)"
    )

    page.locator("li:target").get_by_role("link", name="Ouvrir l’action 15").click()
    page.get_by_role("link", name="annexe1.txt, ligne 24").click()
    expect(page.locator("tr:target").get_by_text("20 000 €").first).to_be_in_viewport()


def test_a_finding_is_put_right_where_it_stands(page, allonnes):
    page.goto(f"{allonnes}a-verifier/?constat=holder-tentative")

    finding = page.locator("li", has_text="JSA")
    finding.get_by_text("Corriger").click()
    finding.get_by_label("Porteur").fill("JSA")
    finding.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_role("status").first).to_contain_text("Action 4\u00a0: enregistré.")
    expect(page.get_by_text("JSA")).to_have_count(0)


def test_a_finding_is_kept_with_its_reason(page, allonnes):
    page.goto(f"{allonnes}a-verifier/?gravite=a-corriger")

    page.get_by_text("Garder, avec un motif").first.click()
    page.get_by_label("Pourquoi garder cette valeur").first.fill("La coordination est payée ici.")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Gardés tels quels")).to_be_visible()
    expect(page.get_by_text("« La coordination est payée ici. »")).to_be_visible()


def test_filters_need_no_script(page, allonnes):
    page.goto(allonnes)

    page.get_by_label("Chercher dans le programme").fill("élève")
    page.locator("label", has_text="Coéducation").click()
    page.locator(".filters").get_by_label("Porteur").select_option(label="ENSIM (1)")
    page.get_by_role("button", name="Filtrer").click()

    expect(page).to_have_url(f"{allonnes}?q=%C3%A9l%C3%A8ve&theme=C&porteur=ensim&etat=&groupe=#t-actions")
    expect(page.locator("#tableau .name a.plain")).to_have_text("Cordées de la réussite")

    page.get_by_role("link", name="Tout afficher").click()
    expect(page.locator("tr[id^=action-]")).to_have_count(24)


def test_the_annex_comes_as_a_file(page, allonnes):
    page.goto(allonnes)
    page.get_by_text("Exporter").click()

    with page.expect_download() as caught:
        page.get_by_role("link", name="Excel", exact=True).first.click()

    download = caught.value
    annex = read_annex(download.path().read_bytes(), download.suggested_filename).annex
    assert download.suggested_filename == "programme-allonnes-2020.xlsx"
    assert len(annex.actions) == 24


def test_the_file_received_comes_back(page, allonnes, seed_text):
    page.goto(f"{allonnes}imports/1/")

    with page.expect_download() as caught:
        page.get_by_role("link", name="Télécharger le fichier reçu").click()

    assert caught.value.suggested_filename == "annexe1.txt"
    assert caught.value.path().read_bytes() == seed_text.read_bytes()


def test_the_page_prints_on_landscape_paper(page, allonnes):
    page.goto(allonnes)

    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as paper:
        sizes = {(round(sheet.get_width()), round(sheet.get_height())) for sheet in paper}
        texts = [sheet.get_textpage().get_text_bounded() for sheet in paper]

    assert sizes == {(842, 595)}
    assert [text.count("Action et public") for text in texts] == [1] * len(texts)
    assert "".join(texts).count("Total des 24 actions") == 1
    assert ["Filtrer" in text or "Exporter" in text or "Aller au contenu" in text for text in texts] == [False] * len(
        texts
    )
