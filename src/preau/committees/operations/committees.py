"""Committees: named, changed, closed when they no longer meet, opened again."""

from __future__ import annotations

from dataclasses import dataclass

from preau.committees.models import Committee
from preau.committees.operations.records import locked, refuse, write
from preau.committees.rules import may_call_committee, may_close_committee, may_name, may_write, one_line
from preau.committees.states import Level
from preau.core.text import squeeze
from preau.journal.models import Operation
from preau.people.models import Cite, User

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Body:
    """What a cité says of a committee."""

    name: str
    level: Level = Level.STEERING
    members: str = ""


def create_committee(*, cite: Cite, said: Body, by: User) -> Committee:
    """A committee. Raises Refusal for a name that is missing, too long, or that another has."""
    with locked(cite, by) as place:
        committee = Committee(cite=place)
        name = _checked(committee, said)
        write(committee, _values(said, name), cite=place, label=f"Instance ajoutée : {name}", by=by)
    return committee


def edit_committee(*, committee: Committee, said: Body, by: User) -> Operation | None:
    """What the committee is, changed; None where nothing changes. Raises Refusal as `create_committee` does."""
    with locked(committee.cite, by) as place:
        committee = Committee.objects.get(pk=committee.pk, cite=place)
        name = _checked(committee, said)
        return write(committee, _values(said, name), cite=place, label=f"Instance modifiée : {name}", by=by)


def close_committee(*, committee: Committee, by: User) -> Operation | None:
    """It meets no more, and keeps its sittings. Raises Refusal while one of them is planned."""
    with locked(committee.cite, by) as place:
        committee = Committee.objects.get(pk=committee.pk, cite=place)
        refuse(may_close_committee(committee))
        return write(committee, {"closed": True}, cite=place, label=f"Instance fermée : {committee}", by=by)


def reopen_committee(*, committee: Committee, by: User) -> Operation | None:
    """It meets again."""
    with locked(committee.cite, by) as place:
        committee = Committee.objects.get(pk=committee.pk, cite=place)
        return write(committee, {"closed": False}, cite=place, label=f"Instance rouverte : {committee}", by=by)


def _checked(committee: Committee, said: Body) -> str:
    name = one_line(said.name)
    refuse(
        may_name(name, LONGEST, "à l’instance"),
        may_call_committee(committee.cite, name, committee.pk or 0),
        may_write(said.members),
    )
    return name


def _values(said: Body, name: str) -> dict[str, object]:
    return {"name": name, "level": Level(said.level).value, "members": squeeze(said.members).strip()}
