"""Signs that no database keeps, numbers that none counts, typed in every form and every address: nothing fails."""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from preau.people.roles import Role
from preau.programmes.models import Action
from tests.addresses import ABSENT, ADDRESSES, MEMBERS
from tests.factories.world import SIGNED_OUT, a_world
from tests.site.seen import Seen

pytestmark = pytest.mark.django_db

STRANGE = ("a\0b", "9" * 30, "-" + "9" * 30, "\ufffd\U0001f600" * 50)
GUESSED = ("name", "text", "reason", "q", "year", "serial", "pk", "place", "plan", "vu", "accepter", "columns", "title")
"""Fields that are sent to every address, whatever its form has."""
OF_THE_INSTALLATION = {"installation", "accounts", "new_cite", "keep_cite"} | {
    name for name in MEMBERS if name.endswith(("_team", "_account"))
}
CELLS = "/allonnes/2020/cases/"


@pytest.fixture
def world():
    return a_world()


def somebody(world, name):
    """Whoever the page is for, and who fails of nothing."""
    client = Client(raise_request_exception=False)
    signed_out = name.startswith(("account_", "mfa_login", "invitation")) and ADDRESSES[name].get == "open"
    user = world.people[
        SIGNED_OUT if signed_out else Role.ADMINISTRATOR if name in OF_THE_INSTALLATION else Role.COORDINATION
    ]
    if user is not None:
        client.force_login(user)
    return client


def answer(client, path, sent):
    """The status of the answer to a form; whatever it did is undone."""
    with transaction.atomic():
        status = client.post(path, sent).status_code
        transaction.set_rollback(True)
    return status


def forms_of(page, path):
    """The forms that a page sends: where, and what each field says."""
    for form in page.tree.xpath("//form[@method='post']") if page.tree is not None else ():
        yield form.get("action") or path, {name: value or "" for name, value in form.fields.items() if name}


def path_of(name, world):
    """An address in full."""
    given = {word: value(world) if callable(value) else value for word, value in ADDRESSES[name].given.items()}
    return reverse(name, kwargs=given)


@pytest.mark.parametrize("name", sorted(name for name, one in ADDRESSES.items() if one.get not in (None, ABSENT)))
def test_no_form_of_a_page_fails_of_a_strange_sign(name, world):
    path, client = path_of(name, world), somebody(world, name)

    failed = []
    for action, fields in forms_of(Seen(client.get(path)), path):
        for field in fields:
            failed += [
                (action, field, strange)
                for strange in STRANGE
                if answer(client, action, {**fields, field: strange}) >= 500
            ]

    assert failed == []


@pytest.mark.parametrize("name", sorted(name for name, one in ADDRESSES.items() if one.post not in (None, ABSENT)))
def test_no_address_fails_of_a_strange_field(name, world):
    path, client = path_of(name, world), somebody(world, name)

    failed = [
        strange for strange in STRANGE if answer(client, path, dict.fromkeys((*GUESSED, strange), strange)) >= 500
    ]

    assert failed == []


@pytest.mark.parametrize("name", sorted(name for name, one in ADDRESSES.items() if one.get not in (None, ABSENT)))
def test_no_page_fails_of_a_strange_question(name, world):
    path, client = path_of(name, world), somebody(world, name)
    asked = ("q", "page", "dans", "theme", "porteur", "etat", "tri", "groupe", "lignes", "next", "gravite", "annee")

    failed = [strange for strange in STRANGE if client.get(path, dict.fromkeys(asked, strange)).status_code >= 500]

    assert failed == []


@pytest.mark.parametrize("words", ["%00", "a%00b", "%ED%A0%80", "9" * 30])
def test_no_address_fails_of_a_strange_word(words, world):
    client = somebody(world, "programme")
    paths = (
        f"/{words}/", f"/allonnes/{words}/", f"/allonnes/2020/actions/{words}/", f"/allonnes/2020/imports/{words}/",
        f"/allonnes/organismes/{words}/", f"/allonnes/2020/annexe.{words}", f"/invitation/{words}/",
        f"/allonnes/importer/{words}/", f"/aide/{words}/", f"/allonnes/papiers/{words}/",
        f"/verifier/?empreinte={words}", f"/allonnes/seances/{words}/", f"/allonnes/seances/1/compte-rendu.{words}",
        f"/compte/oidc/{words}/login/",
    )  # fmt: skip

    assert [path for path in paths if client.get(path).status_code >= 500] == []
    assert client.post(f"/allonnes/2020/a-verifier/{words}/garder", {"reason": "b"}).status_code < 500


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"edits": [[10**30, "title", None, "a"]]}),
        json.dumps({"edits": [[-1, "title", None, "a"]]}),
        json.dumps({"edits": [["1", "titre\ud800", None, "a"]]}),
        '{"edits": [[Infinity, "title", null, "a"]]}',
        '{"edits": ' + "[" * 100_000,
        '{"\\ud800": "\\u0000"}',
        "\0",
    ],
)
def test_cells_that_no_script_of_ours_sends_are_refused(body, world):
    client = somebody(world, "cells")

    assert client.post(CELLS, body, content_type="application/json").status_code == 422


@pytest.mark.parametrize("text", ["Atelier \ud800 vélo", "Atelier \0 vélo"])
@pytest.mark.parametrize("field", ["title", "description"])
def test_a_cell_keeps_a_mark_in_place_of_what_cannot_be_kept(field, text, world):
    client = somebody(world, "cells")
    body = json.dumps({"edits": [[1, field, None, text]]})

    response = client.post(CELLS, body, content_type="application/json")

    assert response.status_code == 200
    assert getattr(Action.objects.get(programme__cite=world.cite, serial=1), field) == "Atelier \ufffd vélo"
