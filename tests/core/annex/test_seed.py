"""The real annex of Allonnes, 2020, against its careful reading by hand."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from preau.core.annex.checks import check
from preau.core.annex.parse import parse
from preau.core.grid import Grid, Reading
from preau.core.text import fold
from preau.core.typography import french

NUMBERED = {
    "grant-above-cost": [15],
    "holder-tentative": [4, 19],
    "holder-several": [2],
    "holder-generic": [17],
    "theme-variant": [23, 24],
    "audience-missing": [15],
    "partners-missing": [13, 17],
    "partners-prose": [3],
    "partners-run-together": [1, 11],
    "partner-repeated": [1],
    "name-typo": [18],
    "markup-in-cell": [1],
    "status-in-title": [10, 24],
    "holder-own-partner": [1, 7, 12, 19],
    "full-funding": [10, 23],
    "partners-generic": [14, 15, 20],
    "audience-run-together": [1, 5, 7, 11, 16, 18, 20, 23],
    "headcount-in-text": [9, 23, 24],
    "several-years-in-text": [21],
    "name-variant": [11, 24],
}
"""Every finding of the careful reading, by the numbers of the actions: these, and no other."""


@pytest.fixture(scope="module")
def annex(seed_text):
    lines = seed_text.read_text(encoding="utf-8").split("\n")
    return parse(Reading([Grid([line.split("\t") for line in lines], range(1, len(lines) + 1))], "utf-8"))


@pytest.fixture(scope="module")
def expected(seed):
    return json.loads((seed / "expected.json").read_text(encoding="utf-8"))


def test_what_it_is(annex, expected):
    assert (annex.title, annex.place, annex.year) == (expected["title"], expected["city"], expected["year"])
    assert [table.heading for table in annex.tables] == [None]


def test_the_columns(annex):
    assert [(column.heading, column.concept, column.sure) for column in annex.tables[0].columns] == [
        ("N°", "number", True),
        ("Nom de l'association / EPLE / Collectivité", "holder", True),
        ("Thématiques", "theme", True),
        ("Intitulé action/projet", "title", True),
        ("Descriptif de l'action/projet", "description", True),
        ("Public visé", "audience", True),
        ("Partenaires pressentis", "expected_partners", True),
        ("Coût total du projet", "total_cost", True),
        ("Montant Cité éducative réactualisé", "grant", True),
    ]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (lambda a: a.number, lambda e: str(e["number"])),
        (lambda a: a.line, lambda e: e["source_line"]),
        (lambda a: a.title, lambda e: e["title"]),
        (lambda a: a.title_written, lambda e: e["title_raw"]),
        (lambda a: a.status, lambda e: {None: None, "réalisé": "done", "en cours": "under_way"}[e["status_marker"]]),
        (lambda a: a.holder_written, lambda e: e["carrier_raw"]),
        (lambda a: a.holders[0].tentative, lambda e: e["carrier_uncertain"]),
        (lambda a: a.theme, lambda e: e["theme"]),
        (lambda a: a.theme_written, lambda e: e["theme_raw"]),
        (lambda a: " ".join(a.description.split("\n")), lambda e: e["description_text"]),
        (lambda a: a.audience, lambda e: e["audience"]),
        (lambda a: a.partners_written, lambda e: e["partners_raw"]),
        (lambda a: list(a.partners), lambda e: e["partners"]),
        (lambda a: a.total_cost, lambda e: Decimal(e["total_cost"])),
        (lambda a: a.grant, lambda e: Decimal(e["amount_cite_educative"])),
        (lambda a: a.other, lambda _: {}),
    ],
    ids=(
        "number line title title_written status holder tentative theme theme_written description audience "
        "partners_written partners total_cost grant other"
    ).split(),
)
def test_every_cell(annex, expected, ours, theirs):
    assert [ours(action) for action in annex.actions] == [theirs(action) for action in expected["actions"]]


def test_the_holders_one_by_one(annex, expected):
    """A cell that names no school stays whole, and a name keeps its capitals; the careful reading goes further."""
    named = [action for action in annex.actions if action.number != "17"]

    split = [action["carriers_split"] for action in expected["actions"] if action["number"] != 17]

    assert [[fold(h.name) for h in action.holders] for action in named] == [list(map(fold, names)) for names in split]
    assert len({action.holder_written for action in annex.actions}) == expected["distinct"]["carriers_raw"] == 11


def test_the_paragraphs_of_a_description_with_tags(annex, expected):
    assert annex.actions[0].description.split("\n") == expected["actions"][0]["description_paragraphs"]


def test_the_sums(annex):
    totals = {"total_cost": Decimal("594268.00"), "grant": Decimal("250000.00")}

    assert (annex.printed, annex.computed) == (totals, totals)


def test_the_sums_of_each_theme(annex, expected):
    themes = dict.fromkeys(action.theme for action in annex.actions)

    sums = {
        theme: [sum(getattr(a, name) for a in annex.actions if a.theme == theme) for name in ("total_cost", "grant")]
        for theme in themes
    }

    assert sums == {t: [s["total_cost"], s["amount_cite_educative"]] for t, s in expected["by_theme"].items()}
    assert len(themes) == 4


def test_where_every_row_went(annex):
    rows = annex.rows

    assert (rows.actions, rows.headings, rows.totals, rows.notes, rows.unread) == (24, 4, 1, 1, 0)
    assert rows.adds_up()


def test_every_finding_and_no_other(annex):
    numbers = {action.line: int(action.number) for action in annex.actions}

    found = {}
    for finding in check(annex):
        found.setdefault(finding.code, []).append(numbers[finding.line])

    assert found == NUMBERED


def test_messages_have_the_spaces_of_french_print(annex):
    """What is quoted is left as the file writes it."""
    messages = [re.sub("«\u00a0.*?\u00a0»", "", finding.message, flags=re.DOTALL) for finding in check(annex)]

    assert messages == [french(message) for message in messages]
