"""Cités, organisations, users, memberships and invitations."""

from preau.people.models.cites import Cite
from preau.people.models.members import Invitation, Membership, Visit
from preau.people.models.organisations import Distinct, Organisation, OrganisationAlias, name_key
from preau.people.models.users import User, UserManager

__all__ = [
    "Cite",
    "Distinct",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationAlias",
    "User",
    "UserManager",
    "Visit",
    "name_key",
]
