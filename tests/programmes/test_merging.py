"""Two organisations made one, and made two again exactly as they were."""

from __future__ import annotations

import pytest

from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.people.access import Forbidden
from preau.people.models import Invitation, Membership, Organisation, OrganisationAlias
from preau.people.operations import ensure_organisations
from preau.people.queries import organisations_by_key
from preau.people.roles import Role
from preau.programmes.merging import Contradiction, contradictions, merge_organisations
from preau.programmes.models import ActionHolder, ActionPartner
from preau.programmes.operations import set_holders
from preau.programmes.organisations import Facts, edit_organisation
from preau.programmes.unmerging import merge_of, undo_merge
from tests.factories.people import a_member, a_user
from tests.factories.programmes import ActionFactory, CiteFactory, OrganisationFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory(cite=CiteFactory())


@pytest.fixture
def claire(programme):
    return a_user()


@pytest.fixture
def ados(programme):
    """Maison des adolescents: the one that stays."""
    return OrganisationFactory(cite=programme.cite, name="Maison des adolescents", siret="73282932000074")


@pytest.fixture
def short(programme):
    """Maison des ados: the one that goes; with actions, partners, a writing, people."""
    one = OrganisationFactory(cite=programme.cite, name="Maison des ados", kind="association", rna="W723001234")
    OrganisationAlias.objects.create(cite=one.cite, organisation=one, written="MDA", key="mda")
    return one


def carried(programme, *names, serial):
    """An action with these holders, as its cell writes them."""
    return ActionFactory(programme=programme, serial=serial, holder_written=" / ".join(names), holders=list(names))


def everything():
    """All that a merge may touch, as it stands."""
    people = Membership.objects.order_by("user_id", "role", "organisation_id")
    return {
        "organisations": list(Organisation.objects.order_by("pk").values_list()),
        "holders": sorted(ActionHolder.objects.values_list("action", "organisation", "position", "tentative")),
        "partners": sorted(ActionPartner.objects.values_list("action", "organisation__name", "position", "written")),
        "aliases": sorted(OrganisationAlias.objects.values_list("organisation", "written", "key")),
        "members": list(people.values_list("user", "role", "organisation", "since")),
        "invitations": list(Invitation.objects.order_by("pk").values_list("pk", "organisation")),
    }


@pytest.fixture
def lively(programme, ados, short):
    """Both organisations with all that an organisation may have, some of it in common."""
    first = carried(programme, short.name, serial=1)
    both = carried(programme, short.name, "CAF", ados.name, serial=2)
    ActionHolder.objects.filter(action=both, organisation=ados).update(tentative=True)
    for position, (action, one) in enumerate([(first, ados), (first, short), (both, short)], start=1):
        ActionPartner.objects.create(action=action, organisation=one, position=position, written=one.name)
    for one in (ados, short):
        a_member(Role.HOLDER, programme.cite, email="lea@asso.example", organisation=one)
    a_member(Role.HOLDER, programme.cite, email="max@asso.example", organisation=short)
    Invitation.objects.create(
        email="zoe@asso.example", cite=programme.cite, role=Role.HOLDER, organisation=short, digest="d",
        expires_at="2030-01-01T00:00:00Z",
    )  # fmt: skip
    return both


def test_all_that_was_of_one_is_of_the_other(ados, short, lively, claire):
    merge_organisations(kept=ados, gone=short, by=claire)

    ados.refresh_from_db()
    holders = [(row.organisation.name, row.position, row.tentative) for row in lively.holders.all()]
    assert Facts.of(ados) == Facts(ados.name, "association", "73282932000074", "W723001234", "")
    assert holders == [("Maison des adolescents", 1, False), ("CAF", 2, False)]
    assert not ActionPartner.objects.exclude(organisation=ados).exists()
    assert sorted(ados.aliases.values_list("written", flat=True)) == ["MDA", "Maison des ados"]
    assert sorted(ados.memberships.values_list("user__email", flat=True)) == ["lea@asso.example", "max@asso.example"]
    assert Invitation.objects.get().organisation == ados


def test_files_that_name_the_one_that_went_find_the_other(programme, ados, short, claire):
    merge_organisations(kept=ados, gone=short, by=claire)

    known, new = ensure_organisations(cite=programme.cite, names=["MAISON DES ADOS", "mda"])

    assert ({known["maison des ados"], known["mda"]}, new) == ({ados}, [])


def test_a_cell_that_names_both_has_one_holder(programme, ados, short, claire):
    merge_organisations(kept=ados, gone=short, by=claire)
    action = ActionFactory(programme=programme, holder_written="Collège Maison des ados / Collège Malraux")
    college = OrganisationFactory(cite=programme.cite, name="Collège Maison des ados")
    merge_organisations(kept=OrganisationFactory(cite=programme.cite, name="Collège Malraux"), gone=college, by=claire)

    set_holders(cite=programme.cite, actions=[action])

    assert [(row.organisation.name, row.position) for row in action.holders.all()] == [("Collège Malraux", 1)]


