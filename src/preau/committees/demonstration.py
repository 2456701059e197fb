"""The sitting of the demonstration: a steering committee to come, with its agenda, where nobody planned any."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.timezone import localdate

from preau.committees.models import Sitting
from preau.committees.operations import ensure_committees, ensure_seats
from preau.committees.operations.agenda import add_item
from preau.committees.operations.sittings import Meeting, plan_sitting
from preau.core.typography import of_place
from preau.people.models import Cite, User

POINTS = (
    "Avancement des actions du programme",
    "Réactualisation des montants",
    "Calendrier du prochain appel à projets",
)
WEEKS = 3


def ensure_sitting(cite: Cite, by: User) -> None:
    """A steering committee in three weeks, where the cité has no sitting yet."""
    if Sitting.objects.filter(committee__cite=cite).exists():
        return
    ensure_seats(cite)
    said = Meeting(localdate() + timedelta(weeks=WEEKS), time(14, 30), f"Mairie {of_place(cite.name)}")
    sitting = plan_sitting(committee=ensure_committees(cite)[0], said=said, by=by)
    for title in POINTS:
        add_item(sitting=sitting, title=title, by=by)
