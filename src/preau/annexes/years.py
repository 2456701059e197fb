"""From one year to another: programmes opened; actions renewed, or put off to a later year."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from preau.annexes.checking import refresh_findings
from preau.annexes.editing import write_changes
from preau.annexes.lifecycle import copied, create_all, new_action
from preau.budgets.queries import with_grant
from preau.core.annex.plan import Value
from preau.core.refusal import Refusal
from preau.core.typography import of_place
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import Cite, User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme
from preau.programmes.rules import may_postpone
from preau.programmes.states import FIRST_YEAR, LAST_YEAR, ActionState


def create_programme(*, cite: Cite, year: int, by: User) -> Programme:
    """The empty draft of a year. Raises Refusal when the year is impossible or has its programme already."""
    access_to(by, cite).require(Verb.EDIT)
    with transaction.atomic():
        lock(cite)
        if Programme.objects.filter(cite=cite, year=year).exists():
            raise Refusal(f"Le programme {year} existe déjà. Ouvrez-le, ou choisissez une autre année.")
        programme, told = ensure_programme(cite, year)
        operation = begin(cite=cite, verb=Operation.Verb.ADD, label=str(programme), by=by)
        tell(operation, told)
    return programme


def ensure_programme(cite: Cite, year: int) -> tuple[Programme, list[Told]]:
    """The programme of the year, made as a draft where there is none, with what the journal is to be told of it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(f"L’année {year} est impossible : les cités éducatives existent depuis {FIRST_YEAR}.")
    title = f"Cité éducative {of_place(cite.name)} – Programme d’actions {year}"
    programme, new = Programme.objects.get_or_create(cite=cite, year=year, defaults={"title": title[:300]})
    programme.cite = cite
    return programme, [Told(programme, {}, {"year": year, "title": programme.title})] if new else []


def renew_actions(*, source: Programme, serials: Collection[int], year: int, by: User) -> tuple[Programme, int]:
    """Carry actions of a programme on in that of another year: copies without state or grant, numbered as they were.

    An action already renewed in that year is left alone, so that doing it twice does it once. Returns the programme of
    that year, made where there was none, and how many actions were renewed.
    """
    cite = source.cite
    access_to(by, cite).require(Verb.EDIT)
    if year == source.year:
        raise Refusal("Choisissez une autre année que celle du programme d’origine.")
    with transaction.atomic():
        lock(cite)
        programme, told = ensure_programme(cite, year)
        wanted = _to_renew(source, serials, programme)
        if not wanted and not told:
            return programme, 0
        operation = begin(cite=cite, verb=Operation.Verb.RENEW, label=f"{len(wanted)} actions de {source.year}", by=by)
        tell(operation, told + create_all(_copies(wanted, programme), operation))
        refresh_findings(programme)
    return programme, len(wanted)


def _to_renew(source: Programme, serials: Collection[int], programme: Programme) -> list[Action]:
    there = Action.objects.filter(programme=programme, withdrawn=False, renewed_from__isnull=False)
    actions = Action.objects.filter(programme=source, serial__in=serials, withdrawn=False)
    wanted = actions.exclude(pk__in=there.values("renewed_from")).order_by("rank", "serial")
    return list(with_grant(wanted).select_related("theme"))


def _copies(actions: list[Action], programme: Programme) -> list[tuple[Action, dict[str, Value]]]:
    """A copy of each for the programme; its number where it is free there."""
    taken = set(Action.objects.filter(programme=programme, withdrawn=False).values_list("number", flat=True))
    model = new_action(programme)
    copies = []
    for place, action in enumerate(actions):
        values = copied(action)
        if action.number not in taken:
            values["number"] = action.number or None
            taken.add(action.number)
        copy = Action(programme=programme, serial=model.serial + place, rank=model.rank + place, renewed_from=action)
        copies.append((copy, values))
    return copies


def postpone_action(*, action: Action, year: int, by: User) -> Action:
    """Put the action off to a later year: here it is postponed, there a copy of it is planned. Returns the copy.

    Its grant stays in the programme it was given in until somebody changes it. Raises Refusal for a year that is not
    later, or an action whose state does not allow it.
    """
    programme, cite = action.programme, action.programme.cite
    access_to(by, cite).require(Verb.EDIT)
    if year <= programme.year:
        raise Refusal(f"Une action de {programme.year} se reporte à une année suivante.")
    with transaction.atomic():
        lock(cite)
        action = with_grant(Action.objects.filter(pk=action.pk)).select_related("programme__cite", "theme").get()
        if refusal := may_postpone(action):
            raise Refusal(refusal)
        target, told = ensure_programme(cite, year)
        operation = begin(cite=cite, verb=Operation.Verb.POSTPONE, label=f"Action {action} à {year}"[:300], by=by)
        told += _renewed(action, target, operation)
        if action.status != ActionState.POSTPONED:
            told += write_changes(programme, [(action, {"status": ActionState.POSTPONED.value})], operation)
        tell(operation, told)
        refresh_findings(programme)
        refresh_findings(target)
        there = Action.objects.filter(programme=target, renewed_from=action, withdrawn=False)
        return there.select_related("programme").latest("pk")


def postponed_copies(programme: Programme, serials: Collection[int], year: int, operation: Operation) -> list[Told]:
    """Plan actions in the programme of a later year, where they are not there yet; what the journal is to be told.

    Inside the operation of its caller, which says what becomes of the actions themselves.
    """
    target, told = ensure_programme(programme.cite, year)
    told += create_all(_copies(_to_renew(programme, serials, target), target), operation)
    refresh_findings(target)
    return told


def _renewed(action: Action, target: Programme, operation: Operation) -> list[Told]:
    return create_all(_copies(_to_renew(action.programme, [action.serial], target), target), operation)
