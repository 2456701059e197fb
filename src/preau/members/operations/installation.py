"""What the administration does: bring a cité into being, close an account and open it again."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from preau.core.refusal import Refusal
from preau.journal.operations import Told
from preau.members.operations.memberships import require_another
from preau.members.operations.records import require_right, take_turn, write
from preau.members.queries import account_of
from preau.people.accounts import make_account
from preau.people.models import Cite, Membership, User
from preau.people.models.cites import RESERVED
from preau.people.roles import Role

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 60
LONGEST_NAME = 200


def create_cite(*, name: str, slug: str = "", by: User | None) -> Cite:
    """A new cité, without anybody in it; the words of its address are those of its name where none are given.

    Raises Refusal for a name that is none, and for an address that is ill written, reserved to a page, or taken.
    """
    require_right(by, None)
    name = " ".join(name.split())
    slug = slug.strip() or slugify(name)[:LONGEST_SLUG].strip("-")
    _require_named(name, slug)
    try:
        with transaction.atomic():
            cite = Cite.objects.create(name=name, slug=slug)
            take_turn(cite)
            write(cite, "Création de la cité éducative", by, [Told(cite, {}, {"slug": slug, "name": name})])
    except IntegrityError as error:
        raise Refusal(f"L’adresse « {slug} » est celle d’une autre cité. Choisissez-en une autre.") from error
    return cite


def _require_named(name: str, slug: str) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise Refusal(f"Écrivez le nom de la ville ou du territoire, en {LONGEST_NAME} signes au plus.")
    if slug in RESERVED:
        raise Refusal(f"« {slug} » est l’adresse d’une page de Préau. Choisissez-en une autre : {slug}-ville.")
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise Refusal("L’adresse s’écrit en minuscules, chiffres et traits d’union. Exemple : le-mans.")
    if slug.isdecimal():
        raise Refusal("L’adresse ne peut pas être un nombre seul. Exemple : le-mans.")
    if Cite.objects.filter(slug=slug).exists():
        raise Refusal(f"L’adresse « {slug} » est celle d’une autre cité. Choisissez-en une autre.")


def make_administrator(*, email: str, name: str, password: str | None) -> tuple[User, bool]:
    """Whoever has that address, as an administrator, and whether their account was made for it.

    An account that is there keeps its name and its password. Raises Refusal where it administers already, and where
    no account can be made of this.
    """
    with transaction.atomic():
        take_turn(None)
        known = account_of(email)
        if known is not None and Membership.objects.filter(user=known, cite=None, role=Role.ADMINISTRATOR).exists():
            raise Refusal(f"{known.email} administre déjà l’installation.")
        user = known or make_account(email=email, name=name, password=password)
        Membership.objects.create(user=user, cite=None, role=Role.ADMINISTRATOR)
    return user, known is None


def set_active(*, user: User, active: bool, by: User) -> None:
    """Close the account, whose sessions end at their next page, or open it again with the roles it had.

    Raises Refusal for one's own account, and for the last one that administers the installation or coordinates a cité.
    """
    require_right(by, None)
    with transaction.atomic():
        take_turn(None)
        for cite in Cite.objects.filter(memberships__user=user).distinct().order_by("pk"):
            take_turn(cite)
        user = User.objects.select_for_update().get(pk=user.pk)
        if not active and user == by:
            raise Refusal("C’est votre propre compte. Demandez à une autre personne de l’administration de le fermer.")
        if not active and user.is_active:
            for membership in Membership.objects.filter(user=user).select_related("user", "cite").order_by("pk"):
                require_another(membership)
        if user.is_active != active:
            user.is_active = active
            user.save(update_fields=["is_active"])
