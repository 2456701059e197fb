"""Who issues which paper, and what may be issued; which papers are read by whom."""

from __future__ import annotations

from collections.abc import Mapping

from preau.documents.models import PaperKind
from preau.formats.writing import FORMATS
from preau.people.roles import Verb

ISSUED_WITH: Mapping[PaperKind, Verb] = {
    PaperKind.ANNEX: Verb.REVISE,
    PaperKind.AMENDMENT: Verb.REVISE,
    PaperKind.STATEMENT: Verb.MANAGE_BUDGETS,
    PaperKind.AGENDA: Verb.REVISE,
    PaperKind.MINUTES: Verb.REVISE,
    PaperKind.NOTIFICATIONS: Verb.REVISE,
}
"""What it takes to issue each kind."""

READ_WITH: Mapping[PaperKind, Verb] = {
    PaperKind.ANNEX: Verb.READ_BUDGETS,
    PaperKind.AMENDMENT: Verb.READ_BUDGETS,
    PaperKind.STATEMENT: Verb.READ_BUDGETS,
    PaperKind.AGENDA: Verb.READ_DRAFTS,
    PaperKind.MINUTES: Verb.READ_DRAFTS,
    PaperKind.NOTIFICATIONS: Verb.READ_DRAFTS,
}
"""What it takes to read each kind: adopted facts are for whoever reads the money, what names people is not."""


def may_issue(title: str, format: str) -> str | None:  # noqa: A002 - the word of the field
    """Whether a paper of that title may be issued in that format."""
    if not title.strip():
        return "Donnez un titre au papier : c’est par lui qu’on le retrouve dans le registre."
    if format not in FORMATS:
        return f"Le format « {format} » n’est pas de ceux que Préau écrit."
    return None
