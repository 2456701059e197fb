"""Who takes away what somebody brought to an action: that person, or the coordination."""

from __future__ import annotations

from preau.people.access import Access, Forbidden
from preau.people.models import User
from preau.people.roles import Verb


def may_take_away(access: Access, user: User, author_id: int | None) -> bool:
    """Whether the user may take away what that author brought: their own, or anything for who edits the programme."""
    return access.may(Verb.EDIT) or (author_id == user.pk and access.may(Verb.COMMENT))


def require_take_away(access: Access, user: User, author_id: int | None) -> None:
    """Raise Forbidden, with who may, unless `may_take_away`."""
    if not may_take_away(access, user, author_id):
        raise Forbidden("Vous retirez ce que vous avez apporté ; le reste, la coordination le retire. Demandez-le-lui.")
