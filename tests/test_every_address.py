"""Every address of the project, asked by everybody: each answers as the table of rights says, and none fails."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from preau.annexes.acceptance import accept_finding
from preau.annexes.models import Acceptance, StandingFinding, Upload
from preau.annexes.uploads import receive
from preau.members.operations.invitations import invite
from preau.people.models import Cite, Invitation, Membership, Organisation, User
from preau.people.roles import ALLOWED, INSTALLATION, OF_AN_ORGANISATION, Role, Verb
from preau.programmes.attachments import attach
from preau.programmes.comments import comment_on
from tests.addresses import ABSENT, ADDRESSES, ANY_ROLE, NAMELESS, OPEN, SIGNED_IN, Address
from tests.factories.people import a_member, a_user
from tests.factories.programmes import OrganisationFactory, a_programme

pytestmark = pytest.mark.django_db

ELSEWHERE, NO_ROLE, OTHER_HOLDER, SIGNED_OUT = "coordination elsewhere", "no role", "another holder", "signed out"
HOLDERS = (Role.HOLDER, OTHER_HOLDER)
PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
ANNEX = "N°;Porteur;Intitulé;Coût total\n1;Centre social;Lecture;1000\n".encode()
ANSWERED = frozenset({200, 302, 400, 409, 422})
"""What an address says to whoever may: a page, another address, or that something is missing in what was sent."""


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


def everything(resolver, before=""):
    """The name and the pattern of every address, included ones too."""
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from everything(one, pattern)
        else:
            yield one.name or pattern, pattern


FOUND = dict(everything(get_resolver()))


def test_every_address_is_declared():
    undeclared = {name: pattern for name, pattern in FOUND.items() if name not in ADDRESSES | NAMELESS}
    gone = sorted((ADDRESSES | NAMELESS).keys() - FOUND.keys())

    said = [
        f'add to tests/addresses.py:  "{name}": Address(get=Verb.…, post=Verb.…, given={{…}}),  # {pattern}'
        for name, pattern in undeclared.items()
    ]
    assert not said, "\n" + "\n".join(said)
    assert gone == []


@pytest.fixture
def world():
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
    attach(action=action, name="devis.pdf", data=PDF, by=claire)
    comment_on(action=action, text="Vu.", by=claire)
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
        upload=receive(cite=cite, name="annexe.csv", data=ANNEX, year=2020, by=claire),
    )


def somebody(role, cite):
    """A person who has this role alone."""
    organisation = Organisation.objects.get(cite=cite, name="Centre social") if role in OF_AN_ORGANISATION else None
    return a_member(role, None if role in INSTALLATION else cite, email=f"{role}@v.example", organisation=organisation)


@pytest.mark.parametrize("name", sorted(ADDRESSES.keys() & FOUND.keys()))
def test_an_address_answers_as_the_table_of_rights_says(name, world):
    address = ADDRESSES[name]
    given = {word: value(world) if callable(value) else value for word, value in address.given.items()}
    path = reverse(name, kwargs=given)

    faults = []
    for who, user in world.people.items():
        client = Client()
        if user is not None:
            client.force_login(user)
        for method, need in (("get", address.get), ("post", address.post)):
            told, expected = answer(client, method, path), status(address, need, who)
            if told not in expected:
                faults.append(f"{method.upper()} {path}, {who}: {told}, not {sorted(expected, key=str)}")

    assert faults == []


def answer(client, method, path):
    """The status of the answer, and whether it asks to sign in; whatever it did is undone."""
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    location = response.headers.get("Location", "")
    return "sign in" if location.startswith(f"{reverse('account_login')}?next=") else response.status_code


def status(address: Address, need, who):
    """The answers that the rule allows."""
    if who == SIGNED_OUT and not {address.get, address.post} & {OPEN, ABSENT}:
        return {"sign in"}
    if need is None:
        return {405, "sign in"} if who == SIGNED_OUT else {405}
    if need == ABSENT:
        return {401, 404, 405, "sign in", 302}
    if need in (OPEN, SIGNED_IN):
        return ANSWERED
    refusal = refused(address, need, who)
    return {refusal} if refusal else ANSWERED | {address.empty} - {0}


def refused(address, verb, who):
    """404 for whom the thing does not exist, 403 where the role does not allow it, None where it does."""
    if verb == Verb.MANAGE_INSTALLATION:
        return None if who == Role.ADMINISTRATOR else 403 if who == Role.NATIONAL else 404
    role = Role.HOLDER if who == OTHER_HOLDER else who
    if role not in Role.values or role == Role.ADMINISTRATOR:
        return 404
    if verb != ANY_ROLE and verb not in ALLOWED[Role(role)]:
        return 403
    if who in HOLDERS and address.whole:
        return address.whole
    if who == OTHER_HOLDER and address.own:
        return address.own
    return address.others or None if who != Role.COORDINATION else None
