"""Revisions adopted on a day, voted programmes, notified money, drafts and sittings, each in a line."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from preau.annexes.votes import vote_programme
from preau.budgets.models import Envelope, Revision, RevisionLine
from preau.budgets.operations import Noted, ensure_cite_envelope, note_movement, program
from preau.budgets.states import Answer, EnvelopeKind, MovementKind
from preau.committees.models import Sitting
from preau.committees.operations import ensure_committees, ensure_seats
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.revisions.operations.drafts import Typed, edit_draft, start_revision
from preau.revisions.operations.proposing import Said, record_assent
from tests.factories.people import coordinates
from tests.factories.programmes import a_programme


def adopted(programme, number, on, grants=None, reasons=None):
    """The revision of that number: its grants by serial are programmed from that day. N° 0 is the vote."""
    grants, reasons = grants or {}, reasons or {}
    operation = begin(cite=programme.cite, verb=Operation.Verb.ADOPT, label=f"Réactualisation {number}", by=None, on=on)
    actions = {one.serial: one for one in programme.actions.all()}
    envelope, _ = ensure_cite_envelope(cite=programme.cite, year=programme.year)
    targets = {actions[serial].pk: Decimal(amount) for serial, amount in grants.items()}
    program(envelope=envelope, targets=targets, cause=operation)
    told = {"grant": None}
    tell(operation, [Told(actions[serial], told, {"grant": f"{amount:.2f}"}) for serial, amount in grants.items()])
    if number == 0:
        voted = {"state": "voted", "voted_on": on.isoformat()}
        tell(operation, [Told(programme, {"state": "draft", "voted_on": None}, voted)])
        programme.state, programme.voted_on = "voted", on
        programme.save(update_fields=["state", "voted_on"])
    revision = Revision.objects.create(
        programme=programme, serial=number + 1, number=number, state="adopted", decided_on=on, operation=operation
    )
    for serial, reason in reasons.items():
        RevisionLine.objects.create(revision=revision, action=actions[serial], reason=reason)
    return revision


def a_voted_programme(slug="allonnes", *, actions=3, notified=1_200, number=1):
    """Actions of 1 000 € of which 400 € granted, voted a month ago; so many euros notified."""
    programme = a_programme(slug, actions=actions, number=number)
    claire = coordinates(programme.cite)
    vote_programme(programme=programme, on=localdate() - timedelta(days=30), by=claire)
    envelope, _ = ensure_cite_envelope(cite=programme.cite, year=programme.year)
    if notified:
        noted = Noted(MovementKind.NOTIFIED, Decimal(notified), localdate())
        note_movement(envelope=envelope, noted=noted, by=claire)
    return programme


def another_envelope(programme, name="Ville", notified=500):
    """An envelope of the town beside that of the annex."""
    envelope = Envelope.objects.create(
        cite=programme.cite, name=name, kind=EnvelopeKind.TOWN, year=programme.year, last_year=programme.year
    )
    noted = Noted(MovementKind.NOTIFIED, Decimal(notified), localdate())
    note_movement(envelope=envelope, noted=noted, by=coordinates(programme.cite))
    return envelope


def a_draft(programme, texts=(), title="Rentrée"):
    """A draft by Claire, with what she typed: {serial: text}."""
    claire = coordinates(programme.cite)
    draft = start_revision(programme=programme, title=title, by=claire)
    edit_draft(revision=draft, typed=[Typed(serial, text) for serial, text in dict(texts).items()], by=claire)
    return draft


def a_sitting(programme, *, days=0, serial=1):
    """A sitting of the steering committee, so many days from today."""
    committee = ensure_committees(programme.cite)[0]
    return Sitting.objects.create(committee=committee, serial=serial, on=localdate() + timedelta(days=days))


def all_say_yes(revision):
    """Every seat agrees, as Claire notes it."""
    for seat in ensure_seats(revision.programme.cite):
        said = Said(Answer.YES, localdate(), "Mme Hamon")
        record_assent(revision=revision, seat=seat, said=said, by=coordinates(revision.programme.cite))
