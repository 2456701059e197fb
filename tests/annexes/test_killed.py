"""A process killed at any point of an import leaves the whole of it, or none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_an_import_killed_at_any_statement_leaves_all_or_nothing(real_database, seed_text):
    """At every statement in turn, before it and after it, of a first import and of one that changes two actions."""
    script = Path(__file__).with_name("killed.py")

    run = subprocess.run(
        [sys.executable, str(script), str(seed_text)], env=real_database, capture_output=True, text=True, check=False
    )

    assert run.stderr == ""
    for told in json.loads(run.stdout):
        assert told["left"] == [told["before"]]
        assert told["after"] != told["before"]
        assert told["died"] > 40
