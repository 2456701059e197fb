"""Moving money. An amount is never set: the movement that makes the difference is added."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from preau.budgets.models import Envelope, Movement
from preau.budgets.queries import programmed_by_action
from preau.journal.models import Operation
from preau.people.models import Cite

CITE_ENVELOPE = "Cité éducative"


def ensure_cite_envelope(*, cite: Cite, year: int) -> tuple[Envelope, bool]:
    """The envelope that an annex's amounts come from, and whether it had to be created."""
    return Envelope.objects.get_or_create(
        cite=cite, year=year, name=CITE_ENVELOPE, defaults={"kind": Envelope.Kind.CITE}
    )


def program(*, envelope: Envelope, targets: Mapping[int, Decimal], cause: Operation) -> int:
    """Bring what is programmed for each action (by primary key) to its target, in euros. Returns the movements added.

    An action already at its target is left alone.
    """
    current = programmed_by_action(envelope, targets)
    movements = [
        Movement(envelope=envelope, action_id=pk, kind=Movement.Kind.PROGRAMMED, amount=gap, cause=cause)  # type: ignore[misc] # EuroField takes Decimal
        for pk, target in targets.items()
        if (gap := target - current.get(pk, Decimal(0)))
    ]
    Movement.objects.bulk_create(movements, batch_size=500)
    return len(movements)
