"""Which cités a visitor may see, and which organisations bear which names."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from preau.people.models import Cite, Organisation, OrganisationAlias, User

Visitor = User | AnonymousUser


def cites_for(user: Visitor) -> QuerySet[Cite]:  # noqa: ARG001 - roles will ask who it is
    """The cités that the visitor may read: all of them on an open installation (the demo), none elsewhere.

    Roles come with the workspace; until then an installation is either open to whoever reaches it, or closed.
    """
    return Cite.objects.all() if settings.PREAU_OPEN else Cite.objects.none()


def organisations_by_key(cite: Cite) -> dict[str, Organisation]:
    """Every organisation of the cité by the keys of its name and of its aliases. Two queries."""
    found = {organisation.key: organisation for organisation in Organisation.objects.filter(cite=cite)}
    by_id = {organisation.pk: organisation for organisation in found.values()}
    for key, organisation_id in OrganisationAlias.objects.filter(cite=cite).values_list("key", "organisation_id"):
        found.setdefault(key, by_id[organisation_id])
    return found