def test_undone_everything_is_as_it_was(ados, short, lively, claire):
    before = everything()
    operation = merge_organisations(kept=ados, gone=short, by=claire)

    undo = undo_merge(operation=operation, by=claire)

    assert everything() == before
    assert (undo.verb, undo.undoes) == (Operation.Verb.UNDO, operation)


def test_what_came_since_goes_to_the_one_that_it_names(programme, ados, short, lively, claire):
    operation = merge_organisations(kept=ados, gone=short, by=claire)
    new = ActionFactory(programme=programme, serial=8, holder_written="MDA", holders=[ados.name])
    other = ActionFactory(programme=programme, serial=9, holder_written=ados.name)
    ActionPartner.objects.create(action=other, organisation=ados, position=1, written="Maison des Ados")

    undo_merge(operation=operation, by=claire)

    assert [row.organisation for row in (new.holders.get(), other.holders.get())] == [short, ados]
    assert other.partners.get().organisation == short


def test_merges_are_undone_from_the_last(programme, ados, short, claire):
    third = OrganisationFactory(cite=programme.cite, name="Point accueil jeunes")
    first = merge_organisations(kept=ados, gone=short, by=claire)
    second = merge_organisations(kept=third, gone=ados, by=claire)

    with pytest.raises(Refusal) as refused:
        undo_merge(operation=first, by=claire)
    chained = organisations_by_key(programme.cite)["mda"]
    for operation in (second, first):
        undo_merge(operation=operation, by=claire)

    label = "« Maison des adolescents » réuni à « Point accueil jeunes » (n° 2)"
    assert (str(refused.value), chained) == (f"Une autre fusion a suivi, {label}. Annulez-la d’abord.", third)
    assert not Organisation.objects.exclude(merged_into=None).exists()


def test_a_fact_changed_since_is_not_overwritten(ados, short, claire):
    operation = merge_organisations(kept=ados, gone=short, by=claire)
    edit_organisation(organisation=ados, facts=Facts(ados.name, "association", ados.siret, "", ""), by=claire)

    with pytest.raises(Refusal) as refused:
        undo_merge(operation=operation, by=claire)

    assert str(refused.value) == (
        "Le RNA de « Maison des adolescents » a changé depuis la fusion. Remettez W723001234, puis annulez la fusion."
    )


def test_identifiers_that_differ_are_chosen(programme, claire, ados, short):
    other = OrganisationFactory(cite=programme.cite, name="MDA 72", siret="35600000000048", kind="public")

    with pytest.raises(Contradiction) as refused:
        merge_organisations(kept=ados, gone=other, by=claire)
    merge_organisations(kept=ados, gone=other, chosen={"siret": "35600000000048"}, by=claire)

    ados.refresh_from_db()
    assert str(refused.value) == "Les deux organismes n’ont pas le même SIRET : choisissez celui qui reste."
    assert (ados.siret, ados.kind, contradictions(ados, other)) == ("35600000000048", "public", [])


def test_what_is_done_is_not_done_twice(ados, short, claire):
    operation = merge_organisations(kept=ados, gone=short, by=claire)
    undo_merge(operation=operation, by=claire)
    said = []
    for do, what in (
        (undo_merge, {"operation": operation}),
        (merge_organisations, {"kept": ados, "gone": ados}),
    ):
        with pytest.raises(Refusal) as refused:
            do(**what, by=claire)
        said.append(str(refused.value))

    assert said == [
        "Cette fusion est déjà annulée.",
        "Un organisme ne se réunit pas à lui-même. Choisissez-en deux.",
    ]


def test_a_merge_is_found_by_its_number_in_its_cite(programme, ados, short, claire):
    operation = merge_organisations(kept=ados, gone=short, by=claire)

    found = [merge_of(cite, operation.number) for cite in (programme.cite, CiteFactory(slug="le-mans"))]

    assert found == [operation, None]


@pytest.mark.parametrize("role", [Role.PREFECTURE, Role.HOLDER, Role.READER])
def test_others_do_not_merge(programme, ados, short, claire, role):
    organisation = ados if role == Role.HOLDER else None
    person = a_member(role, programme.cite, organisation=organisation)
    operation = merge_organisations(kept=ados, gone=short, by=claire)

    for do, what in ((merge_organisations, {"kept": ados, "gone": short}), (undo_merge, {"operation": operation})):
        with pytest.raises(Forbidden):
            do(**what, by=person)


def test_the_number_of_queries_does_not_grow_with_the_actions(
    programme, ados, short, claire, django_assert_max_num_queries
):
    for serial in range(1, 40):
        carried(programme, short.name, serial=serial)

    with django_assert_max_num_queries(45):
        merge_organisations(kept=ados, gone=short, by=claire)
