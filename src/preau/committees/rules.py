"""What may be done to committees, seats and sittings: None, or the French sentence that says why not."""

from __future__ import annotations

from datetime import date

from preau.committees.models import Committee, Seat, Sitting
from preau.committees.states import SITTING_MOVES, SittingState
from preau.core.text import squeeze
from preau.people.models import Cite
from preau.people.roles import SEATS

LONGEST_TEXT = 50_000
"""Signs of minutes, of a decision, of the members of a committee."""
FIRST_YEAR, LAST_YEAR = 2000, 2100


def one_line(text: str) -> str:
    """The text on one line, without the blanks that no reader sees."""
    return " ".join(squeeze(text).split())


def may_name(name: str, longest: int, what: str) -> str | None:
    """Whether it can be the name of something."""
    if not name:
        return f"Donnez un nom {what}."
    if len(name) > longest:
        return f"Ce nom a {len(name)} signes. Raccourcissez-le à {longest}."
    return None


def may_write(text: str) -> str | None:
    """Whether a text is short enough to be kept."""
    if len(text) > LONGEST_TEXT:
        return f"Ce texte a {len(text)} signes. Raccourcissez-le à {LONGEST_TEXT}, ou joignez un papier."
    return None


def may_call_committee(cite: Cite, name: str, mine: int = 0) -> str | None:
    """Whether a committee of the cité may have the name; `mine` is the one that has it or wants it."""
    taken = Committee.objects.filter(cite=cite, name__iexact=name).exclude(pk=mine).exists()
    return f"« {name} » est déjà une instance. Choisissez un autre nom." if taken else None


def may_close_committee(committee: Committee) -> str | None:
    """Not while one of its sittings is to come."""
    planned = committee.sittings.filter(state=SittingState.PLANNED).order_by("on").first()
    if planned is None:
        return None
    return f"Une séance est prévue le {planned.on:%d/%m/%Y}. Notez qu’elle s’est tenue, ou annulez-la, puis fermez."


def may_call_seat(cite: Cite, name: str, role: str, mine: int = 0) -> str | None:
    """Whether a seat of the cité may have the name and be that of the role."""
    if role and role not in SEATS:
        return "Ce rôle ne donne pas d’avis. Choisissez un rôle de la troïka, ou aucun."
    taken = Seat.objects.filter(cite=cite, name__iexact=name).exclude(pk=mine).exists()
    return f"« {name} » est déjà un siège. Choisissez un autre nom." if taken else None


def may_meet_on(day: date, state: SittingState, today: date) -> str | None:
    """Whether a sitting in that state may be of that day."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return f"Écrivez une année de {FIRST_YEAR} à {LAST_YEAR}."
    if state == SittingState.HELD and day > today:
        return f"Cette séance s’est tenue : elle ne peut être du {day:%d/%m/%Y}, qui est à venir."
    return None


def may_become(sitting: Sitting, state: SittingState, today: date) -> str | None:
    """Along the table of moves; held, not before its day."""
    now = SittingState(sitting.state)
    if state not in SITTING_MOVES[now]:
        return f"Cette séance est {now.label.lower()} : elle ne devient pas {state.label.lower()}."
    if state == SittingState.HELD and sitting.on > today:
        return f"Cette séance est prévue le {sitting.on:%d/%m/%Y} : elle ne s’est pas encore tenue."
    return None


def may_change(sitting: Sitting) -> str | None:
    """Its agenda and who sat: until it is cancelled."""
    if sitting.state == SittingState.CANCELLED:
        return "Cette séance est annulée. Remettez-la au calendrier pour la modifier."
    return None


def may_minute(sitting: Sitting) -> str | None:
    """What was decided is written of a sitting that was held."""
    if sitting.state == SittingState.HELD:
        return None
    return "Notez d’abord que la séance s’est tenue : ce qui a été décidé s’écrit ensuite."
