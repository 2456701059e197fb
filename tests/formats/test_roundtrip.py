"""What we write reads back to the same annex: for every format, whatever the annex."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from preau.core.annex.cells import without_markup
from preau.core.annex.layout import lay_out, programme_annex
from preau.core.annex.names import split_title
from preau.core.annex.rows import ActionRow
from preau.core.annex.totals import is_total_label
from preau.core.text import fold, squeeze
from preau.formats.annex import read_annex
from preau.formats.writing import FORMATS, write

TITLE = "CITE EDUCATIVE D'ALLONNES - PROGRAMME D'ACTIONS PREVISIONNEL ANNEE 2020"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèàçœŒÉ"
SIGNS = LETTERS + " 0123456789=+-@;,:'\"’«»/()&<>%#$*_|\\.\t\u00a0\u202f–€😀"
EXAMPLES = 40
"""Annexes tried for each format; the profile `ci` draws the same ones at every run."""


def is_normal(text: str) -> bool:
    """Whether a person could have meant the text so: no blanks at its ends, no tags, not a rule nor a total."""
    letters = any(sign.isalpha() for sign in text)
    return squeeze(text) == text and without_markup(text) == text and letters and not is_total_label(text)


lines = st.text(SIGNS, min_size=1, max_size=40).map(squeeze).filter(is_normal)
paragraphs = st.lists(lines, min_size=1, max_size=4).map("\n".join).filter(is_normal)
titles = lines.filter(lambda text: split_title(text)[1] is None)
amounts = st.none() | st.decimals(Decimal(0), Decimal("9999999.99"), places=2)


@st.composite
def actions(draw):
    """An action as an annex may say it."""
    themes = st.sampled_from(["Santé et citoyenneté", "Environnement", "Maîtrise d'œuvre et ingénierie"])
    return ActionRow(
        0,
        0,
        number=draw(st.none() | st.integers(1, 9999).map(str) | st.just("12 bis")),
        title=draw(titles),
        status=draw(st.sampled_from([None, "done", "under_way", "postponed", "dropped", "planned", "to_confirm"])),
        holder_written=draw(lines),
        theme=draw(st.none() | themes),
        description=draw(st.none() | paragraphs),
        audience=draw(st.none() | paragraphs),
        partners_written=draw(st.none() | paragraphs),
        total_cost=draw(amounts),
        requested=draw(amounts),
        grant=draw(amounts),
        siret=draw(st.none() | st.just("41177507500046") | st.just("2,43E+13")),
        uai=draw(st.none() | st.just("0720012K")),
        other=draw(st.dictionaries(st.sampled_from(["Référent", "Lieu", "Remarque"]), lines, max_size=2)),
    )


def contents(rows):
    """What the actions say. A theme written once above others is theirs too, so blank ones are filled as readers do."""
    return [row.content() for row in rows]


def has_carried_theme(rows):
    """Whether a reader would take the blank themes for a theme written once a block."""
    return bool(rows[0].theme) and sum(1 for row in rows if not row.theme) * 2 >= len(rows)


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(rows=st.lists(actions(), min_size=1, max_size=6).filter(lambda rows: not has_carried_theme(rows)))
@example(rows=[ActionRow(0, 0, title="=1+1", holder_written="@SUM(A1)", description="-2\n+3", partners_written="'=4")])
@example(rows=[ActionRow(0, 0, title="A", holder_written="B", total_cost=Decimal("0.10"), grant=Decimal("0.00"))])
def test_what_is_written_reads_back_the_same(format_, rows):
    annex = programme_annex(TITLE, 2020, rows)

    read = read_annex(write(lay_out(annex), format_), f"annexe.{format_}").annex

    assert contents(read.actions) == contents(rows)
    assert (read.title, read.place, read.year) == (TITLE, "Allonnes", 2020)
    assert read.printed == read.computed


@pytest.mark.parametrize("format_", FORMATS)
def test_the_real_annex_reads_back_the_same(format_, seed_text):
    first = read_annex(seed_text.read_bytes(), "annexe1.txt")

    again = read_annex(write(lay_out(first.annex), format_), f"annexe.{format_}")

    assert contents(again.annex.actions) == contents(first.annex.actions)
    assert again.annex.printed == first.annex.printed
    assert [(f.code, f.message) for f in again.findings if f.code != "theme-variant"] == [
        (f.code, f.message) for f in first.findings if f.code not in ("markup-in-cell", "theme-variant")
    ]


def test_a_document_of_many_tables_keeps_them_apart(shared_examples):
    name = "montpellier_2012_deliberation_word.odt"
    first = read_annex((shared_examples / "kin" / name).read_bytes(), name).annex

    again = read_annex(write(lay_out(first), "docx"), "deliberation.docx").annex

    assert [fold(table.heading) for table in again.tables] == [fold(table.heading) for table in first.tables]
    assert [table.printed for table in again.tables] == [table.printed for table in first.tables]
    assert contents(again.actions) == contents(first.actions)
