"""Commenting an action, and calling on people by a comment.

Whom one may call on: those who can read the action and its comments. A holder calls on the coordination, on the members
of their own organisation, and on whoever already spoke here: the other members of the cité are not told to them.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from preau.core.text import fold
from preau.core.typography import french, of_place
from preau.people.access import access_to
from preau.people.models import Membership, User
from preau.people.operations import lock
from preau.people.roles import ALLOWED, Role, Verb
from preau.programmes.models import Action, ActionHolder, Comment, Mention
from preau.programmes.ownership import require_take_away
from preau.programmes.queries import require_on

LONGEST = 4_000
"""Signs of a comment."""
READERS = [role for role in Role if Verb.READ_PEOPLE in ALLOWED[role]]
_LONGEST_NAME = 140

_log = logging.getLogger(__name__)


class Person(NamedTuple):
    """Somebody who can be called on, and what they are here: "Coordination", "Porteur, Centre social"."""

    user: User
    what: str


def callable_by(user: User, action: Action) -> list[Person]:
    """Whom the user may call on about the action, by name; never themselves. The rule stands above. One query."""
    access = access_to(user, action.programme.cite_id)
    holders = ActionHolder.objects.filter(action=action, tentative=False).values("organisation")
    members = Membership.objects.filter(
        Q(organisation=None) | Q(organisation__in=holders),
        cite=action.programme.cite_id,
        role__in=READERS,
        user__is_active=True,
    ).exclude(user=user)
    if not access.whole:
        spoke = Comment.objects.filter(action=action).values("by")
        members = members.filter(
            Q(role=Role.COORDINATION) | Q(organisation__in=access.organisations) | Q(user__in=spoke)
        )
    found: dict[int, Person] = {}
    for member in members.select_related("user", "organisation"):
        known = found.get(member.user_id)
        what = f"{known.what} ; {member}" if known else str(member)
        found[member.user_id] = Person(member.user, french(what))
    return sorted(found.values(), key=lambda person: (fold(person.user.name), person.user.pk))


def called_in(text: str, people: Iterable[User]) -> list[User]:
    """The people whom the text calls by "@" and their name, or their first name where only one of them has it.

    Capitals and accents do not matter. Where two people have the very same name, both are called.
    """
    names = [(user, fold(user.name).split(), fold(user.name.partition(" ")[0]).split()) for user in people]
    found: dict[int, User] = {}
    for at, sign in enumerate(text):
        if sign != "@" or (at and text[at - 1].isalnum()):
            continue
        said = fold(text[at + 1 : at + 1 + _LONGEST_NAME]).split()
        whole = [(len(name), user) for user, name, _ in names if name and said[: len(name)] == name]
        longest = max((length for length, _ in whole), default=0)
        by_first = [user for user, _, first in names if first and said[: len(first)] == first]
        called = [user for length, user in whole if length == longest] or (by_first if len(by_first) == 1 else [])
        found |= {user.pk: user for user in called}
    return list(found.values())


def comment_on(*, action: Action, text: str, by: User, chosen: Collection[int] = (), link: str = "") -> Comment:
    """Write the comment, and call on whom it names and on the users chosen (by primary key), of those who may be.

    Said again at once by the same person, it is the same comment: nothing is doubled. They are told by a letter with
    the `link`, once everything is written; a letter that does not leave is logged and stops nothing.

    Raises Forbidden. The text is neither empty nor longer than `LONGEST`: the form sees to it.
    """
    require_on(by, action, Verb.COMMENT)
    with transaction.atomic():
        lock(action.programme.cite)
        last = action.comments.order_by("-pk").first()
        if last is not None and (last.by_id, last.text) == (by.pk, text):
            return last
        people = {person.user.pk: person.user for person in callable_by(by, action)}
        called = {user.pk: user for user in called_in(text, people.values())}
        called |= {pk: people[pk] for pk in chosen if pk in people}
        comment = Comment.objects.create(action=action, by=by, text=text)
        Mention.objects.bulk_create(Mention(comment=comment, user=user) for user in called.values())
        if called and getattr(settings, "PREAU_MAILS", False):
            letters = [_letter(action, user, link) for user in called.values()]
            transaction.on_commit(lambda: _send(letters))
    return comment


def take_back(*, comment: Comment, by: User) -> bool:
    """Take the comment away: its place stays, its words and its calls go. False where that was done already.

    Raises Forbidden for who neither wrote it nor coordinates.
    """
    cite = comment.action.programme.cite
    require_take_away(access_to(by, cite), by, comment.by_id)
    with transaction.atomic():
        lock(cite)
        comment.refresh_from_db()
        if comment.removed_at is not None:
            return False
        comment.text, comment.removed_at = "", timezone.now()
        comment.save(update_fields=["text", "removed_at"])
        Mention.objects.filter(comment=comment).delete()
    return True


def mark_seen(user: User, comments: Iterable[Comment]) -> set[int]:
    """Note that the user has seen what calls on them in these comments; the comments they had not seen before.

    The mentions of the comments must have been prefetched. One statement, and none where nothing is new.
    """
    new = {
        mention.pk: comment.pk
        for comment in comments
        for mention in comment.mentions.all()
        if mention.user_id == user.pk and mention.seen_at is None
    }
    if new:
        Mention.objects.filter(pk__in=new, seen_at=None).update(seen_at=timezone.now())
    return set(new.values())


def _letter(action: Action, to: User, link: str) -> EmailMessage:
    """A letter that says which action and where: what was written stays behind the sign-in."""
    programme = action.programme
    name = " ".join(action.name.split())
    body = (
        f"Bonjour,\n\nUn commentaire vous attend sur l’action « {name} » "
        f"(programme {programme.year} de la cité éducative {of_place(programme.cite.name)}).\n\n{link}\n\n"
        "Ce message vient de Préau. Personne n’y lit les réponses : répondez sur la page de l’action.\n"
    )
    return EmailMessage("Un commentaire vous attend dans Préau", french(body), to=[to.email])


def _send(letters: Sequence[EmailMessage]) -> None:
    try:
        get_connection().send_messages(letters)
    except OSError:  # what sockets and smtplib raise: the comment is written, the letter is a convenience
        _log.exception("%d letters about a comment did not leave", len(letters))
