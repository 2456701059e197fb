"""What the page of a draft sends: amounts and reasons by the names of their fields, with what each was when shown.

"m-12-3" is the amount of action 12 from envelope 3, "m-n45-3" that of an action that line 45 adds, "r-12" a reason. The
amounts shown come in one field, "was": "12-3=1500.00;…"; the reasons shown each in theirs, "o-12".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from preau.annexes.typed import shown
from preau.core.typography import french
from preau.revisions.operations.lines import Typed, WrongAmounts
from preau.revisions.rows import Cell, Row

AMOUNT = re.compile(r"m-(n?)([0-9]{1,9})-([0-9]{1,9})")
REASON = re.compile(r"r-(n?)([0-9]{1,9})")
LONGEST = 60
"""Signs of what is typed as an amount."""


@dataclass(slots=True)
class Sent:
    """What was typed, by the name of its field; and what is wrong with it."""

    texts: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Typed] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, posted: Mapping[str, str]) -> Sent:
        """What changed of what was shown; a field that says what it said is no edit."""
        sent, was = cls(), _was(posted.get("was", ""))
        for name, text in posted.items():
            if found := AMOUNT.fullmatch(name):
                added, number, envelope = found.groups()
                before = was.get(name.removeprefix("m-"))
                sent.texts[name] = text
                if before is None or _digits(text) != _digits(shown(before)):
                    sent.typed[name] = Typed(
                        0 if added else int(number), text[:LONGEST], int(envelope) or None, before,
                        line=int(number) if added else 0,
                    )  # fmt: skip
            elif found := REASON.fullmatch(name):
                added, number = found.groups()
                seen = posted.get(f"o{name[1:]}")
                sent.texts[name] = text
                if seen is None or text.split() != seen.split():
                    sent.typed[name] = Typed(
                        0 if added else int(number), None, reason=text, line=int(number) if added else 0,
                        reason_before=seen,
                    )  # fmt: skip
        return sent

    @property
    def slugs(self) -> set[str]:
        """The rows that were typed in."""
        return {name.split("-")[1] for name in self.typed}

    def refuse(self, wrong: WrongAmounts) -> None:
        """Keep each sentence beside its field, and what another person wrote there."""
        for name, one in self.typed.items():
            if one.place in wrong.sentences:
                self.errors[name] = french(wrong.sentences[one.place])
            if one.place in wrong.now:
                now = wrong.now[one.place]
                self.now[name] = shown(now) if isinstance(now, Decimal) else now


def was_of(rows: list[Row]) -> str:
    """What the amounts of these rows are as they are shown, for the field "was"."""
    return ";".join(f"{row.slug}-{cell.key}={cell.amount:.2f}" for row in rows for cell in row.cells)


def name_of(row: Row, cell: Cell) -> str:
    """The name of the field of an amount."""
    return f"m-{row.slug}-{cell.key}"


def _was(text: str) -> dict[str, Decimal]:
    found = {}
    for one in text.split(";"):
        key, _, amount = one.partition("=")
        try:
            value = Decimal(amount)
        except InvalidOperation:
            continue
        if value.is_finite() and abs(value) < Decimal(10) ** 12:
            found[key] = value
    return found


def _digits(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f€]", "", text)
