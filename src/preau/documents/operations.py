"""Issuing papers. One that left is never overwritten: issued again, it is another paper, with the next number."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from preau.core.refusal import Refusal
from preau.documents.models import Paper, PaperKind
from preau.documents.rules import ISSUED_WITH, may_issue
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import Cite, User
from preau.people.operations import lock


def issue_paper(  # noqa: PLR0913 - a paper says as much
    *,
    cite: Cite,
    kind: PaperKind,
    title: str,
    about: Mapping[str, Any],
    format: str,  # noqa: A002 - the word of the field
    on: date,
    make: Callable[[int], bytes],
    by: User,
) -> Paper:
    """Issue the paper that `make` writes, given its number in the cité; kept byte for byte, with its SHA-256.

    `about` holds plain values. Nothing is kept where `make` fails. Raises Forbidden, and Refusal for a day to come, a
    paper without a title or without a byte, an unknown format.
    """
    access_to(by, cite).require(ISSUED_WITH[PaperKind(kind)])
    with transaction.atomic():
        cite = lock(cite)
        if refusal := may_issue(title, format):
            raise Refusal(refusal)
        number = (Paper.objects.filter(cite=cite).aggregate(last=Max("number"))["last"] or 0) + 1
        content = make(number)
        if not content:
            raise Refusal("Ce papier est vide : il n’y a rien à émettre.")
        label = f"{PaperKind(kind).label} n°\u00a0{number} : {title}"
        operation = begin(cite=cite, verb=Operation.Verb.ISSUE, label=label, by=by, on=on)
        paper = Paper(
            cite=cite, number=number, kind=kind, title=title.strip()[:300], about=dict(about), on=on, format=format,
            content=content, size=len(content), sha256=hashlib.sha256(content).hexdigest(), cause=operation,
        )  # fmt: skip
        paper.save()
        told = {"title": paper.title, "format": format, "size": str(paper.size), "sha256": paper.sha256}
        tell(operation, [Told(paper, {}, told)])
    return paper
