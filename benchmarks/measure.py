"""Timing things against each other in the same run, and telling it in one line."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping


def interleaved(things: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds of each thing, over rounds in which each runs once: a busy minute disturbs all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for _ in range(rounds):
        for name, thing in things.items():
            start = time.perf_counter()
            thing()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def title(text: str) -> None:
    """Head a benchmark."""
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def tell(what: str, seconds: float, floor: float, goal: float | None, note: str = "") -> None:
    """One line: how long, how many times the floor, whether the goal is reached."""
    ratio = seconds / floor
    verdict = "" if goal is None else f"   goal ≤ {goal:g}: {'reached' if ratio <= goal else 'MISSED'}"
    print(f"{what:<42} {seconds * 1000:>10.1f} ms  {ratio:>6.2f} × floor{verdict}{note}", flush=True)
