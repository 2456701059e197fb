"""The programme of Allonnes in a hand: cards instead of columns, the total always under the thumb."""

from __future__ import annotations

from playwright.sync_api import expect


def test_from_the_programme_to_an_action_and_its_cell(phone, allonnes):
    phone.goto(allonnes)

    card = phone.locator("#action-4")
    card.scroll_into_view_if_needed()
    assert [text.strip() for text in card.inner_text().split("\n") if text.strip()][:5] == [
        "4",
        "Le sport au féminin",
        "Jeunes filles",
        "JSA\u202f?",
        "à confirmer",
    ]

    card.get_by_role("link", name="Le sport au féminin").tap()
    expect(phone.locator("h1")).to_have_text("Le sport au féminin")

    phone.get_by_role("link", name="annexe1.txt, ligne 12").tap()
    expect(phone.locator("tr:target").get_by_text("« JSA ? »", exact=True)).to_be_in_viewport()


def test_the_total_stays_at_the_bottom(phone, allonnes):
    phone.goto(allonnes)

    phone.evaluate("window.scrollTo(0, 2500)")

    box = phone.locator(".pin").bounding_box()
    assert round(box["y"] + box["height"]) == 844
    assert phone.locator(".pin").inner_text().split() == (
        "Total des 24 actions égal au total imprimé 594 268 € 250 000 € 42 %".split()
    )


def test_the_menu_of_files_fits_the_screen(phone, allonnes):
    phone.goto(allonnes)

    phone.get_by_text("Exporter").tap()

    box = phone.locator(".menu[open] > div").bounding_box()
    assert (box["x"] >= 0, box["y"] >= 0) == (True, True)
    assert (box["x"] + box["width"] <= 390, box["y"] + box["height"] <= 844) == (True, True)


def test_what_is_to_be_checked_is_one_tap_away(phone, allonnes):
    phone.goto(allonnes)

    phone.get_by_role("navigation").get_by_role("link", name="À vérifier").tap()

    expect(phone.locator("h1")).to_have_text("À vérifier")


def test_a_filter_is_chosen_with_a_finger(phone, allonnes):
    phone.goto(allonnes)

    phone.locator("label", has_text="À vérifier (10)").tap()
    phone.get_by_role("button", name="Filtrer").tap()

    expect(phone.locator("tr[id^=action-]")).to_have_count(10)
