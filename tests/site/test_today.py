"""The page of the day: what waits for each role, what others did, and nothing of anybody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from preau.annexes.editing import Edit, edit_actions
from preau.annexes.lifecycle import withdraw_action
from preau.annexes.models import StandingFinding, Upload
from preau.budgets.models import Envelope
from preau.journal.models import Line
from preau.people.models import Invitation, Membership, Visit
from preau.people.roles import Role
from preau.programmes.models import Action, Attachment, Comment, Mention
from tests.factories.budgets import MovementFactory
from tests.factories.people import a_member, a_user
from tests.factories.programmes import (
    ActionFactory,
    CiteFactory,
    OperationFactory,
    OrganisationFactory,
    ProgrammeFactory,
    SourceFileFactory,
    a_programme,
)
from tests.site.seen import Seen, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db):
    """Two actions; whoever is a member has been one for a month, since before anything was done."""
    return a_programme(actions=2)


@pytest.fixture
def see(client):
    """The page of the day of a member."""

    def see(user, address="/allonnes/"):
        Membership.objects.filter(user=user).update(since=timezone.now() - timedelta(days=30))
        client.force_login(user)
        return Seen(client.get(address))

    return see


@pytest.fixture
def paul(programme):
    """Another coordinator, who does things."""
    paul = a_member(Role.COORDINATION, programme.cite, email="paul@ville.example")
    paul.name = "Paul Le Gall"
    paul.save()
    return paul


def edit(programme, by, *serials):
    """Change the audience of these actions."""
    edit_actions(programme=programme, edits=[Edit(one, "audience", None, "Familles") for one in serials], by=by)


def tasks(seen):
    """Each thing that waits, with the verb of its button."""
    items = seen.tree.xpath("//ul[contains(@class, 'tasks')]/li[div/p/b]")
    return [(plain(item.xpath(".//b")[0]), "".join(map(plain, item.xpath("./a")))) for item in items]


def news(seen):
    """What others did, person by person."""
    return [plain(one) for one in seen.tree.xpath("//section[@class='news']//h3 | //section[@class='news']//li/div")]


def test_the_coordination_sees_what_to_make_precise_and_what_is_missing(see, programme):
    StandingFinding.objects.filter(action__serial=2).update(
        code="grant-above-cost",
        level="error",
        message="Action 2 : 20 000 € accordés pour 9 500 € de coût. Corrigez-le.",
    )

    seen = see(a_user())

    assert seen.texts("h2") == ["À corriger", "À préciser", "Enveloppes", "À compléter", "Depuis votre dernière visite"]
    assert tasks(seen) == [
        ("Action 2 : 20 000 € accordés pour 9 500 € de coût", "Corriger"),
        ("Action 1 : le porteur est incertain", "Préciser"),
        ("Cité éducative 2020 : programmé au-delà du notifié", "Voir"),
        ("1 organisme sans SIRET, RNA ni code d’établissement", "Compléter"),
        ("2 actions sans axe national", "Compléter"),
        ("2 actions sans pièce jointe", "Compléter"),
    ]


def test_what_was_kept_or_completed_waits_no_more(see, programme):
    Action.objects.update(axis="school")
    programme.cite.organisations.update(siret="12345678900011")
    StandingFinding.objects.all().delete()
    MovementFactory(envelope=Envelope.objects.get())
    for action in Action.objects.all():
        Attachment.objects.create(
            action=action, number=1, name="devis.pdf", media_type="application/pdf", size=1, sha256=""
        )

    seen = see(a_user())

    assert tasks(seen) == []
    assert "Rien ne vous attend" in seen.text


def test_findings_of_one_kind_are_one_line_that_names_its_actions(see, programme):
    seen = see(a_user())

    item = seen.tree.xpath("//li[.//b[contains(., 'Porteur incertain')]]")[0]
    assert [plain(one) for one in item.xpath(".//p")] == ["Porteur incertain, 2 fois", "Actions 1 et 2."]
    assert item.xpath("./a/@href") == ["/allonnes/2020/a-verifier/?constat=holder-tentative"]


def test_a_call_waits_until_the_action_is_opened(see, programme, paul):
    comment = Comment.objects.create(action=programme.actions.get(serial=1), by=paul, text="Qui reçoit l’argent ?")
    mention = Mention.objects.create(comment=comment, user=a_user())

    before = see(a_user())
    mention.seen_at = timezone.now()
    mention.save()
    after = see(a_user())

    assert tasks(before)[0] == ("Paul Le Gall vous cite à propos de l’action 1", "Répondre")
    assert "Pour vous" not in after.texts("h2")


def test_files_on_their_way_in_and_invitations_wait_for_the_coordination_alone(see, programme, paul):
    cite = programme.cite
    Upload.objects.create(cite=cite, number=1, source=SourceFileFactory(cite=cite), by=paul)
    Invitation.objects.create(
        cite=cite, email="lea@ville.example", role=Role.READER, digest="0", expires_at=timezone.now()
    )

    mine = tasks(see(a_user()))
    theirs = tasks(see(a_member(Role.TOWN, cite)))

    assert [title for title, _ in mine[-2:]] == ["annexe.csv", "1 invitation sans réponse"]
    assert theirs == []


def test_pastes_that_wait_are_told_apart_and_the_latest_three_are_offered(see, programme, paul):
    cite = programme.cite
    source = SourceFileFactory(cite=cite, name="texte collé.txt")
    for number in range(1, 6):
        Upload.objects.create(
            cite=cite, number=number, source=source, by=paul, state="read", grids={}, rows=number + 10
        )
    Upload.objects.update(at=datetime(2026, 3, 5, 8, 30, tzinfo=UTC))

    seen = see(a_user())

    items = [item for item in seen.tree.xpath("//ul[contains(@class, 'tasks')]/li") if "envo" in plain(item)]
    assert [plain(item.xpath(".//p")[1]) for item in items[:1]] == [
        "À vérifier, 15 lignes, envoyé le 5 mars 2026 à 9 h 30 par Paul Le Gall. Rien ne change avant votre accord."
    ]
    assert [item.xpath("./a/@href")[0] for item in items] == [
        "/allonnes/importer/5/",
        "/allonnes/importer/4/",
        "/allonnes/importer/3/",
        "/allonnes/importer/",
    ]
    assert plain(items[-1].xpath(".//b")[0]) == "2 envois plus anciens à terminer"


def test_what_others_did_is_told_person_by_person(see, programme, paul):
    edit(programme, paul, 1, 2)
    withdraw_action(action=programme.actions.get(serial=2), by=paul)
    Comment.objects.create(action=programme.actions.get(serial=1), by=paul, text="À relire")

    found = news(see(a_user()))

    assert found == [
        "Paul Le Gall Coordination",
        "a commenté l’action 1 : « À relire »",
        "a retiré du programme l’action 2.",
        "a modifié les actions 1 et 2.",
        "Sans compte, en ligne de commande",
        "a importé annexe.csv.",
    ]


def test_nobody_is_told_what_they_did_themselves(see, programme, paul):
    edit(programme, paul, 1)

    assert [line for line in news(see(paul)) if "modifié" in line] == []


def test_the_mark_moves_by_a_button_and_never_by_looking(see, client, programme, paul):
    edit(programme, paul, 1)
    seen = see(a_user())
    mark = {one.get("name"): one.get("value") for one in seen.tree.xpath("//form[@class='acts']/input")}
    edit_actions(programme=programme, edits=[Edit(2, "title", None, "Autre titre")], by=paul)

    looked = Visit.objects.count()
    answer = client.post("/allonnes/lu/", mark)
    after = news(see(a_user()))

    assert (looked, answer.status_code, answer.url) == (0, 302, "/allonnes/")
    assert after == ["Paul Le Gall Coordination", "a modifié l’action 2."]


@pytest.mark.parametrize(
    "mark", [{}, {"seen": "x", "at": "y"}, {"seen": "-1", "at": "0"}, {"seen": "9" * 30, "at": "1e300"}]
)
def test_a_mark_that_means_nothing_hides_nothing_to_come(see, client, programme, paul, mark):
    see(a_user())

    answer = client.post("/allonnes/lu/", mark)
    edit(programme, paul, 1)

    assert answer.status_code == 302
    assert news(see(a_user()))[:2] == ["Paul Le Gall Coordination", "a modifié l’action 1."]


def test_a_mark_never_goes_back(see, client, programme, paul):
    edit(programme, paul, 1)
    see(a_user())
    now = timezone.now().timestamp()

    client.post("/allonnes/lu/", {"seen": 2, "at": now})
    client.post("/allonnes/lu/", {"seen": 1, "at": now - 1000})

    assert Visit.objects.get().seen == 2


def test_a_reader_hears_of_changes_without_people(see, programme, paul):
    edit(programme, paul, 1, 2)
    Comment.objects.create(action=programme.actions.get(serial=1), by=paul, text="À relire")

    seen = see(a_member(Role.READER, programme.cite))

    assert news(seen) == ["2 actions modifiées : 1 et 2.", "Annexe importée : annexe.csv."]
    assert "Paul" not in seen.body
    assert tasks(seen) == []


def test_a_holder_sees_their_own_actions_and_what_is_asked_of_them(see, programme, paul):
    mine = ActionFactory(programme=programme, serial=3, title="Le sport au féminin", holder_written="JSA")
    karim = a_member(Role.HOLDER, programme.cite, organisation=OrganisationFactory(cite=programme.cite, name="JSA"))
    StandingFinding.objects.filter(action__serial=2).update(action=mine)
    edit(programme, paul, 1, 3)

    seen = see(karim)

    assert seen.texts(".big") == ["1", "1 000 €", "1"]
    assert tasks(seen) == [
        ("Action 3 : Le sport au féminin", "Répondre"),
        ("1 action sans pièce jointe", "Compléter"),
    ]
    assert [plain(one) for one in seen.tree.xpath("//section[h2[.='Vos actions']]//li/div")] == [
        "Le sport au féminin1 000 € de coût total"
    ]
    assert news(seen) == ["Paul Le Gall Coordination", "a modifié l’action 3."]
    assert "actions/1/" not in seen.body


def test_whoever_leads_sessions_is_told_that_they_come_later(see, programme):
    ani = a_member(Role.FACILITATOR, programme.cite, organisation=OrganisationFactory(cite=programme.cite))

    seen = see(ani)

    assert (seen.status, seen.texts("h1")) == (200, ["Vos séances, bientôt"])
    assert "1 000 €" not in seen.body


def test_nothing_of_another_cite_is_told(see, programme, paul):
    other = a_programme("le-mans", actions=2)
    nobody = a_member(Role.COORDINATION, other.cite, email="other@ville.example")
    edit(other, nobody, 1)
    Mention.objects.create(
        comment=Comment.objects.create(action=other.actions.get(serial=1), by=nobody, text="Secret"), user=paul
    )

    seen = see(paul)

    assert [line for line in news(seen) if "modifié" in line] == []
    assert "Secret" not in seen.body
    assert see(paul, "/le-mans/").status == 404


def test_a_cite_without_a_programme_says_how_to_begin(see):
    CiteFactory(slug="allonnes")

    seen = see(a_user())

    assert (seen.status, seen.texts("h1")) == (200, ["Aucun programme pour l’instant"])


def test_opening_next_year_does_not_make_it_the_present_one(see, programme):
    ProgrammeFactory(cite=programme.cite, year=2021)

    seen = see(a_user())

    assert "au programme 2020" in seen.text


def test_the_latest_that_was_voted_is_the_present_one(see, programme):
    a_programme(year=2021, number=2)
    programme.state, programme.voted_on = "voted", "2020-07-07"
    programme.save()

    seen = see(a_user())

    assert "au programme 2020" in seen.text


@pytest.mark.parametrize("actions", [1, 6])
def test_the_page_costs_the_same_whatever_there_is(client, paul, actions, django_assert_num_queries):
    programme = a_programme("le-mans", actions=actions)
    for action in programme.actions.all():
        comment = Comment.objects.create(action=action, by=paul, text="Bonjour")
        Mention.objects.create(comment=comment, user=a_user())
    Membership.objects.update(since=timezone.now() - timedelta(days=30))
    client.force_login(a_user())
    client.get("/le-mans/")

    with django_assert_num_queries(24):
        client.get("/le-mans/")


def test_a_verb_that_the_page_has_no_words_for_is_passed_over(see, programme):
    operation = OperationFactory(cite=programme.cite, number=50, verb="money", label="Enveloppe")
    action = programme.actions.first()
    told = {"before": {"programmed:1": "0.00"}, "after": {"programmed:1": "5.00"}}
    Line(operation=operation, kind="action", object_id=action.pk, label="", **told).save()

    seen = see(a_member(Role.PREFECTURE, programme.cite))

    assert seen.status == 200
