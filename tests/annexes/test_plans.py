"""Writing the funding plan of an action: what is refused, what the journal keeps, what is said of the programme."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from preau.annexes.checking import refresh_findings
from preau.annexes.editing import Edit, edit_actions
from preau.annexes.models import StandingFinding
from preau.annexes.plans import PlanConflict, TypedPlan, delete_plan, save_plan
from preau.budgets.funding import funding_of, plans_of, years_of
from preau.budgets.models import Envelope, FundingLine, FundingPlan
from preau.core.budget.funding import PlanLine
from preau.core.refusal import Refusal
from preau.journal.models import Line, Operation
from preau.people.access import Forbidden
from preau.people.roles import Role
from preau.programmes.models import Action
from tests.factories.people import a_member, a_user
from tests.factories.plans import a_plan
from tests.factories.programmes import ActionFactory, ProgrammeFactory, a_programme

pytestmark = pytest.mark.django_db

COST, OWN = PlanLine("6", Decimal(1000)), PlanLine("RP", Decimal(1000))


@pytest.fixture
def action():
    """An action of 1 000 € of which 400 € granted."""
    return a_programme(actions=2).actions.get(serial=1)


def save(action, *lines, by=None, **more):
    """Save these lines as Claire."""
    return save_plan(action=action, plan=TypedPlan(lines, **more), by=by or a_user())


def seen(action):
    """The version that a form would show."""
    return funding_of(action).version


def codes():
    """The codes of what stands about plans, by the serial of their action."""
    found = StandingFinding.objects.filter(code__startswith="plan-").order_by("action__serial", "code")
    return list(found.values_list("action__serial", "code"))


def test_a_plan_is_kept_in_the_order_of_the_form(action):
    save(action, OWN, PlanLine("64", Decimal("0.5"), "  Une\nanimatrice "), PlanLine("60.1", Decimal(3)), note=" Clé ")

    funding = funding_of(action)
    assert [(one.account, one.label, one.amount) for one in funding.lines] == [
        ("60.1", "", Decimal(3)),
        ("64", "Une animatrice", Decimal("0.5")),
        ("RP", "", Decimal(1000)),
    ]
    assert (funding.plan.short, funding.plan.cents, funding.plan.note) == (True, False, "Clé")


def test_the_journal_keeps_enough_to_make_the_plan_anew(action):
    envelope = Envelope.objects.get()
    save(action, COST, OWN)
    save(action, COST, replace(OWN, account="74.1", envelope=envelope.pk, nature="specific"), seen=seen(action))

    made, changed = Line.objects.filter(kind=Line.Kind.FUNDING).order_by("operation__number")
    assert (made.before, made.after) == (
        {},
        {
            "action": str(action.pk),
            "short": "oui",
            "cents": "non",
            "note": "",
            "lines": [["6", "", "", "", "1000.00"], ["RP", "", "", "", "1000.00"]],
        },
    )
    assert changed.before == made.after
    assert changed.after["lines"][1] == ["74.1", "", "specific", str(envelope.pk), "1000.00"]
    told = Line.objects.filter(kind=Line.Kind.ACTION, operation=changed.operation).get()
    assert told.after["funding"].startswith("1\u202f000\u00a0€ de charges, 1\u202f000\u00a0€ de produits. Équilibré.")


def test_saving_twice_says_nothing_twice(action):
    first = save(action, COST, OWN)

    again = save(action, COST, OWN, seen="une version qui n’est plus")

    assert (first.verb, again, Operation.objects.filter(verb="funding").count()) == ("funding", None, 1)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "Ce plan est vide"),
        ([PlanLine("99", Decimal(1))], "« 99 » n’est pas une ligne du budget"),
        ([PlanLine("60", Decimal(-1))], "le montant va de zéro"),
        ([PlanLine("60", Decimal("1e12"))], "le montant va de zéro"),
        ([PlanLine("60", Decimal(1), "x" * 201)], "la précision a 201 signes"),
        ([PlanLine("60", Decimal(1), nature="ordinary")], "seul un produit a une enveloppe"),
        ([PlanLine("74.1", Decimal(1), envelope=10**6)], "cette enveloppe n’existe plus"),
        ([COST] * 201, "200 lignes au plus"),
    ],
)
def test_what_cannot_be_a_plan_is_refused(action, lines, said):
    with pytest.raises(Refusal, match=said):
        save(action, *lines)

    assert FundingPlan.objects.count() == 0


def test_an_envelope_of_another_cite_or_of_another_year_is_refused(action):
    a_programme("le-mans", actions=1)
    foreign = Envelope.objects.get(cite__slug="le-mans")
    late = Envelope.objects.create(cite=action.programme.cite, year=2023, last_year=2023, kind="town", name="Ville")

    for envelope in (foreign, late):
        with pytest.raises(Refusal):
            save(action, COST, PlanLine("74.5", Decimal(1), envelope=envelope.pk))

    assert FundingLine.objects.count() == 0


def test_only_the_coordination_writes(action):
    cite = action.programme.cite
    holder = a_member(Role.HOLDER, cite, organisation=action.holders.get().organisation)

    for one in (holder, a_member(Role.MANAGER, cite), a_member(Role.TOWN, cite), a_user("personne@x.example")):
        with pytest.raises(Forbidden):
            save(action, COST, by=one)
        with pytest.raises(Forbidden):
            delete_plan(action=action, seen="", by=one)


def test_a_withdrawn_action_keeps_its_plan_as_it_was(action):
    Action.objects.filter(pk=action.pk).update(withdrawn=True)

    with pytest.raises(Refusal, match="n’est plus au programme"):
        save(action, COST)


def test_a_plan_changed_meanwhile_is_not_overwritten_unseen(action):
    claire = save(action, COST, OWN)
    version = seen(action)
    other = save(action, COST, seen=version)

    with pytest.raises(PlanConflict) as conflict:
        save(action, OWN, seen=version)

    assert [line.account for line in conflict.value.now.lines] == ["6"]
    assert (conflict.value.last, claire.number < other.number) == (other, True)


def test_a_deleted_plan_leaves_its_words_in_the_journal(action):
    save(action, COST, OWN)
    plan = FundingPlan.objects.get().pk

    done = delete_plan(action=action, seen=seen(action), by=a_user())
    again = delete_plan(action=action, seen="", by=a_user())

    line = done.lines.get(kind=Line.Kind.FUNDING)
    assert (FundingPlan.objects.count(), again, codes()) == (0, None, [])
    assert (line.object_id, line.before["lines"][0], line.after) == (plan, ["6", "", "", "", "1000.00"], {})


def test_the_findings_follow_the_plan_and_the_programme(action):
    envelope = Envelope.objects.get()
    save(action, COST, PlanLine("74.1", Decimal(500), envelope=envelope.pk), PlanLine("RP", Decimal(500)))
    before = codes()

    edit_actions(programme=action.programme, edits=[Edit(1, "grant", None, "500")], by=a_user())
    granted = codes()
    edit_actions(programme=action.programme, edits=[Edit(1, "total_cost", None, "900")], by=a_user())

    assert (before, granted, codes()) == ([(1, "plan-envelope-differs")], [], [(1, "plan-cost-differs")])


def test_the_cost_is_taken_over_in_the_same_operation(action):
    operation = save(action, PlanLine("6", Decimal(1200)), PlanLine("RP", Decimal(1200)), take_cost=True)

    action.refresh_from_db()
    line = operation.lines.get(kind=Line.Kind.ACTION)
    assert (action.total_cost, line.before["total_cost"], line.after["total_cost"]) == (1200, "1000.00", "1200.00")
    assert codes() == []


@pytest.mark.parametrize("plans", [1, 2])
def test_the_plans_of_a_programme_are_one_query(action, plans, django_assert_num_queries):
    for one in action.programme.actions.order_by("serial")[:plans]:
        a_plan(one, ("6", 100, ""), ("74.1", 400, "", "specific", Envelope.objects.get()), ("RP", 1, ""))

    with django_assert_num_queries(1):
        found = plans_of(action.programme)

    assert len(found) == plans
    assert {line.programmed for one in found.values() for line in one.lines if line.envelope} == {Decimal(400)}


def test_findings_are_those_of_each_action(action):
    a_plan(action.programme.actions.get(serial=2), ("6", 1000, ""), ("74.2", 1000, ""))

    refresh_findings(action.programme)

    assert codes() == [(2, "plan-funder-unnamed"), (2, "plan-public-share")]


@pytest.mark.parametrize("years", [1, 6])
def test_an_action_is_followed_both_ways_in_two_queries(action, years, django_assert_num_queries):
    claire, cite = a_user(), action.programme.cite
    last = action
    for year in range(2021, 2021 + years):
        last = ActionFactory(programme=ProgrammeFactory(cite=cite, year=year), renewed_from=last)
    gone = ActionFactory(programme=last.programme, renewed_from=action, withdrawn=True)
    list(years_of(claire, action))

    with django_assert_num_queries(2):
        found = years_of(claire, last)

    assert [one.figures.year for one in found] == list(range(2020, 2021 + years))
    assert gone.pk not in {one.action.pk for one in found}


def test_a_holder_follows_their_own_years_alone(action):
    cite = action.programme.cite
    ActionFactory(programme=ProgrammeFactory(cite=cite, year=2021), renewed_from=action, holder_written="Autre")
    holder = a_member(Role.HOLDER, cite, organisation=action.holders.get().organisation)

    assert [one.figures.year for one in years_of(holder, action)] == [2020]
