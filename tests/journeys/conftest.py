"""A real browser, the system's own Chromium, on a wide screen and on a phone."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import sync_playwright

from preau.annexes.operations import import_annex, target_of, undo_import
from preau.formats.annex import read_annex
from tools.system import chromium

WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once a session. Its loop runs in this thread, where Django would refuse to touch a database."""
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not installed")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sandbox = os.geteuid() != 0  # Chromium refuses to make its sandbox as root
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, chromium_sandbox=sandbox)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser):
    """A page on a wide screen. A script that fails in it fails the test."""
    yield from a_page(browser, WIDE)


@pytest.fixture
def phone(browser):
    """A page on a phone, held upright, touched with a finger. A script that fails in it fails the test."""
    yield from a_page(browser, PHONE)


def a_page(browser, screen):
    context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **screen)
    page = context.new_page()
    failures = []
    page.on("pageerror", lambda error: failures.append(error))  # noqa: PLW0108  a bound method is refused
    yield page
    context.close()
    assert failures == []


@pytest.fixture
def site(live_server, settings):
    """An open installation without any programme; its address."""
    return live_server.url


@pytest.fixture
def bring(site):
    """Import a text as the annex of Allonnes."""

    def bring(text, name="annexe1.txt", slug="allonnes"):
        data = text.encode()
        file = read_annex(data, name)
        return import_annex(file=file, data=data, target=target_of(file, slug=slug), by=None).imported

    return bring


@pytest.fixture
def allonnes(site, bring, seed_text):
    """The real programme of Allonnes, served; its address."""
    bring(seed_text.read_text())
    return f"{site}/allonnes/2020/"


@pytest.fixture
def history(site, bring, seed_text):
    """The same after an edited copy without action 14, and an import that was undone; its address."""
    text = seed_text.read_text()
    bring(text)
    edited = "\n".join(line for line in text.split("\n") if not line.startswith("14\t"))
    bring(edited.replace("16 000 €", "17 000 €"), "annexe1_corrigée.txt")
    undo_import(imported=bring(edited, "annexe1_erreur.txt"), by=None)
    return f"{site}/allonnes/2020/"
