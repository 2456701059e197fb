"""Every benchmark, or those that are named: `python -m benchmarks [reading] [starting] [showing] …`."""

from __future__ import annotations

import sys
from importlib import import_module

ALL = ("starting", "reading", "printing", "showing", "money", "serving")


def main() -> None:
    """Run them one after the other, so that none disturbs another."""
    for name in sys.argv[1:] or ALL:
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
