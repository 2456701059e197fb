"""The programme typed in like a spreadsheet, with the keyboard alone, and by two people at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from preau.journal.models import Operation
from preau.people.roles import Role
from preau.programmes.models import Action

FOCUSED = "document.activeElement.closest('tr').id + ' ' + document.activeElement.dataset.f"


def cell(page, serial, field):
    return page.locator(f"#action-{serial} [data-f={field}]")


def go(page, serial, field):
    """Put the cursor on a cell, as Tab and the arrows would."""
    cell(page, serial, field).evaluate("cell => cell.focus()")


def said(page, words):
    expect(page.locator("#dit")).to_contain_text(words)


def the(serial):
    return Action.objects.get(serial=serial)


def test_arrows_go_enter_writes_and_the_sums_follow(page, allonnes):
    page.goto(allonnes)
    go(page, 1, "holder_written")

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED) == "action-2 total_cost"
    page.keyboard.press("Enter")
    expect(page.locator("textarea:focus")).to_have_value("16\u202f000")
    page.keyboard.type("17000")
    page.keyboard.press("Enter")

    said(page, "Coût total\u00a0: enregistré.")
    assert page.evaluate(FOCUSED) == "action-3 total_cost"
    expect(cell(page, 2, "total_cost")).to_have_text("17\u202f000\u00a0€")
    expect(page.locator("#g-c .cost")).to_have_text("330\u202f944\u00a0€")
    expect(page.locator("#total .cost")).to_have_text("595\u202f268\u00a0€")
    expect(page.locator("#toit")).to_contain_text("595\u202f268\u00a0€")
    assert Operation.objects.filter(verb="edit").count() == 1


def test_escape_leaves_and_ctrl_z_comes_back(page, allonnes):
    page.goto(allonnes)
    go(page, 4, "holder_written")

    page.keyboard.type("MJC")
    page.keyboard.press("Escape")
    expect(cell(page, 4, "holder_written")).to_contain_text("JSA\u202f?")
    page.keyboard.type("JSA")
    page.keyboard.press("Tab")
    said(page, "Ctrl Z")
    expect(cell(page, 4, "holder_written").locator(".flag")).to_have_count(0)
    assert page.evaluate(FOCUSED) == "action-4 status"
    page.keyboard.press("Control+z")

    expect(cell(page, 4, "holder_written").locator(".flag")).to_have_count(1)
    assert the(4).holder_written == "JSA ?"


def test_what_is_refused_stays_in_its_cell_with_a_sentence(page, allonnes):
    page.goto(allonnes)
    go(page, 4, "total_cost")

    page.keyboard.type("beaucoup")
    page.keyboard.press("Enter")

    expect(page.locator("#refus")).to_contain_text("Écrivez des euros")
    expect(page.locator("textarea:focus")).to_have_value("beaucoup")
    assert page.locator("textarea:focus").get_attribute("aria-invalid") == "true"
    page.keyboard.press("Escape")
    expect(cell(page, 4, "total_cost")).to_have_text("25\u202f000\u00a0€")


def test_a_state_is_chosen_in_a_list(page, allonnes):
    page.goto(allonnes)
    go(page, 4, "status")

    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(cell(page, 4, "status")).to_have_text("En cours")
    assert the(4).status == "under_way"


PASTE = """text => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const paste = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', paste));
}"""


def test_a_column_of_a_spreadsheet_is_pasted_and_taken_back_whole(page, allonnes):
    page.goto(allonnes)
    go(page, 1, "total_cost")

    page.evaluate(PASTE, "60 000 €\t21 000\n17 000\t3 500\n36 000\t3 100\n")

    said(page, "6 cases enregistrées.")
    expect(cell(page, 3, "grant")).to_have_text("3\u202f100\u00a0€")
    assert [str(the(serial).total_cost) for serial in (1, 2, 3)] == ["60000.00", "17000.00", "36000.00"]
    assert Operation.objects.filter(verb="edit").count() == 1
    page.keyboard.press("Control+z")
    expect(cell(page, 3, "grant")).to_have_text("3\u202f000\u00a0€")
    assert the(1).total_cost == 55200


def test_a_paste_with_one_wrong_cell_writes_none(page, allonnes):
    page.goto(allonnes)
    go(page, 1, "total_cost")

    page.evaluate(PASTE, "60 000\nmille\n")

    said(page, "n’est pas un montant")
    assert the(1).total_cost == 55200


@pytest.mark.parametrize(("choice", "kept"), [("theirs", "De Julie"), ("mine", "De Claire")])
def test_two_people_on_one_action_see_both_values(page, as_, allonnes, choice, kept):
    julie = as_(Role.COORDINATION)
    page.goto(allonnes)
    julie.goto(allonnes)
    for one, name in ((julie, "De Julie"), (page, "De Claire")):
        go(one, 6, "title")
        one.keyboard.press("Enter")
        one.keyboard.type(name)
        one.keyboard.press("Enter")
        if one is julie:
            said(julie, "Intitulé\u00a0: enregistré.")

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("De Julie")
    expect(dialog).to_contain_text("De Claire")
    dialog.locator(f"[data-keep={choice}]").click()

    expect(dialog).not_to_be_visible()
    expect(cell(page, 6, "title")).to_contain_text(kept)
    assert the(6).title == kept


def test_several_actions_at_once(page, allonnes):
    page.goto(allonnes)

    page.get_by_role("checkbox", name="Choisir l’action 1", exact=True).check()
    page.get_by_role("checkbox", name="Choisir l’action 2", exact=True).check()
    expect(page.locator("[data-picked]")).to_have_text("2 actions choisies")
    page.locator("#lot").get_by_label("Axe national").select_option("continuity")
    page.locator("#lot").get_by_role("button", name="Appliquer").click()

    expect(page.get_by_role("status").first).to_contain_text("2 actions modifiées.")
    assert list(Action.objects.filter(axis="continuity").values_list("serial", flat=True)) == [1, 2]


def test_who_only_reads_types_nothing(as_, allonnes):
    page = as_(Role.PREFECTURE)
    page.goto(allonnes)

    assert page.locator("[data-f]").count() == 0
    assert page.locator("script").count() == 0


def test_a_holder_sees_their_actions_alone(as_, allonnes):
    page = as_(Role.HOLDER, "Centre social")
    page.goto(allonnes)

    expect(page.locator("tbody tr[id^=action-]")).to_have_count(3)
    expect(page.locator("#toit .big").first).to_have_text("3")
    page.goto(f"{allonnes}actions/4/")
    expect(page.locator("h1")).to_have_text("Il n’y a rien sous ce toit")
