"""Committees, sittings, the revisions proposed to them, and issued papers, made in a line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from preau.budgets.models import Assent, Revision, RevisionAmount, RevisionLine
from preau.budgets.operations import ensure_cite_envelope
from preau.committees.models import Sitting
from preau.committees.operations import ensure_committees, ensure_seats
from preau.committees.operations.agenda import Person, add_item, add_people
from preau.committees.operations.sittings import Meeting, plan_sitting
from preau.documents.models import PaperKind
from preau.documents.operations import issue_paper
from preau.journal.models import Operation
from preau.journal.operations import begin
from tests.factories.people import coordinates

DAY = date(2020, 10, 6)


def a_sitting(cite, *, on=DAY, held=False, **meeting):
    """A sitting of the steering committee."""
    ensure_seats(cite)
    committee = ensure_committees(cite)[0]
    sitting = plan_sitting(committee=committee, said=Meeting(on, **meeting), by=coordinates(cite))
    if held:
        Sitting.objects.filter(pk=sitting.pk).update(state="held")
    return Sitting.objects.select_related("committee__cite").get(pk=sitting.pk)


def with_agenda(sitting, *titles, people=()):
    """The same sitting with points on its agenda and people on its list."""
    claire = coordinates(sitting.committee.cite)
    for title in titles:
        add_item(sitting=sitting, title=title, by=claire)
    add_people(sitting=sitting, people=[Person(*one) for one in people], by=claire)
    return sitting


def a_revision(programme, sitting, *amounts, state="proposed", serial=1, **said):
    """A revision that brings the first actions of the programme from one amount to another, without moving money."""
    more = {"digest": "a" * 64, "proposed_on": DAY} if state == "proposed" else {}
    if state == "adopted":
        cause = begin(cite=programme.cite, verb=Operation.Verb.ADOPT, label="Adoption", by=None)
        more = {"number": serial, "decided_on": DAY, "operation": cause, "digest": "a" * 64}
    said = {"title": f"Essai {serial}"} | more | said
    revision = Revision.objects.create(programme=programme, serial=serial, sitting=sitting, state=state, **said)
    envelope, _ = ensure_cite_envelope(cite=programme.cite, year=programme.year)
    for action, (before, after) in zip(programme.actions.order_by("serial"), amounts, strict=False):
        line = RevisionLine.objects.create(revision=revision, action=action, reason="Moins d’ateliers")
        RevisionAmount.objects.create(line=line, envelope=envelope, before=Decimal(before), amount=Decimal(after))
    return revision


def an_assent(revision, seat, answer="yes", *, text="", digest="a" * 64):
    """The answer of a seat."""
    cite = revision.programme.cite
    cause = begin(cite=cite, verb=Operation.Verb.ASSENT, label=str(seat), by=None)
    assent = Assent(
        revision=revision,
        seat=seat,
        answer=answer,
        text=text,
        on=DAY,
        person="Hugo Lambert",
        digest=digest,
        cause=cause,
    )
    assent.save()
    return assent


def a_paper(cite, *, kind=PaperKind.ANNEX, content=None, by=None, **said):
    """An issued paper, whose bytes say its number unless others are given."""
    data = {"title": "Programme 2020", "about": {"year": 2020}, "format": "csv", "on": DAY} | said
    data.setdefault("make", lambda number: b"papier %d" % number if content is None else content)
    return issue_paper(cite=cite, kind=kind, by=by or coordinates(cite), **data)
