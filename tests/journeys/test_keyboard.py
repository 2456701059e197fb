"""The pages with a keyboard alone: everything is reached, seen, and nothing covers it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

FOCUS = """() => {
  const one = document.activeElement, box = one.getClientRects()[0];
  const seen = one.matches('.unseen') ? one.closest('label') : one, style = getComputedStyle(seen);
  const points = [[.5, .5], [.1, .5], [.9, .5]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]);
  const clear = points.some(([x, y]) => seen.contains(document.elementFromPoint(x, y) || document.head));
  return {
    name: one.textContent.trim() || one.getAttribute('aria-label') || one.name,
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    clear: clear || one.matches('.unseen'),
  };
}"""


def stops(page, limit=400):
    """Every place that Tab stops at, from the top to the end of the page."""
    found = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        found.append(page.evaluate(FOCUS))
    return found


def test_the_first_stop_leads_to_the_content(page, allonnes):
    page.goto(allonnes)

    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert (skip.inner_text(), skip.is_visible()) == ("Aller au contenu", True)

    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


@pytest.mark.parametrize("path", ["", "actions/15/", "a-verifier/", "imports/1/"])
def test_every_stop_is_seen_and_nothing_covers_it(page, allonnes, path):
    page.goto(allonnes + path)

    found = stops(page)

    assert len(found) > 15
    assert [stop["name"] for stop in found if not stop["outlined"]] == []
    assert [stop["name"] for stop in found if not stop["clear"]] == []


def test_the_menu_of_files_opens_and_is_walked_through(page, allonnes):
    page.goto(allonnes)

    page.locator("summary", has_text="Exporter").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator(":focus").inner_text() == "PDF"


def test_a_theme_is_chosen_with_the_space_bar(page, allonnes):
    page.goto(allonnes)

    page.get_by_role("checkbox", name="Environnement").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(page.locator("tr[id^=action-]")).to_have_count(1)
