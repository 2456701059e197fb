"""50 people who write at once in one envelope: never past what is notified, nothing lost, nobody told to wait."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

BACK = {"released": ("committed",), "recovered": ("committed", "paid")}


@pytest.fixture
def came(real_database):
    """What 600 writings by 50 threads of 8 processes were answered, and the movements that are kept, in cents."""
    script = Path(__file__).with_name("writing_run.py")
    run = subprocess.run([sys.executable, str(script)], env=real_database, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    return json.loads(run.stdout)


def expected(done):
    """The movements that the answers promise, in the order of the operations: an amount reached, or a line added."""
    programmed = defaultdict(int)
    for move, action, cents, number in sorted(done, key=lambda line: line[3]):
        if move == "program":
            yield ["programmed", action, cents - programmed[action], number]
            programmed[action] = cents
        else:
            yield [move, action, cents, number]


def violations(kept):
    """The movements after which an identity does not hold: of the whole envelope, or of the action that moved."""
    sums = defaultdict(Counter)
    for line in kept:
        kind, action, cents, _ = line
        for one in (None, action) if action else (None,):
            for told in BACK.get(kind, (kind,)):
                sums[one][told] += -cents if kind in BACK else cents
        whole, own = sums[None], sums[action]
        if not 0 <= whole["programmed"] <= whole["notified"]:
            yield line
        if action and not 0 <= own["paid"] <= own["committed"] <= own["programmed"]:
            yield line


def test_what_is_programmed_never_passes_what_is_notified_and_nothing_is_lost(came):
    answers = Counter(move for move, *_ in came["told"])
    done = [line for line in came["told"] if line[0] not in {"refused", "failed"} and line[3]]

    assert [line for line in came["told"] if line[0] == "failed"] == []
    assert answers.total() == 600
    assert min(answers["refused"], answers["program"], answers["committed"], answers["paid"]) > 10
    assert came["kept"] == [["notified", None, 1_000_000, 1], *expected(done)]
    assert came["numbers"] == list(range(1, len(done) + 2))
    assert list(violations(came["kept"])) == []
