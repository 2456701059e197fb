"""The worker beside the server: a process that does what waits in the queue, without a server more to install.

It ends with the server, however that ends, and another takes its place when it dies. What it was doing then is found by
the next one (`preau.annexes.tasks.requeue_lost`).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from preau.config.database import wake

PAUSE = 1.0
"""Seconds before a worker that died is replaced, so that one that cannot start costs little."""
LAST_WORDS = 5.0
"""Seconds that a worker has to finish what it does once it is told to end."""
SWEEP = 30.0
"""Seconds between two looks at the tasks that lost their worker."""


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker for as long as the block runs. Its keeper is a process too: the server forks, and so has no threads."""
    keeper = _start("keep")
    try:
        yield
    finally:
        _end(keeper)


def keep() -> int:
    """Start a worker, and another whenever one dies, until standard input is closed: the server has ended."""
    ended = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=[ended.set], daemon=True).start()
    while not ended.is_set():
        worker = _start("work")
        while worker.poll() is None and not ended.wait(PAUSE):
            pass
        _end(worker)
    return 0


def work() -> int:
    """Do what waits in the queue until standard input is closed, or until a signal says so."""
    wake()
    from django.core.management import call_command

    from preau.annexes.tasks import worker_name

    me = os.getpid()
    threading.Thread(target=_wait_for_the_end, args=[lambda: os.kill(me, signal.SIGTERM)], daemon=True).start()
    threading.Thread(target=_sweep, daemon=True).start()
    call_command("db_worker", verbosity=0, queue_name="*", worker_id=worker_name(me), startup_delay=False, reload=False)
    return 0


def _start(what: str) -> subprocess.Popen[bytes]:
    """This module as a process of its own, out of reach of the Ctrl C that is meant for the server."""
    command = [sys.executable, "-m", "preau.config.worker", what]
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 - a module of ours


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close its standard input, which tells it to end, and insist after a while: what it left is found again."""
    if process.stdin:
        process.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=LAST_WORDS)
    process.kill()
    process.wait()


def _wait_for_the_end(then: Callable[[], object]) -> None:
    with suppress(OSError):
        sys.stdin.buffer.read()
    then()


def _sweep() -> None:
    """Give back the tasks of workers that are gone, now and then again."""
    from django.db import DatabaseError, close_old_connections

    from preau.annexes.tasks import requeue_lost

    pause = threading.Event()
    while True:
        with suppress(DatabaseError):  # busy or away: the next look will do
            requeue_lost()
        close_old_connections()
        pause.wait(SWEEP)


if __name__ == "__main__":
    sys.exit(work() if sys.argv[1:] == ["work"] else keep())
