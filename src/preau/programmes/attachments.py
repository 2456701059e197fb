"""Joining files to an action and taking them away. What is taken away leaves its line, and no byte of it."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.antivirus import scan
from preau.programmes.file_kinds import kind_of
from preau.programmes.models import Action, Attachment, AttachmentContent
from preau.programmes.ownership import require_take_away
from preau.programmes.queries import require_on

LARGEST = 20 * 2**20
"""Bytes of one file."""
LARGEST_ACTION = 100 * 2**20
"""Bytes of all the files of an action."""
MOST = 50
"""Files of an action."""
LONGEST_NAME = 255


class Joined(NamedTuple):
    """A file of an action, and whether it was joined now: the same bytes twice are one file."""

    attachment: Attachment
    new: bool


def clean_name(name: str) -> str:
    """The name of a file without its folders and without what a system could take for a path or an order.

    A name too long is cut before its ending. Empty where nothing is left.
    """
    name = name.replace("\\", "/").rpartition("/")[2]
    name = " ".join("".join(sign for sign in name if sign.isprintable() and sign not in '<>:"|?*').split()).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if len(name) > LONGEST_NAME and dot and len(extension) < LONGEST_NAME:
        return stem[: LONGEST_NAME - len(extension) - 1].rstrip(" .") + dot + extension
    return name[:LONGEST_NAME]


def attach(*, action: Action, name: str, data: bytes, by: User) -> Joined:
    """Join the file to the action, once. The virus scanner is asked before the cité is locked: it may take its time.

    Raises Forbidden, and Refusal for a file that is too large, of a kind that is not accepted (`file_kinds`), that
    holds a virus, or that the action has no room for. Nothing is written then.
    """
    cite = action.programme.cite
    require_on(by, action, Verb.ATTACH)
    name = clean_name(name)
    if len(data) > LARGEST:
        raise Refusal(
            f"« {name} » pèse plus de {LARGEST >> 20} Mo. Réduisez ses images ou découpez-le, "
            "ou donnez son adresse dans un commentaire."
        )
    kind = kind_of(data, name)
    digest = hashlib.sha256(data).hexdigest()
    if twin := _kept(action, digest):
        return Joined(twin, new=False)
    scan(data)
    with transaction.atomic():
        lock(cite)
        if twin := _kept(action, digest):
            return Joined(twin, new=False)
        _require_room(action, len(data))
        last = action.attachments.aggregate(last=Max("number"))["last"] or 0
        joined = Attachment.objects.create(
            action=action,
            number=last + 1,
            name=name,
            media_type=kind.media_type,
            size=len(data),
            sha256=digest,
            by=by,
        )
        AttachmentContent.objects.create(attachment=joined, data=data)
        _journal(action, by, name, before="", after=name)
    return Joined(joined, new=True)


def detach(*, attachment: Attachment, by: User) -> bool:
    """Take the file away: its line stays with who and when, its bytes go. False where that was done already.

    Raises Forbidden for who neither brought it nor coordinates.
    """
    action = attachment.action
    cite = action.programme.cite
    require_take_away(access_to(by, cite), by, attachment.by_id)
    with transaction.atomic():
        lock(cite)
        attachment.refresh_from_db()
        if attachment.removed_at is not None:
            return False
        attachment.removed_at = timezone.now()
        attachment.save(update_fields=["removed_at"])
        AttachmentContent.objects.filter(attachment=attachment).delete()
        _journal(action, by, attachment.name, before=attachment.name, after="")
    return True


def _kept(action: Action, digest: str) -> Attachment | None:
    return action.attachments.filter(sha256=digest, removed_at=None).first()


def _require_room(action: Action, size: int) -> None:
    kept = action.attachments.filter(removed_at=None)
    if kept.count() >= MOST:
        raise Refusal(f"Cette action a déjà {MOST} pièces, et n’en garde pas plus. Retirez celles qui ne servent plus.")
    weight = kept.aggregate(weight=Sum("size"))["weight"] or 0
    if weight + size > LARGEST_ACTION:
        left = f"{(LARGEST_ACTION - weight) / 2**20:.1f}".replace(".", ",")
        raise Refusal(
            f"Les pièces d’une action pèsent {LARGEST_ACTION >> 20} Mo au plus ; il reste {left} Mo. "
            "Retirez les pièces qui ne servent plus, ou réduisez ce fichier."
        )


def _journal(action: Action, by: User, name: str, *, before: str, after: str) -> None:
    label = f"« {name} », action {action.number or action.serial}"
    operation = begin(cite=action.programme.cite, verb=Operation.Verb.ATTACH, label=label, by=by)
    tell(operation, [Told(action, {"attachment": before}, {"attachment": after})])
