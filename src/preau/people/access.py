"""What a person may do in a cité, from their memberships: read once a request, asked everywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from preau.core.refusal import Refusal
from preau.people.models import Cite, Membership, User
from preau.people.roles import ALLOWED, INSTALLATION, LABELS, WHOLE, Role, Verb

Visitor: TypeAlias = User | AnonymousUser


class Forbidden(Refusal):
    """The person may see that the thing is there, and may not do this to it. The sentence says who may."""


@dataclass(frozen=True, slots=True)
class Access:
    """The roles of a person in one cité, and the organisations (by primary key) that they hold a role for."""

    roles: frozenset[Role] = frozenset()
    organisations: frozenset[int] = field(default_factory=frozenset)

    def may(self, verb: Verb) -> bool:
        """Whether one of the roles allows it."""
        return any(verb in ALLOWED[role] for role in self.roles)

    @property
    def whole(self) -> bool:
        """Whether the person reads every action, and not only those of their organisations."""
        return not self.roles.isdisjoint(WHOLE)

    def whole_for(self, verb: Verb) -> bool:
        """Whether they may do this to every action: a role over all of them allows it, not that of a holder beside."""
        return any(verb in ALLOWED[role] for role in self.roles & WHOLE)

    def may_here(self, verb: Verb) -> bool:
        """Whether they may where a page speaks of the whole cité: a reader who is a holder too is a reader there."""
        return self.whole_for(verb) if self.whole else self.may(verb)

    def require(self, verb: Verb) -> None:
        """Raise Forbidden, with the roles that may, unless one of these does."""
        if not self.may(verb):
            able = [str(role.label) for role in Role if verb in ALLOWED[role]]
            raise Forbidden(f"{LABELS[verb]} : votre rôle ne le permet pas. Rôles qui le peuvent : {', '.join(able)}.")


def memberships_of(user: Visitor) -> list[Membership]:
    """The memberships of the person, read once and kept on the user object of the request."""
    if not isinstance(user, User):
        return []
    kept: list[Membership] | None = getattr(user, "_memberships", None)
    if kept is None:
        kept = list(Membership.objects.filter(user=user)) if user.is_active else []
        user._memberships = kept  # type: ignore[attr-defined]  # noqa: SLF001 - the memory of one request
    return kept


def access_to(user: Visitor, cite: Cite | int | None) -> Access:
    """What the person may do in the cité; in the installation for None. No role at all is an empty access."""
    cite_id = cite.pk if isinstance(cite, Cite) else cite
    mine = [one for one in memberships_of(user) if one.cite_id in (cite_id, None)]
    if cite_id is not None:
        mine = [one for one in mine if one.role != Role.ADMINISTRATOR]
    return Access(
        frozenset(Role(one.role) for one in mine),
        frozenset(one.organisation_id for one in mine if one.organisation_id is not None and one.role == Role.HOLDER),
    )


def cites_for(user: Visitor) -> QuerySet[Cite]:
    """The cités that the person has a role in; all of them for a national reader. What else exists is not told."""
    mine = memberships_of(user)
    if any(one.role == Role.NATIONAL for one in mine):
        return Cite.objects.all()
    return Cite.objects.filter(pk__in={one.cite_id for one in mine if one.role not in INSTALLATION})


def readable_cites(user: Visitor) -> QuerySet[Cite]:
    """Those of them whose programme the person may read, all of it or their own part."""
    mine = memberships_of(user)
    if any(one.role == Role.NATIONAL for one in mine):
        return Cite.objects.all()
    readers = {one.cite_id for one in mine if one.cite_id and Verb.READ in ALLOWED[Role(one.role)]}
    return Cite.objects.filter(pk__in=readers)


def whole_cites(user: Visitor) -> QuerySet[Cite]:
    """Those of them where the person reads every action."""
    mine = memberships_of(user)
    if any(one.role == Role.NATIONAL for one in mine):
        return Cite.objects.all()
    return Cite.objects.filter(pk__in={one.cite_id for one in mine if one.cite_id and Role(one.role) in WHOLE})
