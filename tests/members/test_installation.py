"""The installation: cités created, coordinations invited, roles and accounts kept. No programme is read there."""

from __future__ import annotations

import pytest

from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.members.operations.installation import create_cite, make_administrator, set_active
from preau.members.queries import accounts
from preau.people.models import Cite, Invitation, Membership
from preau.people.models.cites import RESERVED
from preau.people.roles import Role
from tests.factories.people import a_member, a_user, coordinates
from tests.factories.programmes import CiteFactory, a_programme

pytestmark = pytest.mark.django_db

PASSWORD = "un préau sous la pluie"  # noqa: S105 - of nobody
NEW = "/installation/cites/nouvelle/"


@pytest.fixture
def thomas(client, db):
    """Thomas, who administers, signed in."""
    user = a_member(Role.ADMINISTRATOR, email="thomas@ville.example")
    client.force_login(user)
    return user


def test_cites_are_named_and_their_members_counted_and_no_more(visit, thomas):
    a_programme("allonnes")
    CiteFactory(slug="le-mans", coordinated=False)

    seen = visit("/installation/")

    assert seen.rows()[1:3] == [
        ["Allonnes", "/allonnes/", "1", "1 personne"],
        ["Le-Mans", "/le-mans/", "0", "à nommer"],
    ]
    assert seen.texts(".big") == ["2", "1"]
    assert visit("/allonnes/2020/").status == 404


@pytest.mark.parametrize("cites", [1, 3])
def test_the_page_costs_the_same_whatever_its_length(client, thomas, cites, django_assert_num_queries):
    for number in range(cites):
        CiteFactory(slug=f"cite-{number}")
        a_member(Role.NATIONAL, email=f"national{number}@etat.example")

    with django_assert_num_queries(6):
        client.get("/installation/")


def test_a_cite_is_created_with_its_coordination_invited(visit, thomas, letters):
    seen = visit(NEW, {"name": "  Le  Mans ", "slug": "", "email": "claire@mans.example"})

    cite = Cite.objects.get()
    told = Operation.objects.order_by("number")
    assert (cite.slug, cite.name, seen.texts("h1")) == ("le-mans", "Le Mans", ["Cité éducative du Mans"])
    assert [(one.cite, one.role, one.email) for one in Invitation.objects.all()] == [
        (cite, "coordination", "claire@mans.example")
    ]
    assert [letter.to for letter in letters] == [["claire@mans.example"]]
    assert [(one.label, one.by) for one in told] == [
        ("Création de la cité éducative", thomas),
        ("Invitation, Coordination", thomas),
    ]


def test_a_coordination_that_cannot_be_invited_creates_nothing(visit, thomas):
    seen = visit(NEW, {"name": "Le Mans", "email": "zob"})

    assert (seen.texts("p.err"), Cite.objects.count()) == (
        ["Écrivez une adresse complète, par exemple c.morin@exemple.fr."],
        0,
    )


@pytest.mark.parametrize("slug", [*sorted(RESERVED), "Le Mans", "le_mans", "-mans", "2020", "é", "a" * 61])
def test_an_address_that_no_cite_may_have_is_refused(visit, thomas, slug):
    seen = visit(NEW, {"name": "Le Mans", "slug": slug})

    assert (seen.status, len(seen.texts("p.err")) + len(seen.texts(".note")), Cite.objects.count()) == (200, 1, 0)
    assert seen.tree.get_element_by_id("id_name").get("value") == "Le Mans"


def test_a_second_click_creates_no_second_cite(visit, thomas):
    visit(NEW, {"name": "Le Mans"})

    seen = visit(NEW, {"name": "Le Mans"})

    assert (Cite.objects.count(), seen.texts(".note")) == (
        1,
        ["L’adresse « le-mans » est celle d’une autre cité. Choisissez-en une autre."],
    )


def test_a_name_without_a_letter_has_no_address():
    with pytest.raises(Refusal, match="L’adresse s’écrit en minuscules"):
        create_cite(name="…", by=None)


def test_a_cite_without_coordination_gets_one_invited(visit, thomas, letters):
    CiteFactory(slug="le-mans", coordinated=False)

    before = visit("/installation/cites/le-mans/")
    after = visit("/installation/cites/le-mans/", {"email": "claire@mans.example"})

    assert "Personne ne coordonne cette cité" in before.texts(".note")[0]
    assert [row[0] for row in after.rows()[1:]] == ["claire@mans.example"]


def test_other_invitations_of_a_cite_are_not_the_administrations(visit, thomas):
    cite = CiteFactory(slug="allonnes")
    other = Invitation.objects.create(
        email="a@b.example", cite=cite, role=Role.READER, digest="d", expires_at=cite.created_at
    )

    seen = visit("/installation/cites/allonnes/")

    assert "a@b.example" not in seen.body
    assert visit(f"/installation/invitations/{other.pk}/annuler/", {}).status == 404


