"""What every verb of members does: take its turn, and tell the journal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import Cite, Invitation, Membership, Organisation, User
from preau.people.operations import lock
from preau.people.roles import INSTALLATION, OF_AN_ORGANISATION, Role, Verb


def require_right(by: User | None, cite: Cite | None, role: str = "") -> None:
    """Raise Forbidden unless the person decides who takes part there; None is the command line, which decides all.

    The administration decides of the installation, and of who coordinates a cité.
    """
    of_installation = cite is None or role == Role.COORDINATION
    if by is None or (of_installation and access_to(by, None).may(Verb.MANAGE_INSTALLATION)):
        return
    access_to(by, cite).require(Verb.MANAGE_INSTALLATION if cite is None else Verb.MANAGE_MEMBERS)


def take_turn(cite: Cite | None) -> None:
    """Wait until nobody else changes who takes part in the cité, or in the installation for None."""
    if cite is not None:
        lock(cite)
    else:
        list(Membership.objects.select_for_update().filter(cite=None).order_by("pk"))


def write(cite: Cite | None, label: str, by: User | None, told: Sequence[Told]) -> None:
    """Tell the journal of the cité. The installation has none: its invitations and roles carry their own dates."""
    if cite is not None:
        tell(begin(cite=cite, verb=Operation.Verb.MEMBERS, label=label, by=by), told)


def facts(one: Membership | Invitation) -> dict[str, Any]:
    """What the journal keeps of a role: no address."""
    return {"role": one.get_role_display(), "organisation": str(one.organisation) if one.organisation else ""}


def require_place(role: Role, cite: Cite | None, organisation: Organisation | None) -> None:
    """Raise Refusal where such a role cannot be had there: without its organisation, or with one from elsewhere."""
    if (role in INSTALLATION) != (cite is None):
        raise Refusal(f"Le rôle « {role.label} » ne se donne pas ici. Choisissez-en un autre.")
    if (role in OF_AN_ORGANISATION) != (organisation is not None):
        raise Refusal(f"Le rôle « {role.label} » demande un organisme, et les autres n’en ont pas. Choisissez-le.")
    if organisation is not None and (organisation.cite_id != getattr(cite, "pk", None) or organisation.merged_into_id):
        raise Refusal("Cet organisme n’est pas dans le répertoire de la cité. Choisissez-en un de la liste.")
