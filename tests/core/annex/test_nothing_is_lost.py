"""Whatever the grid: reading ends, refuses with a sentence at most, and every cell is found again somewhere."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from preau.core.annex.cells import one_line, text_of
from preau.core.annex.checks import check
from preau.core.annex.parse import parse
from preau.core.findings import LEVELS
from preau.core.grid import Grid, Reading
from preau.core.refusal import Refusal

HEADINGS = (
    "N°", "Porteur", "Nom de l'association", "Thématique", "Intitulé", "Intitulé de\nl'action", "Descriptif", "Public",
    "Partenaires", "Coût total", "Montant demandé", "Montant accordé", "Subvention 2023", "SIRET", "UAI", "ANNEE 2020",
    "Nombre de projets", "QPV", "accordé",
)  # fmt: skip
WORDS = (
    "TOTAL", "Sous-total Santé", "Ensemble", "Total respect", "Axe 1 : Conforter", "Santé", "Ville", "CAF", "JSA ?",
    "Kits",
    "Jeux (réalisé)", "Reste à programmer", "Page 1/2", "----", "* note", "1 500 €", "12", "0", "-", "NC",
    "à définir", "1.726.04 €",
    "2023", "24 actions", "soit un montant total de 12 €", "<p>a</p>", "a & b", "x" * 200, "\u00a0",
    "²", "😀", "2,43E+13",
)  # fmt: skip

cells = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(HEADINGS),
    st.none(),
    st.just(""),
    st.text(max_size=12),
    st.floats(),
    st.integers(-(10**15), 10**15),
    st.decimals(allow_nan=False),
    st.booleans(),
    st.dates(date(1900, 1, 1)),
    st.just(datetime(2020, 5, 1, 12, 30)),  # noqa: DTZ001 - a spreadsheet knows no zone
    st.times(),
    st.timedeltas(timedelta(0), timedelta(9)),
)
amounts = st.one_of(st.integers(0, 900).map(lambda n: f"{n} €"), st.floats(0, 900), st.none(), st.sampled_from(WORDS))


@st.composite
def rows_of_actions(draw):
    """Headings and rows that look like a programme, with whatever a file may put between them."""
    headings = draw(st.lists(st.sampled_from(HEADINGS), min_size=3, max_size=7, unique=True))
    action = st.lists(st.one_of(st.sampled_from(WORDS), amounts), min_size=len(headings), max_size=len(headings) + 1)
    alone = st.sampled_from(WORDS).map(lambda text: [text])
    block = ["Santé", *[None] * (len(headings) - 2), draw(amounts)]
    between = st.one_of(action, action, action, alone, st.just(headings), st.just(block), st.lists(cells, max_size=8))
    return [*draw(st.lists(alone, max_size=2)), headings, *draw(st.lists(between, max_size=12))]


@st.composite
def grids(draw):
    rows = draw(st.one_of(rows_of_actions(), st.lists(st.lists(cells, max_size=7), max_size=10)))
    place = st.tuples(st.integers(0, 12), st.integers(0, 6), st.integers(0, 3), st.integers(0, 2))
    merged = [(top, left, top + height, left + width) for top, left, height, width in draw(st.lists(place, max_size=3))]
    texts = st.lists(st.sampled_from(WORDS), max_size=2)
    sheet = draw(st.sampled_from([None, "Feuille 1", "Feuille 2"]))
    return Grid(rows, range(1, len(rows) + 1), sheet, None, draw(texts), draw(texts), merged)


def read(found):
    try:
        return parse(Reading(found))
    except Refusal:
        assume(False)  # noqa: FBT003 - what hypothesis asks for


def full_rows(found):
    """The rows that hold something, counted without the parser."""
    return [row for grid in found for row in grid.rows if any(text_of(cell) for cell in row)]


def kept(annex):
    """Everything that a reading of a file holds, as one text."""
    texts = [*annex.notes, annex.title or "", *(finding.raw or "" for finding in annex.findings)]
    for table in annex.tables:
        texts += [table.heading or "", *(column.heading for column in table.columns)]
        texts += [cell for action in table.actions for cell in (*action.raw, action.theme_written or "")]
        texts += [text for total in table.totals for text in (total.label, *dict(total.written).values())]
    if annex.total:
        texts += [annex.total.label, *dict(annex.total.written).values()]
    return "\n".join(one_line(text) for text in texts)


anything = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@anything
@given(st.lists(grids(), min_size=1, max_size=3))
@example([Grid([["Porteur", "Intitulé"], ["Ville", "²"]], [1, 2])])
@example([Grid([["Porteur", "Montant"], ["Ville", float("nan")], ["CAF", float("inf")]], [1, 2, 3])])
@example([Grid([["Porteur", "Intitulé", "Montant"], ["CAF", "Kits", Decimal("NaN")]], [1, 2])])
@example([Grid([["Porteur", "Intitulé", "Montant"], ["CAF", time(1), "9" * 60]], [1, 2])])
def test_every_row_goes_somewhere(found):
    annex = read(found)

    assert annex.rows.adds_up()
    assert annex.rows.content == len(full_rows(found))
    assert annex.rows.actions == sum(len(table.actions) for table in annex.tables)


@anything
@given(st.lists(grids(), min_size=1, max_size=3))
def test_every_cell_is_found_again(found):
    annex = read(found)

    everything = kept(annex)

    texts = {one_line(text_of(cell)) for row in full_rows(found) for cell in row}
    assert [text for text in texts if text.strip("-–—_=.*·|\u00a0 ") and text not in everything] == []


@anything
@given(st.lists(grids(), min_size=1, max_size=2))
def test_the_checks_say_everything_once_and_in_order(found):
    annex = read(found)

    findings = check(annex)

    places = [(f.code, f.table, f.line, f.column, f.raw) for f in findings]
    gravity = [["error", "warning", "info"].index(LEVELS[f.code]) for f in findings]
    assert len(places) == len(set(places))
    assert gravity == sorted(gravity)


@anything
@given(st.lists(grids(), min_size=1, max_size=2), st.sampled_from(["A", "3", "Porteur", "ZZ"]))
def test_columns_that_a_person_chose_lose_nothing_either(found, column):
    try:
        annex = parse(Reading(found), overrides={"grant": column})
    except Refusal:
        return

    assert annex.rows.adds_up()
    assert annex.rows.content == len(full_rows(found))


@pytest.mark.parametrize("rows", [[], [[]], [[None]], [["", " "]], [["texte"]]])
def test_a_grid_without_a_table_is_refused_with_a_sentence(rows):
    with pytest.raises(Refusal, match="Aucun tableau d’actions reconnu"):
        parse(Reading([Grid(rows, range(1, len(rows) + 1))]))
