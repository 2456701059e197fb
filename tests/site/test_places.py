"""Places in words."""

from __future__ import annotations

import pytest

from preau.annexes.models import Import, SourceFile
from preau.core.annex.parse import letter
from preau.site.places import Places


@pytest.mark.parametrize(
    ("column", "name"), [(1, "A"), (9, "I"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA"), (16384, "XFD")]
)
def test_letters_of_a_column(column, name):
    assert letter(column) == name


@pytest.mark.parametrize(
    ("format_", "tables", "sheets", "place"),
    [
        ("tsv", 1, {0: ("", None)}, "ligne 24, colonne 9"),
        ("xlsx", 1, {0: ("2020", None)}, "feuille «\u00a02020\u00a0», ligne 24, colonne I"),
        ("pdf", 1, {0: ("", 3)}, "page 3, ligne 24, colonne 9"),
        ("docx", 2, {0: ("", None)}, "tableau 1, ligne 24, colonne 9"),
        ("csv", 1, {}, "ligne 24, colonne I"),
    ],
)
def test_a_cell_is_found_as_its_program_names_it(format_, tables, sheets, place):
    imported = Import(columns=[[]] * tables, source=SourceFile(format=format_))

    assert Places(imported, sheets).text(0, 24, 9) == place


def test_what_has_no_place_is_said_without_one():
    assert Places(Import(columns=[[]], source=SourceFile(format="csv"))).text(None, None) == ""
