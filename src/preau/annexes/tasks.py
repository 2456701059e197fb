"""What is done in the background, and what becomes of it when the process that does it is killed.

A task is a row of the database, taken by one worker (`preau.config.worker`). A worker that is killed leaves its row
"running" for ever: `requeue_lost` gives it back to the queue, twice; then what waited for it is told.
"""

from __future__ import annotations

import os
import socket
import sys
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from preau.annexes import uploads

TRIES = 3
"""How many workers a task may cost before it is given up."""
LONGEST = timedelta(minutes=15)
"""A task that runs longer has lost its worker, wherever that was."""
LOST = (
    "La lecture de ce fichier s’est arrêtée {tries} fois avant la fin : il demande trop de mémoire ou de temps. "
    "Copiez le seul tableau utile dans un nouveau document, et envoyez celui-ci."
)


@task()
def read_upload(pk: int) -> None:
    """Read the file of an upload."""
    uploads.read(pk=pk)


def worker_name(pid: int) -> str:
    """The name of the worker that runs as this process, as its tasks remember it."""
    return f"{socket.gethostname()[:40]}:{pid}"


def requeue_lost(*, dead: str = "") -> int:
    """Give back to the queue the tasks whose worker is gone, `dead` among them. Returns how many were found.

    One that cost several workers fails, and its upload is refused with a sentence.
    """
    found = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        worker = row.worker_ids[-1] if row.worker_ids else ""
        if worker == dead or _is_gone(worker) or (row.started_at and row.started_at < timezone.now() - LONGEST):
            found += 1
            _put_back(row)
    return found


def _put_back(row: DBTaskResult[[int], None]) -> None:
    """The task to the queue again, or its end. Another that does the same at once changes nothing more."""
    mine = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at)
    if len(row.worker_ids) < TRIES:
        mine.update(status=TaskResultStatus.READY, started_at=None)
        return
    with transaction.atomic():
        ended = mine.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
        if ended and row.task_path == read_upload.module_path:
            uploads.refuse(pk=row.args_kwargs["args"][0], why=LOST.format(tries=TRIES))


def _is_gone(worker: str) -> bool:
    """Whether the worker ran on this machine as a process that is no more. Unknown elsewhere, and on Windows."""
    host, _, pid = worker.rpartition(":")
    if sys.platform == "win32" or host != worker_name(0).rpartition(":")[0] or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
