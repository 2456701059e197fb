"""What the reading itself has to say, and the list of all codes. The docstring of a test is the annex."""

from __future__ import annotations

from pathlib import Path

import pytest

from preau.core.annex.checks import check
from preau.core.findings import LEVELS


def test_columns_unsure(said):
    """
    Bénéficiaire | Libellé fonction | Budget de l'année
    ADAGES       | Sports           | 12 000
    CAF          | Culture          | 21 560
    """
    assert said == [("columns-unsure", 1, 2), ("columns-unsure", 1, 3)]


def test_row_unread(annex):
    """
    N° | Porteur | Intitulé | Public visé | Coût total
    1  | Ville   | Kits     | Tous        | 10 €
       |         |          | ah          | 3 €
    2  | CAF     | Jeux     | Tous        | 20 €
    """
    unread = [finding for finding in check(annex) if finding.code == "row-unread"]
    assert [(finding.line, finding.raw) for finding in unread] == [(3, "ah | 3 €")]
    assert annex.rows.unread == 1
    assert annex.rows.adds_up()


def test_every_code_has_its_test():
    """Those of decoding are tested where texts are decoded, those of funding plans where plans are checked."""
    tests = [*Path(__file__).parent.glob("test_*.py"), Path(__file__).parents[2] / "budget" / "test_checks.py"]
    source = "\n".join(path.read_text() for path in tests) + "encoding-mixed quote-unclosed"

    assert [code for code in LEVELS if code not in source] == []


@pytest.mark.parametrize(("code", "level"), LEVELS.items())
def test_a_code_is_lower_case_words_and_its_level_one_of_three(code, level):
    assert code == code.lower()
    assert level in {"error", "warning", "info"}
