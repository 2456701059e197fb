"""docs/rights.md is the rule itself. `PREAU_RIGHTS=1 make sqlite ARGS="-k rights_paper"` writes its tables anew."""

from __future__ import annotations

import os
from pathlib import Path

from preau.people.roles import ALLOWED, LABELS, SAID, Role, Verb

PAPER = Path(__file__).parents[2] / "docs" / "rights.md"


def table():
    """One line a verb, one column a role."""
    head = ["", *(role.label for role in Role)]
    lines = [[LABELS[verb], *("oui" if verb in ALLOWED[role] else "" for role in Role)] for verb in Verb]
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *lines))


def roles():
    """One line a role."""
    lines = [("role", "`Role`", "in a line"), ("---",) * 3, *((one.label, f"`{one.name}`", SAID[one]) for one in Role)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def written(text, name, part):
    """The text with the part between its two marks."""
    start, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
    before, _, rest = text.partition(start)
    return f"{before}{start}{part}{end}{rest.partition(end)[2]}"


def test_the_paper_says_the_rule():
    kept = PAPER.read_text(encoding="utf-8")

    true = written(written(kept, "roles", roles()), "rights", table())
    if os.environ.get("PREAU_RIGHTS"):
        PAPER.write_text(true, encoding="utf-8")
        kept = true

    assert kept == true
