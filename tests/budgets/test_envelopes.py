"""Envelopes are opened, changed and ruled by who manages budgets; what their movements made true stays true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from preau.budgets.envelope_rules import RuleFacts, rules_of, set_rules
from preau.budgets.envelopes import Facts, create_envelope, edit_envelope
from preau.budgets.models import Envelope
from preau.budgets.operations import ensure_cite_envelope, program, program_action
from preau.budgets.rules import rules_passed, rules_passed_of
from preau.budgets.states import EnvelopeKind, Period, RuleKind, RuleLevel
from preau.core.refusal import Refusal
from preau.journal.models import Line, Operation
from preau.journal.operations import begin
from preau.people.access import Forbidden
from preau.people.models import Organisation
from preau.people.roles import Role
from tests.factories.budgets import EnvelopeFactory, MovementFactory
from tests.factories.people import a_user
from tests.factories.programmes import ActionFactory, CiteFactory, OrganisationFactory, ProgrammeFactory
from tests.factories.world import somebody as somebody_with

pytestmark = pytest.mark.django_db

TOWN = Facts("Ville", EnvelopeKind.TOWN, 2020)
ANNEX = Facts("État", EnvelopeKind.CITE, 2020, in_grant=True, is_default=True)
BLOCK, WARN = RuleLevel.BLOCK, RuleLevel.WARN


@pytest.fixture
def cite(db):
    return CiteFactory()


@pytest.fixture
def claire(cite):
    return a_user()


@pytest.fixture
def action(cite):
    return ActionFactory(programme=ProgrammeFactory(cite=cite))


def lines():
    """What the journal says, object by object."""
    return [(line.kind, line.label, line.before, line.after) for line in Line.objects.order_by("pk")]


def test_opening_an_envelope_names_its_organisations(cite, claire):
    facts = replace(TOWN, name="  Ville \n d’Allonnes ", funder="Ville d'Allonnes", keeper="VILLE D’ALLONNES")

    envelope = create_envelope(cite=cite, facts=facts, by=claire, rules=[RuleFacts(RuleKind.NOTIFIED, BLOCK)])

    town = Organisation.objects.get()
    assert (str(envelope), envelope.funder, envelope.keeper) == ("Ville d’Allonnes 2020", town, town)
    assert [str(rule) for rule in envelope.rules.all()] == ["Ne pas programmer plus que le notifié (bloque)"]
    assert [line[:2] for line in lines()] == [("organisation", town.name), ("envelope", "Ville d’Allonnes 2020")]
    assert Operation.objects.get().verb == "envelope"


@pytest.mark.parametrize(
    ("period", "last", "years"),
    [(Period.CIVIL, 2025, "2020"), (Period.SCHOOL, None, "2020-2021"), (Period.YEARS, 2022, "2020-2022")],
)
def test_a_period_is_its_years(cite, claire, period, last, years):
    envelope = create_envelope(cite=cite, facts=replace(TOWN, period=period, last_year=last), by=claire)

    assert envelope.years == years


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(TOWN, name=" \n"), "name"),
        (replace(TOWN, name="a" * 121), "name"),
        (replace(TOWN, name="CITÉ EDUCATIVE"), "name"),
        (replace(TOWN, year=2018), "year"),
        (replace(TOWN, year=2100), "year"),
        (replace(TOWN, period=Period.YEARS), "last_year"),
        (replace(TOWN, period=Period.YEARS, last_year=2020), "last_year"),
        (replace(TOWN, period=Period.YEARS, last_year=2100), "last_year"),
        (replace(TOWN, in_kind=True, in_grant=True), "in_grant"),
        (replace(TOWN, is_default=True), "is_default"),
    ],
)
def test_facts_that_do_not_go_together_are_refused_where_they_stand(cite, claire, facts, field):
    ensure_cite_envelope(cite=cite, year=2020)

    with pytest.raises(Refusal) as refused:
        create_envelope(cite=cite, facts=facts, by=claire)

    assert refused.value.field == field
    assert Envelope.objects.count() == 1


def test_the_role_of_receiving_the_annex_moves_in_one_operation(cite, claire):
    first, _ = ensure_cite_envelope(cite=cite, year=2020)

    new = create_envelope(cite=cite, facts=ANNEX, by=claire)

    assert list(Envelope.objects.filter(is_default=True)) == [new]
    assert ("envelope", str(first), {"is_default": True}, {"is_default": False}) in lines()
    assert ensure_cite_envelope(cite=cite, year=2020) == (new, False)


def test_an_annex_finds_a_name_beside_an_envelope_that_has_the_usual_one(cite, claire):
    create_envelope(cite=cite, facts=replace(ANNEX, name="Cité éducative", is_default=False), by=claire)

    made, new = ensure_cite_envelope(cite=cite, year=2020)

    assert (made.name, new) == ("Cité éducative (annexe)", True)


def test_what_changes_is_told_and_nothing_else(cite, claire):
    envelope = create_envelope(cite=cite, facts=TOWN, by=claire)

    edit_envelope(envelope=envelope, facts=replace(TOWN, name="Ville d’Allonnes", note="Délibération"), by=claire)
    again = edit_envelope(
        envelope=envelope, facts=replace(TOWN, name="Ville d’Allonnes", note=" Délibération "), by=claire
    )

    before, after = {"name": "Ville", "note": ""}, {"name": "Ville d’Allonnes", "note": "Délibération"}
    assert lines()[-1] == ("envelope", "Ville d’Allonnes 2020", before, after)
    assert again is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": 2021}, "year"),
        ({"in_grant": False, "is_default": False}, "in_grant"),
        ({"is_default": False}, "is_default"),
        ({"in_grant": False, "is_default": False, "in_kind": True}, "in_kind"),
    ],
)
def test_what_movements_made_true_is_not_made_false(claire, action, changes, field):
    envelope, _ = ensure_cite_envelope(cite=action.programme.cite, year=2020)
    MovementFactory(envelope=envelope, action=action, kind="programmed")

    with pytest.raises(Refusal) as refused:
        edit_envelope(envelope=envelope, facts=replace(Facts.of(envelope), **changes), by=claire)

    assert refused.value.field == field


def test_years_may_grow_over_those_that_are_funded(claire, action):
    envelope = EnvelopeFactory(cite=action.programme.cite)
    MovementFactory(envelope=envelope, action=action, kind="programmed")

    edit_envelope(
        envelope=envelope, facts=replace(Facts.of(envelope), period=Period.YEARS, year=2019, last_year=2021), by=claire
    )

    envelope.refresh_from_db()
    assert envelope.years == "2019-2021"


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.COORDINATION, Role.MANAGER}])
def test_only_who_manages_budgets_may(cite, role):
    OrganisationFactory(cite=cite)
    somebody = somebody_with(role, cite)
    envelope = EnvelopeFactory(cite=cite)

    with pytest.raises(Forbidden):
        create_envelope(cite=cite, facts=TOWN, by=somebody)
    with pytest.raises(Forbidden):
        edit_envelope(envelope=envelope, facts=TOWN, by=somebody)
    with pytest.raises(Forbidden):
        set_rules(envelope=envelope, rules=[], by=somebody)


def test_rules_are_replaced_whole_and_told_by_kind(cite, claire):
    envelope, other = EnvelopeFactory(cite=cite, rules={"notified": "block"}), EnvelopeFactory(cite=cite, name="Ville")
    rules = [
        RuleFacts(RuleKind.NOTIFIED, WARN),
        RuleFacts(RuleKind.SHARE, BLOCK, Decimal("33.3"), source="Instruction"),
        RuleFacts(RuleKind.PARITY, WARN, Decimal(50), other=other),
        RuleFacts(RuleKind.HOLDER, WARN, limit=Decimal(23000)),
    ]

    set_rules(envelope=envelope, rules=rules, by=claire)
    again = set_rules(envelope=envelope, rules=rules, by=claire)

    assert rules_of(envelope) == rules
    assert again is None
    assert {key: text.replace("\u202f", " ").replace("\u00a0", " ") for key, text in lines()[-1][3].items()} == {
        "rule:notified": "Ne pas programmer plus que le notifié, avertit",
        "rule:share": "Plafond en part du coût d’une action : 33,3 %, bloque (Instruction)",
        "rule:parity": "Parité avec une autre enveloppe : 50 % (« Ville 2020 »), avertit",
        "rule:holder": "Plafond par porteur : 23 000 €, avertit",
    }


@pytest.mark.parametrize(
    "rule",
    [
        RuleFacts(RuleKind.SHARE, WARN),
        RuleFacts(RuleKind.SHARE, WARN, Decimal(0)),
        RuleFacts(RuleKind.SHARE, WARN, Decimal(101)),
        RuleFacts(RuleKind.SHARE, WARN, Decimal("33.333")),
        RuleFacts(RuleKind.PRIORITY, WARN, Decimal(101)),
        RuleFacts(RuleKind.HOLDER, WARN),
        RuleFacts(RuleKind.HOLDER, WARN, limit=Decimal(-1)),
        RuleFacts(RuleKind.PARITY, WARN, Decimal(50)),
    ],
)
def test_a_rule_without_its_measure_is_refused(cite, claire, rule):
    envelope = EnvelopeFactory(cite=cite)

    with pytest.raises(Refusal) as refused:
        set_rules(envelope=envelope, rules=[rule], by=claire)

    assert refused.value.field == rule.kind


def test_parity_looks_at_another_envelope_of_the_same_cite(cite, claire):
    envelope, elsewhere = EnvelopeFactory(cite=cite), EnvelopeFactory(cite=CiteFactory(slug="le-mans"))

    for other in (envelope, elsewhere):
        with pytest.raises(Refusal):
            set_rules(envelope=envelope, rules=[RuleFacts(RuleKind.PARITY, WARN, Decimal(50), other=other)], by=claire)


def test_a_kind_of_rule_is_given_once(cite, claire):
    with pytest.raises(Refusal):
        set_rules(envelope=EnvelopeFactory(cite=cite), rules=[RuleFacts(RuleKind.NOTIFIED, WARN)] * 2, by=claire)


def test_a_rule_that_is_not_kept_may_block_and_then_refuses_what_makes_it_worse(claire, action):
    envelope = EnvelopeFactory(cite=action.programme.cite)
    MovementFactory(envelope=envelope, amount=Decimal(100))
    MovementFactory(envelope=envelope, action=action, kind="programmed", amount=Decimal(300))

    set_rules(envelope=envelope, rules=[RuleFacts(RuleKind.NOTIFIED, BLOCK)], by=claire)

    assert [one.excess for _, one in rules_passed(envelope)] == [Decimal(200)]
    with pytest.raises(Refusal):
        program_action(envelope=envelope, action=action, amount=Decimal(301), by=claire)
    program_action(envelope=envelope, action=action, amount=Decimal(250), by=claire)


def test_an_envelope_programs_drafts_of_its_years_alone(claire, action):
    cite = action.programme.cite
    later = ActionFactory(programme=ProgrammeFactory(cite=cite, year=2021))
    voted = ActionFactory(programme=ProgrammeFactory(cite=cite, year=2022, state="voted", voted_on=date(2022, 1, 1)))

    for envelope, asked in ((EnvelopeFactory(cite=cite), later), (EnvelopeFactory(cite=cite, year=2022), voted)):
        with pytest.raises(Refusal):
            program_action(envelope=envelope, action=asked, amount=Decimal(5), by=claire)


def test_rules_of_several_envelopes_cost_the_same(claire, action, django_assert_max_num_queries):
    cite = action.programme.cite
    cause = begin(cite=cite, verb=Operation.Verb.MONEY, label="", by=None)
    envelopes = [EnvelopeFactory(cite=cite, rules={"notified": "warn"}) for _ in range(5)]
    for envelope in envelopes:
        program(envelope=envelope, targets={action.pk: Decimal(5)}, cause=cause)

    with django_assert_max_num_queries(5):
        found = rules_passed_of(envelopes)

    assert [len(found[envelope.pk]) for envelope in envelopes] == [1] * 5
