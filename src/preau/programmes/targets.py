"""How many of whom an action wants to reach: by hand, or from a number that its own text gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction

from preau.core.annex.headcounts import Headcount, headcounts_in, left_of
from preau.core.refusal import Refusal
from preau.core.text import fold
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme, Target
from preau.ui.templatetags.french import count

Then = Callable[[Programme], None]
"""What the caller does inside the transaction, after the targets changed: make the findings of the programme anew."""


def headcounts_of(action: Action) -> list[Headcount]:
    """The numbers of people that the audience and the description of the action give."""
    return headcounts_in(action.audience, action.description)


def offered(action: Action, targets: Iterable[Target]) -> list[Headcount]:
    """Those of them that are no target yet."""
    return left_of(headcounts_of(action), [(target.number, target.whom) for target in targets])


def all_targets(programme: Programme, actions: Iterable[Action]) -> set[int]:
    """The actions, of these of the programme, whose every headcount is a target: nothing is left to ask. One query."""
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(action__programme=programme):
        targets[target.action_id].append(target)
    return {action.pk for action in actions if action.pk in targets and not offered(action, targets[action.pk])}


def add_target(*, action: Action, number: int, whom: str, by: User, then: Then) -> Target:
    """Make it a target of the action, with the passage of the text that gives this number where one does.

    The same target twice is one. Raises Forbidden, and Refusal where the action has another number of the same people.
    """
    cite = action.programme.cite
    access_to(by, cite).require(Verb.EDIT)
    with transaction.atomic():
        lock(cite)
        known = {fold(target.whom): target for target in action.targets.all()}.get(fold(whom))
        if known is not None and known.number == number:
            return known
        if known is not None:
            raise Refusal(
                f"Cette action a déjà un objectif « {known.whom} », de {count(known.number)}. "
                "Retirez-le, ou précisez de qui il s’agit, par exemple « enfants de maternelle »."
            )
        heads = headcounts_of(action)
        source = next((one.passage for one in heads if not left_of([one], [(number, whom)])), "")
        target = Target.objects.create(action=action, number=number, whom=whom, source=source)
        _journal(action, by, before="", after=_words(target))
        then(action.programme)
    return target


def remove_target(*, target: Target, by: User, then: Then) -> None:
    """Take the target away; the number that its text gives is offered again. Raises Forbidden."""
    action = target.action
    cite = action.programme.cite
    access_to(by, cite).require(Verb.EDIT)
    with transaction.atomic():
        lock(cite)
        words = _words(target)
        if Target.objects.filter(pk=target.pk).delete()[0]:
            _journal(action, by, before=words, after="")
            then(action.programme)


def _words(target: Target) -> str:
    return f"{count(target.number)} {target.whom}"


def _journal(action: Action, by: User, *, before: str, after: str) -> None:
    label = f"{before or after}, action {action.number or action.serial}"
    operation = begin(cite=action.programme.cite, verb=Operation.Verb.TARGETS, label=label, by=by)
    tell(operation, [Told(action, {"target": before}, {"target": after})])
