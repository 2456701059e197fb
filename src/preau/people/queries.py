"""Which organisations bear which names."""

from __future__ import annotations

from preau.people.models import Cite, Organisation, OrganisationAlias


def organisations_by_key(cite: Cite) -> dict[str, Organisation]:
    """Every organisation of the cité by the keys of its name and of its aliases. Two queries.

    A merged one gives what took its place.
    """
    by_id = {organisation.pk: organisation for organisation in Organisation.objects.filter(cite=cite)}

    def standing(organisation: Organisation) -> Organisation:
        while organisation.merged_into_id is not None:
            organisation = by_id[organisation.merged_into_id]
        return organisation

    found = {organisation.key: standing(organisation) for organisation in by_id.values()}
    for key, organisation_id in OrganisationAlias.objects.filter(cite=cite).values_list("key", "organisation_id"):
        found.setdefault(key, standing(by_id[organisation_id]))
    return found
