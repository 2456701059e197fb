"""Every address of the project, asked by everybody: each answers as the table of rights says, and none fails."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from preau.people.roles import ALLOWED, Role, Verb
from tests.addresses import ABSENT, ADDRESSES, ANY_ROLE, NAMELESS, OPEN, SIGNED_IN, Address
from tests.factories.world import OTHER_HOLDER, SIGNED_OUT, a_world

pytestmark = pytest.mark.django_db

HOLDERS = (Role.HOLDER, OTHER_HOLDER)
ANSWERED = frozenset({200, 302, 400, 409, 422})
"""What an address says to whoever may: a page, another address, or that something is missing in what was sent."""


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
    return a_world()


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