def test_the_team_is_invited_and_roles_end(visit, thomas, letters):
    reader = a_member(Role.NATIONAL, email="ines@etat.example")
    number = Membership.objects.get(user=reader).pk

    invited = visit("/installation/", {"email": "autre@etat.example", "role": "national"})
    first, second = (visit(f"/installation/equipe/{number}/retirer/", {}) for _ in range(2))

    assert invited.texts(".note") == ["Invitation envoyée à autre@etat.example."]
    assert first.texts(".note") == ["Ines n’a plus le rôle « Équipe nationale »."]
    assert second.texts(".note") == ["Ce rôle n’existe plus."]


def test_a_role_of_a_cite_is_not_ended_from_the_installation(visit, thomas):
    coordination = a_member(Role.COORDINATION, CiteFactory(slug="allonnes", coordinated=False))
    number = Membership.objects.get(user=coordination).pk

    visit(f"/installation/equipe/{number}/retirer/", {})

    assert Membership.objects.filter(pk=number).exists()


def test_the_last_administration_stays(visit, thomas):
    number = Membership.objects.get(user=thomas).pk

    seen = visit(f"/installation/equipe/{number}/retirer/", {})

    assert "est la seule personne qui administre l’installation" in seen.texts(".note")[0]


def test_a_closed_account_opens_nothing_from_its_next_page_and_opens_again(client, visit, thomas):
    cite = a_programme().cite
    reader = a_member(Role.READER, cite, email="paul@ville.example")
    theirs = type(client)()
    theirs.force_login(reader)

    closed = visit(f"/installation/comptes/{reader.pk}/fermer/", {})
    during = theirs.get("/allonnes/2020/")
    visit(f"/installation/comptes/{reader.pk}/rouvrir/", {})
    theirs.force_login(reader)

    assert closed.texts(".note") == ["Le compte de Paul est fermé : il n’ouvre plus aucune page."]
    assert (during.status_code, during.url) == (302, "/compte/login/?next=/allonnes/2020/")
    assert theirs.get("/allonnes/2020/").status_code == 200


def test_nobody_closes_their_own_account_nor_the_last_that_administers(thomas):
    other = a_member(Role.ADMINISTRATOR, email="autre@ville.example")
    with pytest.raises(Refusal, match="votre propre compte"):
        set_active(user=thomas, active=False, by=thomas)

    set_active(user=thomas, active=False, by=other)
    with pytest.raises(Refusal, match="qui administre l’installation"):
        set_active(user=other, active=False, by=thomas)


def test_the_account_of_the_last_coordination_of_a_cite_is_not_closed(visit, thomas):
    CiteFactory(slug="le-mans", coordinated=False)
    cite = CiteFactory(slug="allonnes")
    claire = coordinates(cite)
    closing = f"/installation/comptes/{claire.pk}/fermer/"

    refused = visit(closing, {}).texts(".note")
    a_member(Role.COORDINATION, cite, email="paul@ville.example")
    closed = visit(closing, {}).texts(".note")

    assert refused[0].startswith("Claire est la seule coordination de la cité éducative d’Allonnes.")
    assert closed == ["Le compte de Claire est fermé : il n’ouvre plus aucune page."]


@pytest.mark.parametrize("accounts", [1, 3])
def test_accounts_are_listed_and_found(client, visit, thomas, accounts, django_assert_num_queries):
    for number in range(accounts):
        a_user(f"paul{number}@ville.example")

    with django_assert_num_queries(5):
        client.get("/installation/comptes/")
    found = visit("/installation/comptes/?q=PAUL0")

    assert [row[0] for row in found.rows()[1:]] == ["Paul0paul0@ville.example"]


@pytest.mark.parametrize(
    "sought",
    [
        "helene.d-etable@ville-du.example", "Helene.D-Etable@Ville-du.example", "@ville-du.", "hélène", "HELENE",
        "Helène d’étable", "d'etable", "étable @ville-du", "  hel  ",
    ],
)  # fmt: skip
def test_an_account_is_found_by_its_address_as_it_is_and_by_its_name_whatever_its_accents(thomas, sought):
    a_user("helene.d-etable@ville-du.example", "Hélène d’Étable")
    a_user("paul@ville.example", "Paul Étienne")

    assert [user.name for user in accounts(sought)] == ["Hélène d’Étable"]


@pytest.mark.parametrize("sought", ["helene paul", "%", "_", "ville_du", "(", "helene@"])
def test_an_account_is_not_found_by_what_it_does_not_say(thomas, sought):
    a_user("helene.d-etable@ville-du.example", "Hélène d’Étable")

    assert [user.name for user in accounts(sought)] == []


def test_an_administrator_is_made_once(db):
    user, new = make_administrator(email="thomas@ville.example", name="Thomas", password=PASSWORD)

    assert (new, user.memberships.get().role) == (True, Role.ADMINISTRATOR)
    with pytest.raises(Refusal, match="administre déjà"):
        make_administrator(email="THOMAS@ville.example", name="Thomas", password=PASSWORD)


def test_an_account_that_is_there_keeps_its_password(db):
    user = a_user("thomas@ville.example")
    user.set_password(PASSWORD)
    user.save()

    made, new = make_administrator(email="thomas@ville.example", name="Autre", password=None)

    assert (made, new, made.name, made.check_password(PASSWORD)) == (user, False, "Thomas", True)
