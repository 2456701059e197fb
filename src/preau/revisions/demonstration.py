"""The money of the demonstration: an envelope, payments, a plan, a vote, two scenarios, two assents. Invented."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from django.db import transaction

from preau.annexes.plans import TypedPlan, save_plan
from preau.annexes.votes import vote_programme
from preau.budgets.models import Envelope, Revision
from preau.budgets.operations import Noted, ensure_cite_envelope, note_movement
from preau.budgets.states import Answer, MovementKind
from preau.committees.models import Sitting
from preau.committees.operations import ensure_committees, ensure_seats
from preau.committees.operations.agenda import add_item
from preau.core.budget.chart import SOCIAL, STATE, TOWN
from preau.core.budget.funding import Nature, PlanLine
from preau.members.demonstration import person_of
from preau.people.models import Cite, User, name_key
from preau.people.operations import ensure_organisations
from preau.people.roles import Role
from preau.programmes.models import Action, Programme
from preau.programmes.states import ProgrammeState
from preau.revisions.operations.drafts import copy_revision, edit_draft, start_revision
from preau.revisions.operations.lines import Typed
from preau.revisions.operations.proposing import Said, propose, record_assent

CHANGES = {
    "2": ("1 500", "Visites annulées au printemps."),
    "12": ("8 000", "Deux formations sur cinq reportées."),
    "14": ("0", "Journée reportée à 2021."),
    "15": ("9 500", "Ramené au coût réel."),
    "18": ("7 000", "Médiation par les pairs étendue au collège Le Marin."),
    "20": ("22 000", "Soutien à la scolarité après le confinement."),
    "22": ("9 000", "Deux écoles de plus."),
    "24": ("37 142", "38 familles de plus sur la liste."),
}
"""The amounts of the scenario that is proposed, by the number of the action, and why."""
OTHER = {"15": ("9 500", "Ramené au coût réel."), "24": ("39 642", "Les dix mille euros vont aux familles.")}
"""Those of the other scenario."""
ASSENTS = (
    (Role.PREFECTURE, date(2020, 10, 2), "Mme Hamon", "déléguée du préfet", ""),
    (
        Role.EDUCATION,
        date(2020, 10, 5),
        "M. Petit",
        "principal du collège Kennedy",
        "Reprogrammer la journée partenariale au premier trimestre 2021.",
    ),
)
"""Who answered already: the seat, the day, the person, in what capacity, with which reserve."""


PLAN: tuple[tuple[str, str, str, Nature, bool], ...] = (
    ("60.2", "48000", "Ordinateurs et tablettes reconditionnés", "", False),
    ("62.1", "12950", "Formation des familles, Le Cube", "", False),
    ("64.1", "10000", "Médiation numérique", "", False),
    (STATE, "29142", "Préfecture de la Sarthe", "specific", True),
    (SOCIAL, "15000", "CAF de la Sarthe", "specific", False),
    (TOWN, "26808", "Ville d’Allonnes", "ordinary", False),
)
"""The funding plan of action 24: the line of the form, euros, of whom or of what, nature, from the envelope or not."""
POINTS = ("Avancement des actions du programme", "Calendrier du prochain appel à projets")
"""What else is on the agenda of the steering committee."""


def ensure_money(cite: Cite, year: int) -> None:
    """The money of the demonstration, made once, where the programme of the year is still a draft with its actions."""
    programme = Programme.objects.select_related("cite").get(cite=cite, year=year)
    claire = person_of(Role.COORDINATION)
    if claire is None or programme.state == ProgrammeState.VOTED or programme.revisions.exists():
        return
    with transaction.atomic():
        vote_programme(programme=programme, on=date(2020, 7, 7), by=claire)
        envelope = _notify(programme, claire)
        _spend(envelope, programme, claire)
        _plan(envelope, programme, claire)
        _propose(programme, claire)


def _notify(programme: Programme, claire: User) -> Envelope:
    """The envelope of the annex, with its funder, who keeps it, and what was notified."""
    envelope, _ = ensure_cite_envelope(cite=programme.cite, year=programme.year)
    funder, keeper = "Préfecture de la Sarthe", "Ville d’Allonnes"
    found, _ = ensure_organisations(cite=programme.cite, names=[funder, keeper])
    envelope.funder, envelope.keeper = found[name_key(funder)], found[name_key(keeper)]
    envelope.save(update_fields=["funder", "keeper"])
    for amount, day, note in (
        (Decimal(200_000), date(2020, 3, 16), "Première délégation"),
        (Decimal(50_000), date(2020, 6, 22), "Complément"),
    ):
        note_movement(envelope=envelope, noted=Noted(MovementKind.NOTIFIED, amount, day, note=note), by=claire)
    return envelope


def _spend(envelope: Envelope, programme: Programme, claire: User) -> None:
    """What was bound and paid for the actions of the spring."""
    for number, amount, paid in (("9", "533", "533"), ("10", "1451", "1451"), ("23", "4874", "4000")):
        action = Action.objects.select_related("programme").filter(programme=programme, number=number).first()
        if action is None:
            continue
        for kind, euros, day in (
            (MovementKind.COMMITTED, amount, date(2020, 7, 15)),
            (MovementKind.PAID, paid, date(2020, 8, 3)),
        ):
            noted = Noted(kind, Decimal(euros), day, action)
            note_movement(envelope=envelope, noted=noted, by=claire)


def _plan(envelope: Envelope, programme: Programme, claire: User) -> None:
    action = Action.objects.filter(programme=programme, number="24").first()
    if action is not None:
        lines = [
            PlanLine(account, Decimal(amount), label, nature, envelope.pk if from_it else None)
            for account, amount, label, nature, from_it in PLAN
        ]
        save_plan(action=action, plan=TypedPlan(lines, short=False), by=claire)


def _propose(programme: Programme, claire: User) -> None:
    steering = ensure_committees(programme.cite)[0]
    sitting = Sitting.objects.create(
        committee=steering, serial=1, on=date(2020, 10, 13), time=time(14, 30), place="Hôtel de ville, salle du conseil"
    )
    for title in POINTS:
        add_item(sitting=sitting, title=title, by=claire)
    first = _draft(programme, "Familles et scolarité", CHANGES, claire)
    copy = copy_revision(revision=first, title="Équipements d’abord", by=claire)
    serials = dict(Action.objects.filter(programme=programme).values_list("number", "serial"))
    back = [Typed(serials[number], "+0", reason="") for number in CHANGES if number not in OTHER and number in serials]
    edit_draft(revision=copy, typed=[*_typed(programme, OTHER), *back], by=claire)
    proposed = propose(revision=first, on=date(2020, 10, 1), due_on=date(2020, 10, 9), sitting=sitting, by=claire)
    seats = {seat.role: seat for seat in ensure_seats(programme.cite)}
    for role, on, person, capacity, text in ASSENTS:
        answer = Answer.RESERVE if text else Answer.YES
        said = Said(answer, on, person, capacity, text)
        record_assent(revision=proposed, seat=seats[role], said=said, by=claire)


def _draft(programme: Programme, title: str, changes: dict[str, tuple[str, str]], claire: User) -> Revision:
    reason = "Tenir compte de ce que le confinement a empêché, et de ce qu’il a rendu nécessaire."
    draft = start_revision(programme=programme, title=title, reason=reason, by=claire)
    edit_draft(revision=draft, typed=_typed(programme, changes), by=claire)
    return draft


def _typed(programme: Programme, changes: dict[str, tuple[str, str]]) -> list[Typed]:
    serials = dict(Action.objects.filter(programme=programme).values_list("number", "serial"))
    return [
        Typed(serials[number], text, reason=reason) for number, (text, reason) in changes.items() if number in serials
    ]
