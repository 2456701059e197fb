"""Brings a file to be read by a worker beside, kills that worker if asked, and says what came. Run by test_tasks.py."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

from preau.config.database import wake

wake()

from django_tasks_db.models import DBTaskResult  # noqa: E402 - models exist once Django is awake

from preau.annexes import tasks, uploads  # noqa: E402
from preau.annexes.models import Upload  # noqa: E402
from preau.config.worker import worker_beside  # noqa: E402
from preau.people.models import Cite, Membership, User  # noqa: E402
from preau.people.roles import Role  # noqa: E402

PATIENCE = 150.0


def bring(data: bytes, name: str) -> Upload:
    cite = Cite.objects.create(slug="allonnes", name="Allonnes")
    claire = User.objects.create_user(email="claire@ville.example", name="Claire")
    Membership.objects.create(user=claire, cite=cite, role=Role.COORDINATION)
    upload = uploads.receive(cite=cite, name=name, data=data, year=None, by=claire)
    tasks.read_upload.enqueue(upload.pk)
    return upload


def until(reached) -> None:
    """Wait until it is so."""
    end = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


def kill_the_worker() -> None:
    """Kill the worker as soon as it has taken the task."""
    until(lambda: DBTaskResult.objects.get().status == "RUNNING")
    os.kill(int(DBTaskResult.objects.get().worker_ids[-1].rpartition(":")[2]), signal.SIGKILL)


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def main(path: Path, kills: int) -> None:
    upload = bring(path.read_bytes(), path.name)
    with worker_beside():
        for killed in range(kills):
            until(lambda killed=killed: len(DBTaskResult.objects.get().worker_ids) == killed + 1)
            kill_the_worker()
        until(lambda: Upload.objects.get(pk=upload.pk).state not in uploads.TO_READ)
        until(lambda: DBTaskResult.objects.get().status in {"SUCCESSFUL", "FAILED"})
    upload.refresh_from_db()
    row = DBTaskResult.objects.get()
    workers = [int(worker.rpartition(":")[2]) for worker in row.worker_ids]
    told = {
        "state": upload.state,
        "refusal": upload.refusal,
        "grids": len(upload.grids["grids"]) if upload.grids else 0,
        "workers": len(workers),
        "gone": [is_gone(pid) for pid in workers],
        "task": row.status,
    }
    sys.stdout.write(json.dumps(told))


main(Path(sys.argv[1]), int(sys.argv[2]))
