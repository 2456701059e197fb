"""A real browser, the system's own Chromium, on a wide screen and on a phone, signed in without typing a password."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest
from playwright.sync_api import sync_playwright

from preau.annexes.operations import import_annex, target_of, undo_import
from preau.formats.annex import read_annex
from preau.people.models import Cite
from tests.factories.people import a_user, coordinates
from tests.journeys.visitors import PHONE, WIDE, a_page, somebody
from tools.system import chromium


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
        running = playwright.chromium.launch(executable_path=program, chromium_sandbox=sandbox, args=["--lang=fr"])
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def claire(transactional_db):
    """Claire, who coordinates every cité that `bring` brings."""
    return a_user()


@pytest.fixture
def page(browser, site, claire):
    """Claire's page on a wide screen. A script that fails in it fails the test."""
    yield from a_page(browser, site, claire, WIDE)


@pytest.fixture
def phone(browser, site, claire):
    """Claire's page on a phone, held upright, touched with a finger. A script that fails in it fails the test."""
    yield from a_page(browser, site, claire, PHONE)


@pytest.fixture
def as_(browser, site):
    """Open a page as somebody with a role: `as_(Role.TOWN)`, `as_(Role.HOLDER, "JSA")`, `as_(None)` for nobody.

    The cité must be there; that of an organisation, which a holder and a facilitator need, is made where it is not.
    """
    opened = []

    def as_(role, organisation="Centre social", *, slug="allonnes", screen=WIDE):
        opened.append(a_page(browser, site, role and somebody(role, organisation, slug), screen))
        return next(opened[-1])

    yield as_
    for one in opened:
        next(one, None)


@pytest.fixture
def known_day(monkeypatch):
    """The day that pictures show, and the same hour all day long."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 22, 10, tzinfo=UTC))


@pytest.fixture
def site(live_server):
    """An installation without any programme; its address."""
    return live_server.url


@pytest.fixture
def bring(site):
    """Import a text as the annex of Allonnes, or of another cité, that Claire coordinates."""

    def bring(text, name="annexe1.txt", slug="allonnes"):
        data = text.encode()
        file = read_annex(data, name)
        imported = import_annex(file=file, data=data, target=target_of(file, slug=slug), by=None).imported
        coordinates(Cite.objects.get(slug=slug))
        return imported

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
