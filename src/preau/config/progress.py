"""A bar for long work, on a terminal only: elsewhere nothing is written."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

LONG = 500_000
"""Bytes of a file from which reading takes long enough for a bar to be worth showing."""


class Steps:
    """The steps of a work, shown as they pass. `with Steps(3, size) as step: step("Lecture")`."""

    def __init__(self, count: int, size: int) -> None:
        self._bar = None
        if size >= LONG and sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(total=count, leave=False, bar_format="{desc:<24} {bar:30} {n_fmt}/{total_fmt}")
            self._begun = False

    def __enter__(self) -> Self:
        return self

    def __call__(self, what: str) -> None:
        """Begin a step, which ends the one before."""
        if self._bar is not None:
            self._bar.update(1 if self._begun else 0)
            self._begun = True
            self._bar.set_description_str(what)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
