"""Bringing cités and organisations into being. The caller holds the transaction and writes the journal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q

from preau.people.models import Cite, Organisation, OrganisationAlias, User, Visit, name_key
from preau.people.queries import organisations_by_key


def ensure_cite(*, slug: str, name: str) -> tuple[Cite, bool]:
    """The cité of that slug, locked for the transaction, and whether it was created now under the name given.

    Every writing operation takes this lock first: two operations on one cité follow one another, on every engine.
    """
    cite, created = Cite.objects.get_or_create(slug=slug, defaults={"name": name})
    return lock(cite), created


def lock(cite: Cite) -> Cite:
    """The cité, locked until the end of the transaction: the first thing that an operation on one does."""
    return Cite.objects.select_for_update().get(pk=cite.pk)


def ensure_organisations(*, cite: Cite, names: Collection[str]) -> tuple[dict[str, Organisation], list[Organisation]]:
    """The organisation of each name, by key, and those that had to be created.

    A name written otherwise than its organisation (capitals, accents) is remembered as an alias.
    """
    known = organisations_by_key(cite)
    written = {name[:300]: name_key(name) for name in names}
    wanted: dict[str, str] = {}
    for name, key in written.items():
        wanted.setdefault(key, name)
    new = [Organisation(cite=cite, name=name, key=key) for key, name in wanted.items() if key not in known]
    Organisation.objects.bulk_create(new, batch_size=500)
    known |= {organisation.key: organisation for organisation in new}
    _remember(cite, known, written)
    return known, new


def _remember(cite: Cite, known: dict[str, Organisation], written: Mapping[str, str]) -> None:
    named = {organisation.name for organisation in known.values()}
    aliases = [
        OrganisationAlias(cite=cite, organisation=known[key], written=name, key=key)
        for name, key in sorted(written.items())
        if name not in named
    ]
    OrganisationAlias.objects.bulk_create(aliases, batch_size=500, ignore_conflicts=True)


def mark_visit(*, user: User, cite: Cite, seen: int, at: datetime) -> None:
    """Remember that the person was told what others did up to that operation and that moment. It never goes back."""
    known, created = Visit.objects.get_or_create(user=user, cite=cite, defaults={"seen": seen, "at": at})
    if not created:
        Visit.objects.filter(Q(seen__lt=seen) | Q(at__lt=at), pk=known.pk).update(
            seen=max(known.seen, seen), at=max(known.at, at)
        )
