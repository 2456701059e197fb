"""The directory of a cité: organisations added, put right, told apart; their other writings."""

from __future__ import annotations

import pytest

from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.people.access import Forbidden
from preau.people.models import Distinct, Organisation
from preau.people.queries import organisations_by_key
from preau.people.roles import Role
from preau.programmes.models import ActionPartner
from preau.programmes.organisations import (
    Facts,
    add_alias,
    add_organisation,
    edit_organisation,
    remove_alias,
    suspect_again,
    tell_apart,
)
from tests.factories.people import a_member, a_user
from tests.factories.programmes import ActionFactory, CiteFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
SIRET = "73282932000074"


@pytest.fixture
def cite():
    return CiteFactory()


@pytest.fixture
def claire(cite):
    return a_user()


def refusal(do, **what):
    """The sentence of what is refused."""
    with pytest.raises(Refusal) as refused:
        do(**what)
    return str(refused.value)


def test_an_organisation_is_added_with_bare_identifiers_and_told(cite, claire):
    facts = Facts(" Inalta ", "association", "732 829 320 00074", "w723001234", "")

    one = add_organisation(cite=cite, facts=facts, by=claire)

    line = Operation.objects.get().lines.get()
    assert Facts.of(Organisation.objects.get()) == Facts("Inalta", "association", SIRET, "W723001234", "")
    assert (line.object_id, line.before, line.after["siret"]) == (one.pk, {}, SIRET)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (Facts(" "), "Donnez un nom à l’organisme."),
        (
            Facts("A", siret="732829320"),
            "C’est un SIREN, il a 9 chiffres. Le SIRET en a 14 : ajoutez les 5 de l’établissement.",
        ),
        (Facts("A", siret="7328293200007"), "Un SIRET a 14 chiffres, celui-ci en a 13."),
        (Facts("A", siret="732829320O0074"), "Un SIRET n’a que des chiffres : 14, espaces permis."),
        (
            Facts("A", siret="73282932000075"),
            "La clé du SIRET est fausse : les 9 premiers chiffres vont ensemble, relisez les 5 derniers.",
        ),
        (Facts("A", siret="73282942000074"), "La clé du SIREN est fausse : relisez les 9 premiers chiffres."),
        (
            Facts("A", rna="723001234"),
            "Un numéro RNA commence par W et compte ensuite 9 chiffres, par exemple W723001234.",
        ),
        (Facts("A", uai="0720001A"), "La lettre de l’UAI est fausse : à 0720001 va la lettre K. Relisez les 8 signes."),
        (Facts("A", uai="720001K"), "Un UAI a 7 chiffres puis une lettre, par exemple 0720001K."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(cite, claire, facts, sentence):
    assert refusal(add_organisation, cite=cite, facts=facts, by=claire) == sentence
    assert Organisation.objects.count() == 0


def test_two_organisations_may_have_one_siret(cite, claire):
    add_organisation(cite=cite, facts=Facts("Inalta", siret=SIRET), by=claire)
    add_organisation(cite=cite, facts=Facts("Montjoie", siret=SIRET), by=claire)

    assert Organisation.objects.filter(siret=SIRET).count() == 2


def test_a_name_that_files_know_is_not_given_twice(cite, claire):
    add_organisation(cite=cite, facts=Facts("Inalta"), by=claire)
    montjoie = add_organisation(cite=cite, facts=Facts("Montjoie"), by=claire)
    add_alias(organisation=montjoie, written="Association Montjoie", by=claire)

    said = [
        refusal(add_organisation, cite=cite, facts=Facts("INALTA"), by=claire),
        refusal(edit_organisation, organisation=montjoie, facts=Facts("Inalta"), by=claire),
        refusal(add_organisation, cite=cite, facts=Facts("association  montjoie"), by=claire),
    ]

    assert said == [
        "« Inalta » est déjà dans le répertoire. Ouvrez-le, ou réunissez les deux.",
        "« Inalta » est déjà dans le répertoire. Ouvrez-le, ou réunissez les deux.",
        "« Association Montjoie » est une autre écriture de « Montjoie ». Retirez-la de sa fiche d’abord.",
    ]


def test_another_name_leaves_the_old_one_as_a_writing(cite, claire):
    one = add_organisation(cite=cite, facts=Facts("JSA"), by=claire)

    edit_organisation(organisation=one, facts=Facts("Jeunesse sportive d’Allonnes", "association"), by=claire)
    again = edit_organisation(organisation=one, facts=Facts("Jeunesse sportive d’Allonnes", "association"), by=claire)

    line = Operation.objects.first().lines.get()
    assert {key: found.name for key, found in organisations_by_key(cite).items()} == {
        "jeunesse sportive d allonnes": "Jeunesse sportive d’Allonnes",
        "jsa": "Jeunesse sportive d’Allonnes",
    }
    assert (line.before, line.after["kind"], again) == ({"name": "JSA", "kind": ""}, "association", None)


def test_going_back_to_the_old_name_keeps_both_findable(cite, claire):
    one = add_organisation(cite=cite, facts=Facts("JSA"), by=claire)
    edit_organisation(organisation=one, facts=Facts("Jeunesse sportive"), by=claire)

    edit_organisation(organisation=one, facts=Facts("JSA"), by=claire)

    assert [alias.written for alias in one.aliases.all()] == ["Jeunesse sportive"]
    assert {found.name for found in organisations_by_key(cite).values()} == {"JSA"}


def test_a_partner_written_so_is_the_organisation_from_now_on(cite, claire):
    action = ActionFactory(programme__cite=cite)
    partners = [ActionPartner(action=action, position=n, written=name) for n, name in enumerate(["INALTA", "CAF"], 1)]
    ActionPartner.objects.bulk_create(partners)

    one = add_organisation(cite=cite, facts=Facts("Inalta"), by=claire)
    add_alias(organisation=one, written="C.A.F.", by=claire)
    add_alias(organisation=one, written="caf", by=claire)

    assert [partner.organisation for partner in action.partners.all()] == [one, one]


def test_a_writing_is_added_and_removed_once(cite, claire):
    one = OrganisationFactory(cite=cite, name="Inalta")

    done = [
        add_alias(organisation=one, written=" INALTA 72 ", by=claire),
        add_alias(organisation=one, written="INALTA 72", by=claire),
        remove_alias(organisation=one, written="INALTA 72", by=claire),
        remove_alias(organisation=one, written="INALTA 72", by=claire),
    ]

    assert [operation and operation.number for operation in done] == [1, None, 2, None]
    assert one.aliases.count() == 0


def test_two_that_look_alike_are_told_apart_and_compared_again(cite, claire):
    one, other = OrganisationFactory(cite=cite, name="Inalta"), OrganisationFactory(cite=cite, name="Inalto")

    tell_apart(one=other, other=one, by=claire)
    again = tell_apart(one=one, other=other, by=claire)
    pair = Distinct.objects.get()
    suspect_again(one=one, other=other, by=claire)

    assert (pair.one, pair.other, pair.by, again) == (one, other, claire, None)
    assert (Distinct.objects.count(), Operation.objects.count()) == (0, 2)


@pytest.mark.parametrize("role", Role)
def test_who_may_keep_the_directory(cite, role):
    organisation = OrganisationFactory(cite=cite) if role in (Role.HOLDER, Role.FACILITATOR) else None
    here = None if role in (Role.NATIONAL, Role.ADMINISTRATOR) else cite
    person = a_member(role, here, organisation=organisation)

    if role in (Role.COORDINATION, Role.MANAGER):
        assert add_organisation(cite=cite, facts=Facts("Inalta"), by=person).name == "Inalta"
    else:
        with pytest.raises(Forbidden):
            add_organisation(cite=cite, facts=Facts("Inalta"), by=person)
