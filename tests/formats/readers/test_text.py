from __future__ import annotations

import re

import pytest

from preau.formats.readers import csv, text

HEADING = ["N°", "Nom de l'association / EPLE / Collectivité", "Thématiques"]


def squeezed(rows):
    """The cells of the actions, blanks of all kinds folded, without the tags that stand for line breaks in the text."""
    return [[" ".join(re.sub("</?p>", " ", cell).split()) for cell in row] for row in rows if row[0].isdigit()]


def test_the_real_annex(seed_text):
    reading = text.read(seed_text.read_bytes())

    (grid,) = reading.grids
    assert (reading.encoding, reading.findings) == ("utf-8", [])
    assert (grid.rows[0], grid.rows[1][0][:23], grid.rows[2][:3]) == (["ANNEXE 1"], "CITE EDUCATIVE D'ALLONN", HEADING)
    assert [len(row) for row in grid.rows] == [1, 1, *[9] * 28]
    assert [line for line in grid.lines if line < 12 or line > 33] == [3, 5, 7, 8, 9, 10, 11, 34, 36, 37]
    assert 'Organiser des "Classes d\'eau" et participer' in grid.rows[14][4]


@pytest.mark.parametrize(
    ("name", "encoding", "codes"),
    [
        ("a_cp1252.csv", "cp1252", []),
        ("a_mac.csv", "mac_roman", []),
        ("a_mojibake.csv", "utf-8", ["encoding-mixed"]),
        ("a_utf16.csv", "utf-16", []),
        ("a_utf8sig.csv", "utf-8", []),
    ],
)
def test_the_real_annex_in_five_encodings(seed_forms, seed_text, name, encoding, codes):
    reading = csv.read((seed_forms / name).read_bytes())

    (grid,) = reading.grids
    (original,) = text.read(seed_text.read_bytes()).grids
    assert squeezed(grid.rows) == squeezed(original.rows)
    assert (reading.encoding, [finding.code for finding in reading.findings]) == (encoding, codes)
    assert grid.lines[:3] == [1, 2, 10]


@pytest.mark.parametrize(
    ("name", "rows", "width"),
    [
        ("montpellier_contrat_de_ville_2019.csv", 123, 12),
        ("rennes_bp_2019_subventions.csv", 363, 7),
        ("toulouse_metropole_subventions_2022.csv", 397, 17),
        ("cites_educatives_etablissements_monstage.csv", 24, 5),
        ("cites_educatives_liste_officielle_extrait.csv", 56, 2),
        ("stafe_2019_projets.tsv", 280, 4),
        ("montpellier_2012_deliberation_word.reussite_educative.tsv", 52, 4),
    ],
)
def test_the_texts_of_other_places(shared_examples, name, rows, width):
    reading = csv.read((shared_examples / "kin" / name).read_bytes())

    (grid,) = reading.grids
    assert ([len(row) for row in grid.rows], reading.findings) == ([width] * rows, [])
