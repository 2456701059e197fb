"""What a check has to say about a cell, a row or a total.

A finding never stops anything: the value is kept as it was written, and the finding stands beside it.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Level = Literal["error", "warning", "info"]

_CODES: dict[Level, str] = {
    "error": (
        "total-mismatch subtotal-mismatch grant-above-cost grant-above-requested amount-unreadable number-repeated "
        "plan-unbalanced plan-in-kind-unbalanced plan-cost-differs"
    ),
    "warning": (
        "holder-missing holder-tentative holder-several holder-generic theme-variant theme-missing "
        "audience-missing partners-missing partners-prose partners-run-together partner-repeated name-typo "
        "action-repeated action-nearly-repeated number-gap markup-in-cell siret-invalid siret-destroyed "
        "uai-invalid rna-invalid total-missing encoding-mixed quote-unclosed columns-shifted columns-unsure "
        "row-unread plan-funder-unnamed plan-envelope-differs plan-cents"
    ),
    "info": (
        "status-in-title holder-own-partner partners-generic name-variant full-funding headcount-in-text "
        "audience-run-together several-years-in-text total-rounded plan-specific-apart plan-public-share"
    ),
}
LEVELS: dict[str, Level] = {code: level for level, codes in _CODES.items() for code in codes.split()}
"""Every code that exists, with its level. Codes are stable: files, tests and decisions refer to them."""

_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀÂÇÉÈÊÎÔÛ«])")


class Finding(NamedTuple):
    """One remark. `table` counts from 0, `line` and `column` from 1 as a person counts; None where it has no place.

    `raw` is the text of the file that the remark is about, `message` a French sentence.
    """

    code: str
    message: str
    table: int | None = None
    line: int | None = None
    column: int | None = None
    raw: str | None = None

    @property
    def level(self) -> Level:
        """The gravity of the code: error, warning or info."""
        return LEVELS[self.code]


def cut(message: str) -> tuple[str, str]:
    """The first sentence of a message without its full stop, and the rest. A quotation is never cut."""
    for end in _END.finditer(message):
        head = message[: end.start()]
        if head.count("«") == head.count("»"):
            return head.removesuffix("."), message[end.end() :]
    return message.removesuffix("."), ""
