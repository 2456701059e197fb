"""A programme of Allonnes with its people and one of each thing that an address names; another cité beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from preau.annexes.acceptance import accept_finding
from preau.annexes.models import Acceptance, StandingFinding, Upload
from preau.annexes.uploads import receive
from preau.budgets.models import Envelope, Revision, RevisionLine
from preau.committees.models import Sitting
from preau.documents.models import Paper
from preau.members.operations.invitations import invite
from preau.people.models import Cite, Invitation, Membership, Organisation, User
from preau.people.roles import INSTALLATION, OF_AN_ORGANISATION, Role
from preau.programmes.attachments import attach
from preau.programmes.comments import comment_on
from tests.factories.budgets import MovementFactory
from tests.factories.committees import a_paper, a_revision, a_sitting, with_agenda
from tests.factories.people import a_member, a_user
from tests.factories.plans import a_plan
from tests.factories.programmes import OrganisationFactory, a_programme

ELSEWHERE, NO_ROLE, OTHER_HOLDER, SIGNED_OUT = "coordination elsewhere", "no role", "another holder", "signed out"
PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
ANNEX = "N°;Porteur;Intitulé;Coût total\n1;Centre social;Lecture;1000\n".encode()


@dataclass
class World:
    """A programme of Allonnes, its people, and the things that addresses name by a number."""

    cite: Cite
    people: dict[str, User | None]
    membership: Membership
    holder: Membership
    administration: Membership
    invitation: Invitation
    team_invitation: Invitation
    secret: str
    finding: StandingFinding
    acceptance: Acceptance
    upload: Upload
    envelope: Envelope
    paper: Paper
    sitting: Sitting
    proposed: Revision
    revision: Revision


def a_world():
    """Allonnes with somebody of every role, and Le Mans beside it."""
    programme = a_programme(actions=2)
    cite = programme.cite
    a_programme("le-mans", actions=1)
    people = {role: somebody(role, cite) for role in Role}
    people[ELSEWHERE] = a_member(Role.COORDINATION, Cite.objects.get(slug="le-mans"))
    people[OTHER_HOLDER] = a_member(
        Role.HOLDER, cite, email="autre@ludo.example", organisation=OrganisationFactory(cite=cite, name="Ludothèque")
    )
    people[NO_ROLE] = a_user("personne@ville.example")
    for user in people.values():
        user.set_password("un préau sous la pluie")
        user.save()
    people[SIGNED_OUT] = None
    finding, kept = StandingFinding.objects.filter(programme=programme).order_by("pk")
    invited = invite(email="a@b.example", role=Role.READER, cite=cite, by=None)
    team = invite(email="a@b.example", role=Role.NATIONAL, cite=None, by=None)
    claire, action = people[Role.COORDINATION], programme.actions.get(serial=1)
    a_plan(action, ("6", 1000, ""), ("74.5", 600, "Ville"))
    attach(action=action, name="devis.pdf", data=PDF, by=claire)
    comment_on(action=action, text="Vu.", by=claire)
    envelope = Envelope.objects.get(cite=cite)
    MovementFactory(envelope=envelope, amount=Decimal(900), cause__by=claire)
    sitting = with_agenda(a_sitting(cite, held=True), "Le bilan", "Le budget", people=[("Nadia Benali", "Principale")])
    revision = Revision.objects.create(programme=programme, serial=1, title="Rentrée", created_by=claire)
    RevisionLine.objects.create(revision=revision, fate="add", fields={"title": "Ciné-club", "total_cost": "300"})
    RevisionLine.objects.create(revision=revision, action=action, reason="Moins de séances")
    return World(
        cite=cite,
        people=people,
        membership=Membership.objects.get(user=people[Role.READER]),
        holder=Membership.objects.get(user=people[Role.HOLDER]),
        administration=Membership.objects.get(user=people[Role.NATIONAL]),
        invitation=invited.invitation,
        team_invitation=team.invitation,
        secret=invited.secret,
        finding=finding,
        acceptance=accept_finding(finding=kept, reason="C’est voulu.", by=claire),
        envelope=envelope,
        upload=receive(cite=cite, name="annexe.csv", data=ANNEX, year=2020, by=claire),
        paper=a_paper(cite, by=claire),
        sitting=sitting,
        proposed=a_revision(programme, sitting, (400, 100), (400, 700), serial=2),
        revision=revision,
    )


def somebody(role, cite):
    """A person who has this role alone."""
    organisation = Organisation.objects.get(cite=cite, name="Centre social") if role in OF_AN_ORGANISATION else None
    return a_member(role, None if role in INSTALLATION else cite, email=f"{role}@v.example", organisation=organisation)
