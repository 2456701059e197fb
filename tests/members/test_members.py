"""The page of members: who has which role; inviting, sending again, taking back, changing, ending, by its forms."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from preau.members.operations.invitations import accept
from preau.people.models import Invitation, Membership
from preau.people.roles import Role
from tests.factories.invitations import an_invitation
from tests.factories.people import a_member, a_user
from tests.factories.programmes import CiteFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

PAGE = "/allonnes/membres/"
LINK = re.compile(r"http://testserver(/invitation/[\w-]{43}/)")


def number_of(user):
    return Membership.objects.get(user=user).pk


def test_members_stand_under_their_role(visit, allonnes, claire):
    organisation = OrganisationFactory(cite=allonnes, name="Centre social")
    a_member(Role.HOLDER, allonnes, email="karim@ville.example", organisation=organisation)
    a_member(Role.PREFECTURE, allonnes, email="hugo@etat.example")

    seen = visit(PAGE)

    day = seen.rows()[2][2]
    assert seen.rows()[1:] == [
        ["Coordination"],
        ["Claire vousclaire@ville.example", "", day, day, "Modifier le rôle de Claire"],
        ["Préfecture"],
        ["Hugohugo@etat.example", "", day, "jamais", "Modifier le rôle de Hugo"],
        ["Porteur"],
        ["Karimkarim@ville.example", "Centre social", day, "jamais", "Modifier le rôle de Karim"],
    ]
    assert seen.texts(".big") == ["3", "1 sur 3", "0"]


@pytest.mark.parametrize("role", [Role.PREFECTURE, Role.MANAGER])
def test_who_does_not_invite_reads_names_and_no_address(client, visit, allonnes, role):
    client.force_login(a_member(role, allonnes))

    seen = visit(PAGE)

    assert (seen.status, "claire@" in seen.text, len(seen.tree.xpath("//main//form"))) == (200, False, 0)
    assert [len(row) for row in seen.rows() if len(row) > 1] == [3, 3, 3]


def test_a_holder_reads_the_coordination_and_their_own(client, visit, allonnes, claire):
    mine, other = (OrganisationFactory(cite=allonnes, name=name) for name in ("Micro-Folie", "Ludothèque"))
    a_member(Role.PREFECTURE, allonnes, email="prefecture@etat.example")
    a_member(Role.HOLDER, allonnes, email="autre@ludo.example", organisation=other)
    client.force_login(a_member(Role.HOLDER, allonnes, email="moi@folie.example", organisation=mine))

    seen = visit(PAGE)

    assert [row[0].split()[0] for row in seen.rows() if len(row) > 1][1:] == ["Claire", "Moi"]


@pytest.mark.parametrize("members", [1, 3])
def test_the_page_costs_the_same_whatever_its_length(client, allonnes, claire, members, django_assert_num_queries):
    for number in range(members):
        organisation = OrganisationFactory(cite=allonnes, name=f"Centre {number}")
        a_member(Role.HOLDER, allonnes, email=f"porteur{number}@ville.example", organisation=organisation)
        an_invitation(
            allonnes, email=f"a{number}@ville.example", role=Role.HOLDER, organisation=organisation, by=claire
        )
        done = an_invitation(allonnes, email=f"b{number}@ville.example", by=claire)
        accept(secret=done.secret, user=a_user(f"b{number}@ville.example"))

    with django_assert_num_queries(9):
        client.get(PAGE)


def test_inviting_sends_a_link_and_lists_the_invitation(visit, allonnes, claire, letters):
    seen = visit(PAGE, {"email": "nouveau@ville.example", "role": "reader"})

    assert seen.texts(".note") == ["Invitation envoyée à nouveau@ville.example."]
    assert [row[:2] for row in seen.rows()[-1:]] == [["nouveau@ville.example", "Lecture"]]
    assert [letter.to for letter in letters] == [["nouveau@ville.example"]]
    assert LINK.search(seen.body) is None


def test_without_letters_the_link_is_shown_once_to_who_invited(client, visit, allonnes, claire):
    first = visit(PAGE, {"email": "nouveau@ville.example", "role": "reader"})
    again = visit(PAGE)

    link = LINK.search(first.body).group(1)
    assert LINK.search(again.body) is None
    client.logout()
    assert visit(link).texts("h1") == ["Cité éducative d’Allonnes"]


def test_a_link_shown_to_copy_is_remembered_until_a_letter_carries_another(visit, allonnes, claire, settings):
    visit("/allonnes/membres/", {"email": "paul@ville.example", "role": "reader"})
    shown = Invitation.objects.get()
    settings.PREAU_MAILS = True
    visit(f"/allonnes/membres/invitations/{shown.pk}/renvoyer/", {"mark": shown.digest[:12]})

    assert (shown.link_shown, Invitation.objects.get().link_shown) == (True, False)


def test_a_click_repeated_gives_a_link_that_works(client, visit, allonnes, claire):
    sent = {"email": "nouveau@ville.example", "role": "reader"}
    client.post(PAGE, sent)

    seen = visit(PAGE, sent)

    link = LINK.search(seen.body).group(1)
    client.logout()
    assert (Invitation.objects.count(), visit(link).status) == (1, 200)


def test_a_click_repeated_sends_one_letter(visit, allonnes, claire, letters):
    sent = {"email": "nouveau@ville.example", "role": "reader"}

    seen = [visit(PAGE, sent).status for _ in range(2)]

    assert (seen, len(letters)) == ([200, 200], 1)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, ["Écrivez l’adresse électronique de la personne.", "Choisissez un rôle."]),
        ({"email": "zob", "role": "reader"}, ["Écrivez une adresse complète, par exemple c.morin@exemple.fr."]),
        ({"email": "a@b.example", "role": "administrator"}, ["Choisissez un rôle de la liste."]),
        (
            {"email": "a@b.example", "role": "holder"},
            ["Choisissez l’organisme pour lequel la personne a ce rôle."],
        ),
    ],
)
def test_what_is_missing_is_said_beside_it_and_what_was_typed_is_kept(visit, allonnes, claire, sent, said):
    seen = visit(PAGE, sent)

    assert (seen.status, seen.texts("p.err")) == (200, said)
    assert seen.tree.get_element_by_id("id_email").get("value", "") == sent.get("email", "")
    assert Invitation.objects.count() == 0


def test_a_refusal_stands_over_the_form(visit, allonnes, claire):
    seen = visit(PAGE, {"email": claire.email, "role": "coordination"})

    assert seen.texts(".note") == ["Claire a déjà ce rôle."]


def test_invitations_that_wait_expire_or_ended_are_told_apart(visit, allonnes, claire):
    an_invitation(allonnes, email="attend@ville.example", by=claire)
    old = an_invitation(allonnes, email="expire@ville.example", by=claire).invitation
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=1))
    done = an_invitation(allonnes, email="vient@ville.example", by=claire)
    accept(secret=done.secret, user=a_user("vient@ville.example"))

    seen = visit(PAGE)

    assert [text.split(",")[0] for text in seen.texts(".st")] == ["En attente", "Expirée"]
    assert [text for text in seen.texts("details") if "Acceptée" in text] != []


def test_an_invitation_is_sent_again_and_taken_back(visit, allonnes, claire, letters):
    invitation = an_invitation(allonnes, by=claire).invitation
    address = f"{PAGE}invitations/{invitation.pk}"

    again = visit(f"{address}/renvoyer/", {"mark": invitation.digest[:12]})
    back = visit(f"{address}/annuler/", {})
    late = visit(f"{address}/renvoyer/", {"mark": "x"})

    assert again.texts(".note") == ["Invitation envoyée à nouveau@ville.example."]
    assert back.texts(".note") == ["L’invitation de nouveau@ville.example est annulée : son lien ne mène plus à rien."]
    assert late.texts(".note") == ["Cette invitation est annulée. Invitez de nouveau la personne si elle doit venir."]
    assert len(letters) == 1


def test_a_role_is_changed_on_its_page(visit, allonnes, claire):
    number = number_of(a_member(Role.READER, allonnes, email="karim@ville.example"))

    seen = visit(f"{PAGE}{number}/", {"role": "town"})

    assert seen.texts(".note") == ["Karim : Ville."]
    assert Membership.objects.get(pk=number).role == Role.TOWN


def test_a_role_is_ended_on_its_page_and_a_second_click_says_so(visit, allonnes, claire):
    number = number_of(a_member(Role.READER, allonnes, email="karim@ville.example"))

    first = visit(f"{PAGE}{number}/retirer/", {})
    second = visit(f"{PAGE}{number}/retirer/", {})

    assert first.texts(".note") == ["Karim n’a plus le rôle « Lecture » dans cette cité."]
    assert second.texts(".note") == ["Ce rôle n’existe plus."]


def test_the_last_coordination_is_told_why_it_stays(visit, allonnes, claire):
    page = f"{PAGE}{number_of(claire)}/"

    seen, sent = visit(page), visit(f"{page}retirer/", {})

    assert "C’est votre propre rôle." in seen.texts(".note")[0]
    assert "Claire est la seule coordination" in seen.texts("section.sheet")[1]
    assert (sent.status, Membership.objects.filter(user=claire).exists()) == (409, True)


def test_whoever_ends_their_own_role_is_warned_and_led_out(client, visit, allonnes, claire):
    a_member(Role.COORDINATION, allonnes)
    page = f"{PAGE}{number_of(claire)}/"

    warned, left = visit(page), visit(f"{page}retirer/", {})

    assert warned.texts("section.sheet")[1].startswith("Quitter ce rôle Vous n’ouvrirez plus")
    assert left.response.redirect_chain == [("/", 302)]
    assert visit(PAGE).status == 404


@pytest.fixture
def le_mans(db):
    """Another cité, which Claire does not coordinate, with a member, an organisation and an invitation."""
    other = CiteFactory(slug="le-mans", coordinated=False)
    OrganisationFactory(cite=other, name="Ludothèque du Mans")
    return other


def test_nothing_of_another_cite_is_seen_counted_or_reached(visit, allonnes, claire, le_mans):
    member = number_of(a_member(Role.READER, le_mans, email="secret@mans.example"))
    invitation = an_invitation(le_mans, email="invite@mans.example").invitation
    before = list(Membership.objects.values()), list(Invitation.objects.values())

    page = visit(PAGE)
    reached = [
        visit(f"{PAGE}{member}/").status,
        visit(f"{PAGE}{member}/", {"role": "town"}).status,
        visit(f"{PAGE}invitations/{invitation.pk}/renvoyer/", {"mark": invitation.digest[:12]}).status,
        visit(f"{PAGE}invitations/{invitation.pk}/annuler/", {}).status,
    ]
    ended, unknown = visit(f"{PAGE}{member}/retirer/", {}), visit(f"{PAGE}999999/retirer/", {})

    assert [word for word in ("Mans", "mans", "secret") if word in page.body] == []
    assert page.texts(".big") == ["1", "0 sur 3", "0"]
    assert reached == [404, 404, 404, 404]
    assert ended.texts(".note") == unknown.texts(".note") == ["Ce rôle n’existe plus."]
    assert (list(Membership.objects.values()), list(Invitation.objects.values())) == before


def test_an_organisation_of_another_cite_is_no_choice(visit, allonnes, claire, le_mans):
    organisation = le_mans.organisations.get()

    seen = visit(PAGE, {"email": "a@b.example", "role": "holder", "organisation": organisation.pk})

    assert seen.texts("p.err") == ["Choisissez un organisme de la liste."]
    assert Invitation.objects.count() == 0
