"""`preau positions`: what each envelope of a cité has been notified, and where that money is, today or at a date."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from preau.config.commands.places import cite_named
from preau.config.database import wake
from preau.core.budget.position import Position
from preau.core.money import euros
from preau.core.typography import french, of_place

if TYPE_CHECKING:
    from preau.budgets.models import Envelope
    from preau.people.models import Cite

SAID = {
    "notified": "notifié",
    "programmed": "programmé",
    "committed": "engagé",
    "paid": "versé",
    "available": "disponible",
    "to_commit": "à engager",
    "to_pay": "à verser",
}
"""The figures of an envelope, in the order of the life of money."""
TOTAL = "total"


def run(options: Namespace) -> int:
    """Print the position of each envelope, then of all those of money; what is given in kind stands apart."""
    wake()
    from django.utils.timezone import localdate

    from preau.budgets.models import Envelope
    from preau.budgets.queries import positions_of, reaching
    from preau.journal.moments import Moment

    cite = cite_named(options.cite)
    at = options.at or localdate()
    envelopes = Envelope.objects.filter(cite=cite).order_by("year", "pk")
    kept = list(envelopes if options.year is None else reaching(envelopes, options.year))
    found = positions_of(kept, Moment(on=at))
    places = [(envelope, found[envelope.pk]) for envelope in kept]
    if options.json:
        json.dump(list(_objects(cite, places, at)), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.writelines(f"{french(line)}\n" for line in _report(cite, places, at))
    return 0


def _total(places: list[tuple[Envelope, Position]]) -> Position:
    """The sum of the envelopes of money: what is given in kind is not euros to spend."""
    return sum((position for envelope, position in places if not envelope.in_kind), Position())


def _objects(cite: Cite, places: list[tuple[Envelope, Position]], at: date) -> Iterator[dict[str, Any]]:
    for envelope, position in places:
        yield _object(cite, envelope.name, at, position, years=envelope.years, in_kind=envelope.in_kind)
    yield _object(cite, TOTAL, at, _total(places), years=None, in_kind=False)


def _object(  # noqa: PLR0913 - the parts of an object
    cite: Cite, name: str, at: date, position: Position, *, years: str | None, in_kind: bool
) -> dict[str, Any]:
    figures = {name: f"{getattr(position, name):.2f}" for name in SAID}
    return {
        "cite": cite.slug, "envelope": name, "years": years, "in_kind": in_kind, "at": at.isoformat(), **figures,
    }  # fmt: skip


def _report(cite: Cite, places: list[tuple[Envelope, Position]], at: date) -> Iterator[str]:
    yield f"Enveloppes de la cité éducative {of_place(cite.name)} au {at:%d/%m/%Y}"
    if not places:
        yield "Aucune enveloppe."
        return
    for in_kind in (False, True):
        for envelope, position in places:
            if envelope.in_kind == in_kind:
                yield ""
                yield f"{envelope}{' (en nature)' if in_kind else ''}"
                yield _line(position)
    yield ""
    yield "Total des enveloppes en argent"
    yield _line(_total(places))


def _line(position: Position) -> str:
    return "  " + ", ".join(f"{words} {euros(getattr(position, name))}" for name, words in SAID.items())
