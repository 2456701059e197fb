"""What an option of a command names: a cité by its short name, a programme by its year. A sentence where it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preau.core.refusal import Refusal

if TYPE_CHECKING:
    from preau.people.models import Cite
    from preau.programmes.models import Programme


def cite_named(slug: str) -> Cite:
    """The cité. Raises Refusal, with those that are kept here."""
    from preau.people.models import Cite

    cite = Cite.objects.filter(slug=slug).first()
    if cite is None:
        known = ", ".join(Cite.objects.order_by("slug").values_list("slug", flat=True)) or "aucune"
        raise Refusal(f"La cité {slug} n’est pas ici. Cités connues : {known}.")
    return cite


def programme_of(cite: Cite, year: int) -> Programme:
    """Its programme of the year. Raises Refusal, with the years that have one."""
    from preau.programmes.models import Programme

    programme = Programme.objects.filter(cite=cite, year=year).select_related("cite").first()
    if programme is None:
        years = Programme.objects.filter(cite=cite).order_by("year").values_list("year", flat=True)
        known = ", ".join(map(str, years)) or "aucune"
        raise Refusal(f"La cité {cite.slug} n’a pas de programme {year}. Années connues : {known}.")
    return programme
