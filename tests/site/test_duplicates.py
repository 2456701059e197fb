"""Organisations that may be one: compared, made one, told apart, made two again, from the pages."""

from __future__ import annotations

import pytest

from preau.journal.models import Operation
from preau.people.models import Organisation
from preau.programmes.merging import merge_organisations
from preau.programmes.organisations import add_alias, tell_apart
from tests.factories.people import a_user
from tests.factories.programmes import ActionFactory, CiteFactory, OrganisationFactory, ProgrammeFactory
from tests.site.test_every_page import misprints, nesting

pytestmark = pytest.mark.django_db
PAGE = "/allonnes/organismes/doublons/"


@pytest.fixture
def pair(claire):
    """Ville d’Allonnes, which carries an action, and Ville d’Allonne."""
    programme = ProgrammeFactory(cite=CiteFactory())
    action = ActionFactory(programme=programme, holder_written="Ville d’Allonnes", title="Micro-Folie")
    return action.holders.get().organisation, OrganisationFactory(cite=programme.cite, name="Ville d’Allonne")


def told(response):
    return [str(message) for message in response.context["messages"]]


def reunite(client, kept, gone, **more):
    path = f"/allonnes/organismes/{kept.pk}/reunir/"
    return client.post(path, {"avec": gone.pk, "garder": kept.pk, **more}, follow=True)


def test_a_pair_is_shown_side_by_side(visit, pair):
    seen = visit(PAGE)

    assert seen.texts("h2") == ["Une lettre de différence, « Allonne » et « Allonnes »"]
    assert seen.texts("h3") == ["Ville d’Allonne", "Ville d’Allonnes"]
    assert "Micro-Folie" in seen.text


def test_one_is_kept_and_the_other_leads_to_it(client, pair):
    kept, gone = pair

    response = reunite(client, kept, gone, next=PAGE)

    gone.refresh_from_db()
    assert (response.redirect_chain, gone.merged_into) == ([(PAGE, 302)], kept)
    assert told(response) == [
        "« Ville d’Allonne » est réuni à « Ville d’Allonnes », qui garde ce nom pour autre écriture."
    ]


def test_the_same_button_twice_does_it_once(client, pair):
    kept, gone = pair
    reunite(client, kept, gone)

    again = reunite(client, kept, gone)
    other_way = reunite(client, gone, kept)

    assert (again.status_code, other_way.status_code, Operation.objects.filter(verb="merge").count()) == (200, 200, 1)
    assert told(other_way) == ["« Ville d’Allonne » est déjà réuni à « Ville d’Allonnes »."]


def test_what_they_say_differently_is_chosen_first(client, visit, pair):
    kept, gone = pair
    Organisation.objects.filter(pk=kept.pk).update(kind="town")
    Organisation.objects.filter(pk=gone.pk).update(kind="public")

    asked = reunite(client, kept, gone)
    page = visit(f"/allonnes/organismes/{kept.pk}/reunir/?avec={gone.pk}")
    done = reunite(client, kept, gone, kind="public")

    kept.refresh_from_db()
    assert told(asked) == ["Les deux organismes n’ont pas la même nature : choisissez celui qui reste."]
    assert page.tree.xpath("//input[@name='kind']/@value") == ["town", "public"]
    assert (done.status_code, kept.kind) == (200, "public")


def test_the_other_is_found_by_any_of_its_writings(client, visit, pair):
    kept, _ = pair

    found = visit(f"/allonnes/organismes/{kept.pk}/reunir/?avec=VILLE+D'ALLONNE")
    lost = client.get(f"/allonnes/organismes/{kept.pk}/reunir/?avec=Personne", follow=True)

    assert found.texts("h3") == ["Ville d’Allonnes", "Ville d’Allonne"]
    assert told(lost) == ["Aucun autre organisme ne s’écrit « Personne ». Choisissez dans la liste."]


def test_two_organisations_are_told_apart_and_compared_again(client, visit, pair):
    one, other = pair
    address = f"{PAGE}distinguer"

    client.post(address, {"un": one.pk, "autre": other.pk})
    apart = visit(PAGE)
    client.post(address, {"un": one.pk, "autre": other.pk, "comparer": "1"})
    again = visit(PAGE)

    assert apart.texts("h2") == ["Rien à comparer", "Distingués"]
    assert again.texts("h2") == ["Une lettre de différence, « Allonne » et « Allonnes »"]


def test_a_merge_is_undone_from_the_page_of_the_one_that_stayed(client, visit, pair):
    kept, gone = pair
    reunite(client, kept, gone)
    page = visit(f"/allonnes/organismes/{kept.pk}/")
    address = page.tree.xpath("//form[contains(@action, 'fusions')]/@action")

    first, second = (client.post(address[0], follow=True) for _ in range(2))

    gone.refresh_from_db()
    assert (address, gone.merged_into) == (["/allonnes/organismes/fusions/1/annuler"], None)
    assert told(first) == ["Fusion n° 1 annulée : les deux organismes sont comme avant."]
    assert told(second) == ["Cette fusion est déjà annulée."]


@pytest.mark.parametrize("number", [2, 99, 99999999999999999999])
def test_what_is_no_merge_is_not_undone(client, pair, number):
    assert client.post(f"/allonnes/organismes/fusions/{number}/annuler").status_code == 404


@pytest.mark.parametrize("typed", [{}, {"un": "x", "autre": "1"}, {"un": "9" * 30, "autre": "1"}])
def test_a_pair_that_is_no_pair_is_not_there(client, pair, typed):
    assert client.post(f"{PAGE}distinguer", typed).status_code == 404


def test_a_pair_of_another_cite_is_not_merged(client, pair):
    kept, _ = pair
    elsewhere = OrganisationFactory(cite=CiteFactory(slug="le-mans", coordinated=False), name="Ville du Mans")

    response = reunite(client, kept, elsewhere)

    elsewhere.refresh_from_db()
    assert (told(response), elsewhere.merged_into) == (
        [f"Aucun autre organisme ne s’écrit « {elsewhere.pk} ». Choisissez dans la liste."],
        None,
    )


def test_pages_full_of_everything_are_well_made(client, visit, pair):
    one, other = pair
    cite, claire = one.cite, a_user()
    third, fourth = (OrganisationFactory(cite=cite, name=name) for name in ("Inalta", "Inalto"))
    add_alias(organisation=one, written="Mairie d’Allonnes", by=claire)
    tell_apart(one=third, other=fourth, by=claire)
    merge_organisations(kept=one, gone=OrganisationFactory(cite=cite, name="Mairie de la ville"), by=claire)
    Organisation.objects.filter(pk=one.pk).update(kind="town")
    Organisation.objects.filter(pk=other.pk).update(kind="public")

    paths = ("", "doublons/", f"{one.pk}/", f"{other.pk}/", f"{one.pk}/reunir/?avec={other.pk}", f"{one.pk}/modifier/")
    pages = [visit(f"/allonnes/organismes/{path}") for path in paths]

    assert [fault for seen in pages for fault in (*misprints(seen), *nesting(seen.body))] == []
