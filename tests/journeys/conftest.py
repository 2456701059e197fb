"""A real browser, the system's own Chromium, on a wide screen and on a phone."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import sync_playwright

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
