"""What no page tells: who did what, to those who read the figures alone; another's action, to whoever holds one."""

from __future__ import annotations

import pytest
from django.test import Client

from preau.annexes import uploads
from preau.annexes.editing import Edit, edit_actions
from preau.annexes.models import Import, Upload
from preau.annexes.operations import undo_import
from preau.people.models import User
from preau.people.roles import Role
from preau.programmes.attachments import attach
from preau.programmes.comments import comment_on
from preau.programmes.models import ActionHolder
from tests.addresses import ABSENT, ADDRESSES
from tests.factories.programmes import OrganisationFactory
from tests.factories.uploads import choosing
from tests.factories.world import PDF, a_world
from tests.test_strange_signs import path_of

pytestmark = pytest.mark.django_db

MORE = (
    "/allonnes/2020/actions/2/",
    "/?q=parchemin", "/allonnes/chercher/?q=parchemin", "/allonnes/chercher/?q=Zephyrin", "/allonnes/2020/?q=parchemin",
    "/allonnes/chercher/?q=lecture&dans=actions", "/allonnes/2020/?groupe=porteur", "/allonnes/2020/annexe.xlsx",
    "/allonnes/2020/annexe.html", "/allonnes/2020/annexe.docx", "/allonnes/2020/a-verifier/?gravite=erreurs",
)  # fmt: skip
"""Pages besides one of each address: searches, other views, other papers."""
HIDDEN = "Kermesse"
"""In the title of every action that a holder does not read; no search says it."""


@pytest.fixture
def lived():
    """Allonnes after people commented, called, joined, edited, imported, undid and accepted."""
    world = a_world()
    for number, user in enumerate(User.objects.order_by("pk")):
        User.objects.filter(pk=user.pk).update(name=f"Zephyrin{number}x Quidam{number}x")
    claire = User.objects.get(pk=world.people[Role.COORDINATION].pk)
    programme = world.acceptance.programme
    action, other = programme.actions.order_by("serial")
    comment_on(action=action, text=f"Le parchemin, @{world.people[Role.TOWN].name}", by=claire)
    comment_on(action=other, text="Le parchemin aussi", by=claire)
    attach(action=other, name="parchemin.pdf", data=PDF + b"%", by=claire)
    edit_actions(programme=programme, edits=[Edit(1, "audience", None, "Tous")], by=claire)
    uploads.read(pk=world.upload.pk)
    upload = Upload.objects.get(pk=world.upload.pk)
    uploads.apply_upload(upload=upload, choices=choosing(upload, year=2020), by=claire)
    undo_import(imported=Import.objects.order_by("pk").last(), by=claire)
    return world


def served(world, user):
    """Whatever the person is served, by address, as text."""
    client = Client()
    client.force_login(user)
    paths = [path_of(name, world) for name, one in ADDRESSES.items() if one.get not in (None, ABSENT)]
    imports = [f"/allonnes/2020/imports/{one.operation.number}/" for one in Import.objects.select_related("operation")]
    answers = {path: client.get(path) for path in (*paths, *imports, *MORE)}
    return {path: one.content.decode("utf-8", "replace") for path, one in answers.items() if one.status_code == 200}


def test_the_coordination_is_told_of_people(lived):
    """Without this one, the tests below could pass on pages where nobody did anything."""
    claire = User.objects.get(pk=lived.people[Role.COORDINATION].pk)
    town = User.objects.get(pk=lived.people[Role.TOWN].pk)

    pages = served(lived, town)

    telling = {path for path, page in pages.items() if claire.name in page}
    action, brought = (
        "/allonnes/2020/actions/1/",
        f"/allonnes/2020/imports/{Import.objects.latest('pk').operation.number}/",
    )
    assert {"/allonnes/", "/allonnes/membres/", "/allonnes/chercher/?q=parchemin", action, brought} <= telling


@pytest.mark.parametrize("role", [Role.READER, Role.NATIONAL])
def test_whoever_reads_figures_alone_is_told_nobody(role, lived):
    me = User.objects.get(pk=lived.people[role].pk)
    others = User.objects.exclude(pk=me.pk)

    pages = served(lived, me)
    told = [
        (path, said)
        for path, page in pages.items()
        for other in others
        for said in (other.name, other.email)
        if said in page
    ]

    assert len(pages) > 20
    assert told == []


def test_a_holder_is_told_no_action_of_another(lived):
    me = User.objects.get(pk=lived.people[Role.HOLDER].pk)
    programme = lived.acceptance.programme
    elsewhere = OrganisationFactory(cite=lived.cite, name="Comité des fêtes")
    action = programme.actions.get(serial=2)
    action.title = f"{HIDDEN} parchemin"
    action.fold_search()
    action.save()
    ActionHolder.objects.filter(action=action).update(organisation=elsewhere)

    pages, whole = served(lived, me), served(lived, lived.people[Role.READER])

    assert len(pages) > 20
    assert {"/allonnes/2020/", "/allonnes/2020/actions/2/", "/allonnes/2020/annexe.csv"} <= {
        path for path, page in whole.items() if HIDDEN in page
    }
    assert [path for path, page in pages.items() if HIDDEN in page] == []
