"""Writing a row of this package and telling of it: what the verbs have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Model

from preau.core.refusal import Refusal
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import Cite, User
from preau.people.operations import lock
from preau.people.roles import Verb


@contextmanager
def locked(cite: Cite, by: User) -> Iterator[Cite]:
    """The cité, locked for one transaction, where the person keeps its sittings. Raises Forbidden."""
    access_to(by, cite).require(Verb.REVISE)
    with transaction.atomic():
        yield lock(cite)


def refuse(*sentences: str | None) -> None:
    """Raise Refusal with the first sentence that says why not."""
    for sentence in sentences:
        if sentence:
            raise Refusal(sentence)


def write(thing: Model, values: Mapping[str, Any], *, cite: Cite, label: str, by: User) -> Operation | None:
    """Create the row, or change the fields that differ, and tell of it; None where it says all this already."""
    new = thing.pk is None
    before = {} if new else {name: getattr(thing, name) for name in values}
    changed = dict(values) if new else {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return None
    for name, value in changed.items():
        setattr(thing, name, value)
    if new:
        thing.save()
    else:
        thing.save(update_fields=list(changed))
    was = {} if new else {name: plain(before[name]) for name in changed}
    return told(
        Told(thing, was, {name: plain(value) for name, value in changed.items()}), cite=cite, label=label, by=by
    )


def told(one: Told, *, cite: Cite, label: str, by: User) -> Operation:
    """An operation with one line."""
    operation = begin(cite=cite, verb=Operation.Verb.SITTING, label=label, by=by)
    tell(operation, [one])
    return operation


def plain(value: Any) -> str | int | bool | None:  # noqa: ANN401 - whatever a field holds
    """A value as the journal keeps it."""
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return value if isinstance(value, bool | int) or value is None else str(value)
