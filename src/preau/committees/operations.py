"""The seats and committees that a cité starts with; the pages that keep them call the other verbs."""

from __future__ import annotations

from preau.committees.models import AssentRule, Committee, Seat
from preau.committees.states import Level
from preau.core.typography import of_place
from preau.people.models import Cite
from preau.people.roles import Role


def ensure_seats(cite: Cite) -> list[Seat]:
    """The seats of the cité that stand, in their order; those of the troïka where nobody chose any yet."""
    if not Seat.objects.filter(cite=cite).exists():
        names = ((Role.PREFECTURE, "Préfet"), (Role.EDUCATION, "Éducation nationale"), (Role.TOWN, "Maire"))
        Seat.objects.bulk_create(
            Seat(cite=cite, name=f"{name} {of_place(cite.name)}" if role == Role.TOWN else name, role=role, rank=rank)
            for rank, (role, name) in enumerate(names, start=1)
        )
    return list(Seat.objects.filter(cite=cite, closed=False))


def ensure_committees(cite: Cite) -> list[Committee]:
    """The committees of the cité that stand; the steering and the technical one where nobody chose any yet."""
    if not Committee.objects.filter(cite=cite).exists():
        Committee.objects.bulk_create(
            [
                Committee(cite=cite, name="Comité de pilotage", level=Level.STEERING),
                Committee(cite=cite, name="Comité technique", level=Level.TECHNICAL),
            ]
        )
    return list(Committee.objects.filter(cite=cite, closed=False))


def assent_rule(cite: Cite) -> AssentRule:
    """The rule of the cité; that of all seats, unsaved, where nobody chose another."""
    return AssentRule.objects.filter(cite=cite).first() or AssentRule(cite=cite)
