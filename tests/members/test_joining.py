"""Where the link of an invitation leads: to an account, to a role, or to one page that tells nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.utils import timezone

from preau.members.operations.invitations import revoke
from preau.people.models import Invitation, Membership, User
from preau.people.roles import Role
from tests.factories.invitations import an_invitation, link_of
from tests.factories.people import a_user
from tests.site.seen import Seen

pytestmark = pytest.mark.django_db

PASSWORD = "un préau sous la pluie"  # noqa: S105 - of nobody
WHO = {"name": "Karim Haddad", "password": PASSWORD}
ADDRESS = "nouveau@ville.example"


@pytest.fixture
def invited(allonnes):
    return an_invitation(allonnes)


def test_a_new_person_makes_their_account_and_is_in(client, visit, allonnes, invited):
    asked = visit(link_of(invited))
    joined = visit(link_of(invited), WHO)

    user = User.objects.get(email=ADDRESS)
    assert asked.tree.get_element_by_id("adresse").get("value") == ADDRESS
    assert (user.name, user.check_password(PASSWORD)) == ("Karim Haddad", True)
    assert [(one.cite, one.role) for one in user.memberships.all()] == [(allonnes, "reader")]
    assert EmailAddress.objects.filter(user=user, email=ADDRESS, verified=True).exists()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert joined.texts(".note")[0] == "Bienvenue dans la cité éducative d’Allonnes. Votre rôle : Lecture."


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": "", "password": PASSWORD}, "Écrivez votre prénom et votre nom."),
        ({"name": "Karim", "password": ""}, "Choisissez un mot de passe."),
        ({"name": "Karim", "password": "court"}, "Ce mot de passe est trop court."),
    ],
)
def test_what_is_missing_makes_no_account(visit, invited, sent, said):
    seen = visit(link_of(invited), sent)

    assert said in seen.text
    assert seen.tree.get_element_by_id("id_name").get("value", "") == sent["name"]
    assert (User.objects.filter(email=ADDRESS).exists(), Invitation.objects.get().accepted_at) == (False, None)


def test_whoever_has_an_account_signs_in_then_accepts(client, visit, allonnes, invited):
    user = a_user(ADDRESS)

    asked = visit(link_of(invited))
    client.force_login(user)
    ready = visit(link_of(invited))
    joined = visit(link_of(invited), {})

    login = f"/compte/login/?next={link_of(invited)}"
    assert login in asked.tree.xpath("//main//a/@href")
    assert ready.texts("button.main") == ["Accepter l’invitation"]
    assert joined.status == 200
    assert user.memberships.get().role == Role.READER


@pytest.mark.usefixtures("claire")
@pytest.mark.parametrize("sent", [None, {}, WHO], ids=["looked at", "accepted", "filled in"])
@pytest.mark.parametrize("has_account", [True, False])
def test_somebody_else_is_told_to_sign_out_and_gets_nothing(visit, invited, has_account, sent):
    if has_account:
        a_user(ADDRESS)

    seen = visit(link_of(invited), sent)

    assert seen.texts("button.main") == ["Se déconnecter"]
    assert not Membership.objects.filter(role=Role.READER).exists()
    assert User.objects.filter(email=ADDRESS).exists() is has_account


def test_a_signed_out_person_with_an_account_gets_no_role_by_filling_in_the_form(visit, invited):
    user = a_user(ADDRESS)

    visit(link_of(invited), WHO)

    user.refresh_from_db()
    assert (user.memberships.count(), user.check_password(PASSWORD)) == (0, False)


def dead(invited, why):
    """The link, once it leads nowhere for that reason."""
    if why == "used":
        Client().post(link_of(invited), WHO)
        Invitation.objects.update(accepted_at=timezone.now() - timedelta(hours=1))
    elif why == "revoked":
        revoke(invitation=invited.invitation, by=a_user())
    elif why == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    elif why == "closed account":
        user = a_user(ADDRESS)
        user.is_active = False
        user.save()
    return "/invitation/x/" if why == "unknown" else link_of(invited)


@pytest.mark.parametrize("sent", [None, WHO], ids=["looked at", "filled in"])
@pytest.mark.parametrize("has_account", [True, False])
@pytest.mark.parametrize("why", ["used", "revoked", "expired", "unknown", "closed account"])
def test_links_that_lead_nowhere_answer_alike(invited, why, has_account, sent):
    if has_account and why not in {"used", "closed account"}:
        a_user(ADDRESS)
    address = dead(invited, why)
    answer = Client().get(address) if sent is None else Client().post(address, sent)

    blank = Client().get("/invitation/personne/")

    assert (answer.status_code, Seen(answer).text) == (404, Seen(blank).text)
    assert (answer.headers["Cache-Control"], answer.cookies.keys()) == (
        blank.headers["Cache-Control"],
        blank.cookies.keys(),
    )


def test_a_finger_that_clicks_twice_is_in_all_the_same(invited):
    first, second = Client(), Client()
    first.post(link_of(invited), WHO)

    answer = second.post(link_of(invited), WHO)

    assert (answer.status_code, answer.url) == (302, "/")
    assert second.session["_auth_user_id"] == first.session["_auth_user_id"]
    assert Membership.objects.filter(role=Role.READER).count() == 1


@pytest.mark.parametrize("why", ["another password", "later", "an older account"])
def test_the_second_click_opens_nothing_to_anybody_else(invited, why):
    Client().post(link_of(invited), WHO)
    if why == "later":
        Invitation.objects.update(accepted_at=timezone.now() - timedelta(minutes=2))
    elif why == "an older account":
        User.objects.filter(email=ADDRESS).update(date_joined=timezone.now() - timedelta(days=2))
    client = Client()

    answer = client.post(link_of(invited), WHO | ({"password": "autre"} if why == "another password" else {}))

    assert (answer.status_code, "_auth_user_id" in client.session) == (404, False)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="the SQLite of the tests is in memory, and has one writer")
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_account(allonnes):
    invited, clients = an_invitation(allonnes), [Client(), Client()]

    with ThreadPoolExecutor() as at_once:
        answers = list(at_once.map(partial(joins, link_of(invited)), clients))

    assert answers == [(302, "/"), (302, "/")]
    assert {client.session["_auth_user_id"] for client in clients} == {str(User.objects.get(email=ADDRESS).pk)}
    assert Membership.objects.filter(role=Role.READER).count() == 1


def joins(address, client):
    try:
        answer = client.post(address, WHO)
        return answer.status_code, answer.headers.get("Location")
    finally:
        connection.close()


@pytest.mark.parametrize("shown", [True, False])
def test_the_address_of_whoever_joins_by_a_link_that_was_shown_is_assumed(client, invited, shown):
    Invitation.objects.update(link_shown=shown)

    client.post(link_of(invited), {"name": "Paul", "password": "un préau sous la pluie"})

    assert User.objects.get(email=invited.invitation.email).address_assumed == shown


def test_accepting_twice_leads_to_the_same_place(client, invited):
    client.force_login(a_user(ADDRESS))

    answers = [client.post(link_of(invited)) for _ in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/"), (302, "/")]


def test_the_page_is_kept_by_no_cache_and_tells_no_other_site_of_its_address(client, invited):
    answer = client.get(link_of(invited))

    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
