"""Targets of an action: from its own text or by hand; what is answered is not asked again."""

from __future__ import annotations

import pytest

from preau.annexes.checking import refresh_findings
from preau.annexes.models import StandingFinding
from preau.core.refusal import Refusal
from preau.journal.models import Line
from preau.people.access import Forbidden
from preau.people.roles import INSTALLATION, Role
from preau.programmes.models import Target
from preau.programmes.targets import add_target, offered, remove_target
from tests.factories.people import a_member, a_user
from tests.factories.programmes import ActionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    made = ActionFactory(
        serial=9, audience="985 enfants Allonnais scolarisés", description="Pour 165 familles. Un livre."
    )
    refresh_findings(made.programme)
    return made


@pytest.fixture
def add(action):
    def add(number, whom, by=None):
        return add_target(action=action, number=number, whom=whom, by=by or a_user(), then=refresh_findings)

    return add


def asked(action):
    """What the findings still ask about the numbers of the text."""
    return StandingFinding.objects.filter(action=action, code="headcount-in-text").count()


def numbers(action):
    return [one.number for one in offered(action, action.targets.all())]


def test_a_number_of_the_text_becomes_a_target_with_its_passage(action, add):
    target = add(985, "enfants")

    assert (target.number, target.whom, target.source) == (985, "enfants", "985 enfants Allonnais scolarisés")
    assert numbers(action) == [165]


def test_a_target_written_by_hand_has_no_passage(add):
    assert add(12, "enseignants").source == ""


def test_the_finding_goes_once_every_number_is_a_target_and_comes_back(action, add):
    found = [asked(action)]
    for number, whom in ((985, "enfants"), (165, "familles")):
        target = add(number, whom)
        found.append(asked(action))
    remove_target(target=target, by=a_user(), then=refresh_findings)

    assert (found, asked(action), numbers(action)) == ([1, 1, 0], 1, [165])


def test_the_journal_tells_each(action, add):
    remove_target(target=add(1985, "enfants"), by=a_user(), then=refresh_findings)

    assert list(Line.objects.order_by("pk").values_list("operation__verb", "before", "after")) == [
        ("targets", {"target": ""}, {"target": "1\u202f985 enfants"}),
        ("targets", {"target": "1\u202f985 enfants"}, {"target": ""}),
    ]


def test_a_double_click_makes_one_target(add):
    first, again = add(985, "enfants"), add(985, "Enfants")

    assert (first, Target.objects.count(), Line.objects.count()) == (again, 1, 1)


def test_taken_away_twice_it_is_gone_once(add):
    target = add(985, "enfants")
    same = Target.objects.select_related("action__programme__cite").get()

    for one in (target, same):
        remove_target(target=one, by=a_user(), then=refresh_findings)

    assert Line.objects.count() == 2


def test_two_numbers_of_the_same_people_are_refused(add):
    add(985, "enfants")

    with pytest.raises(Refusal, match="a déjà un objectif « enfants », de 985"):
        add(40, "enfants")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATION, *INSTALLATION}))
def test_only_the_coordination_sets_targets(action, add, role):
    organisation = action.holders.get().organisation if role in {Role.HOLDER, Role.FACILITATOR} else None
    somebody = a_member(role, action.programme.cite, organisation=organisation)

    with pytest.raises(Forbidden):
        add(985, "enfants", by=somebody)
