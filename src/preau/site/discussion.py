"""The files and the comments of an action as its page shows them: what each says, and what the visitor may do to it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from preau.core.text import fold, listed
from preau.people.access import Access
from preau.people.models import User
from preau.programmes.file_kinds import LABELS
from preau.programmes.models import Attachment, Comment
from preau.programmes.ownership import may_take_away

MANY = 30
"""People named one by one; the rest is a number."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that was joined: what kind it is, and whether the visitor may take it away."""

    attachment: Attachment
    label: str
    removable: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A comment. `pieces` are its texts, each with whether it calls somebody.

    `called` are those to whom it goes without naming them, in words. `number` is its place among those of the action;
    `new` says that it calls on the visitor, who had not seen it.
    """

    comment: Comment
    number: int
    pieces: tuple[tuple[str, bool], ...]
    called: str
    removable: bool
    new: bool


def files(attachments: Iterable[Attachment], user: User, access: Access) -> list[File]:
    """The files that are kept, in their order; those taken away stay in the journal."""
    return [
        File(one, LABELS.get(one.media_type, ""), may_take_away(access, user, one.by_id))
        for one in attachments
        if one.removed_at is None
    ]


def said(comments: Sequence[Comment], user: User, access: Access, new: Container[int]) -> list[Said]:
    """The comments in their order, those taken away without their words. `new` are those not seen before."""
    return [_said(one, number, user, access, new) for number, one in enumerate(comments, start=1)]


def _said(comment: Comment, number: int, user: User, access: Access, new: Container[int]) -> Said:
    names = [mention.user.name for mention in comment.mentions.all()]
    pieces = _pieces(comment.text, names)
    named = {fold(text) for text, calls in pieces if calls}
    beside = [name for name in names if fold(name) not in named]
    removable = comment.removed_at is None and may_take_away(access, user, comment.by_id)
    return Said(comment, number, pieces, listed(beside, MANY), removable, comment.pk in new)


def _pieces(text: str, names: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The text cut around the names that it calls."""
    if not names:
        return ((text, False),)
    longest_first = sorted(names, key=len, reverse=True)
    called = re.compile(f"(@(?:{'|'.join(map(re.escape, longest_first))}))(?!\\w)", re.IGNORECASE)
    return tuple((piece, i % 2 == 1) for i, piece in enumerate(called.split(text)) if piece)
