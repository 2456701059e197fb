"""The demonstration: one person a role, whose place one takes in a click; nothing of it elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client

from preau.members.demonstration import HATS, ensure_hats
from preau.people.models import Membership, User
from preau.people.roles import Role
from tests.factories.programmes import a_programme
from tests.site.seen import Seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    """The programme of Allonnes with the people of the demonstration."""
    settings.PREAU_DEMO = True
    cite = a_programme().cite
    ensure_hats(cite)
    return cite


def test_there_is_one_person_a_role_and_they_are_made_once(demo):
    ensure_hats(demo)

    assert [hat.role for hat in HATS] == list(Role)
    assert sorted(
        Membership.objects.filter(user__email__endswith="@demo.example").values_list("role", flat=True)
    ) == sorted(Role)
    assert not any(user.has_usable_password() for user in User.objects.filter(email__endswith="@demo.example"))


def test_the_page_to_sign_in_shows_them_and_one_click_leads_to_the_programme(client, demo):
    asked = Seen(client.get("/allonnes/2020/", follow=True))
    [form, *_] = asked.tree.xpath("//ul[@class='hats']//form")

    entered = client.post(form.get("action"), dict(form.fields), follow=True)

    assert asked.texts("button.hat")[0] == "Entrer comme Claire MorinCoordination"
    assert len(asked.texts("button.hat")) == 10
    assert (entered.redirect_chain, entered.wsgi_request.user.name) == ([("/allonnes/2020/", 302)], "Claire Morin")


def test_the_menu_of_the_account_changes_the_person_in_one_click(client, demo):
    client.post("/demo/coordination/")
    page = Seen(client.get("/allonnes/2020/"))
    forms = {form.get("action"): form for form in page.all("form")}

    changed = client.post("/demo/prefecture/", dict(forms["/demo/prefecture/"].fields), follow=True)

    assert (changed.redirect_chain, changed.wsgi_request.user.name) == ([("/allonnes/2020/", 302)], "Hugo Lambert")


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.READER, "/allonnes/2020/actions/1/"),
        (Role.HOLDER, "/"),
        (Role.FACILITATOR, "/"),
        (Role.ADMINISTRATOR, "/installation/"),
    ],
)
def test_each_goes_where_they_see_something(client, demo, role, page):
    answer = client.post(f"/demo/{role}/", {"next": "/allonnes/2020/actions/1/"})

    assert (answer.status_code, answer.url) == (302, page)


@pytest.mark.parametrize("away", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"])
def test_it_leads_to_no_other_site(client, demo, away):
    assert client.post("/demo/reader/", {"next": away}).url == "/"


def test_outside_the_demonstration_there_is_none_of_it(client, demo, settings):
    settings.PREAU_DEMO = False

    answer = client.post("/demo/coordination/")
    asked = Seen(client.get("/compte/login/"))

    assert (answer.status_code, "_auth_user_id" in client.session, asked.all("button.hat")) == (404, False, [])


def test_nobody_is_entered_who_is_not_of_the_demonstration(client, settings):
    settings.PREAU_DEMO = True
    a_programme()

    assert client.post("/demo/coordination/").status_code == 404
    assert client.post("/demo/roi/").status_code == 404


def test_another_site_cannot_change_the_person(demo):
    assert Client(enforce_csrf_checks=True).post("/demo/coordination/").status_code == 403
