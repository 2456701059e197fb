"""What an envelope gives to an action of a draft, typed amount by amount; the findings of the programme follow."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from preau.annexes.checking import refresh_findings
from preau.budgets.models import Envelope
from preau.budgets.operations import program_action
from preau.journal.models import Operation
from preau.people.models import User
from preau.people.operations import lock
from preau.programmes.models import Action


def program_and_check(*, envelope: Envelope, action: Action, amount: Decimal, by: User) -> Operation | None:
    """Bring what the envelope programs for the action to an amount, in euros; None where it is so already.

    Raises Refusal as `budgets.operations.program_action` does.
    """
    with transaction.atomic():
        lock(action.programme.cite)
        operation = program_action(envelope=envelope, action=action, amount=amount, by=by)
        if operation is not None:
            refresh_findings(action.programme)
    return operation
