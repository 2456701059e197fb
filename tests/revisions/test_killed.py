"""A process killed at any point of a vote, of an adoption or of its undoing leaves the whole of it, or none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_an_adoption_killed_at_any_statement_leaves_all_or_nothing(real_database):
    """At every statement in turn, before and after: amounts, an action that joins, one put off, one dropped; undone."""
    script = Path(__file__).with_name("killed.py")

    run = subprocess.run([sys.executable, str(script)], env=real_database, capture_output=True, text=True, check=False)

    assert run.stderr == ""
    came = json.loads(run.stdout)
    for told in came["told"]:
        assert told["left"] == [told["before"]]
        assert told["after"] != told["before"]
    vote, adoption, undoing = (told["died"] for told in came["told"])
    assert (vote > 20, adoption > 100, undoing > 60) == (True, True, True)
    assert came["amounts"] == [1_000] * 5 + [0] * 2, "five as before, the one that joined, the copy of the one put off"
