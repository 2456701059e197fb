"""Holders written with a question mark: confirmed, or replaced."""

from __future__ import annotations

import pytest

from preau.annexes.checking import refresh_findings
from preau.annexes.holders import confirm_holder, replace_holder
from preau.annexes.models import StandingFinding
from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.people.access import Forbidden
from preau.people.roles import Role
from preau.programmes.operations import set_holders
from tests.factories.people import a_member, a_user
from tests.factories.programmes import ActionFactory, OrganisationFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory()


def expected(programme, written, serial=3):
    """An action whose cell of the holder says this, checked."""
    action = ActionFactory(programme=programme, serial=serial)
    action.holder_written = written
    action.fold_search()
    action.save()
    set_holders(cite=programme.cite, actions=[action])
    refresh_findings(programme)
    return action


def holders_of(action):
    return [(row.organisation.name, row.tentative) for row in action.holders.select_related("organisation")]


def codes(programme):
    found = StandingFinding.objects.filter(programme=programme, code__startswith="holder-")
    return sorted(found.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("written", "settled", "names"),
    [
        ("JSA ?", "JSA", ["JSA"]),
        ("Inalta (à confirmer)", "Inalta", ["Inalta"]),
        ("Collèges Kennedy ? / Le Marin", "Collèges Kennedy / Le Marin", ["Collège Kennedy", "Collège Le Marin"]),
        ("CAF / AFEV ?", "CAF / AFEV", ["CAF", "AFEV"]),
    ],
)
def test_confirmed_the_name_loses_its_doubt(programme, written, settled, names):
    action = expected(programme, written)

    operation = confirm_holder(action=action, by=a_user())

    action.refresh_from_db()
    line = operation.lines.get(kind="action")
    assert holders_of(action) == [(name, False) for name in names]
    assert (line.before, line.after) == ({"holder_written": written}, {"holder_written": action.holder_written})
    assert ("holder-tentative" in codes(programme), "?" in action.holder_written) == (False, False)


def test_replaced_another_carries_the_action(programme):
    action = expected(programme, "JSA ?")

    operation = replace_holder(action=action, name="  Mission   locale ", by=a_user())

    action.refresh_from_db()
    created = operation.lines.get(kind="organisation")
    assert (action.holder_written, holders_of(action)) == ("Mission locale", [("Mission locale", False)])
    assert ("mission locale" in action.search, "jsa" in action.search, codes(programme)) == (True, False, [])
    assert (operation.verb, created.label) == (Operation.Verb.EDIT, "Mission locale")


def test_replaced_by_one_that_the_directory_knows(programme):
    action = expected(programme, "JSA ?")
    known = OrganisationFactory(cite=programme.cite, name="Mission locale")

    operation = replace_holder(action=action, name="MISSION LOCALE", by=a_user())

    assert (action.holders.get().organisation, operation.lines.count()) == (known, 1)


def test_of_several_only_the_expected_one_is_replaced(programme):
    action = expected(programme, "Collège Kennedy ? / Collège Le Marin")

    replace_holder(action=action, name="Lycée Malraux", by=a_user())

    assert holders_of(action) == [("Lycée Malraux", False), ("Collège Le Marin", False)]


@pytest.mark.parametrize(
    ("written", "name", "sentence"),
    [
        ("JSA", "Inalta", "Action 3 : le porteur, JSA, est déjà sûr. Il n’y a rien à confirmer."),
        ("", "Inalta", "Action 3 : aucun porteur attendu. Il n’y a rien à confirmer."),
        ("JSA ?", " ", "Écrivez le nom de l’organisme qui porte l’action."),
        (
            "JSA ?",
            "Inalta ?",
            "« Inalta ? » n’est pas un nom sûr. Écrivez le nom de l’organisme, sans point d’interrogation.",
        ),
        (
            "Collège Kennedy ? / Collège Le Marin",
            "Inalta",
            "Cette action a plusieurs porteurs. Ouvrez-la et écrivez-les ensemble, avec « Inalta ».",
        ),
    ],
)
def test_what_cannot_be_replaced_is_said(programme, written, name, sentence):
    action = expected(programme, written)

    with pytest.raises(Refusal) as refused:
        replace_holder(action=action, name=name, by=a_user())

    action.refresh_from_db()
    assert (str(refused.value), action.holder_written) == (sentence, written)


def test_nobody_is_confirmed_where_nobody_is_named(programme):
    action = expected(programme, "à définir")

    with pytest.raises(Refusal) as refused:
        confirm_holder(action=action, by=a_user())

    assert str(refused.value) == "Aucun organisme n’est nommé : il n’y a personne à confirmer. Nommez un porteur."


def test_confirmed_twice_is_refused_the_second_time(client, programme):
    action = expected(programme, "JSA ?")
    client.force_login(a_user())
    address = "/allonnes/2020/actions/3/porteur/confirmer"

    said = [client.post(address, follow=True).context["messages"] for _ in range(2)]

    assert [[str(message) for message in each] for each in said] == [
        ["Action 3 : porteur confirmé : JSA."],
        ["Action 3 : le porteur, JSA, est déjà sûr. Il n’y a rien à confirmer."],
    ]
    assert holders_of(action) == [("JSA", False)]


@pytest.mark.parametrize("after", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)", ""])
def test_one_never_leaves_for_another_site(client, programme, after):
    expected(programme, "JSA ?")
    client.force_login(a_user())

    there = client.post("/allonnes/2020/actions/3/porteur/remplacer", {"name": "Inalta", "next": after})
    back = client.post("/allonnes/2020/actions/3/porteur/confirmer", {"next": "/allonnes/2020/a-verifier/"})

    assert (there.url, back.url) == ("/allonnes/2020/actions/3/", "/allonnes/2020/a-verifier/")


@pytest.mark.parametrize("word", ["confirmer", "remplacer"])
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_who_may_answer(client, programme, role, word):
    action = expected(programme, "JSA ?")
    organisation = action.holders.get().organisation if role in (Role.HOLDER, Role.FACILITATOR) else None
    client.force_login(a_member(role, None if role == Role.NATIONAL else programme.cite, organisation=organisation))

    response = client.post(f"/allonnes/2020/actions/3/porteur/{word}", {"name": "Inalta"})

    assert response.status_code == (302 if role == Role.COORDINATION else 403)


def test_the_actions_of_another_cite_are_not_there(client, programme):
    expected(programme, "JSA ?")
    client.force_login(a_user("paul@ailleurs.example"))

    statuses = [
        client.post("/allonnes/2020/actions/3/porteur/confirmer").status_code,
        client.get("/allonnes/2020/actions/3/porteur/confirmer").status_code,
    ]

    assert statuses == [404, 405]


def test_others_are_forbidden_whatever_the_way(programme):
    action = expected(programme, "JSA ?")

    with pytest.raises(Forbidden):
        confirm_holder(action=action, by=a_member(Role.READER, programme.cite))
