"""The search: whatever the accents, all that one may see, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.annexes.models import StandingFinding
from preau.core.text import fold
from preau.people.models import OrganisationAlias
from preau.people.roles import Role
from preau.programmes.models import Attachment, Comment, Theme
from preau.site.words_found import Words
from tests.factories.people import a_member, a_user
from tests.factories.programmes import ActionFactory, a_programme
from tests.site.seen import Seen, plain

HERE = "/allonnes/chercher/"


@pytest.fixture
def programme(db):
    """Two actions that say little, and one about a garden, carried by the JSA."""
    programme = a_programme(actions=2)
    garden = ActionFactory(
        programme=programme,
        serial=3,
        title="Jardin de l’école",
        holder_written="JSA",
        description="Des élèves <b>plantent</b> un cœur de verger à Pâques.",
    )
    Attachment.objects.create(action=garden, number=1, name="Devis_Élagage.pdf", media_type="", size=1, sha256="")
    Comment.objects.create(action=garden, by=a_member(Role.TOWN, programme.cite), text="Et l’ÉLAGAGE\u202f?")
    return programme


@pytest.fixture
def find(client):
    """What a member finds: for each kind its count, and the titles."""

    def find(user, q, address=HERE, **more):
        client.force_login(user)
        return Seen(client.get(address, {"q": q, **more}))

    return find


def found(seen):
    """The titles of what was found, by kind."""
    sections = seen.tree.xpath("//section")
    return {plain(one.xpath("./h2")[0]): [plain(title) for title in one.xpath(".//li//a")] for one in sections}


@pytest.mark.parametrize(
    "q", ["ecole", "École", "ECOLE jardin", "l’école", "jard", "verger", "coeur", "cœur", "paques"]
)
def test_an_action_is_found_by_any_word_it_says_whatever_the_accents(find, programme, q):
    assert found(find(a_user(), q))["Actions 1"] == ["Jardin de l’école"]


def test_words_are_marked_where_they_were_found_and_nothing_of_the_text_runs(find, programme):
    seen = find(a_user(), "plantent ecole")

    assert seen.texts("mark") == ["école", "plantent"]
    assert "un cœur" in seen.text
    assert "<b>plantent</b>" in seen.text


def test_pieces_comments_and_organisations_are_found_too(find, programme):
    jsa = programme.cite.organisations.get(name="JSA")
    OrganisationAlias.objects.create(cite=programme.cite, organisation=jsa, written="Élan JSA", key="elan jsa")

    assert [title.rpartition(", le ")[0] for title in found(find(a_user(), "elagage"))["Commentaires 1"]] == ["Town"]
    assert found(find(a_user(), "elagage"))["Pièces jointes 1"] == ["Devis_Élagage.pdf"]
    assert found(find(a_user(), "elan")) == {"Organismes 1": ["JSA"]}


def test_themes_files_and_findings_are_found_too(find, programme):
    Theme.objects.filter(pk=programme.actions.get(serial=1).theme_id).update(name="Santé", key="sante")
    StandingFinding.objects.filter(action__serial=2).update(message="Action 2 : le porteur est santé. Confirmez-le.")

    assert found(find(a_user(), "santé")) == {
        "Actions 1": ["Action de lecture 1"],
        "Constats 1": ["Action 2 : le porteur est santé"],
    }
    assert found(find(a_user(), "annexe")) == {"Annexes importées 1": ["annexe.csv"]}


def test_the_action_of_that_number_comes_first(find, programme):
    for serial in range(10, 13):
        ActionFactory(programme=programme, serial=serial, title=f"Atelier {serial} pour 12 familles")

    assert found(find(a_user(), "12"))["Actions 3"][0] == "Atelier 12 pour 12 familles"


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("", "Écrivez un ou plusieurs mots"),
        (" ", "Écrivez un ou plusieurs mots"),
        ("a", "Écrivez au moins deux lettres ou chiffres."),
        ("!?", "Écrivez au moins deux lettres ou chiffres."),
        ("zzz", "Essayez avec le début du mot seulement."),
        ("jardin zzz", "Essayez avec un mot de moins."),
        ("%", "Écrivez au moins deux lettres ou chiffres."),
        ("'; DROP TABLE", "Essayez avec un mot de moins."),
    ],
)
def test_a_search_that_finds_nothing_says_what_to_do(find, programme, q, said):
    seen = find(a_user(), q)

    assert (seen.status, said in seen.text) == (200, True)


def test_a_few_of_each_kind_are_shown_and_all_of_them_a_page_at_a_time(find, programme):
    for serial in range(10, 70):
        ActionFactory(programme=programme, serial=serial, title=f"Atelier {serial}")

    first = find(a_user(), "atelier")
    everything = find(a_user(), "atelier", dans="actions")
    last = find(a_user(), "atelier", dans="actions", page="2")

    assert len(found(first)["Actions 60"]) == 5
    assert "Tout voir, 60 résultats" in first.text
    assert [len(found(one)["Actions 60"]) for one in (everything, last)] == [50, 10]
    pages = [find(a_user(), "atelier", dans="actions", page=one) for one in ("0", "-1", "x", "3", "9" * 30)]
    assert [(one.status, len(found(one)["Actions 60"])) for one in pages] == [
        (200, 50), (200, 50), (200, 50), (200, 10), (200, 50),
    ]  # fmt: skip


def test_a_holder_finds_only_what_concerns_them(find, programme):
    jsa = programme.cite.organisations.get(name="JSA")
    karim = a_member(Role.HOLDER, programme.cite, organisation=jsa)
    other = programme.actions.get(serial=1)
    Comment.objects.create(action=other, by=a_user(), text="élagage ailleurs")
    Attachment.objects.create(action=other, number=1, name="élagage.pdf", media_type="", size=1, sha256="")

    counts = [
        list(found(find(karim, q))) for q in ("elagage", "lecture", "centre social", "annexe", "incertain", "jsa")
    ]

    assert counts == [["Pièces jointes 1", "Commentaires 1"], [], [], [], [], ["Actions 1", "Organismes 1"]]


def test_a_reader_finds_no_people(find, programme):
    reader = a_member(Role.READER, programme.cite)

    assert found(find(reader, "elagage")) == {}
    assert list(found(find(reader, "jardin"))) == ["Actions 1"]


def test_nothing_of_another_cite_is_found_nor_counted(find, programme):
    other = a_programme("le-mans", actions=2)
    Comment.objects.create(action=other.actions.get(serial=1), by=a_user(), text="élagage")
    town = a_member(Role.TOWN, programme.cite)

    assert found(find(town, "lecture"))["Actions 2"] == ["Action de lecture 1", "Action de lecture 2"]
    assert list(found(find(town, "elagage"))) == ["Pièces jointes 1", "Commentaires 1"]
    assert find(town, "lecture", "/le-mans/chercher/").status == 404
    assert found(find(town, "elagage", "/")) == {
        "Pièces jointes 1": ["Devis_Élagage.pdf"],
        "Commentaires 1": [found(find(town, "elagage"))["Commentaires 1"][0]],
    }


def test_whoever_has_several_cites_seeks_in_all_of_them(find, programme):
    a_programme("le-mans", actions=1)

    seen = find(a_user(), "lecture", "/")

    assert len(found(seen)["Actions 3"]) == 3
    assert "Action 1, Le-Mans, programme 2020" in seen.text


@pytest.mark.parametrize("actions", [1, 3])
def test_the_search_costs_the_same_whatever_it_finds(client, claire, actions, django_assert_num_queries):
    a_programme("le-mans", actions=actions)
    client.get("/le-mans/chercher/?q=lecture")

    with django_assert_num_queries(18):
        client.get("/le-mans/chercher/?q=lecture")


SIGNS = st.characters(codec="cp1252", categories=["Lu", "Ll", "Zs"], exclude_characters="ß")


@given(st.text(alphabet=SIGNS, max_size=60))
def test_every_word_of_a_text_is_found_in_it(text):
    for word in fold(text).split():
        assert Words(word).all in ((), (word,))
        assert not Words(word).all or Words(word).found_in(text)
