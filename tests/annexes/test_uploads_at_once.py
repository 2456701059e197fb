"""Several clicks at the same moment: one upload, read, applied once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_one_file_sent_and_applied_four_times_at_once_is_one_import(real_database, seed_text):
    script = Path(__file__).with_name("race_run.py")

    run = subprocess.run(
        [sys.executable, str(script), str(seed_text)], env=real_database, capture_output=True, text=True, check=False
    )

    assert run.stderr == ""
    assert json.loads(run.stdout) == {"sent": [1, 1, 1, 1], "state": "read", "applied": 1, "imports": 1, "actions": 24}
