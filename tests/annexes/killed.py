"""Kills an import at one statement after another, and says what each left behind. Run by test_killed.py."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from preau.config.database import wake

wake()

from django.apps import apps  # noqa: E402 - models exist once Django is awake
from django.db import connection  # noqa: E402

from preau.annexes.operations import import_annex, target_of  # noqa: E402
from preau.formats.annex import read_annex  # noqa: E402

OURS = ("people", "journal", "programmes", "budgets", "annexes")


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


def census() -> list[int]:
    return [model.objects.count() for app in OURS for model in apps.get_app_config(app).get_models()]


def run(data: bytes, at: float) -> int:
    file = read_annex(data, "annexe1.txt")
    killer = Killer(at)
    with connection.execute_wrapper(killer):
        import_annex(file=file, data=data, target=target_of(file, slug="allonnes"), by=None)
    return killer.count


def attempt(data: bytes, at: float) -> bool:
    """Import in a child that dies at that statement; whether it died."""
    connection.close()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            run(data, at)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main(text: Path) -> None:
    first = text.read_bytes()
    edited = first.replace("16 000 €".encode(), "17 000 €".encode()).replace(b"\n14\t", b"\n114\t")
    told = []
    for data in (first, edited):
        before, died, points, at = census(), 0, 0, 1.0
        left = set()
        while attempt(data, at):
            died += 1
            points += 1
            left.add(tuple(census()))
            at += 0.5
        told.append({"before": before, "left": sorted(left), "after": census(), "died": died})
    sys.stdout.write(json.dumps(told))


main(Path(sys.argv[1]))
