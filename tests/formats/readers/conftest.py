"""The cells of the real annex, taken from its text without any of our readers, to compare with what they read."""

from __future__ import annotations

import re

import pytest


def squeezed(cell):
    """A cell with every run of spaces and line breaks as one space."""
    return " ".join((cell or "").split())


@pytest.fixture(scope="session")
def seed_rows(seed_text):
    """The 24 actions of the annex: nine cells each, their spaces squeezed."""
    rows = [line.split("\t") for line in seed_text.read_text(encoding="utf-8").splitlines()]
    return [[squeezed(re.sub("</?p>", " ", cell)) for cell in row[:9]] for row in rows if re.fullmatch(r"\d+", row[0])]


@pytest.fixture(scope="session")
def actions_of():
    """The rows of a grid that begin with a number, their spaces squeezed, down to the line TOTAL."""

    def read(grid):
        rows = [[squeezed(cell) for cell in row] for row in grid.rows]
        return [row for row in rows if row[0].isdigit()]

    return read
