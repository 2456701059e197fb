"""`preau check` on the real annex, against the start of a bare interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.annexes import SEED
from benchmarks.measure import interleaved, tell, title

GOAL = 6.0


def main() -> None:
    """As a person types it: the command, a new process each time."""
    title("preau check on the annex of Allonnes, against a bare interpreter")
    subprocess.run([sys.executable, "-m", "compileall", "-q", "src"], check=True, cwd=SEED.parents[2])
    preau = Path(sys.executable).with_name("preau")
    found = interleaved(
        {
            "python -c pass": lambda: _run(sys.executable, "-c", "pass"),
            "preau check annexe1.txt": lambda: _run(str(preau), "check", str(SEED)),
            "preau check --json annexe1.txt": lambda: _run(str(preau), "check", "--json", str(SEED)),
        },
        rounds=15,
    )
    floor = found["python -c pass"]
    for name, seconds in found.items():
        tell(name, seconds, floor, GOAL if name.startswith("preau") else None)


def _run(*command: str) -> None:
    code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
    if code not in (0, 1):
        raise SystemExit(f"{command} ended with {code}")
