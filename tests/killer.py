"""Kills a process at one statement after another, and says what each left behind. For scripts that a test runs."""

from __future__ import annotations

import hashlib
import os
import signal
from contextlib import suppress

from django.apps import apps
from django.db import connection

OURS = ("people", "journal", "committees", "documents", "programmes", "budgets", "annexes")


class Killer:
    """Runs statements, and kills the process at the one that was chosen: before it, or once it is done."""

    def __init__(self, at: float) -> None:
        self.at, self.count = at, 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(sql, params, many, context)
        if self.count + 0.5 == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return result


def census() -> dict[str, str]:
    """What each of our tables holds: how many rows, and the digest of all their values."""
    found = {}
    for model in [model for app in OURS for model in apps.get_app_config(app).get_models()]:
        rows = [*model.objects.order_by("pk").values_list()]
        found[model.__name__] = f"{len(rows)} {hashlib.sha256(repr(rows).encode()).hexdigest()[:16]}"
    return found


def kill_everywhere(act) -> dict[str, object]:
    """Do it in children that die at each statement in turn, before it and after it, until one lives.

    Returns the census before, the different ones that the dead left, that of the one who lived, and how many died.
    """
    before, left, died, at = census(), [], 0, 1.0
    while _dies(act, at):
        died += 1
        at += 0.5
        if (now := census()) not in left:
            left.append(now)
    return {"before": before, "left": left, "after": census(), "died": died}


def _dies(act, at: float) -> bool:
    connection.close()
    child = os.fork()
    if child == 0:
        with suppress(BaseException), connection.execute_wrapper(Killer(at)):
            act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
