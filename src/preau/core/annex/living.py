"""The checks of a programme that is kept: those of an annex that speak of its actions, without what only a file has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple, cast, get_args

from preau.core.annex.checks import CHECKS, amounts, check, identity, spelling, texts
from preau.core.annex.layout import programme_annex
from preau.core.annex.rows import ActionRow, ColumnMap, Concept
from preau.core.findings import LEVELS
from preau.core.money import euros

OF_A_FILE = (
    amounts.total_mismatch,
    amounts.total_missing,
    identity.columns_shifted,
    texts.markup_in_cell,
    texts.status_in_title,
    spelling.theme_variant,
)
"""Checks of how a file is written: once it is read, nothing of the kind is left to be put right."""
LIVING = tuple(one for one in CHECKS if one not in OF_A_FILE)

FIELDS = {"holder": "holder_written", "expected_partners": "partners_written"}
"""The field of an action that a concept fills, where it is not of the same name."""
_LINE = re.compile("\\b(L|la l)igne ([0-9]+)")


class Living(NamedTuple):
    """What a check says of a kept action (`at`, its place in the list) or of the whole (None); `field`: what of it."""

    code: str
    message: str
    at: int | None
    field: str
    raw: str

    @property
    def level(self) -> str:
        """The gravity of the code: error, warning or info."""
        return LEVELS[self.code]


def check_kept(actions: Sequence[ActionRow], names: Sequence[str]) -> list[Living]:
    """What the checks say of actions that are kept, the gravest first. `names` is what people call each: its number.

    Their lines are set here, for they have none: an action without a number is called by its name in the programme.
    """
    concepts = [concept for concept in get_args(Concept) if any(_text(action, concept) for action in actions)]
    for line, action in enumerate(actions, start=1):
        action.table, action.line = 0, line
        action.raw = tuple(_text(action, concept) for concept in concepts)
    annex = programme_annex("", 0, actions)
    annex.tables[0].columns = [
        ColumnMap(position, concept, cast("Concept", concept)) for position, concept in enumerate(concepts, start=1)
    ]
    return list(_told(check(annex, LIVING), concepts, names))


def _told(findings: Sequence[object], concepts: Sequence[str], names: Sequence[str]) -> Iterator[Living]:
    for finding in findings:
        code, message, _, line, column, raw = cast("tuple[str, str, int, int | None, int | None, str | None]", finding)
        concept = concepts[column - 1] if column else ""
        yield Living(
            code,
            _LINE.sub(lambda said: _called(said, names), message),
            line - 1 if line else None,
            FIELDS.get(concept, concept),
            raw or "",
        )


def _called(said: re.Match[str], names: Sequence[str]) -> str:
    """The name of an action in place of a line that it does not have."""
    at = int(said[2]) - 1
    name = names[at] if at < len(names) else said[2]
    return f"Action {name}" if said[1] == "L" else f"l’action {name}"


def _text(action: ActionRow, concept: str) -> str:
    value = getattr(action, FIELDS.get(concept, concept))
    return euros(value) if isinstance(value, Decimal) else value or ""
