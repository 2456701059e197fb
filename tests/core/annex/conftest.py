"""An annex is the docstring of its test: a row a line, cells between bars."""

from __future__ import annotations

import inspect

import pytest

from preau.core.annex.checks import check
from preau.core.annex.parse import parse
from preau.core.grid import Grid, Reading


def read(text, **options):
    """The annex of a text whose cells stand between bars; a backslash and an n make two lines of a cell."""
    lines = inspect.cleandoc(text).split("\n")
    rows = [[cell.strip().replace("\\n", "\n") for cell in line.split("|")] for line in lines]
    return parse(Reading([Grid(rows, range(1, len(rows) + 1))]), **options)


@pytest.fixture
def annex(request):
    """The annex that the docstring of the test is."""
    return read(request.function.__doc__)


@pytest.fixture
def said(annex):
    """What the checks say of it: (code, line, column), but for the absence of a total, which most examples share."""
    return [(f.code, f.line, f.column) for f in check(annex) if f.code != "total-missing"]


def codes(annex):
    """The findings of the annex in short: (code, line)."""
    return [(finding.code, finding.line) for finding in check(annex)]


def titles(annex):
    return [action.title for action in annex.actions]


def themes(annex):
    return [action.theme for action in annex.actions]


def sums(annex):
    """What the file prints, and what its rows sum to, for the grant."""
    return str(annex.printed.get("grant")), str(annex.computed.get("grant"))


def grids(*texts, **options):
    """A document of several grids, each of rows with bars."""
    rows = [[[cell.strip() for cell in line.split("|")] for line in text.strip().split("\n")] for text in texts]
    return parse(Reading([Grid(table, range(1, len(table) + 1), **options) for table in rows]))
