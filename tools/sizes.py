"""The sizes of our Python files and functions. `python tools/sizes.py` prints medians, 95th percentiles, longest."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Size(NamedTuple):
    """How many lines a file, a function or a test has; `name` is where it is."""

    lines: int
    name: str


def files(folder: str) -> Iterator[Size]:
    """Every file of code in that folder. Migrations are written by Django."""
    for path in sources(folder):
        yield Size(len(path.read_text(encoding="utf-8").splitlines()), str(path.relative_to(ROOT)))


def functions(folder: str) -> Iterator[Size]:
    """Every function and method in that folder, its docstring included, its decorators not."""
    for path in sources(folder):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                last = node.end_lineno or node.lineno
                yield Size(last - node.lineno + 1, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")


def sources(folder: str) -> Iterator[Path]:
    """The modules under that folder that people write."""
    return (path for path in sorted((ROOT / folder).rglob("*.py")) if path.parent.name != "migrations")


def summary(kind: str, sizes: list[Size]) -> str:
    """One line for people."""
    ordered = sorted(sizes)
    nearly_all = ordered[len(ordered) * 95 // 100]
    middle = median(size.lines for size in ordered)
    longest = ordered[-1]
    figures = f"median {middle:g}, 95th {nearly_all.lines}, longest {longest.lines} {longest.name}"
    return f"sizes: {len(ordered)} {kind}, {figures}"


if __name__ == "__main__":
    print(summary("files", list(files("src"))))
    print(summary("functions", list(functions("src"))))
    print(summary("tests", [size for size in functions("tests") if " test_" in size.name]))
